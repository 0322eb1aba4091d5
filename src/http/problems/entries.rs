//! The catalogue of problems: every code that an error can have, its status, and what to do.

use super::entry::{Entry, entry};
use super::fault_kinds;
use super::kinds::Kind;

impl Kind {
    /// The entry of this kind.
    #[expect(clippy::too_many_lines, reason = "a table, an entry for each kind")]
    pub(crate) fn entry(self) -> Entry {
        let (code, status, title, remedy) = match self {
            Self::Fault(code) => return fault_kinds::entry(code),
            Self::InvalidRequest => (
                "invalidRequest",
                400,
                ("Flera fel i frågan", "Several faults in the request"),
                ("Rätta varje fel i errors.", "Mend each fault in errors."),
            ),
            Self::RefusedByRules => (
                "refusedByRules",
                422,
                ("Flera regler säger nej", "Refused by several rules"),
                ("Rätta varje fel i errors.", "Mend each fault in errors."),
            ),
            Self::MalformedRequest => (
                "malformedRequest",
                400,
                ("Frågan är inte välformad HTTP", "The request is not well-formed HTTP"),
                (
                    "Se till att huvuden och innehåll kommer fram hela.",
                    "See that headers and content arrive whole.",
                ),
            ),
            Self::CrossOriginRefused => (
                "crossOriginRefused",
                400,
                (
                    "Webbsidor på andra adresser får inte göra det här",
                    "Web pages of other origins may not do this",
                ),
                (
                    "Använd GET, HEAD eller POST med de huvuden som specifikationen visar.",
                    "Use GET, HEAD or POST with the headers that the specification shows.",
                ),
            ),
            Self::UnknownPath => (
                "unknownPath",
                404,
                ("Adressen finns inte", "No such path"),
                (
                    "Se vägarna i specifikationen, openapi.json.",
                    "See the paths in the specification, openapi.json.",
                ),
            ),
            Self::UnknownMunicipality => (
                "unknownMunicipality",
                404,
                (
                    "Kommunen har ingen katalog här",
                    "The municipality has no catalogue here",
                ),
                (
                    "Se kommunerna på /municipalities.",
                    "See the municipalities at /municipalities.",
                ),
            ),
            Self::UnknownInsats => (
                "unknownInsats",
                404,
                ("Insatsen finns inte", "No such insats"),
                (
                    "Se kommunens insatser på /municipalities/{kommunkod}/insatser.",
                    "See the municipality's insatser at /municipalities/{kommunkod}/insatser.",
                ),
            ),
            Self::UnknownProvider => (
                "unknownProvider",
                404,
                ("Utföraren finns inte", "No such provider"),
                (
                    "Se kommunens utförare på /municipalities/{kommunkod}/providers.",
                    "See the municipality's providers at /municipalities/{kommunkod}/providers.",
                ),
            ),
            Self::UnknownProblem => (
                "unknownProblem",
                404,
                ("Felkoden finns inte", "No such problem"),
                ("Se alla felkoder på /problems.", "See all problems at /problems."),
            ),
            Self::MethodNotAllowed => (
                "methodNotAllowed",
                405,
                ("Metoden finns inte på adressen", "The path has no such method"),
                (
                    "Huvudet Allow visar metoderna som finns.",
                    "The header Allow shows the methods it has.",
                ),
            ),
            Self::NotAcceptable => (
                "notAcceptable",
                406,
                ("Formatet finns inte", "The format is not offered"),
                ("Fråga efter application/json.", "Ask for application/json."),
            ),
            Self::ContentTooLarge => (
                "contentTooLarge",
                413,
                ("För mycket innehåll", "Too much content"),
                ("Skicka mindre på en gång.", "Send less at a time."),
            ),
            Self::UnsupportedMediaType => (
                "unsupportedMediaType",
                415,
                ("Fel medietyp", "Wrong media type"),
                (
                    "Skicka Content-Type: application/json.",
                    "Send Content-Type: application/json.",
                ),
            ),
            Self::RequestTimeout => (
                "requestTimeout",
                408,
                ("Frågan kom inte fram i tid", "The request did not arrive in time"),
                ("Skicka den igen.", "Send it again."),
            ),
            Self::UriTooLong => (
                "uriTooLong",
                414,
                ("Adressen är för lång", "The address is too long"),
                ("Högst 2048 tecken.", "At most 2048 characters."),
            ),
            Self::InvalidPrecondition => (
                "invalidPrecondition",
                400,
                (
                    "Villkoret If-Match eller If-None-Match går inte att förstå",
                    "If-Match or If-None-Match cannot be understood",
                ),
                (
                    "Skicka If-Match med den ETag du läste, eller If-None-Match: * för att skapa.",
                    "Send If-Match with the ETag you read, or If-None-Match: * to create.",
                ),
            ),
            Self::TokenMissing => (
                "tokenMissing",
                401,
                ("Token saknas", "The token is missing"),
                (
                    "Skicka Authorization: Bearer med en token (JWT).",
                    "Send Authorization: Bearer with a token (JWT).",
                ),
            ),
            Self::TokenInvalid => (
                "tokenInvalid",
                401,
                ("Token godtas inte", "The token is not accepted"),
                ("Hämta en ny token från utfärdaren.", "Get a new token from the issuer."),
            ),
            Self::TokenExpired => (
                "tokenExpired",
                401,
                ("Token har gått ut", "The token has expired"),
                ("Hämta en ny token från utfärdaren.", "Get a new token from the issuer."),
            ),
            Self::TokenNotYetValid => (
                "tokenNotYetValid",
                401,
                ("Token gäller inte än", "The token is not valid yet"),
                (
                    "Ställ utfärdarens klocka: den eller vår går mer än en minut fel.",
                    "Set the clock of the issuer: it or ours is more than a minute off.",
                ),
            ),
            Self::ScopeMissing => (
                "scopeMissing",
                403,
                ("Token räcker inte för det här", "The token may not be used for this"),
                (
                    "Hämta en token med den behörighet som WWW-Authenticate anger.",
                    "Get a token with the scope that WWW-Authenticate names.",
                ),
            ),
            Self::OtherMunicipality => (
                "otherMunicipality",
                403,
                ("Token gäller andra kommuner", "The token is for other municipalities"),
                (
                    "Använd en token för den här kommunen.",
                    "Use a token for this municipality.",
                ),
            ),
            Self::OtherProvider => (
                "otherProvider",
                403,
                ("Token gäller andra utförare", "The token is for other providers"),
                (
                    "Använd en token för den här utföraren, eller för kommunen själv.",
                    "Use a token for this provider, or for the municipality itself.",
                ),
            ),
            Self::OtherBody => (
                "otherBody",
                403,
                (
                    "Token gäller andra nämnders insatser",
                    "The token is for the insatser of other bodies",
                ),
                (
                    "Använd en token för den nämnd som beslutat om insatsen.",
                    "Use a token for the body that decided the insats.",
                ),
            ),
            Self::PreconditionFailed => (
                "preconditionFailed",
                412,
                ("Någon annan hann före", "Somebody else was first"),
                (
                    "Läs objektet igen, gör om ändringen och skicka den nya ETag:en i If-Match.",
                    "Read the object again, make the change anew and send the new ETag in If-Match.",
                ),
            ),
            Self::PreconditionRequired => (
                "preconditionRequired",
                428,
                (
                    "Ändringen måste säga vad den utgår från",
                    "The change must say what it starts from",
                ),
                (
                    "Skicka If-Match med den ETag du läste, eller If-None-Match: * för att skapa.",
                    "Send If-Match with the ETag you read, or If-None-Match: * to create.",
                ),
            ),
            Self::TooManyWaiters => (
                "tooManyWaiters",
                429,
                ("För många väntar på ändringar", "Too many wait for changes"),
                (
                    "Fråga igen efter den tid som Retry-After anger, eller utan wait.",
                    "Ask again after the time in Retry-After, or without wait.",
                ),
            ),
            Self::TokensNotConfigured => (
                "tokensNotConfigured",
                503,
                ("Tjänsten tar inte emot token", "The service takes no tokens"),
                (
                    "Ange INSATSKATALOG_JWKS_URL, eller starta med serve --dev-tokens på den egna maskinen.",
                    "Set INSATSKATALOG_JWKS_URL, or start with serve --dev-tokens on your own machine.",
                ),
            ),
            Self::Internal => (
                "internal",
                500,
                ("Något gick fel hos oss", "Something went wrong here"),
                (
                    "Försök igen. Går det inte, uppge instance till den som driver tjänsten.",
                    "Try again. If it goes on, give instance to those who run the service.",
                ),
            ),
            Self::Unavailable => (
                "unavailable",
                503,
                ("Tjänsten kan inte svara just nu", "The service cannot answer right now"),
                (
                    "Försök igen efter den tid som Retry-After anger.",
                    "Try again after the time in Retry-After.",
                ),
            ),
            Self::InsufficientStorage => (
                "insufficientStorage",
                507,
                ("Lagringen är full", "The storage is full"),
                (
                    "Inget sparades. Försök igen senare, eller meddela den som driver tjänsten.",
                    "Nothing was kept. Try again later, or tell those who run the service.",
                ),
            ),
            Self::UnknownRecord => (
                "unknownRecord",
                404,
                ("Posten finns inte", "No such group record"),
                (
                    "Hitta posterna under kommunens group-records.",
                    "Find the records under group-records of the municipality.",
                ),
            ),
            Self::RecordWithdrawn => (
                "recordWithdrawn",
                410,
                ("Posten är tillbakadragen", "The group record was withdrawn"),
                (
                    "Skicka en ny post om uppgifterna ska räknas.",
                    "Send a new record if it is to count.",
                ),
            ),
            Self::RecordConflicts => (
                "recordConflicts",
                409,
                ("Andra poster står i vägen", "Other records stand in the way"),
                ("Rätta varje fel i errors.", "Mend each fault in errors."),
            ),
            Self::TooManyRecords => (
                "tooManyRecords",
                413,
                ("För många poster", "Too many records"),
                (
                    "Skicka högst 1 000 poster på en gång.",
                    "Send at most 1,000 records at a time.",
                ),
            ),
            Self::InvalidIdempotencyKey => (
                "invalidIdempotencyKey",
                400,
                ("Idempotency-Key kan inte användas", "Idempotency-Key cannot be used"),
                (
                    "Skicka en nyckel av 1–255 synliga ASCII-tecken, som ett UUID.",
                    "Send one key of 1 to 255 visible ASCII characters, such as a UUID.",
                ),
            ),
            Self::IdempotencyKeyReused => (
                "idempotencyKeyReused",
                422,
                (
                    "Nyckeln har använts till något annat",
                    "The key was used for something else",
                ),
                (
                    "Använd en ny Idempotency-Key för ett nytt innehåll.",
                    "Use a new Idempotency-Key for new content.",
                ),
            ),
            Self::RequestStillRunning => (
                "requestStillRunning",
                409,
                ("Samma fråga pågår redan", "The same request is under way"),
                (
                    "Vänta så länge som Retry-After säger och skicka den igen.",
                    "Wait as long as Retry-After says and send it again.",
                ),
            ),
            Self::SheetTooLarge => (
                "sheetTooLarge",
                413,
                ("För många poster för ett kalkylblad", "Too many records for one sheet"),
                (
                    "Fråga efter färre dagar med from och to: högst 50 000 poster åt gången.",
                    "Ask for fewer days by from and to: at most 50,000 records at a time.",
                ),
            ),
            Self::UnknownCell => (
                "unknownCell",
                404,
                ("Det finns ingen sådan publicerad cell", "No such released cell"),
                (
                    "Cellerna står i svaren på statistics, som within och i cells.",
                    "Cells stand in the answers of statistics, as within and in cells.",
                ),
            ),
            Self::OnlyMunicipality => (
                "onlyMunicipality",
                403,
                ("Bara kommunen får göra detta", "Only the municipality may do this"),
                ("Be kommunen.", "Ask the municipality."),
            ),
        };
        entry(code, status, title, remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn every_code_is_one_word_and_stands_once() {
        let mut codes: Vec<_> = Kind::all().map(|kind| kind.entry().code).collect();
        assert!(codes.iter().all(|code| code.chars().all(|c| c.is_ascii_alphanumeric())));
        assert!(Kind::all().all(|kind| !kind.entry().title.sv.is_empty()));
        codes.sort_unstable();
        let all = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }
}
