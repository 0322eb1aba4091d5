//! The fixed texts of a municipality's page.

use crate::domain::text::texts;

texts! {
    lead: "Det här kan du få utan att kommunen först prövar ditt behov, om du uppfyller villkoren.",
        "You can get this without the municipality first assessing your needs, if you meet the conditions.";
    find: "Hitta en insats", "Find a service";
    search_hint: "Skriv till exempel larm, anhörig eller samtal. Skriv aldrig personnummer.",
        "For example alarm, carer or talk. Never enter a personal identity number.";
    category: "Vad det gäller", "Kind of service";
    all_categories: "Alla slag", "All kinds";
    place: "Var du vill ta del av den", "Where you want it";
    all_places: "Alla platser", "All places";
    only_open: "Visa bara det som är öppet för alla", "Show only what is open to all";
    show: "Visa", "Show";
    everything: "Visa alla insatser", "Show all services";
    nothing: "Prova ett annat ord eller ett annat val.", "Try another word or another choice.";
    nothing_in_force: "Ingen insats gäller i dag enligt katalogen.", "According to the catalogue, no service is in force today.";
    upcoming: "Börjar senare", "Starting later";
    not_known: "Oklart om de ges nu", "Not known whether provided now";
    not_known_why: "Katalogen säger inte om de ges i dag. Fråga kommunen.", "The catalogue does not say whether they are provided today. Ask the municipality.";
    ended: "Ges inte längre enligt katalogen", "No longer provided according to the catalogue";
    ended_why: "De finns kvar här så att du kan se vad som gällde.", "They remain here so that you can see what was in force.";
    right: "Du har alltid rätt att ansöka", "You always have the right to apply";
    bodies: "Vem beslutar, och vart vänder du dig?", "Who decides, and whom do you contact?";
    apply_at: "Här ansöker du:", "Apply here:";
    no_contact: "Katalogen har inga kontaktuppgifter. Ring kommunens växel och fråga efter socialtjänsten.",
        "The catalogue has no contact details. Call the municipality and ask for social services.";
    catalogue: "Om uppgifterna", "About this information";
    sources: "Katalogen bygger på:", "The catalogue is based on:";
    changes: "Ändringar i kommunens katalog", "Changes in the municipality’s catalogue";
    in_json: "Samma uppgifter i API:et", "The same information in the API";
    before: "Visa föregående", "Show previous";
    after: "Visa fler", "Show more";
    pages: "Fler insatser", "More services";
}
