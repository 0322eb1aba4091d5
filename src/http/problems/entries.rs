//! The catalogue of problems: every code that an error can have, its status, and what to do.

use super::kinds::Kind;
use crate::domain::fault::Code;
use crate::domain::text::Text;

/// An entry of the catalogue.
pub(crate) struct Entry {
    /// The code.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The kind of problem in words.
    pub title: Text,
    /// What to do.
    pub remedy: Text,
}

/// Makes the catalogue of a table: kind, status, then title and remedy in Swedish and English.
///
/// The compiler refuses a table that lacks a kind (the `match` must be exhaustive) or has one twice (nothing could
/// reach its second arm).
macro_rules! catalogue {
    ($($kind:ident $(($fault:ident))?: $status:literal, $title_sv:literal / $title_en:literal,
        $remedy_sv:literal / $remedy_en:literal;)*) => {
        impl Kind {
            /// Every kind, in the order of the catalogue.
            pub(crate) const ALL: &[Self] = &[$(Self::$kind $((Code::$fault))?),*];

            /// The entry of this kind.
            #[deny(unreachable_patterns)]
            pub(crate) fn entry(self) -> Entry {
                let (status, title, remedy) = match self {
                    $(Self::$kind $((Code::$fault))? => (
                        $status,
                        Text::fixed($title_sv, $title_en),
                        Text::fixed($remedy_sv, $remedy_en),
                    ),)*
                };
                Entry { code: self.into(), status, title, remedy }
            }
        }
    };
}

