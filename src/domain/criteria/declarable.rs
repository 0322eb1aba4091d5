//! What a person may say of themselves: the shared list, and the questions of a municipality's own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::domain::{Slug, Text};

/// A fact by declaration in words.
pub(crate) struct Wording {
    /// The question to the person asked about.
    pub question: Text,
    /// The question about another person.
    pub about_another: Text,
    /// What one may need to know to answer.
    pub help: Text,
    /// What a condition on it is about, in a list of conditions that are not met.
    pub topic: Text,
    /// After "ska" (infinitive), and after "som" (present tense).
    pub sv: [&'static str; 2],
    /// After "must" (base form), and after "people who" negated.
    pub en: [&'static str; 2],
}

/// Writes the facts by declaration as one table: a row holds the name of a fact and its wording.
macro_rules! declarable {
    ($(
        $(#[$doc:meta])+
        $name:ident {
            question: $question_sv:literal, $question_en:literal;
            about_another: $another_sv:literal, $another_en:literal;
            help: $help_sv:literal, $help_en:literal;
            topic: $topic_sv:literal, $topic_en:literal;
            sv: $sv:literal, $present_sv:literal;
            en: $en:literal, $not_en:literal;
        }
    )+) => {
        /// Something that a person says of themselves, true or false.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema, IntoStaticStr,
            VariantArray,
        )]
        #[serde(rename_all = "camelCase")]
        #[strum(serialize_all = "camelCase", prefix = "selfDeclared.")]
        pub enum Declarable {
            $($(#[$doc])+ $name,)+
        }

        impl Declarable {
            /// The fact in words.
            pub(crate) const fn wording(self) -> Wording {
                match self {
                    $(Self::$name => Wording {
                        question: Text::fixed($question_sv, $question_en),
                        about_another: Text::fixed($another_sv, $another_en),
                        help: Text::fixed($help_sv, $help_en),
                        topic: Text::fixed($topic_sv, $topic_en),
                        sv: [$sv, $present_sv],
                        en: [$en, $not_en],
                    },)+
                }
            }
        }
    };
}

declarable! {
    /// Cares for or supports somebody close.
    SupportsRelative {
        question: "Vårdar eller stöttar du en närstående?", "Do you care for or support a relative or friend?";
        about_another: "Vårdar eller stöttar personen en närstående?", "Does the person care for or support a relative or friend?";
        help: "Stödet kan vara praktisk hjälp, omsorg eller samtal, ofta eller ibland.", "Support can be practical help, care or conversation, often or now and then.";
        topic: "stöd till en närstående", "support for a relative or friend";
        sv: "vårda eller stötta en närstående", "vårdar eller stöttar en närstående";
        en: "care for or support a relative or friend", "do not care for or support a relative or friend";
    }
    /// A child or young person whose parent has mental ill-health.
    ParentWithMentalIllness {
        question: "Har din förälder psykisk sjukdom eller psykisk ohälsa?", "Does your parent have a mental illness or poor mental health?";
        about_another: "Har personens förälder psykisk sjukdom eller psykisk ohälsa?", "Does the person's parent have a mental illness or poor mental health?";
        help: "Frågan är till för barn och unga. Ingen diagnos behövs.", "This question is for children and young people. No diagnosis is needed.";
        topic: "din situation", "your situation";
        sv: "ha en förälder med psykisk sjukdom eller psykisk ohälsa", "har en förälder med psykisk sjukdom eller psykisk ohälsa";
        en: "have a parent with a mental illness or poor mental health", "do not have a parent with a mental illness or poor mental health";
    }
    /// Relatively healthy.
    RelativelyHealthy {
        question: "Är du någorlunda frisk?", "Are you in reasonably good health?";
        about_another: "Är personen någorlunda frisk?", "Is the person in reasonably good health?";
        help: "Du bedömer det själv.", "Use your own judgement.";
        topic: "hälsa", "health";
        sv: "vara någorlunda frisk", "är någorlunda frisk";
        en: "be in reasonably good health", "are not in reasonably good health";
    }
    /// Has some contact within psychiatry.
    PsychiatricContact {
        question: "Har du någon form av kontakt inom psykiatrin?", "Do you have any kind of contact with psychiatric care?";
        about_another: "Har personen någon form av kontakt inom psykiatrin?", "Does the person have any kind of contact with psychiatric care?";
        help: "Till exempel en mottagning, ett team eller en behandlare.", "For example a clinic, a team or a therapist.";
        topic: "din situation", "your situation";
        sv: "ha någon form av kontakt inom psykiatrin", "har någon form av kontakt inom psykiatrin";
        en: "have some kind of contact with psychiatric care", "do not have any contact with psychiatric care";
    }
    /// Has a psychiatric disability; no diagnosis needed.
    PsychiatricDisability {
        question: "Har du en psykisk funktionsnedsättning?", "Do you have a psychiatric disability?";
        about_another: "Har personen en psykisk funktionsnedsättning?", "Does the person have a psychiatric disability?";
        help: "Svårigheter i vardagen som hänger ihop med psykisk ohälsa och varar länge. Ingen diagnos behövs.", "Long-lasting difficulties in everyday life linked to poor mental health. No diagnosis is needed.";
        topic: "din situation", "your situation";
        sv: "ha en psykisk funktionsnedsättning", "har en psykisk funktionsnedsättning";
        en: "have a psychiatric disability", "do not have a psychiatric disability";
    }
    /// Has considerable difficulties in several areas of life.
    SubstantialDifficulties {
        question: "Har du stora svårigheter inom flera delar av livet?", "Do you have considerable difficulties in several areas of life?";
        about_another: "Har personen stora svårigheter inom flera delar av livet?", "Does the person have considerable difficulties in several areas of life?";
        help: "Till exempel med boende, arbete, ekonomi, relationer eller kontakt med myndigheter.", "For example with housing, work, money, relationships or dealing with authorities.";
        topic: "din situation", "your situation";
        sv: "ha stora svårigheter inom flera delar av livet", "har stora svårigheter inom flera delar av livet";
        en: "have considerable difficulties in several areas of life", "do not have considerable difficulties in several areas of life";
    }
    /// Has complex needs, and needs long contact with several authorities or care givers.
    ComplexSupportNeeds {
        question: "Behöver du flera sorters stöd och kontakt under lång tid med socialtjänst, vård och andra myndigheter?", "Do you need several kinds of support, and long-term contact with social services, health care and other authorities?";
        about_another: "Behöver personen flera sorters stöd och kontakt under lång tid med socialtjänst, vård och andra myndigheter?", "Does the person need several kinds of support, and long-term contact with social services, health care and other authorities?";
        help: "Till exempel både socialtjänst, vård och Försäkringskassan.", "For example social services, health care and the Social Insurance Agency.";
        topic: "din situation", "your situation";
        sv: "behöva flera sorters stöd och kontakt under lång tid med socialtjänst, vård och andra myndigheter", "behöver flera sorters stöd och kontakt under lång tid med socialtjänst, vård och andra myndigheter";
        en: "need several kinds of support, and long-term contact with social services, health care and other authorities", "do not need several kinds of support, and long-term contact with social services, health care and other authorities";
    }
    /// Is of working age; the source gives no numbers.
    OfWorkingAge {
        question: "Är du i arbetsför ålder?", "Are you of working age?";
        about_another: "Är personen i arbetsför ålder?", "Is the person of working age?";
        help: "Ingen ålder är bestämd. Svara efter din egen bedömning.", "No age is set. Use your own judgement.";
        topic: "arbetsför ålder", "working age";
        sv: "vara i arbetsför ålder", "är i arbetsför ålder";
        en: "be of working age", "are not of working age";
    }
    /// Has a vision or hearing impairment.
    VisionOrHearingImpairment {
        question: "Har du en syn- eller hörselskada?", "Do you have a visual or hearing impairment?";
        about_another: "Har personen en syn- eller hörselskada?", "Does the person have a visual or hearing impairment?";
        help: "En nedsättning av syn, hörsel eller både och.", "Impaired sight, hearing or both.";
        topic: "syn eller hörsel", "sight or hearing";
        sv: "ha en syn- eller hörselskada", "har en syn- eller hörselskada";
        en: "have a visual or hearing impairment", "do not have a visual or hearing impairment";
    }
    /// Is a parent.
    IsParent {
        question: "Är du förälder?", "Are you a parent?";
        about_another: "Är personen förälder?", "Is the person a parent?";
        help: "Du är förälder även om barnet inte bor hos dig.", "You are a parent even if the child does not live with you.";
        topic: "föräldraskap", "being a parent";
        sv: "vara förälder", "är förälder";
        en: "be the parent of a child", "are not the parent of a child";
    }
    /// Is or has been exposed to violence by somebody close, or to honour-based violence or oppression.
    ExposedToViolence {
        question: "Är du eller har du varit utsatt för våld av en närstående, eller för hedersrelaterat våld eller förtryck?", "Are you, or have you been, subjected to violence by someone close to you, or to honour-based violence or oppression?";
        about_another: "Är personen eller har personen varit utsatt för våld av en närstående, eller för hedersrelaterat våld eller förtryck?", "Is the person, or has the person been, subjected to violence by someone close to them, or to honour-based violence or oppression?";
        help: "Våld kan vara fysiskt, psykiskt, sexuellt eller ekonomiskt. Ring 112 vid fara.", "Violence can be physical, psychological, sexual or financial. In an emergency, call 112.";
        topic: "din situation", "your situation";
        sv: "vara eller ha varit utsatt för våld av en närstående, eller för hedersrelaterat våld eller förtryck", "är eller har varit utsatt för våld av en närstående, eller för hedersrelaterat våld eller förtryck";
        en: "be or have been subjected to violence by someone close, or to honour-based violence or oppression", "have not been subjected to violence by someone close, or to honour-based violence or oppression";
    }
    /// Uses or has used violence in close relations.
    UsesViolence {
        question: "Använder du eller har du använt våld i en nära relation?", "Do you use, or have you used, violence in a close relationship?";
        about_another: "Använder personen eller har personen använt våld i en nära relation?", "Does the person use, or has the person used, violence in a close relationship?";
        help: "Våld kan vara fysiskt, psykiskt, sexuellt eller ekonomiskt. Det finns hjälp för att sluta. Ring 112 vid fara.", "Violence can be physical, psychological, sexual or financial. Help to stop is available. In an emergency, call 112.";
        topic: "din situation", "your situation";
        sv: "använda eller ha använt våld i en nära relation", "använder eller har använt våld i en nära relation";
        en: "use or have used violence in a close relationship", "have not used violence in a close relationship";
    }
    /// Lives in ordinary housing.
    OrdinaryHousing {
        question: "Bor du i ordinärt boende?", "Do you live in ordinary housing?";
        about_another: "Bor personen i ordinärt boende?", "Does the person live in ordinary housing?";
        help: "Ordinärt boende är en vanlig bostad, också ett senior- eller trygghetsboende. Ett särskilt boende räknas inte.", "Ordinary housing is a home of your own, including senior and sheltered flats. A care home does not count.";
        topic: "boende", "housing";
        sv: "bo i ordinärt boende", "bor i ordinärt boende";
        en: "live in ordinary housing", "do not live in ordinary housing";
    }
    /// Has home care from the municipality.
    HomeCare {
        question: "Har du hemtjänst?", "Do you have home care?";
        about_another: "Har personen hemtjänst?", "Does the person have home care?";
        help: "Hemtjänst som kommunen har beviljat dig.", "Home care that the municipality has granted you.";
        topic: "hemtjänst", "home care";
        sv: "ha hemtjänst", "har hemtjänst";
        en: "have home care", "do not have home care";
    }
    /// Has another service from social services.
    OtherService {
        question: "Har du en annan insats från socialtjänsten?", "Do you have another service from social services?";
        about_another: "Har personen en annan insats från socialtjänsten?", "Does the person have another service from social services?";
        help: "Till exempel hemtjänst, trygghetslarm eller boendestöd.", "For example home care, a safety alarm or housing support.";
        topic: "andra insatser", "other services";
        sv: "ha en annan insats från socialtjänsten", "har en annan insats från socialtjänsten";
        en: "have another service from social services", "do not have another service from social services";
    }
    /// Has support under the act on support for persons with certain functional impairments (LSS).
    LssSupport {
        question: "Har du en insats enligt LSS?", "Do you have support under LSS?";
        about_another: "Har personen en insats enligt LSS?", "Does the person have support under LSS?";
        help: "LSS är lagen om stöd och service till vissa funktionshindrade.", "LSS is the Swedish act on support and service for people with certain disabilities.";
        topic: "insatser enligt LSS", "support under LSS";
        sv: "ha en insats enligt LSS", "har en insats enligt LSS";
        en: "have support under LSS", "do not have support under LSS";
    }
    /// Can apply for and plan the insats without help.
    CanApplyAndPlan {
        question: "Kan du själv ansöka om och planera insatsen?", "Can you apply for the service and plan it on your own?";
        about_another: "Kan personen själv ansöka om och planera insatsen?", "Can the person apply for the service and plan it on their own?";
        help: "Du bedömer det själv.", "Use your own judgement.";
        topic: "att ansöka och planera själv", "applying and planning without help";
        sv: "själv kunna ansöka om och planera insatsen", "själv kan ansöka om och planera insatsen";
        en: "be able to apply for the service and plan it without help", "are not able to apply for the service and plan it without help";
    }
    /// Has recently been discharged from hospital.
    RecentlyDischarged {
        question: "Har du nyligen skrivits ut från sjukhus?", "Have you recently been discharged from hospital?";
        about_another: "Har personen nyligen skrivits ut från sjukhus?", "Has the person recently been discharged from hospital?";
        help: "Är du osäker på vad som räknas som nyligen? Fråga kommunen.", "If you are not sure what counts as recently, ask the municipality.";
        topic: "utskrivning från sjukhus", "discharge from hospital";
        sv: "nyligen ha skrivits ut från sjukhus", "nyligen har skrivits ut från sjukhus";
        en: "have recently been discharged from hospital", "have not recently been discharged from hospital";
    }
    /// Has respite care in short-term housing, or day care.
    RespiteOrDayCare {
        question: "Har du växelvård eller dagverksamhet?", "Do you have respite care or day care?";
        about_another: "Har personen växelvård eller dagverksamhet?", "Does the person have respite care or day care?";
        help: "Växelvård är att bo omväxlande hemma och på ett korttidsboende.", "With respite care you live alternately at home and in short-term accommodation.";
        topic: "växelvård eller dagverksamhet", "respite care or day care";
        sv: "ha växelvård eller dagverksamhet", "har växelvård eller dagverksamhet";
        en: "have respite care or day care", "do not have respite care or day care";
    }
    /// The guardian of a child consents (SoL 2025:400, 21 kap. 2 §). Never in criteria, never of another person.
    GuardianConsents {
        question: "Samtycker vårdnadshavaren till insatsen?", "Does the guardian consent to the service?";
        about_another: "Samtycker vårdnadshavaren till insatsen?", "Does the guardian consent to the service?";
        help: "Finns det två vårdnadshavare ska båda samtycka. Från 12 år kan man få en individuellt prövad insats utan samtycke. Ring 112 vid fara.", "If there are two guardians, both must consent. From the age of 12 it is possible to get an individually assessed service without consent. In an emergency, call 112.";
        topic: "vårdnadshavarens samtycke", "the guardian's consent";
        sv: "ha vårdnadshavarens samtycke", "har vårdnadshavarens samtycke";
        en: "have the guardian's consent", "do not have the guardian's consent";
    }
}

impl Declarable {
    /// The fact's name in a question.
    pub(crate) fn name(self) -> &'static str {
        let with_path: &str = self.into();
        &with_path["selfDeclared.".len()..]
    }
}

/// Why somebody close needs support, in the order of the fact sheet.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RelativeReason {
    /// Age.
    Alder,
    /// Long illness.
    LangvarigSjukdom,
    /// Mental ill-health.
    PsykiskOhalsa,
    /// Disability.
    Funktionsnedsattning,
    /// Addiction.
    Beroende,
    /// Violence in close relations.
    #[serde(rename = "vald_i_nara_relation")]
    ValdINaraRelation,
}

impl RelativeReason {
    /// The reason's name in a question.
    pub(crate) fn name(self) -> &'static str {
        self.into()
    }
}

