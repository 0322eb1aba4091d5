//! The questions to ask a person, one for each fact.

use super::facts::{Declarable, Fact};
use super::text::Text;

impl Fact {
    /// The question to ask a person.
    #[must_use]
    pub const fn question(self) -> Text {
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

impl Declarable {
    /// The question to ask a person.
    #[must_use]
    pub const fn question(self) -> Text {
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
