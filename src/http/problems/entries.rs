//! The catalogue of problems: every code that an error can have, its status, and what to do.

use strum::IntoStaticStr;

use crate::domain::{Code, Text};

pub(crate) struct Entry {
    pub code: &'static str,
    pub status: u16,
    pub title: Text,
    pub remedy: Text,
}

/// Makes [`Kind`] and its entries from two tables: name, status, then title and remedy in Swedish and English.
///
/// The compiler refuses a table of faults that lacks a code or has one twice.
macro_rules! catalogue {
    (
        kinds { $($kind:ident: $status:literal, $title_sv:literal / $title_en:literal,
            $remedy_sv:literal / $remedy_en:literal;)* }
        faults { $($fault:ident: $fault_status:literal, $fault_title_sv:literal / $fault_title_en:literal,
            $fault_remedy_sv:literal / $fault_remedy_en:literal;)* }
    ) => {
        /// What kind of problem an error is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
        #[strum(serialize_all = "camelCase")]
        pub enum Kind {
            #[strum(transparent)]
            Fault(Code),
            $($kind,)*
        }

        impl Kind {
            pub(crate) const ALL: &[Self] = &[$(Self::$kind,)* $(Self::Fault(Code::$fault),)*];

            #[deny(unreachable_patterns)]
            pub(crate) fn entry(self) -> Entry {
                let (status, title, remedy) = match self {
                    $(Self::$kind => (
                        $status,
                        Text::fixed($title_sv, $title_en),
                        Text::fixed($remedy_sv, $remedy_en),
                    ),)*
                    $(Self::Fault(Code::$fault) => (
                        $fault_status,
                        Text::fixed($fault_title_sv, $fault_title_en),
                        Text::fixed($fault_remedy_sv, $fault_remedy_en),
                    ),)*
                };
                Entry { code: self.into(), status, title, remedy }
            }
        }
    };
}

