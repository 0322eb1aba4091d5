//! The questions to ask a person, one for each fact, and what helps to answer them.

use crate::domain::text::Text;

use super::facts::{Declarable, Fact};

impl Fact {
    /// The question to ask a person.
    pub(crate) const fn question(self) -> Text {
        match self {
            Self::BirthDate => Text::fixed("När är du född?", "When were you born?"),
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
            Self::Declared(fact) => fact.question(),
        }
    }
}

impl Fact {
    /// What the person may need to know to answer.
    pub(crate) const fn help(self) -> Text {
        match self {
            Self::BirthDate => Text::fixed(
                "Skriv datumet som 1950-03-14. Skriv aldrig personnummer.",
                "Write the date as 1950-03-14. Never write an identity number.",
            ),
            Self::Age => Text::fixed(
                "Hela år den dag som frågan avser. Behövs inte om födelsedatum anges.",
                "Whole years on the day asked about. Not needed where a birth date is stated.",
            ),
            Self::RegisteredMunicipality => Text::fixed(
                "Folkbokförd är du där Skatteverket har skrivit dig. Du kan bo någon annanstans.",
                "You are registered where the Tax Agency has you down. You may live elsewhere.",
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
            Self::Declared(fact) => fact.help(),
        }
    }
}

impl Declarable {
    /// What the person may need to know to answer.
    pub(crate) const fn help(self) -> Text {
        match self {
            Self::SupportsRelative => Text::fixed(
                "Det kan vara praktisk hjälp, omsorg eller samtal, ofta eller ibland.",
                "It may be practical help, care or talk, often or now and then.",
            ),
            Self::ParentWithMentalIllness => Text::fixed(
                "Frågan är till för barn och unga. Ingen diagnos behövs.",
                "The question is meant for children and young people. No diagnosis is needed.",
            ),
            Self::RelativelyHealthy => Text::fixed("Du bedömer det själv.", "You judge it yourself."),
            Self::PsychiatricContact => Text::fixed(
                "Till exempel en mottagning, ett team eller en behandlare.",
                "For instance a clinic, a team or a therapist.",
            ),
            Self::PsychiatricDisability => Text::fixed(
                "Svårigheter i vardagen som hänger ihop med psykisk ohälsa och varar länge.",
                "Difficulties in daily life that come with mental ill-health and last long.",
            ),
            Self::SubstantialDifficulties => Text::fixed(
                "Till exempel boende, arbete, ekonomi, relationer eller myndigheter.",
                "For instance housing, work, money, relations or authorities.",
            ),
            Self::ComplexSupportNeeds => Text::fixed(
                "Till exempel både socialtjänst, vård och Försäkringskassa.",
                "For instance social services, health care and the social insurance agency together.",
            ),
            Self::OfWorkingAge => Text::fixed(
                "Källan anger inga åldrar. Du bedömer det själv.",
                "The source gives no ages. You judge it yourself.",
            ),
            Self::VisionOrHearingImpairment => Text::fixed(
                "En nedsättning av syn, hörsel eller båda.",
                "Impaired vision, hearing or both.",
            ),
            Self::IsParent => Text::fixed(
                "Du är förälder även om barnet inte bor hos dig.",
                "You are a parent even if the child does not live with you.",
            ),
            Self::ExposedToViolence => Text::fixed(
                "Våld kan vara fysiskt, psykiskt, sexuellt eller ekonomiskt. Ring 112 om det är akut.",
                "Violence may be physical, mental, sexual or economic. Call 112 in an emergency.",
            ),
            Self::UsesViolence => Text::fixed(
                "Våld kan vara fysiskt, psykiskt, sexuellt eller ekonomiskt. Det finns hjälp att sluta.",
                "Violence may be physical, mental, sexual or economic. There is help to stop.",
            ),
        }
    }

    /// The question to ask a person.
    pub(crate) const fn question(self) -> Text {
        match self {
            Self::SupportsRelative => Text::fixed(
                "Vårdar eller stöttar du en närstående?",
                "Do you care for or support somebody close to you?",
            ),
            Self::ParentWithMentalIllness => Text::fixed(
                "Har din förälder psykisk sjukdom eller psykisk ohälsa?",
                "Does your parent have a mental illness or mental ill-health?",
            ),
            Self::RelativelyHealthy => Text::fixed("Är du någorlunda frisk?", "Are you in reasonably good health?"),
            Self::PsychiatricContact => Text::fixed(
                "Har du någon form av kontakt med psykiatrin?",
                "Do you have any kind of contact with psychiatric care?",
            ),
            Self::PsychiatricDisability => Text::fixed(
                "Har du en psykisk funktionsnedsättning? Ingen diagnos behövs.",
                "Do you have a psychiatric disability? No diagnosis is needed.",
            ),
            Self::SubstantialDifficulties => Text::fixed(
                "Har du stora svårigheter inom flera delar av livet?",
                "Do you have considerable difficulties in several areas of life?",
            ),
            Self::ComplexSupportNeeds => Text::fixed(
                "Behöver du sammansatt stöd och kontakt med flera myndigheter eller vårdgivare?",
                "Do you need composite support and contact with several authorities or care providers?",
            ),
            Self::OfWorkingAge => Text::fixed("Är du i arbetsför ålder?", "Are you of working age?"),
            Self::VisionOrHearingImpairment => Text::fixed(
                "Har du en syn- eller hörselskada?",
                "Do you have a vision or hearing impairment?",
            ),
            Self::IsParent => Text::fixed("Är du förälder?", "Are you a parent?"),
            Self::ExposedToViolence => Text::fixed(
                "Är du utsatt för våld i en nära relation eller hedersrelaterat våld?",
                "Are you exposed to violence in a close relation or honour-related violence?",
            ),
            Self::UsesViolence => Text::fixed(
                "Har du använt våld i en nära relation?",
                "Have you used violence in a close relation?",
            ),
        }
    }
}
