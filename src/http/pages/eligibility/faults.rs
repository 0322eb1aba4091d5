//! What is wrong with an answer, and what to do, for those who fill in the form. It never quotes the answer.

use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::persons::Persons;
use crate::domain::criteria::variables::Ask;
use crate::domain::text::text;
use crate::domain::{Code, Text};

use super::about::Asked;

/// What is wrong with the answer to a question.
pub(crate) fn in_words(asked: &Asked, code: Code) -> Text {
    let ask = match asked {
        Asked::Part => None,
        Asked::Fact(open) => Some(&open.ask),
    };
    match (code, ask) {
        (Code::PersonalIdentityNumber, Some(Ask::Fact(Fact::BirthDate))) => text!(
            "Det ser ut som ett personnummer eller samordningsnummer. Skriv bara födelsedatumet, till exempel 1950-03-14.",
            "This looks like a personal identity number. Write only the date of birth, for example 1950-03-14."
        ),
        (Code::PersonalIdentityNumber, _) => text!(
            "Det ser ut som ett personnummer eller samordningsnummer. Skriv aldrig sådana här.",
            "This looks like a personal identity number. Never write one here."
        ),
        (Code::DuplicateMember | Code::ConflictingMembers, _) => text!(
            "Svaren säger emot varandra. Svara på nytt.",
            "The answers contradict each other. Answer again."
        ),
        (Code::MissingMember, Some(Ask::Fact(Fact::BirthDate))) => text!(
            "Skriv ett födelsedatum, eller välj Vet inte.",
            "Write a date of birth, or choose I do not know."
        ),
        (Code::BirthDateAfterAsOf, _) => text!(
            "Datumet är senare än i dag. Skriv födelsedatumet, till exempel 1950-03-14.",
            "The date is later than today. Write the date of birth, for example 1950-03-14."
        ),
        (Code::OutOfRange, Some(Ask::Fact(Fact::BirthDate))) => text!(
            "Kontrollera årtalet. Skriv födelsedatumet, till exempel 1950-03-14.",
            "Check the year. Write the date of birth, for example 1950-03-14."
        ),
        (_, Some(Ask::Fact(Fact::BirthDate))) => text!(
            "Skriv ett datum som finns, med år, månad och dag, till exempel 1950-03-14.",
            "Write a date that exists, with year, month and day, for example 1950-03-14."
        ),
        (Code::MissingMember, Some(Ask::Fact(Fact::Persons(persons)))) if *persons != Persons::Partner => text!(
            "Skriv hur många, eller välj Vet inte.",
            "Write how many, or choose I do not know."
        ),
        (_, Some(Ask::Fact(Fact::Persons(persons)))) if *persons != Persons::Partner => {
            text!("Skriv ett tal från 0 till 20.", "Write a number from 0 to 20.")
        }
        _ => text!("Välj ett av svaren.", "Choose one of the answers."),
    }
}
