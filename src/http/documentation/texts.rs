//! The fixed texts of the documentation.

use crate::domain::text::texts;

texts! {
    documentation: "Dokumentation av API:et", "Documentation of the API";
    lead: "Alla operationer i insatskatalogens API, med exempel.",
        "Every operation of the API of the service catalogue, with examples.";
    base: "Alla sökvägar nedan börjar med", "All the paths below begin with";
    specification: "Hela specifikationen", "The whole specification";
    needs_token: "kräver token", "needs a token";
    basics: "Så fungerar API:et", "How the API works";
    schemas: "Scheman", "Schemas";
    access: "Åtkomst", "Access";
    public: "Öppen för alla, utan token.", "Open to everyone, without a token.";
    token: "Kräver en token med behörigheten", "Needs a token with the scope";
    call: "Så anropar du", "How to call it";
    open: "Öppna svaret", "Open the answer";
    parameters: "Parametrar", "Parameters";
    body: "Innehåll att skicka", "Body to send";
    responses: "Svar och statuskoder", "Answers and status codes";
    members: "Fält", "Members";
    in_english: "Fältens beskrivningar finns bara på engelska.", "The members are described in English only.";
    required: "måste finnas", "required";
    type_of: "Typ", "Type";
    one_of: "En av", "One of";
    values: "Möjliga värden", "Possible values";
    example: "Exempel", "Example";
}
