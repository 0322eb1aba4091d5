//! The questions to ask a person, one for each fact, and what helps to answer them.

use crate::domain::Text;

use super::fact::Fact;
use super::persons::Persons;

impl Fact {
    /// The question to ask a person.
    pub(crate) fn question(self) -> Text {
        match self {
            Self::BirthDate => Text::fixed("När är du född?", "When were you born?"),
            Self::BirthYear => Text::fixed("Vilket år är du född?", "In which year were you born?"),
            Self::BirthMonth => Text::fixed("Vilken månad är du född?", "In which month were you born?"),
            Self::Age => Text::fixed("Hur gammal är du?", "How old are you?"),
            Self::RegisteredMunicipality => Text::fixed(
                "I vilken kommun är du folkbokförd?",
                "In which municipality are you registered as resident?",
            ),
            Self::ResidenceMunicipality => Text::fixed("I vilken kommun bor du?", "In which municipality do you live?"),
            Self::RelativeResidenceMunicipality => Text::fixed(
                "I vilken kommun bor den närstående som du stöttar?",
                "In which municipality does the person you support live?",
            ),
            Self::RelativeReasons => Text::fixed(
                "Varför behöver den närstående stöd? Ange allt som stämmer.",
                "Why does the person close to you need support? State all that apply.",
            ),
            Self::Persons(Persons::Partner) => Text::fixed("Lever du i ett par?", "Are you in a couple?"),
            Self::Persons(Persons::Household) => Text::fixed(
                "Bor du tillsammans med andra? Hur många?",
                "Do you live with others? How many?",
            ),
            Self::Persons(Persons::SupportedPersons) => Text::fixed(
                "Stöttar du någon närstående? Hur många?",
                "Do you support somebody close to you? How many?",
            ),
            Self::Persons(Persons::Children) => Text::fixed(
                "Har du barn, eller kommer du med ett barn? Hur många?",
                "Do you have children, or do you come with a child? How many?",
            ),
            Self::Declared(fact) => fact.wording().question,
        }
    }
}

impl Fact {
    /// The question about another person, to be asked after whom it is about.
    pub(crate) fn about_another(self) -> Text {
        match self {
            Self::BirthDate => Text::fixed("När är personen född?", "When was the person born?"),
            Self::BirthYear => Text::fixed("Vilket år är personen född?", "In which year was the person born?"),
            Self::BirthMonth => Text::fixed("Vilken månad är personen född?", "In which month was the person born?"),
            Self::Age => Text::fixed("Hur gammal är personen?", "How old is the person?"),
            Self::RegisteredMunicipality => Text::fixed(
                "I vilken kommun är personen folkbokförd?",
                "In which municipality is the person registered as resident?",
            ),
            Self::ResidenceMunicipality => Text::fixed(
                "I vilken kommun bor personen?",
                "In which municipality does the person live?",
            ),
            Self::RelativeReasons => Text::fixed(
                "Varför behöver personens närstående stöd? Ange allt som stämmer.",
                "Why does the person close to them need support? State all that apply.",
            ),
            Self::Declared(fact) => fact.wording().about_another,
            // Lists of other persons are of the person asked about alone.
            Self::RelativeResidenceMunicipality | Self::Persons(_) => self.question(),
        }
    }

    /// What the person may need to know to answer.
    pub(crate) fn help(self) -> Text {
        match self {
            Self::BirthDate => Text::fixed(
                "Skriv datumet som 1950-03-14. Skriv aldrig personnummer.",
                "Write the date as 1950-03-14. Never write an identity number.",
            ),
            Self::BirthYear => Text::fixed(
                "Fyra siffror. Behövs bara när hela födelsedatumet inte är känt.",
                "Four digits. Needed only where the whole birth date is not known.",
            ),
            Self::BirthMonth => Text::fixed(
                "Ett tal från 1 till 12. Anges tillsammans med födelseåret.",
                "A number from 1 to 12. State it with the birth year.",
            ),
            Self::Age => Text::fixed(
                "Hela år den dag som frågan avser. Behövs inte om födelsedatum anges.",
                "Whole years on the day asked about. Not needed where a birth date is stated.",
            ),
            Self::RegisteredMunicipality => Text::fixed(
                "Folkbokförd är du där Skatteverket har skrivit dig. Du kan bo någon annanstans. Har du skyddad folkbokföring: svara inte här utan ring kommunen.",
                "You are registered where the Tax Agency has you down. You may live elsewhere. If your registration is protected, do not answer here; call the municipality.",
            ),
            Self::ResidenceMunicipality => Text::fixed(
                "Där du faktiskt bor, även om du är folkbokförd någon annanstans.",
                "Where you actually live, even if you are registered elsewhere.",
            ),
            Self::RelativeResidenceMunicipality => Text::fixed(
                "Närstående är till exempel en familjemedlem, granne eller vän.",
                "Somebody close is for instance a family member, a neighbour or a friend.",
            ),
            Self::RelativeReasons => Text::fixed(
                "Välj ett eller flera skäl. Inget val alls betyder att inget av dem stämmer.",
                "Choose one or several reasons. No choice at all means that none of them is right.",
            ),
            Self::Persons(Persons::Partner) => Text::fixed(
                "Make, maka, registrerad partner, sambo eller den du lever ihop med, även om ni inte bor tillsammans.",
                "Husband, wife, registered partner, cohabitant or the person you are in a couple with, even if you live apart.",
            ),
            Self::Persons(Persons::Household) => Text::fixed(
                "Räkna alla andra som delar bostaden, även din partner. Räkna inte dig själv.",
                "Count everyone else who shares your home, a partner included. Do not count yourself.",
            ),
            Self::Persons(Persons::SupportedPersons) => Text::fixed(
                "Räkna alla som du vårdar eller stöttar. Skriv inga namn.",
                "Count everyone you care for or support. Write no names.",
            ),
            Self::Persons(Persons::Children) => Text::fixed(
                "Räkna barn som du är förälder till, har vårdnaden om eller kommer med.",
                "Count children you are a parent of, have in your care or come with.",
            ),
            Self::Declared(fact) => fact.wording().help,
        }
    }
}

/// Whom a question about another person is about, by their place in the list from 0.
pub(crate) fn listed_person(persons: Persons, at: u8) -> Text {
    let number = u16::from(at) + 1;
    match persons {
        Persons::Partner => Text::fixed("Din partner:", "Your partner:"),
        Persons::Household => Text::new(
            format!("Person {number} i hushållet:"),
            format!("Person {number} in the household:"),
        ),
        Persons::SupportedPersons => Text::new(
            format!("Person {number} som du stöttar:"),
            format!("Person {number} that you support:"),
        ),
        Persons::Children => Text::new(format!("Barn {number}:"), format!("Child {number}:")),
    }
}
