//! The faults of group records in the problem catalogue.

use crate::domain::fault::Code;

use super::entry;
use super::entry::Entry;

/// The entry of a fault that a group record can have: 422 when a rule refuses it, 409 when another record stands in
/// its way.
#[expect(clippy::too_many_lines, reason = "a table, an entry for each code")]
pub(crate) fn entry(code: Code) -> Entry {
    let (title, remedy) = match code {
        Code::MissingDate => (
            ("Dag eller period saknas", "Day or period is missing"),
            ("Skriv date eller period.", "Write date or period."),
        ),
        Code::MissingParticipants => (
            ("Antalet deltagare saknas", "The number of participants is missing"),
            ("Skriv participants med total.", "Write participants with total."),
        ),
        Code::MissingGender => (
            ("Fördelningen på kön saknas", "The split by gender is missing"),
            (
                "Skriv women och men i participants.",
                "Write women and men in participants.",
            ),
        ),
        Code::MissingMethod => (("Hur saknas", "How is missing"), ("Skriv method.", "Write method.")),
        Code::MissingPerformedBy => (
            ("Av vem saknas", "By whom is missing"),
            (
                "Skriv performedBy: en roll, aldrig ett namn.",
                "Write performedBy: a role, never a name.",
            ),
        ),
        Code::MissingContent => (
            ("Innehållet saknas", "The content is missing"),
            ("Skriv content.", "Write content."),
        ),
        Code::MissingExtent => (
            ("Omfattningen saknas", "The extent is missing"),
            ("Skriv extent.", "Write extent."),
        ),
        Code::MissingKindOfSupport => (
            ("Typen av stöd saknas", "The kind of support is missing"),
            ("Skriv kindOfSupport.", "Write kindOfSupport."),
        ),
        Code::MissingPatterns => (
            ("Mönster saknas", "Patterns are missing"),
            ("Skriv patterns.", "Write patterns."),
        ),
        Code::InvalidCount => (
            ("Orimligt antal", "Impossible number"),
            (
                "Skriv ett antal från 0 till 10 000.",
                "Write a number from 0 to 10,000.",
            ),
        ),
        Code::GenderSum => (
            ("Könen är fler än totalen", "The genders exceed the total"),
            ("Rätta antalen.", "Mend the numbers."),
        ),
        Code::DateInFuture => (
            ("Dagen har inte varit", "The day has not been yet"),
            ("Skicka uppgifterna efteråt.", "Send the record afterwards."),
        ),
        Code::NotInForce => (
            ("Insatsen gällde inte då", "The insats was not in force then"),
            (
                "Välj en dag då insatsen gällde.",
                "Choose a day on which the insats was in force.",
            ),
        ),
        Code::ProviderNotContracted => (
            ("Utföraren har inget avtal", "The provider has no agreement"),
            (
                "Be kommunen lägga in avtalet i katalogen.",
                "Ask the municipality to enter the agreement in the catalogue.",
            ),
        ),
        Code::ContractEnded => (
            ("Avtalet hade upphört", "The agreement had ended"),
            (
                "Be kommunen lägga in ett nytt avtal.",
                "Ask the municipality to enter a new agreement.",
            ),
        ),
        Code::IndividualLevelExempted => (
            (
                "Undantagen från individuell dokumentation",
                "Exempt from individual documentation",
            ),
            ("Skicka bara uppgifter om gruppen.", "Send only what is of the group."),
        ),
        Code::IndividualLevelElsewhere => (
            (
                "Individuell dokumentation förs på annat håll",
                "Individual documentation is kept elsewhere",
            ),
            ("Skriv det i verksamhetssystemet.", "Write it in the case records."),
        ),
        Code::PersonalCircumstancesAdvice => (
            (
                "Rådgivning dokumenteras inte individuellt",
                "Advice is not documented individually",
            ),
            ("Skicka bara uppgifter om gruppen.", "Send only what is of the group."),
        ),
        Code::ChildConcernElsewhere => (
            (
                "En orosanmälan görs på annat håll",
                "A concern for a child is reported elsewhere",
            ),
            (
                "Anmäl till socialtjänsten i barnets kommun; vid akut fara ring 112.",
                "Report to the social services of the child's municipality; in acute danger call 112.",
            ),
        ),
        Code::OutsideInsats => (
            ("Ingår inte i insatsen", "Not part of the insats"),
            (
                "Välj något som insatsen omfattar.",
                "Choose something that the insats comprises.",
            ),
        ),
        Code::SmallGroup => (
            ("För få för att berätta mer", "Too few to tell more"),
            (
                "Skriv bara antalet, eller en periodpost.",
                "Write only the number, or a record for a period.",
            ),
        ),
        Code::OutsideReportingPeriod => (
            (
                "Perioden ligger inte inom en rapportperiod",
                "The period does not lie within one reporting period",
            ),
            ("Dela upp den.", "Split it."),
        ),
        Code::RatingOutsideScale => (
            ("Medelvärdet ligger utanför skalan", "The mean is outside its scale"),
            ("Rätta mean eller scaleMax.", "Mend mean or scaleMax."),
        ),
        Code::RatingResponses => (
            ("Fel antal svar", "Wrong number of responses"),
            (
                "Skriv bara omdömen med minst 3 svar.",
                "Write only ratings with at least 3 responses.",
            ),
        ),
        Code::ContactDetail => (
            ("Ser ut som en kontaktuppgift", "Looks like a contact detail"),
            ("Ta bort den.", "Remove it."),
        ),
        Code::DuplicateRecord => (
            ("Posten finns redan", "The record is there already"),
            (
                "Rätta den som finns med PUT, eller skilj tillfällena åt med session.",
                "Correct the one there by PUT, or tell the sessions apart by session.",
            ),
        ),
        Code::Overlap => (
            (
                "Dagarna finns redan i en annan post",
                "Another record tells of the same days",
            ),
            (
                "Dra tillbaka den andra posten, eller ändra dagarna.",
                "Withdraw the other record, or change the days.",
            ),
        ),
        Code::ReasonMissing => (
            ("Skälet saknas", "The reason is missing"),
            ("Skriv reason.", "Write reason."),
        ),
        // A code without words would be a fault of ours: the test over all of them finds it.
        _ => (("", ""), ("", "")),
    };
    let status = match code {
        Code::DuplicateRecord | Code::Overlap => 409,
        _ => 422,
    };
    entry::entry(code.as_str(), status, title, remedy)
}