catalogue! {
    InvalidRequest: 400, "Flera fel i frågan" / "Several faults in the request",
        "Rätta varje fel i errors." / "Mend each fault in errors.";
    RefusedByRules: 422, "Flera regler säger nej" / "Refused by several rules",
        "Rätta varje fel i errors." / "Mend each fault in errors.";
    MalformedRequest: 400, "Frågan är inte välformad HTTP" / "The request is not well-formed HTTP",
        "Se till att huvuden och innehåll kommer fram hela." / "See that headers and content arrive whole.";
    CrossOriginRefused: 400,
        "Webbsidor på andra adresser får inte göra det här" / "Web pages of other origins may not do this",
        "Använd GET, HEAD eller POST med de huvuden som specifikationen visar."
        / "Use GET, HEAD or POST with the headers that the specification shows.";
    UnknownPath: 404, "Adressen finns inte" / "No such path",
        "Se vägarna i specifikationen, openapi.json." / "See the paths in the specification, openapi.json.";
    UnknownMunicipality: 404, "Kommunen har ingen katalog här" / "The municipality has no catalogue here",
        "Se kommunerna på /municipalities." / "See the municipalities at /municipalities.";
    UnknownInsats: 404, "Insatsen finns inte" / "No such insats",
        "Se kommunens insatser på /municipalities/{kommunkod}/insatser."
        / "See the municipality's insatser at /municipalities/{kommunkod}/insatser.";
    UnknownProvider: 404, "Utföraren finns inte" / "No such provider",
        "Se kommunens utförare på /municipalities/{kommunkod}/providers."
        / "See the municipality's providers at /municipalities/{kommunkod}/providers.";
    UnknownProblem: 404, "Felkoden finns inte" / "No such problem",
        "Se alla felkoder på /problems." / "See all problems at /problems.";
    MethodNotAllowed: 405, "Metoden finns inte på adressen" / "The path has no such method",
        "Huvudet Allow visar metoderna som finns." / "The header Allow shows the methods it has.";
    NotAcceptable: 406, "Formatet finns inte" / "The format is not offered",
        "Fråga efter application/json." / "Ask for application/json.";
    ContentTooLarge: 413, "För mycket innehåll" / "Too much content",
        "Skicka mindre på en gång." / "Send less at a time.";
    UnsupportedMediaType: 415, "Fel medietyp" / "Wrong media type",
        "Skicka Content-Type: application/json." / "Send Content-Type: application/json.";
    RequestTimeout: 408, "Frågan kom inte fram i tid" / "The request did not arrive in time",
        "Skicka den igen." / "Send it again.";
    UriTooLong: 414, "Adressen är för lång" / "The address is too long",
        "Högst 2048 tecken." / "At most 2048 characters.";
    InvalidPrecondition: 400,
        "Villkoret If-Match eller If-None-Match går inte att förstå" / "If-Match or If-None-Match cannot be understood",
        "Skicka If-Match med den ETag du läste, eller If-None-Match: * för att skapa."
        / "Send If-Match with the ETag you read, or If-None-Match: * to create.";
    TokenMissing: 401, "Token saknas" / "The token is missing",
        "Skicka Authorization: Bearer med en token (JWT)." / "Send Authorization: Bearer with a token (JWT).";
    TokenInvalid: 401, "Token godtas inte" / "The token is not accepted",
        "Hämta en ny token från utfärdaren." / "Get a new token from the issuer.";
    TokenExpired: 401, "Token har gått ut" / "The token has expired",
        "Hämta en ny token från utfärdaren." / "Get a new token from the issuer.";
    TokenNotYetValid: 401, "Token gäller inte än" / "The token is not valid yet",
        "Ställ utfärdarens klocka: den eller vår går mer än en minut fel."
        / "Set the clock of the issuer: it or ours is more than a minute off.";
    ScopeMissing: 403, "Token räcker inte för det här" / "The token may not be used for this",
        "Hämta en token med den behörighet som WWW-Authenticate anger."
        / "Get a token with the scope that WWW-Authenticate names.";
    OtherMunicipality: 403, "Token gäller andra kommuner" / "The token is for other municipalities",
        "Använd en token för den här kommunen." / "Use a token for this municipality.";
    OtherProvider: 403, "Token gäller andra utförare" / "The token is for other providers",
        "Använd en token för den här utföraren, eller för kommunen själv."
        / "Use a token for this provider, or for the municipality itself.";
    OtherBody: 403, "Token gäller andra nämnders insatser" / "The token is for the insatser of other bodies",
        "Använd en token för den nämnd som beslutat om insatsen." / "Use a token for the body that decided the insats.";
    PreconditionFailed: 412, "Någon annan hann före" / "Somebody else was first",
        "Läs objektet igen, gör om ändringen och skicka den nya ETag:en i If-Match."
        / "Read the object again, make the change anew and send the new ETag in If-Match.";
    PreconditionRequired: 428, "Ändringen måste säga vad den utgår från" / "The change must say what it starts from",
        "Skicka If-Match med den ETag du läste, eller If-None-Match: * för att skapa."
        / "Send If-Match with the ETag you read, or If-None-Match: * to create.";
    TooManyWaiters: 429, "För många väntar på ändringar" / "Too many wait for changes",
        "Fråga igen efter den tid som Retry-After anger, eller utan wait."
        / "Ask again after the time in Retry-After, or without wait.";
    TokensNotConfigured: 503, "Tjänsten tar inte emot token" / "The service takes no tokens",
        "Ange INSATSKATALOG_JWKS_URL, eller starta med serve --dev-tokens på den egna maskinen."
        / "Set INSATSKATALOG_JWKS_URL, or start with serve --dev-tokens on your own machine.";
    Internal: 500, "Något gick fel hos oss" / "Something went wrong here",
        "Försök igen. Går det inte, uppge instance till den som driver tjänsten."
        / "Try again. If it goes on, give instance to those who run the service.";
    Unavailable: 503, "Tjänsten kan inte svara just nu" / "The service cannot answer right now",
        "Försök igen efter den tid som Retry-After anger." / "Try again after the time in Retry-After.";
    InsufficientStorage: 507, "Lagringen är full" / "The storage is full",
        "Inget sparades. Försök igen senare, eller meddela den som driver tjänsten."
        / "Nothing was kept. Try again later, or tell those who run the service.";
    UnknownRecord: 404, "Posten finns inte" / "No such group record",
        "Hitta posterna under kommunens group-records." / "Find the records under group-records of the municipality.";
    RecordWithdrawn: 410, "Posten är tillbakadragen" / "The group record was withdrawn",
        "Skicka en ny post om uppgifterna ska räknas." / "Send a new record if it is to count.";
    RecordConflicts: 409, "Andra poster står i vägen" / "Other records stand in the way",
        "Rätta varje fel i errors." / "Mend each fault in errors.";
    TooManyRecords: 413, "För många poster" / "Too many records",
        "Skicka högst 1 000 poster på en gång." / "Send at most 1,000 records at a time.";
    InvalidIdempotencyKey: 400, "Idempotency-Key kan inte användas" / "Idempotency-Key cannot be used",
        "Skicka en nyckel av 1–255 synliga ASCII-tecken, som ett UUID."
        / "Send one key of 1 to 255 visible ASCII characters, such as a UUID.";
    IdempotencyKeyReused: 422, "Nyckeln har använts till något annat" / "The key was used for something else",
        "Använd en ny Idempotency-Key för ett nytt innehåll." / "Use a new Idempotency-Key for new content.";
    RequestStillRunning: 409, "Samma fråga pågår redan" / "The same request is under way",
        "Vänta så länge som Retry-After säger och skicka den igen."
        / "Wait as long as Retry-After says and send it again.";
    OnlyMunicipality: 403, "Bara kommunen får göra detta" / "Only the municipality may do this",
        "Be kommunen." / "Ask the municipality.";
    SheetTooLarge: 413, "För många poster för ett kalkylblad" / "Too many records for one sheet",
        "Fråga efter färre dagar med from och to: högst 50 000 poster åt gången."
        / "Ask for fewer days by from and to: at most 50,000 records at a time.";
    UnknownCell: 404, "Det finns ingen sådan publicerad cell" / "No such released cell",
        "Cellerna står i svaren på statistics, som within och i cells."
        / "Cells stand in the answers of statistics, as within and in cells.";

    // Faults: 400 when one was not understood, 422 when a rule refuses it, 409 when another record conflicts with it.
    Fault(Unreadable): 400, "Filen kan inte läsas" / "The file cannot be read",
        "Se att filen finns och får läsas." / "See that the file exists and may be read.";
    Fault(Syntax): 400, "Ogiltig JSON" / "Invalid JSON",
        "Skicka giltig JSON." / "Send valid JSON.";
    Fault(NotUtf8): 400, "Inte UTF-8" / "Not UTF-8",
        "Skicka texten som UTF-8." / "Send the text as UTF-8.";
    Fault(TooDeep): 400, "För djupt nästlat" / "Nested too deeply",
        "Skicka dokumentet i den form som specifikationen visar."
        / "Send the document in the form that the specification shows.";
    Fault(DuplicateMember): 400, "En medlem står två gånger" / "A member stands twice",
        "Skriv varje medlem en gång." / "Write each member once.";
    Fault(UnknownMember): 400, "Okänd medlem" / "Unknown member",
        "Ta bort medlemmen, eller rätta dess namn." / "Remove the member, or correct its name.";
    Fault(MissingMember): 400, "En medlem saknas" / "A member is missing",
        "Lägg till medlemmen." / "Add the member.";
    Fault(ConflictingMembers): 400, "Medlemmar utesluter varandra" / "Members exclude each other",
        "Skicka bara en av dem." / "Send only one of them.";
    Fault(WrongType): 400, "Fel typ" / "Wrong type",
        "Skicka den typ som specifikationen visar." / "Send the type that the specification shows.";
    Fault(NullNotAllowed): 400, "null används inte" / "null is not used",
        "Utelämna medlemmen i stället." / "Leave the member out instead.";
    Fault(NotInList): 400, "Inte i listan" / "Not in the list",
        "Välj ett av värdena som errors räknar upp." / "Choose one of the values that errors lists.";
    Fault(OutOfRange): 400, "Utanför gränserna" / "Out of range",
        "Välj ett värde inom gränserna." / "Choose a value within the limits.";
    Fault(TooLong): 400, "För långt" / "Too long",
        "Korta ner." / "Make it shorter.";
    Fault(Empty): 400, "Tomt" / "Empty",
        "Fyll i, eller utelämna medlemmen." / "Fill it in, or leave the member out.";
    Fault(ControlCharacter): 400, "Styrtecken i texten" / "Control characters in the text",
        "Ta bort styrtecknen." / "Remove the control characters.";
    Fault(InvalidDate): 400, "Ogiltigt datum" / "Invalid date",
        "Skriv en dag som finns, som 2025-10-14." / "Write a day that exists, such as 2025-10-14.";
    Fault(InvalidFormat): 400, "Fel form" / "Wrong form",
        "Skriv värdet i den form som errors visar." / "Write the value in the form that errors shows.";
    Fault(UnknownKommunkod): 400, "Okänd kommunkod" / "Unknown municipality code",
        "En kommunkod är fyra siffror som text, som \"0188\"."
        / "A municipality code is four digits as a text, such as \"0188\".";
    Fault(PersonalIdentityNumber): 422, "Liknar ett personnummer" / "Looks like an identity number",
        "Skicka aldrig personnummer eller samordningsnummer hit. Ta bort det."
        / "Never send an identity number here. Remove it.";
    Fault(AgeContradictsBirthDate): 400, "Ålder och födelsedatum stämmer inte" / "Age and birth date disagree",
        "Skicka bara det ena." / "Send only one of them.";
    Fault(BirthDateAfterAsOf): 400, "Född efter dagen som frågan avser" / "Born after the day asked about",
        "Rätta birthDate eller asOf." / "Correct birthDate or asOf.";
    Fault(UnknownPlace): 400, "Platsen finns inte" / "No such place",
        "Se insatsens places, och aktivitetens places när frågan gäller en aktivitet."
        / "See places of the insats, and places of the activity if the question names one.";
    Fault(UnknownQuestion): 400, "Kommunen har ingen sådan fråga" / "The municipality has no such question",
        "Se kommunens questions på /municipalities/{kommunkod}." / "See questions at /municipalities/{kommunkod}.";
    Fault(NeverMet): 422, "Ingen kan uppfylla villkoret" / "Nobody can meet the condition",
        "Rätta villkoret, eller ta bort det." / "Correct the condition, or remove it.";
    Fault(AlwaysMet): 422, "Alla uppfyller villkoret" / "Everybody meets the condition",
        "Rätta villkoret. Öppet för alla skrivs {kind: all, of: []}."
        / "Correct the condition. Open to all is written {kind: all, of: []}.";
    Fault(CriteriaTooLarge): 422, "Villkoren är för många" / "The criteria are too large",
        "Dela upp insatsen, eller förenkla villkoren." / "Split the insats, or simplify the conditions.";
    Fault(QuestionInUse): 422, "Frågan används av villkor" / "The question is used by criteria",
        "Behåll frågan som den är, och lägg till en ny." / "Keep the question as it is, and add a new one.";
    Fault(OverlappingHours): 422, "Tider överlappar" / "Times overlap",
        "Skriv tiderna som en tid, eller ändra en av dem." / "Write the times as one, or change one of them.";
    Fault(UnknownActivity): 400, "Aktiviteten finns inte" / "No such activity",
        "Se activities hos insatsen." / "See activities of the insats.";
    Fault(UnknownReference): 422, "Hänvisar till något som saknas" / "Refers to something missing",
        "Lägg till det som saknas, eller rätta hänvisningen." / "Add what is missing, or correct the reference.";
    Fault(Duplicate): 422, "Finns redan" / "Is there already",
        "Välj ett annat namn eller en annan dag." / "Choose another name or day.";
    Fault(AlwaysRequiresIndividualAssessment): 422,
        "Kräver alltid individuell behovsprövning" / "Always requires individual assessment",
        "Insatsen får aldrig ges utan individuell behovsprövning. Se /assessment-required."
        / "The insats may never be given without individual assessment. See /assessment-required.";
    Fault(VersionInForce): 422, "Versionen gäller redan" / "The version is in force already",
        "Lägg till en ny version med ett senare validFrom." / "Add a new version with a later validFrom.";
    Fault(VersionOutOfOrder): 422, "Versionen kommer i fel ordning" / "The version is out of order",
        "Välj ett validFrom efter de versioner som finns." / "Choose a validFrom after the versions that exist.";
    Fault(AlreadyEnded): 422, "Har redan upphört" / "Has ended already",
        "Välj en dag då den gäller, eller lägg till en ny version."
        / "Choose a day on which it is in force, or add a new version.";
    Fault(BeforeTheLaw): 422, "Före lagen" / "Before the law",
        "Börja 2025-07-01 eller senare." / "Begin on 2025-07-01 or later.";
    Fault(RiskConclusionMissing): 422, "Slutsatsen saknas" / "The conclusion is missing",
        "Gör risk- och konsekvensanalysen och ange dess slutsats i riskConclusion."
        / "Make the risk and consequence analysis and state its conclusion in riskConclusion.";
    Fault(ConclusionDisagrees): 422,
        "Slutsats och dokumentationsnivå säger emot varandra" / "Conclusion and documentation level disagree",
        "Rätta riskConclusion eller individualLevel." / "Correct riskConclusion or individualLevel.";
    Fault(ExemptionWithoutDecision): 422, "Undantag utan beslut" / "Exemption without a decision",
        "Ange nämndens beslut i decision." / "State the board's decision in decision.";
    Fault(SpecialReasonsMissing): 422, "Särskilda skäl saknas" / "The special reasons are missing",
        "Ange specialReasons, eller notStated om källan inte anger dem."
        / "State specialReasons, or notStated where the source does not state them.";
    Fault(AdviceOnly): 422, "Bara för rådgivning" / "For advice only",
        "Ange isAdvice: true om det är rådgivning, annars en annan nivå."
        / "State isAdvice: true if it is advice, else another level.";
    Fault(GroupItemsMissing): 422, "Inget dokumenteras om gruppen" / "Nothing is documented about the group",
        "Ange minst en uppgift i groupLevel.items." / "Name at least one item in groupLevel.items.";
    Fault(GroundMissing): 422, "Skälet till begränsningen saknas" / "The ground for the limit is missing",
        "Ange groundForLimit, eller notStated om källan inte anger skälet."
        / "State groundForLimit, or notStated where the source does not state it.";
    Fault(AgeReasonMissing): 422, "Skälet till åldersgränsen saknas" / "The reason for the age limit is missing",
        "Ange ageReason, eller notStated om källan inte anger skälet."
        / "State ageReason, or notStated where the source does not state it.";
    Fault(DecisionMissing): 422, "Beslutet saknas" / "The decision is missing",
        "Ange nämndens beslut i decision." / "State the board's decision in decision.";
    Fault(DocumentationMissing): 422, "Dokumentationsreglerna saknas" / "The documentation rules are missing",
        "Ange vad som dokumenteras i documentation." / "State what is documented in documentation.";
    Fault(AgreementKindDisagrees): 422,
        "Avtalet och utföraren är av olika slag" / "Agreement and provider are of different kinds",
        "Ge egen regi ett avtal av slaget ownAdministration, och andra ett annat."
        / "Give the body's own administration an agreement of the kind ownAdministration, and others another.";
    Fault(MissingDate): 422, "Dag eller period saknas" / "Day or period is missing",
        "Skriv date eller period." / "Write date or period.";
    Fault(MissingParticipants): 422, "Antalet deltagare saknas" / "The number of participants is missing",
        "Skriv participants med total." / "Write participants with total.";
    Fault(MissingGender): 422, "Fördelningen på kön saknas" / "The split by gender is missing",
        "Skriv women och men i participants." / "Write women and men in participants.";
    Fault(MissingMethod): 422, "Hur saknas" / "How is missing",
        "Skriv method." / "Write method.";
    Fault(MissingPerformedBy): 422, "Av vem saknas" / "By whom is missing",
        "Skriv performedBy: en roll, aldrig ett namn." / "Write performedBy: a role, never a name.";
    Fault(MissingContent): 422, "Innehållet saknas" / "The content is missing",
        "Skriv content." / "Write content.";
    Fault(MissingExtent): 422, "Omfattningen saknas" / "The extent is missing",
        "Skriv extent." / "Write extent.";
    Fault(MissingKindOfSupport): 422, "Typen av stöd saknas" / "The kind of support is missing",
        "Skriv kindOfSupport." / "Write kindOfSupport.";
    Fault(MissingPatterns): 422, "Mönster saknas" / "Patterns are missing",
        "Skriv patterns." / "Write patterns.";
    Fault(InvalidCount): 422, "Orimligt antal" / "Impossible number",
        "Skriv ett antal från 0 till 10 000." / "Write a number from 0 to 10,000.";
    Fault(GenderSum): 422, "Könen är fler än totalen" / "The genders exceed the total",
        "Rätta antalen." / "Mend the numbers.";
    Fault(DateInFuture): 422, "Dagen har inte varit" / "The day has not been yet",
        "Skicka uppgifterna efteråt." / "Send the record afterwards.";
    Fault(NotInForce): 422, "Insatsen gällde inte då" / "The insats was not in force then",
        "Välj en dag då insatsen gällde." / "Choose a day on which the insats was in force.";
    Fault(ProviderNotContracted): 422, "Utföraren har inget avtal" / "The provider has no agreement",
        "Be kommunen lägga in avtalet i katalogen." / "Ask the municipality to enter the agreement in the catalogue.";
    Fault(ContractEnded): 422, "Avtalet hade upphört" / "The agreement had ended",
        "Be kommunen lägga in ett nytt avtal." / "Ask the municipality to enter a new agreement.";
    Fault(IndividualLevelExempted): 422,
        "Undantagen från individuell dokumentation" / "Exempt from individual documentation",
        "Skicka bara uppgifter om gruppen." / "Send only what is of the group.";
    Fault(IndividualLevelElsewhere): 422,
        "Individuell dokumentation förs på annat håll" / "Individual documentation is kept elsewhere",
        "Skriv det i verksamhetssystemet." / "Write it in the case records.";
    Fault(PersonalCircumstancesAdvice): 422,
        "Rådgivning dokumenteras inte individuellt" / "Advice is not documented individually",
        "Skicka bara uppgifter om gruppen." / "Send only what is of the group.";
    Fault(ChildConcernElsewhere): 422,
        "En orosanmälan görs på annat håll" / "A concern for a child is reported elsewhere",
        "Anmäl till socialtjänsten i barnets kommun; vid akut fara ring 112."
        / "Report to the social services of the child's municipality; in acute danger call 112.";
    Fault(OutsideInsats): 422, "Ingår inte i insatsen" / "Not part of the insats",
        "Välj något som insatsen omfattar." / "Choose something that the insats comprises.";
    Fault(SmallGroup): 422, "För få för att berätta mer" / "Too few to tell more",
        "Skriv bara antalet, eller en periodpost." / "Write only the number, or a record for a period.";
    Fault(OutsideReportingPeriod): 422,
        "Perioden ligger inte inom en rapportperiod" / "The period does not lie within one reporting period",
        "Dela upp den." / "Split it.";
    Fault(RatingOutsideScale): 422, "Medelvärdet ligger utanför skalan" / "The mean is outside its scale",
        "Rätta mean eller scaleMax." / "Mend mean or scaleMax.";
    Fault(RatingResponses): 422, "Fel antal svar" / "Wrong number of responses",
        "Skriv bara omdömen med minst 3 svar." / "Write only ratings with at least 3 responses.";
    Fault(ContactDetail): 422, "Ser ut som en kontaktuppgift" / "Looks like a contact detail",
        "Ta bort den." / "Remove it.";
    Fault(DuplicateRecord): 409, "Posten finns redan" / "The record is there already",
        "Rätta den som finns med PUT, eller skilj tillfällena åt med session."
        / "Correct the one there by PUT, or tell the sessions apart by session.";
    Fault(Overlap): 409, "Dagarna finns redan i en annan post" / "Another record tells of the same days",
        "Dra tillbaka den andra posten, eller ändra dagarna." / "Withdraw the other record, or change the days.";
    Fault(ReasonMissing): 422, "Skälet saknas" / "The reason is missing",
        "Skriv reason." / "Write reason.";
    Fault(TooManyFigures): 400, "För många siffror" / "Too many figures",
        "Fråga om färre månader, en insats eller färre uppdelningar."
        / "Ask for fewer months, one insats or fewer dimensions.";
    Fault(MonthNotClosed): 422, "Månaden är inte stängd" / "The month is not closed",
        "Vänta tills rapporterna skulle ha kommit." / "Wait until its reports should have come.";
    Fault(ReleaseOutOfOrder): 422, "En annan månad står på tur" / "Another month comes first",
        "Publicera månaderna i ordning." / "Release the months in order.";
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn every_code_is_one_word_and_comes_once() {
        let mut codes: Vec<_> = Kind::ALL.iter().map(|kind| kind.entry().code).collect();
        assert!(codes.iter().all(|code| code.chars().all(|c| c.is_ascii_alphanumeric())));
        codes.sort_unstable();
        let all = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }
}
