//! The faults of the problem catalogue.

use crate::domain::fault::Code;

use super::entry::Entry;
use super::{entry, record_fault_kinds};

/// The entry of a fault: 400 when it was not understood, 422 when it was understood and a rule refuses it.
#[expect(clippy::too_many_lines, reason = "a table, an entry for each code")]
pub(crate) fn entry(code: Code) -> Entry {
    let (status, title, remedy) = match code {
        Code::Unreadable => (
            400,
            ("Filen kan inte läsas", "The file cannot be read"),
            (
                "Se att filen finns och får läsas.",
                "See that the file exists and may be read.",
            ),
        ),
        Code::Syntax => (
            400,
            ("Ogiltig JSON", "Invalid JSON"),
            ("Skicka giltig JSON.", "Send valid JSON."),
        ),
        Code::NotUtf8 => (
            400,
            ("Inte UTF-8", "Not UTF-8"),
            ("Skicka texten som UTF-8.", "Send the text as UTF-8."),
        ),
        Code::TooDeep => (
            400,
            ("För djupt nästlat", "Nested too deeply"),
            (
                "Skicka dokumentet i den form som specifikationen visar.",
                "Send the document in the form that the specification shows.",
            ),
        ),
        Code::DuplicateMember => (
            400,
            ("En medlem står två gånger", "A member stands twice"),
            ("Skriv varje medlem en gång.", "Write each member once."),
        ),
        Code::UnknownMember => (
            400,
            ("Okänd medlem", "Unknown member"),
            (
                "Ta bort medlemmen, eller rätta dess namn.",
                "Remove the member, or correct its name.",
            ),
        ),
        Code::MissingMember => (
            400,
            ("En medlem saknas", "A member is missing"),
            ("Lägg till medlemmen.", "Add the member."),
        ),
        Code::ConflictingMembers => (
            400,
            ("Medlemmar utesluter varandra", "Members exclude each other"),
            ("Skicka bara en av dem.", "Send only one of them."),
        ),
        Code::WrongType => (
            400,
            ("Fel typ", "Wrong type"),
            (
                "Skicka den typ som specifikationen visar.",
                "Send the type that the specification shows.",
            ),
        ),
        Code::NullNotAllowed => (
            400,
            ("null används inte", "null is not used"),
            ("Utelämna medlemmen i stället.", "Leave the member out instead."),
        ),
        Code::NotInList => (
            400,
            ("Inte i listan", "Not in the list"),
            (
                "Välj ett av värdena som errors räknar upp.",
                "Choose one of the values that errors lists.",
            ),
        ),
        Code::OutOfRange => (
            400,
            ("Utanför gränserna", "Out of range"),
            ("Välj ett värde inom gränserna.", "Choose a value within the limits."),
        ),
        Code::TooLong => (400, ("För långt", "Too long"), ("Korta ner.", "Make it shorter.")),
        Code::Empty => (
            400,
            ("Tomt", "Empty"),
            (
                "Fyll i, eller utelämna medlemmen.",
                "Fill it in, or leave the member out.",
            ),
        ),
        Code::ControlCharacter => (
            400,
            ("Styrtecken i texten", "Control characters in the text"),
            ("Ta bort styrtecknen.", "Remove the control characters."),
        ),
        Code::InvalidDate => (
            400,
            ("Ogiltigt datum", "Invalid date"),
            (
                "Skriv en dag som finns, som 2025-10-14.",
                "Write a day that exists, such as 2025-10-14.",
            ),
        ),
        Code::InvalidFormat => (
            400,
            ("Fel form", "Wrong form"),
            (
                "Skriv värdet i den form som errors visar.",
                "Write the value in the form that errors shows.",
            ),
        ),
        Code::UnknownKommunkod => (
            400,
            ("Okänd kommunkod", "Unknown municipality code"),
            (
                "En kommunkod är fyra siffror som text, som \"0188\".",
                "A municipality code is four digits as a text, such as \"0188\".",
            ),
        ),
        Code::PersonalIdentityNumber => (
            422,
            ("Liknar ett personnummer", "Looks like an identity number"),
            (
                "Skicka aldrig personnummer eller samordningsnummer hit. Ta bort det.",
                "Never send an identity number here. Remove it.",
            ),
        ),
        Code::AgeContradictsBirthDate => (
            400,
            ("Ålder och födelsedatum stämmer inte", "Age and birth date disagree"),
            ("Skicka bara det ena.", "Send only one of them."),
        ),
        Code::BirthDateAfterAsOf => (
            400,
            ("Född efter dagen som frågan avser", "Born after the day asked about"),
            ("Rätta birthDate eller asOf.", "Correct birthDate or asOf."),
        ),
        Code::UnknownActivity => (
            400,
            ("Aktiviteten finns inte", "No such activity"),
            ("Se activities hos insatsen.", "See activities of the insats."),
        ),
        Code::UnknownReference => (
            422,
            ("Hänvisar till något som saknas", "Refers to something missing"),
            (
                "Lägg till det som saknas, eller rätta hänvisningen.",
                "Add what is missing, or correct the reference.",
            ),
        ),
        Code::Duplicate => (
            422,
            ("Finns redan", "Is there already"),
            ("Välj ett annat namn eller en annan dag.", "Choose another name or day."),
        ),
        Code::AlwaysRequiresIndividualAssessment => (
            422,
            (
                "Kräver alltid individuell behovsprövning",
                "Always requires individual assessment",
            ),
            (
                "Insatsen får aldrig ges utan individuell behovsprövning. Se /assessment-required.",
                "The insats may never be given without individual assessment. See /assessment-required.",
            ),
        ),
        Code::VersionInForce => (
            422,
            ("Versionen gäller redan", "The version is in force already"),
            (
                "Lägg till en ny version med ett senare validFrom.",
                "Add a new version with a later validFrom.",
            ),
        ),
        Code::AlreadyEnded => (
            422,
            ("Har redan upphört", "Has ended already"),
            (
                "Välj en dag då den gäller, eller lägg till en ny version.",
                "Choose a day on which it is in force, or add a new version.",
            ),
        ),
        Code::BeforeTheLaw => (
            422,
            ("Före lagen", "Before the law"),
            ("Börja 2025-07-01 eller senare.", "Begin on 2025-07-01 or later."),
        ),
        Code::RiskConclusionMissing => (
            422,
            ("Slutsatsen saknas", "The conclusion is missing"),
            (
                "Gör risk- och konsekvensanalysen och ange dess slutsats i riskConclusion.",
                "Make the risk and consequence analysis and state its conclusion in riskConclusion.",
            ),
        ),
        Code::ConclusionDisagrees => (
            422,
            (
                "Slutsats och dokumentationsnivå säger emot varandra",
                "Conclusion and documentation level disagree",
            ),
            (
                "Rätta riskConclusion eller individualLevel.",
                "Correct riskConclusion or individualLevel.",
            ),
        ),
        Code::ExemptionWithoutDecision => (
            422,
            ("Undantag utan beslut", "Exemption without a decision"),
            (
                "Ange nämndens beslut i decision.",
                "State the board's decision in decision.",
            ),
        ),
        Code::SpecialReasonsMissing => (
            422,
            ("Särskilda skäl saknas", "The special reasons are missing"),
            (
                "Ange specialReasons, eller notStated om källan inte anger dem.",
                "State specialReasons, or notStated where the source does not state them.",
            ),
        ),
        Code::AdviceOnly => (
            422,
            ("Bara för rådgivning", "For advice only"),
            (
                "Ange isAdvice: true om det är rådgivning, annars en annan nivå.",
                "State isAdvice: true if it is advice, else another level.",
            ),
        ),
        Code::GroupItemsMissing => (
            422,
            ("Inget dokumenteras om gruppen", "Nothing is documented about the group"),
            (
                "Ange minst en uppgift i groupLevel.items.",
                "Name at least one item in groupLevel.items.",
            ),
        ),
        Code::GroundMissing => (
            422,
            (
                "Skälet till begränsningen saknas",
                "The ground for the limit is missing",
            ),
            (
                "Ange groundForLimit, eller notStated om källan inte anger skälet.",
                "State groundForLimit, or notStated where the source does not state it.",
            ),
        ),
        Code::AgeReasonMissing => (
            422,
            (
                "Skälet till åldersgränsen saknas",
                "The reason for the age limit is missing",
            ),
            (
                "Ange ageReason, eller notStated om källan inte anger skälet.",
                "State ageReason, or notStated where the source does not state it.",
            ),
        ),
        Code::DecisionMissing => (
            422,
            ("Beslutet saknas", "The decision is missing"),
            (
                "Ange nämndens beslut i decision.",
                "State the board's decision in decision.",
            ),
        ),
        Code::DocumentationMissing => (
            422,
            ("Dokumentationsreglerna saknas", "The documentation rules are missing"),
            (
                "Ange vad som dokumenteras i documentation.",
                "State what is documented in documentation.",
            ),
        ),
        Code::AgreementKindDisagrees => (
            422,
            (
                "Avtalet och utföraren är av olika slag",
                "Agreement and provider are of different kinds",
            ),
            (
                "Ge egen regi ett avtal av slaget ownAdministration, och andra ett annat.",
                "Give the body's own administration an agreement of the kind ownAdministration, and others another.",
            ),
        ),
        Code::VersionOutOfOrder => (
            422,
            ("Versionen kommer i fel ordning", "The version is out of order"),
            (
                "Välj ett validFrom efter de versioner som finns.",
                "Choose a validFrom after the versions that exist.",
            ),
        ),
        Code::TooManyFigures => (
            400,
            ("För många siffror", "Too many figures"),
            (
                "Fråga om färre månader, en insats eller färre uppdelningar.",
                "Ask for fewer months, one insats or fewer dimensions.",
            ),
        ),
        Code::MonthNotClosed => (
            422,
            ("Månaden är inte stängd", "The month is not closed"),
            (
                "Vänta tills rapporterna skulle ha kommit.",
                "Wait until its reports should have come.",
            ),
        ),
        Code::ReleaseOutOfOrder => (
            422,
            ("En annan månad står på tur", "Another month comes first"),
            ("Publicera månaderna i ordning.", "Release the months in order."),
        ),
        code => return record_fault_kinds::entry(code),
    };
    entry::entry(code.as_str(), status, title, remedy)
}
