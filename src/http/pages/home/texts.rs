//! The fixed texts of the start page.

use crate::domain::text::texts;

texts! {
    title: "Stöd från kommunen utan behovsprövning", "Support from your municipality without a needs assessment";
    lead: "Kommunen kan ge vissa insatser utan att först pröva vad just du behöver. Här ser du vilka de är, vem de är till för och hur du får dem.",
        "Municipalities can provide some services without first assessing what you need. See which they are, who they are for and how to get them.";
    search_label: "Vad behöver du hjälp med?", "What do you need help with?";
    search_hint: "Skriv till exempel trygghetslarm, anhörig eller träffpunkt. Skriv aldrig personnummer.",
        "For example alarm, carer or meeting place. Never enter a personal identity number.";
    search: "Sök i alla kommuner", "Search all municipalities";
    municipalities: "Välj din kommun", "Choose your municipality";
    no_municipalities: "Ingen kommun har publicerat sin katalog här än.", "No municipality has published its catalogue here yet.";
    municipalities_found: "Kommuner", "Municipalities";
    nothing: "Prova ett annat ord, eller välj din kommun nedan. Du kan också fråga kommunen.",
        "Try another word, or choose your municipality below. You can also ask the municipality.";
    before: "Föregående sida", "Previous page";
    after: "Nästa sida", "Next page";
    pages: "Sidor", "Pages";
    right: "Hittar du inte det du behöver?", "Cannot find what you need?";
    about_text: "Sedan den 1 juli 2025 får socialnämnden erbjuda insatser utan individuell behovsprövning (11 kap. 5 § socialtjänstlagen, 2025:400). Kommunernas beslut finns här på ett och samma ställe. Varje uppgift kommer ur kommunens egna beslut och underlag.",
        "Since 1 July 2025, the social services board may offer services without an individual needs assessment (Chapter 11, Section 5 of the Social Services Act, 2025:400). The decisions of municipalities are gathered here. All information comes from the municipality’s own decisions and documents.";
    check_text: "På varje insats kan du svara på några frågor och se om villkoren stämmer in på dig. Svaren sparas inte.",
        "For each service you can answer a few questions and see whether you meet the conditions. Your answers are not stored.";
    free: "Tjänsten är öppen för alla och kostar inget.", "The service is open to everyone and free of charge.";
    no_decision: "Ett svar är inte ett beslut och ger inte rätt till en insats. Alla har rätt att ansöka.",
        "An answer is not a decision and does not entitle anyone to a service. Everyone has the right to apply.";
    no_identity: "Skriv eller skicka aldrig personnummer eller annat som pekar ut någon. Tjänsten avvisar det.",
        "Never enter or send a personal identity number or anything else that identifies a person. It is rejected.";
    not_stored: "Uppgifterna i en fråga sparas inte och loggas inte.", "The facts in a question are neither stored nor logged.";
    responsible: "Den som driver tjänsten ansvarar för tillgänglighet och svarstider.",
        "The operator of the service is responsible for availability and response times.";
    developers: "För dig som utvecklar", "For developers";
    developers_text: "Allt på sidorna finns också i ett öppet API: insatserna, deras villkor, och svaret på om en person uppfyller dem.",
        "Everything on these pages is also in an open API: the services, their conditions, and whether a person meets them.";
    documentation: "Dokumentation", "Documentation";
    specification: "Specifikation", "Specification";
    in_json: "Kommunerna som JSON", "The municipalities as JSON";
    facts: "Uppgifter som en fråga kan innehålla", "Facts that a question can contain";
    always_assessed: "Insatser som alltid kräver individuell prövning", "Services that always require an individual assessment";
    codes: "Felkoder", "Problem codes";
    about_api: "Om API:et", "About the API";
    health: "Driftläge", "Health";
    api_catalog: "API-katalog", "API catalogue";
    ask: "Ställ en fråga till API:et:", "Ask the API a question:";
}