/// A set of reasons why somebody close needs support.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RelativeReasons(u8);

impl RelativeReasons {
    /// Says whether the two sets share a reason.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The reasons in the set.
    pub fn iter(self) -> impl Iterator<Item = RelativeReason> {
        RelativeReason::VARIANTS
            .iter()
            .copied()
            .filter(move |reason| self.0 & (1 << *reason as u8) != 0)
    }
}

impl FromIterator<RelativeReason> for RelativeReasons {
    fn from_iter<I: IntoIterator<Item = RelativeReason>>(reasons: I) -> Self {
        Self(reasons.into_iter().fold(0, |set, reason| set | 1 << reason as u8))
    }
}

/// The facts by declaration that are known of a person.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SelfDeclared {
    known: u32,
    true_ones: u32,
    /// The reasons why somebody close needs support: a complete list, empty for none.
    pub relative_reasons: Option<RelativeReasons>,
    /// Answers to questions of the municipality's own, by slug; a box, since few questions have them.
    pub local: Option<Box<BTreeMap<Slug, bool>>>,
}

impl SelfDeclared {
    /// What is known of one fact.
    pub(crate) const fn get(&self, fact: Declarable) -> Option<bool> {
        let bit = 1 << fact as u32;
        if self.known & bit == 0 {
            None
        } else {
            Some(self.true_ones & bit != 0)
        }
    }

    /// States one fact.
    pub const fn set(&mut self, fact: Declarable, value: bool) {
        let bit = 1 << fact as u32;
        self.known |= bit;
        if value {
            self.true_ones |= bit;
        } else {
            self.true_ones &= !bit;
        }
    }

    /// The answer to a question of the municipality's own.
    pub(crate) fn local(&self, question: &Slug) -> Option<bool> {
        self.local.as_ref()?.get(question).copied()
    }
}
