//! The questions to ask a person, one for each fact, and what helps to answer them.

use crate::domain::Text;
use crate::domain::text::{composed, text};

use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::persons::Persons;

impl Fact {
    /// The question to ask a person.
    pub(crate) fn question(self) -> Text {
        match self {
            Self::BirthDate => text!("När är du född?", "When were you born?"),
            Self::BirthYear => text!("Vilket år är du född?", "In which year were you born?"),
            Self::BirthMonth => text!("Vilken månad är du född?", "In which month were you born?"),
            Self::Age => text!("Hur gammal är du?", "How old are you?"),
            Self::RegisteredMunicipality => text!(
                "I vilken kommun är du folkbokförd?",
                "In which municipality are you registered as living?"
            ),
            Self::ResidenceMunicipality => text!("I vilken kommun bor du?", "In which municipality do you live?"),
            Self::RelativeResidenceMunicipality => text!(
                "I vilken kommun bor din närstående?",
                "In which municipality does your relative or friend live?"
            ),
            Self::RelativeReasons => text!(
                "Varför behöver din närstående stöd? Välj alla skäl som stämmer.",
                "Why does your relative or friend need support? Choose all that apply."
            ),
            Self::Persons(Persons::Partner) => text!("Lever du i ett par?", "Are you in a couple?"),
            Self::Persons(Persons::Household) => text!(
                "Hur många andra bor du tillsammans med?",
                "How many other people do you live with?"
            ),
            Self::Persons(Persons::SupportedPersons) => text!(
                "Hur många närstående stöttar du?",
                "How many relatives or friends do you support?"
            ),
            Self::Persons(Persons::Children) => text!(
                "Hur många barn har du eller kommer du med?",
                "How many children do you have or bring?"
            ),
            Self::Declared(fact) => fact.wording().question,
        }
    }
}

impl Fact {
    /// The question about another person, to be asked after whom it is about.
    pub(crate) fn about_another(self) -> Text {
        match self {
            Self::BirthDate => text!("När är personen född?", "When was the person born?"),
            Self::BirthYear => text!("Vilket år är personen född?", "In which year was the person born?"),
            Self::BirthMonth => text!("Vilken månad är personen född?", "In which month was the person born?"),
            Self::Age => text!("Hur gammal är personen?", "How old is the person?"),
            Self::RegisteredMunicipality => text!(
                "I vilken kommun är personen folkbokförd?",
                "In which municipality is the person registered as living?"
            ),
            Self::ResidenceMunicipality => text!(
                "I vilken kommun bor personen?",
                "In which municipality does the person live?"
            ),
            Self::RelativeReasons => text!(
                "Varför behöver personens närstående stöd? Välj alla skäl som stämmer.",
                "Why does the person's relative or friend need support? Choose all that apply."
            ),
            Self::Declared(fact) => fact.wording().about_another,
            // Lists of other persons are of the person asked about alone.
            Self::RelativeResidenceMunicipality | Self::Persons(_) => self.question(),
        }
    }

    /// What the person may need to know to answer.
    pub(crate) fn help(self) -> Text {
        match self {
            Self::BirthDate => text!(
                "Skriv datumet så här: 1950-03-14. Skriv aldrig personnummer.",
                "Write the date like this: 1950-03-14. Never enter a personal identity number."
            ),
            Self::BirthYear => text!(
                "Fyra siffror. Behövs bara om du inte vet hela födelsedatumet.",
                "Four digits. Only needed if you do not know the whole date of birth."
            ),
            Self::BirthMonth => text!(
                "Ett tal från 1 till 12. Fyll i födelseåret också.",
                "A number from 1 to 12. Enter the year of birth too."
            ),
            Self::Age => text!(
                "Hela år den dag som frågan gäller. Behövs inte om du har fyllt i födelsedatum.",
                "Whole years on the day you are asking about. Not needed if you have entered a date of birth."
            ),
            Self::RegisteredMunicipality => text!(
                "Den adress där du är folkbokförd hos Skatteverket. Du kan bo någon annanstans. Har du skyddad folkbokföring? Svara inte här, utan ring kommunen.",
                "Your official address with the Swedish Tax Agency (folkbokföring). You may live somewhere else. If your address is protected, do not answer here. Call the municipality instead."
            ),
            Self::ResidenceMunicipality => text!(
                "Där du faktiskt bor, även om du är folkbokförd någon annanstans.",
                "Where you actually live, even if you are registered elsewhere."
            ),
            Self::RelativeResidenceMunicipality => text!(
                "En närstående är till exempel en förälder, en annan familjemedlem, en granne eller en vän. Gäller stödet din förälder? Svara var din förälder bor.",
                "A relative or friend can be a parent, another family member or a neighbour, for example. If the support is about your parent, say where your parent lives."
            ),
            Self::RelativeReasons => text!(
                "Välj alla skäl som stämmer. Stämmer inget, lämna tomt.",
                "Choose all that apply. If none do, leave blank."
            ),
            Self::Persons(Persons::Partner) => text!(
                "Make, maka, registrerad partner, sambo eller den du lever ihop med, även om ni inte bor tillsammans.",
                "Your husband, wife, registered partner or cohabiting partner, or the person you are in a couple with, even if you live apart."
            ),
            Self::Persons(Persons::Household) => text!(
                "Räkna alla andra som delar bostaden, även din partner. Räkna inte dig själv. Bor du ensam är svaret 0.",
                "Count everyone else who shares your home, including your partner. Do not count yourself. If you live alone, the answer is 0."
            ),
            Self::Persons(Persons::SupportedPersons) => text!(
                "Räkna alla som du vårdar eller stöttar. Stöttar du ingen är svaret 0. Skriv inga namn.",
                "Count everyone you care for or support. If there is no one, the answer is 0. Do not enter any names."
            ),
            Self::Persons(Persons::Children) => text!(
                "Räkna barn som du är förälder till, har vårdnaden om eller kommer med. Har du inget barn är svaret 0.",
                "Count children you are a parent of, have in your care or bring with you. If there are none, the answer is 0."
            ),
            Self::Declared(fact) => fact.wording().help,
        }
    }
}

/// Whom a question about another person is about, by their place in the list from 0.
pub(crate) fn listed_person(persons: Persons, at: u8) -> Text {
    let number = u16::from(at) + 1;
    match persons {
        Persons::Partner => text!("Din partner:", "Your partner:"),
        Persons::Household => composed!("Person {number} i hushållet:", "Person {number} in the household:"),
        Persons::SupportedPersons => composed!("Person {number} som du stöttar:", "Person {number} that you support:"),
        Persons::Children => composed!("Barn {number}:", "Child {number}:"),
    }
}