catalogue! {
    kinds {
        InvalidRequest: 400, "Flera fel i frågan" / "Several errors in the request",
            "Rätta varje fel i errors." / "Fix every error listed in errors.";
        RefusedByRules: 422, "Uppfyller inte flera regler" / "Breaks several rules",
            "Rätta varje fel i errors." / "Fix every error listed in errors.";
        MalformedRequest: 400, "Frågan är inte välformad HTTP" / "The request is not well-formed HTTP",
            "Skicka hela frågan, med giltiga huvuden och med bokstäver som å procentkodade i adressen."
            / "Send the whole request, with valid headers and with letters such as å percent-encoded in the address.";
        CrossOriginRefused: 400,
            "Webbsidor på andra adresser får inte göra detta" / "Web pages from other origins may not do this",
            "Använd GET, HEAD eller POST med de huvuden som specifikationen visar."
            / "Use GET, HEAD or POST with the headers that the specification shows.";
        UnknownPath: 404, "Adressen finns inte" / "No such path",
            "Se vägarna i specifikationen, openapi.json." / "See the paths in the specification, openapi.json.";
        NotConfigured: 404, "Inte inställt i tjänsten" / "Not set in the service",
            "Be den som driver tjänsten att ställa in det." / "Ask the operator of the service to set it.";
        UnknownMunicipality: 404, "Kommunen har ingen katalog här" / "The municipality has no catalogue here",
            "Se kommunerna på /municipalities." / "See the municipalities at /municipalities.";
        UnknownInsats: 404, "Insatsen finns inte" / "No such insats",
            "Se kommunens insatser på /municipalities/{kommunkod}/insatser."
            / "See the municipality's insatser at /municipalities/{kommunkod}/insatser.";
        UnknownProvider: 404, "Utföraren finns inte" / "No such provider",
            "Se kommunens utförare på /municipalities/{kommunkod}/providers."
            / "See the municipality's providers at /municipalities/{kommunkod}/providers.";
        UnknownHsdsId: 404, "Ingenting har det id:t" / "Nothing has this id",
            "Se listan på samma adress utan id. En insats finns där så länge den gäller."
            / "See the list at the same address without the id. An insats is there while it is in force.";
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
        UnsupportedContentCoding: 415, "Okänd komprimering" / "Unknown content coding",
            "Skicka innehållet utan Content-Encoding, eller med gzip eller br."
            / "Send the body without Content-Encoding, or with gzip or br.";
        RequestTimeout: 408, "Frågan kom inte fram i tid" / "The request did not arrive in time",
            "Skicka den igen." / "Send it again.";
        UriTooLong: 414, "Adressen är för lång" / "The address is too long",
            "Högst 2048 tecken." / "At most 2048 characters.";
        HeadersTooLarge: 431, "Huvudena är för stora" / "The headers are too large",
            "Skicka kortare eller färre huvuden." / "Send shorter or fewer headers.";
        InvalidPrecondition: 400,
            "Ogiltigt If-Match eller If-None-Match" / "Invalid If-Match or If-None-Match",
            "Skicka If-Match med den ETag du läste, eller If-None-Match: * för att skapa."
            / "Send If-Match with the ETag you read, or If-None-Match: * to create.";
        TokenMissing: 401, "Token saknas" / "The token is missing",
            "Skicka Authorization: Bearer med en token (JWT)." / "Send Authorization: Bearer with a token (JWT).";
        TokenInvalid: 401, "Token godtas inte" / "The token is not accepted",
            "Hämta en ny token från utfärdaren." / "Get a new token from the issuer.";
        TokenExpired: 401, "Token har gått ut" / "The token has expired",
            "Hämta en ny token från utfärdaren." / "Get a new token from the issuer.";
        TokenNotYetValid: 401, "Token gäller inte än" / "The token is not valid yet",
            "Kontrollera utfärdarens klocka: den skiljer sig mer än en minut från tjänstens."
            / "Check the issuer's clock: it differs from the service's clock by more than a minute.";
        ScopeMissing: 403, "Token saknar behörighet" / "The token lacks a scope",
            "Hämta en token med den behörighet som WWW-Authenticate anger."
            / "Get a token with the scope that WWW-Authenticate names.";
        OtherMunicipality: 403, "Token gäller andra kommuner" / "The token is for other municipalities",
            "Använd en token för den här kommunen." / "Use a token for this municipality.";
        PreconditionFailed: 412, "Objektet är inte som anropet väntar sig" / "The object is not as the request expects",
            "Läs objektet igen: det kan finnas redan, saknas eller ha ändrats."
            / "Read the object again: it may exist already, be absent or have changed.";
        PreconditionRequired: 428, "If-Match krävs" / "If-Match is required",
            "Skicka If-Match med den ETag du läste, eller If-None-Match: * för att skapa."
            / "Send If-Match with the ETag you read, or If-None-Match: * to create.";
        TooManyQuestions: 429, "För många frågor på kort tid" / "Too many questions in a short time",
            "Fråga igen efter den tid som Retry-After anger. RateLimit-Policy anger hur många frågor du kan ställa."
            / "Ask again after the time in Retry-After. RateLimit-Policy states how many questions you can ask.";
        TooManyWaiters: 429, "För många klienter väntar på ändringar" / "Too many clients are waiting for changes",
            "Fråga igen efter den tid som Retry-After anger, eller utan wait."
            / "Ask again after the time in Retry-After, or without wait.";
        TokensNotConfigured: 503, "Tjänsten tar inte emot token" / "The service does not accept tokens",
            "Ange INSATSKATALOG_JWKS_URL, eller starta med serve --dev-tokens på den egna maskinen."
            / "Set INSATSKATALOG_JWKS_URL, or start with serve --dev-tokens on your own machine.";
        Internal: 500, "Något gick fel hos oss" / "Something went wrong in the service",
            "Försök igen. Om felet kvarstår, uppge instance till den som driver tjänsten."
            / "Try again. If the problem remains, report instance to the operator.";
        Unavailable: 503, "Tjänsten kan inte svara just nu" / "The service cannot answer right now",
            "Försök igen efter den tid som Retry-After anger." / "Try again after the time in Retry-After.";
        Overloaded: 503, "Tjänsten har för mycket att ta emot" / "The service has too much to receive",
            "Skicka frågan igen efter den tid som Retry-After anger, eller mindre på en gång."
            / "Send the request again after the time in Retry-After, or less at a time.";
        InsufficientStorage: 507, "Lagringen är full" / "The storage is full",
            "Inget sparades. Försök igen senare, eller kontakta den som driver tjänsten."
            / "Nothing was saved. Try again later, or contact the operator.";
        UnknownRecord: 404, "Posten finns inte" / "No such group record",
            "Hitta posterna under kommunens group-records."
            / "Find the records under group-records of the municipality.";
        RecordWithdrawn: 410, "Posten är tillbakadragen" / "The group record was withdrawn",
            "Skicka en ny post om uppgifterna ska räknas." / "Send a new record if it is to count.";
        PositionGone: 410, "Platsen i listan finns inte längre" / "The position in the list no longer exists",
            "Databasen har återställts, eller så är numret fel. Börja om utan after (eller med after=0), och ersätt din kopia."
            / "The database was restored, or the number is wrong. Begin again without after (or with after=0), and replace your copy.";
        RecordConflicts: 409, "Krockar med befintliga poster" / "Conflicts with existing records",
            "Rätta varje fel i errors." / "Fix every error listed in errors.";
        TooManyRecords: 413, "För många poster" / "Too many records",
            "Skicka högst 1 000 poster på en gång." / "Send at most 1,000 records at a time.";
        InvalidIdempotencyKey: 400, "Idempotency-Key kan inte användas" / "Idempotency-Key cannot be used",
            "Skicka en nyckel av 1–255 synliga ASCII-tecken, som ett UUID."
            / "Send one key of 1 to 255 visible ASCII characters, such as a UUID.";
        IdempotencyKeyReused: 422, "Nyckeln har använts till något annat" / "The key was used for something else",
            "Använd en ny Idempotency-Key för ett nytt innehåll." / "Use a new Idempotency-Key for new content.";
        RequestStillRunning: 409, "Samma fråga pågår redan" / "The same request is in progress",
            "Skicka den igen efter den tid som Retry-After anger." / "Send it again after the time in Retry-After.";
        OnlyMunicipality: 403, "Bara kommunen får göra detta" / "Only the municipality may do this",
            "Be kommunen göra det." / "Ask the municipality to do it.";
        SheetTooLarge: 413, "För många poster för ett kalkylblad" / "Too many records for one sheet",
            "Fråga efter färre dagar med from och to: högst 50 000 poster åt gången."
            / "Ask for fewer days with from and to: at most 50,000 records at a time.";
        ListTooLarge: 413, "För många insatser på en gång" / "Too many insatser at a time",
            "Fråga efter en sida i taget med page och limit, eller om en kommun i taget."
            / "Ask for one page at a time with page and limit, or for one municipality at a time.";
        UnknownCell: 404, "Det finns ingen sådan publicerad cell" / "No such released cell",
            "Svaren på statistics visar cellerna i within och cells."
            / "The answers of statistics show the cells in within and cells.";
        UnknownPopulation: 404, "Kommunens folkmängd är inte inläst" / "The population of the municipality is not imported",
            "Be den som driver tjänsten att läsa in SCB:s folkmängd med insatskatalog population import."
            / "Ask the operator of the service to import the population of Statistics Sweden with insatskatalog population import.";
        UnknownRelease: 404, "Månaden är inte publicerad" / "The month is not released",
            "releasedThrough på statistics visar den senaste publicerade månaden."
            / "releasedThrough of statistics is the last month released.";
        UnknownSubscription: 404, "Prenumerationen finns inte" / "No such subscription",
            "Se kommunens prenumerationer på subscriptions." / "See the subscriptions of the municipality at subscriptions.";
        TooManySubscriptions: 409, "För många prenumerationer" / "Too many subscriptions",
            "En kommun kan ha 20. Ta bort någon som inte används." / "A municipality can have 20. Delete one that is not used.";
        SecretUnreadable: 409, "Prenumerationens hemlighet kan inte läsas" / "The secret of the subscription cannot be read",
            "Gör en ny med POST …/secrets, och ge den till mottagaren."
            / "Make a new one with POST …/secrets, and give it to the receiver.";
    }

    // 400: the value cannot be read. 422: a rule refuses it. 409: it conflicts with another record.
    faults {
        Unreadable: 400, "Filen kan inte läsas" / "The file cannot be read",
            "Kontrollera att filen finns och får läsas." / "Check that the file exists and may be read.";
        Syntax: 400, "Ogiltig JSON" / "Invalid JSON",
            "Skicka giltig JSON." / "Send valid JSON.";
        NotUtf8: 400, "Inte UTF-8" / "Not UTF-8",
            "Skicka texten som UTF-8." / "Send the text as UTF-8.";
        TooDeep: 400, "För djupt nästlat" / "Nested too deeply",
            "Skicka dokumentet i den form som specifikationen visar."
            / "Send the document in the form that the specification shows.";
        TooManyMembers: 400, "För många värden" / "Too many values",
            "Dela upp dokumentet." / "Split the document.";
        TooManyErrors: 400, "För många fel tidigare" / "Too many errors before",
            "Rätta felen tidigare i omgången, och skicka frågan igen."
            / "Correct the errors earlier in the batch, and send the question again.";
        DuplicateMember: 400, "Dubblerat fält" / "Duplicate field",
            "Skriv varje fält en gång." / "Write each field once.";
        UnknownMember: 400, "Okänt fält" / "Unknown field",
            "Ta bort fältet, eller rätta dess namn." / "Remove the field, or correct its name.";
        MissingMember: 400, "Ett fält saknas" / "A field is missing",
            "Lägg till fältet." / "Add the field.";
        ConflictingMembers: 400, "Fälten utesluter varandra" / "The fields exclude each other",
            "Skicka bara ett av dem." / "Send only one of them.";
        WrongType: 400, "Fel typ" / "Wrong type",
            "Skicka den typ som specifikationen visar." / "Send the type that the specification shows.";
        NullNotAllowed: 400, "null används inte" / "null is not used",
            "Utelämna fältet i stället." / "Omit the field instead.";
        NotInList: 400, "Inte i listan" / "Not in the list",
            "Välj ett av värdena som errors räknar upp." / "Choose one of the values that errors lists.";
        OutOfRange: 400, "Utanför gränserna" / "Out of range",
            "Välj ett värde inom gränserna." / "Choose a value within the limits.";
        TooLong: 400, "För långt" / "Too long",
            "Korta ner." / "Make it shorter.";
        Empty: 400, "Tomt" / "Empty",
            "Fyll i fältet, eller utelämna det." / "Fill in the field, or omit it.";
        ControlCharacter: 400, "Styrtecken i texten" / "Control characters in the text",
            "Ta bort styrtecknen." / "Remove the control characters.";
        InvalidDate: 400, "Ogiltigt datum" / "Invalid date",
            "Använd ett datum som finns, i formen ÅÅÅÅ-MM-DD." / "Use a real date in the form YYYY-MM-DD.";
        InvalidFormat: 400, "Fel format" / "Wrong format",
            "Skriv värdet i det format som errors visar." / "Write the value in the format that errors shows.";
        UnknownKommunkod: 400, "Okänd kommunkod" / "Unknown municipality code",
            "En kommunkod är fyra siffror som text, som \"0188\"."
            / "A municipality code is a string of four digits, such as \"0188\".";
        PersonalIdentityNumber: 422, "Liknar ett personnummer" / "Looks like a personal identity number",
            "Skicka aldrig personnummer eller samordningsnummer hit. Ta bort det."
            / "Never send a personal identity number here. Remove it.";
        AgeContradictsBirthDate: 400, "Ålder och födelsedatum stämmer inte" / "Age and birth date do not match",
            "Skicka bara det ena." / "Send only one of them.";
        BirthDateAfterAsOf: 400, "Född efter dagen som frågan avser" / "Born after the day asked about",
            "Rätta birthDate eller asOf." / "Correct birthDate or asOf.";
        UnknownActivity: 400, "Aktiviteten finns inte" / "No such activity",
            "Se activities hos insatsen." / "See activities of the insats.";
        UnknownPlace: 400, "Platsen finns inte" / "No such place",
            "Se insatsens places, och aktivitetens places när frågan gäller en aktivitet."
            / "See places of the insats, and places of the activity if the question names one.";
        UnknownQuestion: 400, "Kommunen har ingen sådan fråga" / "The municipality has no such question",
            "Se kommunens questions på /municipalities/{kommunkod}." / "See questions at /municipalities/{kommunkod}.";
        NeverMet: 422, "Ingen kan uppfylla villkoret" / "Nobody can meet the condition",
            "Rätta villkoret, eller ta bort det." / "Correct or remove the condition.";
        AlwaysMet: 422, "Alla uppfyller villkoret" / "Everyone meets the condition",
            "Rätta villkoret. Är insatsen öppen för alla, skriv {kind: all, of: []}."
            / "Correct the condition. If the service is open to all, write {kind: all, of: []}.";
        CriteriaTooLarge: 422, "Villkoren är för komplicerade" / "The criteria are too complex",
            "Dela upp insatsen, eller förenkla villkoren." / "Split the insats, or simplify the conditions.";
        QuestionInUse: 422, "Frågan används av villkor" / "The question is used by criteria",
            "Behåll frågan som den är, och lägg till en ny." / "Keep the question as it is, and add a new one.";
        InsatsInUse: 422, "Insatsen används" / "The insats is used",
            "Avsluta insatsen i stället för att ta bort den." / "End the insats instead of removing it.";
        FormatNotAccepted: 422,
            "Katalogen tar inte emot innehållet än" / "The catalogue does not accept this content yet",
            "Vänta tills inget äldre program är i drift. Be sedan den som driver tjänsten att köra insatskatalog migrate --finish."
            / "Wait until no older program is running. Then ask the operator of the service to run insatskatalog migrate --finish.";
        OutsideActBasis: 422, "Rättslig grund för outsideAct" / "Legal basis of outsideAct",
            "Ange en annan lag än socialtjänstlagen i legalBasis, eller en annan individualLevel."
            / "Use an act other than the Social Services Act in legalBasis, or another individualLevel.";
        DocumentationBasisDisagrees: 422,
            "Dokumentationsnivå och rättslig grund säger emot varandra" / "Documentation level and legal basis do not match",
            "Rätta individualLevel eller documentation.legalBasis." / "Correct individualLevel or documentation.legalBasis.";
        ExemptionBasisMissing: 422, "Undantag utan 11 kap. 5 §" / "Exemption without Chapter 11, Section 5",
            "Ange 11 kap. 5 § socialtjänstlagen i legalBasis, eller en annan individualLevel."
            / "Add 11 kap. 5 § socialtjänstlagen to legalBasis, or use another individualLevel.";
        RepealedAct: 422, "Lagen är upphävd" / "The act has been repealed",
            "Ange bestämmelsen i socialtjänstlagen (2025:400)." / "Cite the provision of the Social Services Act (2025:400).";
        DecisionInFuture: 422, "Beslutet är daterat i framtiden" / "The decision is dated in the future",
            "Rätta decision.date, eller ange adoption: proposed." / "Correct decision.date, or use adoption: proposed.";
        AnonymousButDocumented: 422,
            "Anonym, men dokumenteras på individnivå" / "Anonymous, but recorded at individual level",
            "Rätta anonymous eller individualLevel." / "Correct anonymous or individualLevel.";
        ReasonTooShort: 422, "Skälet säger ingenting" / "The reason says nothing",
            "Skriv skälet i ord." / "Put the reason into words.";
        OverlappingHours: 422, "Tider överlappar" / "Times overlap",
            "Skriv tiderna som en tid, eller ändra en av dem." / "Write the times as one, or change one of them.";
        UnknownReference: 422, "Hänvisar till något som saknas" / "Refers to something missing",
            "Lägg till det som saknas, eller rätta hänvisningen." / "Add what is missing, or correct the reference.";
        Duplicate: 422, "Finns redan" / "Already exists",
            "Välj ett annat namn eller en annan dag." / "Choose another name or day.";
        AlwaysRequiresIndividualAssessment: 422,
            "Kräver alltid individuell behovsprövning" / "Always requires an individual assessment",
            "Insatsen får aldrig ges utan individuell behovsprövning. Se /assessment-required."
            / "The service may never be provided without an individual assessment. See /assessment-required.";
        VersionInForce: 422, "Versionen gäller redan" / "The version is already in force",
            "Lägg till en ny version med ett senare validFrom." / "Add a new version with a later validFrom.";
        MonthOpen: 422, "Månaden är redan öppen" / "The month is already open",
            "Låt ändringen gälla från en senare månad." / "Let the change hold from a later month.";
        VersionOutOfOrder: 422, "Versionen kommer i fel ordning" / "The version is out of order",
            "Välj ett validFrom efter de versioner som finns." / "Choose a validFrom after the versions that exist.";
        AlreadyEnded: 422, "Har redan upphört" / "Has already ended",
            "Välj en dag då den gäller, eller lägg till en ny version."
            / "Choose a day on which it is in force, or add a new version.";
        BeforeTheLaw: 422, "Innan lagen började gälla" / "Before the act came into force",
            "Börja 2025-07-01 eller senare." / "Start on 2025-07-01 or later.";
        RiskConclusionMissing: 422, "Slutsatsen saknas" / "The conclusion is missing",
            "Gör risk- och konsekvensanalysen och ange slutsatsen i riskConclusion."
            / "Carry out the risk and impact analysis and add its conclusion to riskConclusion.";
        ConclusionDisagrees: 422,
            "Slutsats och dokumentationsnivå säger emot varandra" / "Conclusion and documentation level do not match",
            "Rätta riskConclusion eller individualLevel." / "Correct riskConclusion or individualLevel.";
        ExemptionWithoutDecision: 422, "Undantag utan beslut" / "Exemption without a decision",
            "Ange nämndens beslut i decision." / "State the board's decision in decision.";
        SpecialReasonsMissing: 422, "Särskilda skäl saknas" / "The special reasons are missing",
            "Ange specialReasons, eller notStated om skälen inte framgår av underlaget."
            / "Add specialReasons, or notStated if the source does not give them.";
        AdviceOnly: 422, "Bara för rådgivning" / "For advice only",
            "Ange isAdvice: true om det är rådgivning, annars en annan nivå."
            / "Set isAdvice to true if it is advice; otherwise use another level.";
        GroupItemsMissing: 422, "Inget dokumenteras om gruppen" / "Nothing is recorded about the group",
            "Ange minst en uppgift i groupLevel.items." / "Add at least one item to groupLevel.items.";
        GroundMissing: 422, "Skälet till begränsningen saknas" / "The grounds for the limit are missing",
            "Ange groundForLimit, eller notStated om skälet inte framgår av underlaget."
            / "Add groundForLimit, or notStated if the source does not give the grounds.";
        AgeReasonMissing: 422, "Skälet till åldersgränsen saknas" / "The reason for the age limit is missing",
            "Ange ageReason, eller notStated om skälet inte framgår av underlaget."
            / "Add ageReason, or notStated if the source does not give the reason.";
        DecisionMissing: 422, "Beslutet saknas" / "The decision is missing",
            "Ange nämndens beslut i decision." / "State the board's decision in decision.";
        DocumentationMissing: 422, "Dokumentationsreglerna saknas" / "The documentation rules are missing",
            "Ange vad som dokumenteras i documentation." / "Describe in documentation what is recorded.";
        AgreementKindDisagrees: 422,
            "Avtalet och utföraren är av olika slag" / "Agreement and provider are of different kinds",
            "Använd ownAdministration för avtal med egen regi, och ett annat slag för andra utförare."
            / "Use ownAdministration for the municipality's own services, and another kind for other providers.";
        MissingDate: 422, "Dag eller period saknas" / "Day or period is missing",
            "Ange date eller period." / "Add date or period.";
        MissingParticipants: 422, "Antalet deltagare saknas" / "The number of participants is missing",
            "Ange participants med total." / "Add participants with total.";
        MissingGender: 422, "Fördelningen på kön saknas" / "The split by gender is missing",
            "Ange women och men i participants." / "Add women and men to participants.";
        MissingMethod: 422, "Metod saknas" / "The method is missing",
            "Ange method." / "Add method.";
        MissingPerformedBy: 422, "Uppgift om vem som utförde saknas" / "Who carried it out is missing",
            "Ange performedBy: en roll, aldrig ett namn." / "Add performedBy: a role, never a name.";
        MissingContent: 422, "Innehållet saknas" / "The content is missing",
            "Ange content." / "Add content.";
        MissingExtent: 422, "Omfattningen saknas" / "The extent is missing",
            "Ange extent." / "Add extent.";
        MissingKindOfSupport: 422, "Typen av stöd saknas" / "The type of support is missing",
            "Ange kindOfSupport." / "Add kindOfSupport.";
        MissingPatterns: 422, "Mönster saknas" / "Patterns are missing",
            "Ange patterns." / "Add patterns.";
        InvalidCount: 422, "Orimligt antal" / "Number out of range",
            "Ange ett antal från 0 till 10 000." / "Use a number from 0 to 10,000.";
        GenderSum: 422, "Kvinnor och män är tillsammans fler än totalen"
            / "Women and men add up to more than the total",
            "Rätta antalen." / "Correct the numbers.";
        DateInFuture: 422, "Datumet ligger i framtiden" / "The date is in the future",
            "Skicka posten efter den dagen." / "Send the record after that day.";
        NotInForce: 422, "Insatsen gavs inte då" / "The service was not provided then",
            "Välj en dag då insatsen gavs." / "Choose a day when the service was provided.";
        ProviderNotContracted: 422, "Utföraren har inget avtal" / "The provider has no agreement",
            "Be kommunen lägga in avtalet i katalogen."
            / "Ask the municipality to enter the agreement in the catalogue.";
        ContractEnded: 422, "Avtalet hade upphört" / "The agreement had ended",
            "Be kommunen lägga in ett nytt avtal." / "Ask the municipality to enter a new agreement.";
        IndividualLevelExempted: 422,
            "Undantagen från dokumentation på individnivå" / "Exempt from individual records",
            "Skicka bara uppgifter om gruppen." / "Send only information about the group.";
        IndividualLevelElsewhere: 422,
            "Uppgifter om enskilda hör inte hit" / "Individual records do not belong here",
            "Dokumentera dem i verksamhetssystemet." / "Keep them in the case management system.";
        PersonalCircumstancesAdvice: 422,
            "Personliga förhållanden behövs inte vid rådgivning"
            / "Personal circumstances are not needed for advice",
            "Skicka bara uppgifter om gruppen." / "Send only information about the group.";
        ChildConcernElsewhere: 422,
            "En orosanmälan görs på annat håll" / "Concerns for a child are reported elsewhere",
            "Anmäl till socialtjänsten i barnets kommun. Ring 112 vid akut fara."
            / "Report to social services in the child's municipality. In an emergency, call 112.";
        OutsideInsats: 422, "Ingår inte i insatsen" / "Not part of the service",
            "Välj något som insatsen omfattar." / "Choose something that the service includes.";
        SmallGroup: 422, "För få deltagare för fler uppgifter" / "Too few participants for more details",
            "Ange bara antalet, eller skicka en post för en period."
            / "Give only the number, or send a record for a period.";
        OutsideReportingPeriod: 422,
            "Perioden ligger inte inom en rapportperiod" / "The period is not within one reporting period",
            "Dela upp posten." / "Split the record.";
        RatingOutsideScale: 422, "Medelvärdet ligger utanför skalan" / "The mean is outside its scale",
            "Rätta mean eller scaleMax." / "Correct mean or scaleMax.";
        RatingResponses: 422, "Fel antal svar" / "Wrong number of responses",
            "Skicka bara skattningar med minst 3 svar." / "Send only ratings with at least 3 responses.";
        ContactDetail: 422, "Ser ut som en kontaktuppgift" / "Looks like a contact detail",
            "Ta bort den." / "Remove it.";
        DuplicateRecord: 409, "Posten finns redan" / "The record already exists",
            "Rätta den befintliga posten med PUT, eller numrera tillfällena med session."
            / "Correct the existing record with PUT, or use session to number the sessions.";
        Overlap: 409, "En annan post omfattar samma dagar" / "Another record covers the same days",
            "Dra tillbaka den andra posten, eller ändra dagarna." / "Withdraw the other record, or change the days.";
        OtherProvider: 403, "Token gäller andra utförare" / "The token is for other providers",
            "Använd en token för den här utföraren, eller för kommunen själv."
            / "Use a token for this provider, or for the municipality itself.";
        OtherBody: 403, "Token gäller andra nämnders insatser" / "The token is for the insatser of other bodies",
            "Använd en token för den nämnd som beslutat om insatsen."
            / "Use a token for the body that decided the insats.";
        ReasonMissing: 422, "Skälet saknas" / "The reason is missing",
            "Ange reason." / "Add reason.";
        TooManyFigures: 400, "För många siffror" / "Too many figures",
            "Fråga om färre månader, en insats eller färre uppdelningar."
            / "Ask for fewer months, one insats or fewer dimensions.";
        MonthNotClosed: 422, "Månaden är inte stängd" / "The month is not closed",
            "Vänta tills tiden för rapporterna har gått ut." / "Wait until the reporting deadline has passed.";
        ReleaseOutOfOrder: 422, "En annan månad står på tur" / "Another month comes first",
            "Publicera månaderna i ordning." / "Release the months in order.";
        NewerRules: 409,
            "Databasen följer nyare regler för publicering" / "The database follows newer rules for releases",
            "Be den som driver tjänsten att ta ett nyare program i drift."
            / "Ask the operator of the service to run a newer program.";
        RestoreNotEnded: 409, "Återställningen är inte avslutad" / "The restore is not ended",
            "Be den som driver tjänsten att köra insatskatalog restored."
            / "Ask the operator of the service to run insatskatalog restored.";
        ReleaseNotImported: 409, "Månaden är redan publicerad" / "The month is already released",
            "Be den som driver tjänsten att läsa in publiceringen med insatskatalog release import."
            / "Ask the operator of the service to import the release with insatskatalog release import.";
        ReceiverNotAllowed: 422, "Adressen får inte ta emot meddelanden" / "The address cannot receive messages",
            "Ange en publik adress med https. Den som driver tjänsten kan tillåta egna nät med INSATSKATALOG_WEBHOOK_NETWORKS."
            / "Use a public address with https. The operator of the service can allow own networks with INSATSKATALOG_WEBHOOK_NETWORKS.";
    }
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
