//! The fixed texts of an insats's page.

use crate::domain::text::texts;

texts! {
    ask: "Gäller det mig?", "Does this apply to me?";
    e_service: "Gå till e-tjänsten", "Go to the e-service";
    whom: "Vem är den till för?", "Who is it for?";
    each_condition: "Villkoren ett för ett", "The conditions one by one";
    why: "Varför:", "Why:";
    why_this_age: "Varför just den åldern:", "Why this age:";
    reading: "Så läser katalogen källan:", "How the catalogue reads the source:";
    how: "Så får du den", "How to get it";
    ask_municipality: "Katalogen har inga uppgifter om hur du får den. Fråga kommunen.", "The catalogue does not say how to get it. Ask the municipality.";
    answer_languages: "Språk:", "Languages:";
    given_in: "Insatsen ges på:", "The service is given in:";
    selection: "Om platserna inte räcker", "If there are not enough places";
    places: "Var och när", "Where and when";
    usual_hours: "Öppettiderna är de ordinarie. De kan vara andra på helgdagar.", "These are the usual hours. They may differ on public holidays.";
    accessibility: "Tillgänglighet:", "Accessibility:";
    activities: "Det här kan du göra", "What you can do";
    costs: "Vad det kostar", "What it costs";
    no_costs: "Katalogen har inga uppgifter om vad den kostar. Fråga kommunen.", "The catalogue does not say what it costs. Ask the municipality.";
    amounts: "Hur mycket du kan få", "How much you can receive";
    providers: "Vem ger den?", "Who provides it?";
    providers_areas: "Område:", "Area:";
    right: "Du kan alltid ansöka", "You can always apply";
    apply_at: "Här kan du ansöka eller fråga:", "Apply or ask here:";
    decision: "Vem beslutade, och när?", "Who decided it, and when?";
    decided_by: "Beslutat av", "Decided by";
    decided_on: "Beslutsdag", "Date of decision";
    not_entered: "Inte införd i katalogen", "Not entered in the catalogue";
    reference: "Diarienummer eller paragraf", "Reference";
    time: "När den gäller", "When it applies";
    provisions: "Stöd i lagen", "Legal basis";
    purpose: "Syfte", "Purpose";
    why_not_assessed: "Varför behovet inte prövas", "Why needs are not assessed";
    about_you: "Vad som skrivs ned om dig", "What is recorded about you";
    due: "Följs upp senast", "To be followed up by";
    followed_up: "Uppföljd", "Follow-up done";
    versions: "Alla versioner", "All versions";
    this_version: "visas här", "shown here";
    sources: "Källor", "Sources";
    source_lines: "rad", "lines";
    unknown: "Det här saknas eller är osäkert i katalogen", "What is missing or uncertain in the catalogue";
    more: "Mer om insatsen", "More about the service";
    statistics: "Statistik", "Statistics";
    changes: "Ändringar i katalogen", "Changes in the catalogue";
    in_json: "Insatsen i API:et", "The service in the API";
}
