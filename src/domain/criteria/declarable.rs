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
    /// After "att" (infinitive), and after "du" (present tense).
    pub sv: [&'static str; 2],
    /// After "must" (base form), after "of" (gerund), and after "you" negated.
    pub en: [&'static str; 3],
}

/// Writes the facts by declaration as one table: a row holds the name of a fact and its wording.
macro_rules! declarable {
    ($(
        $(#[$doc:meta])+
        $name:ident {
            question: $question_sv:literal, $question_en:literal;
            about_another: $another_sv:literal, $another_en:literal;
            help: $help_sv:literal, $help_en:literal;
            sv: $sv:literal, $present_sv:literal;
            en: $en:literal, $gerund:literal, $not_en:literal;
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
                        sv: [$sv, $present_sv],
                        en: [$en, $gerund, $not_en],
                    },)+
                }
            }
        }
    };
}

declarable! {
    /// Cares for or supports somebody close.
    SupportsRelative {
        question: "Vårdar eller stöttar du en närstående?", "Do you care for or support somebody close to you?";
        about_another: "Vårdar eller stöttar personen en närstående?", "Does the person care for or support somebody close to them?";
        help: "Det kan vara praktisk hjälp, omsorg eller samtal, ofta eller ibland.", "It may be practical help, care or talk, often or now and then.";
        sv: "vårda eller stötta en närstående", "vårdar eller stöttar en närstående";
        en: "care for or support somebody close", "caring for or supporting somebody close", "do not care for or support anybody close";
    }
    /// A child or young person whose parent has mental ill-health.
    ParentWithMentalIllness {
        question: "Har din förälder psykisk sjukdom eller psykisk ohälsa?", "Does your parent have a mental illness or mental ill-health?";
        about_another: "Har personens förälder psykisk sjukdom eller psykisk ohälsa?", "Does the person's parent have a mental illness or mental ill-health?";
        help: "Frågan är till för barn och unga. Ingen diagnos behövs.", "The question is meant for children and young people. No diagnosis is needed.";
        sv: "ha en förälder med psykisk sjukdom eller psykisk ohälsa", "har en förälder med psykisk sjukdom eller psykisk ohälsa";
        en: "have a parent with a mental illness or mental ill-health", "having a parent with a mental illness or mental ill-health", "have no parent with a mental illness or mental ill-health";
    }
    /// Relatively healthy.
    RelativelyHealthy {
        question: "Är du någorlunda frisk?", "Are you in reasonably good health?";
        about_another: "Är personen någorlunda frisk?", "Is the person in reasonably good health?";
        help: "Du bedömer det själv.", "You judge it yourself.";
        sv: "vara någorlunda frisk", "är någorlunda frisk";
        en: "be in reasonably good health", "being in reasonably good health", "are not in reasonably good health";
    }
    /// Has some contact within psychiatry.
    PsychiatricContact {
        question: "Har du någon form av kontakt med psykiatrin?", "Do you have any kind of contact with psychiatric care?";
        about_another: "Har personen någon form av kontakt med psykiatrin?", "Does the person have any kind of contact with psychiatric care?";
        help: "Till exempel en mottagning, ett team eller en behandlare.", "For instance a clinic, a team or a therapist.";
        sv: "ha någon form av kontakt med psykiatrin", "har någon form av kontakt med psykiatrin";
        en: "have some kind of contact with psychiatric care", "having some kind of contact with psychiatric care", "have no contact with psychiatric care";
    }
    /// Has a psychiatric disability; no diagnosis needed.
    PsychiatricDisability {
        question: "Har du en psykisk funktionsnedsättning? Ingen diagnos behövs.", "Do you have a psychiatric disability? No diagnosis is needed.";
        about_another: "Har personen en psykisk funktionsnedsättning?", "Does the person have a psychiatric disability?";
        help: "Svårigheter i vardagen som hänger ihop med psykisk ohälsa och varar länge.", "Difficulties in daily life that come with mental ill-health and last long.";
        sv: "ha en psykisk funktionsnedsättning", "har en psykisk funktionsnedsättning";
        en: "have a psychiatric disability", "having a psychiatric disability", "have no psychiatric disability";
    }
    /// Has considerable difficulties in several areas of life.
    SubstantialDifficulties {
        question: "Har du stora svårigheter inom flera delar av livet?", "Do you have considerable difficulties in several areas of life?";
        about_another: "Har personen stora svårigheter inom flera delar av livet?", "Does the person have considerable difficulties in several areas of life?";
        help: "Till exempel boende, arbete, ekonomi, relationer eller myndigheter.", "For instance housing, work, money, relations or authorities.";
        sv: "ha stora svårigheter inom flera delar av livet", "har stora svårigheter inom flera delar av livet";
        en: "have considerable difficulties in several areas of life", "having considerable difficulties in several areas of life", "have no considerable difficulties in several areas of life";
    }
    /// Has complex needs and needs contact with several authorities or care givers.
    ComplexSupportNeeds {
        question: "Behöver du sammansatt stöd och kontakt med flera myndigheter eller vårdgivare?", "Do you need composite support and contact with several authorities or care providers?";
        about_another: "Behöver personen sammansatt stöd och kontakt med flera myndigheter eller vårdgivare?", "Does the person need composite support and contact with several authorities or care providers?";
        help: "Till exempel både socialtjänst, vård och Försäkringskassa.", "For instance social services, health care and the social insurance agency together.";
        sv: "behöva sammansatt stöd och kontakt med flera myndigheter eller vårdgivare", "behöver sammansatt stöd och kontakt med flera myndigheter eller vårdgivare";
        en: "need composite support and contact with several authorities or care providers", "needing composite support and contact with several authorities or care providers", "do not need composite support and contact with several authorities or care providers";
    }
    /// Is of working age; the source gives no numbers.
    OfWorkingAge {
        question: "Är du i arbetsför ålder?", "Are you of working age?";
        about_another: "Är personen i arbetsför ålder?", "Is the person of working age?";
        help: "Källan anger inga åldrar. Du bedömer det själv.", "The source gives no ages. You judge it yourself.";
        sv: "vara i arbetsför ålder", "är i arbetsför ålder";
        en: "be of working age", "being of working age", "are not of working age";
    }
    /// Has a vision or hearing impairment.
    VisionOrHearingImpairment {
        question: "Har du en syn- eller hörselskada?", "Do you have a vision or hearing impairment?";
        about_another: "Har personen en syn- eller hörselskada?", "Does the person have a vision or hearing impairment?";
        help: "En nedsättning av syn, hörsel eller båda.", "Impaired vision, hearing or both.";
        sv: "ha en syn- eller hörselskada", "har en syn- eller hörselskada";
        en: "have a vision or hearing impairment", "having a vision or hearing impairment", "have no vision or hearing impairment";
    }
    /// Is a parent.
    IsParent {
        question: "Är du förälder?", "Are you a parent?";
        about_another: "Är personen förälder?", "Is the person a parent?";
        help: "Du är förälder även om barnet inte bor hos dig.", "You are a parent even if the child does not live with you.";
        sv: "vara förälder", "är förälder";
        en: "be a parent", "being a parent", "are not a parent";
    }
    /// Is exposed to violence in close relations.
    ExposedToViolence {
        question: "Är du utsatt för våld i en nära relation eller hedersrelaterat våld?", "Are you exposed to violence in a close relation or honour-related violence?";
        about_another: "Är personen utsatt för våld i en nära relation eller hedersrelaterat våld?", "Is the person exposed to violence in a close relation or honour-related violence?";
        help: "Våld kan vara fysiskt, psykiskt, sexuellt eller ekonomiskt. Ring 112 om det är akut.", "Violence may be physical, mental, sexual or economic. Call 112 in an emergency.";
        sv: "vara utsatt för våld i en nära relation eller hedersrelaterat våld", "är utsatt för våld i en nära relation eller hedersrelaterat våld";
        en: "be exposed to violence in a close relation or honour-related violence", "being exposed to violence in a close relation or honour-related violence", "are not exposed to violence in a close relation or honour-related violence";
    }
    /// Uses violence in close relations.
    UsesViolence {
        question: "Har du använt våld i en nära relation?", "Have you used violence in a close relation?";
        about_another: "Har personen använt våld i en nära relation?", "Has the person used violence in a close relation?";
        help: "Våld kan vara fysiskt, psykiskt, sexuellt eller ekonomiskt. Det finns hjälp att sluta.", "Violence may be physical, mental, sexual or economic. There is help to stop.";
        sv: "ha använt våld i en nära relation", "har använt våld i en nära relation";
        en: "have used violence in a close relation", "having used violence in a close relation", "have not used violence in a close relation";
    }
    /// Lives in ordinary housing.
    OrdinaryHousing {
        question: "Bor du i ordinärt boende?", "Do you live in ordinary housing?";
        about_another: "Bor personen i ordinärt boende?", "Does the person live in ordinary housing?";
        help: "Ordinärt boende är en vanlig bostad, också ett senior- eller trygghetsboende. Ett särskilt boende är det inte.", "Ordinary housing is a home of your own, also a senior or safety home. Special housing with care is not.";
        sv: "bo i ordinärt boende", "bor i ordinärt boende";
        en: "live in ordinary housing", "living in ordinary housing", "do not live in ordinary housing";
    }
    /// Has home care from the municipality.
    HomeCare {
        question: "Har du hemtjänst?", "Do you have home care?";
        about_another: "Har personen hemtjänst?", "Does the person have home care?";
        help: "Hemtjänst som kommunen har beviljat dig.", "Home care that the municipality has granted you.";
        sv: "ha hemtjänst", "har hemtjänst";
        en: "have home care", "having home care", "do not have home care";
    }
    /// Has another service from social services.
    OtherService {
        question: "Har du en annan insats från socialtjänsten?", "Do you have another service from the social services?";
        about_another: "Har personen en annan insats från socialtjänsten?", "Does the person have another service from the social services?";
        help: "Till exempel hemtjänst, trygghetslarm eller boendestöd.", "For instance home care, a safety alarm or housing support.";
        sv: "ha en annan insats från socialtjänsten", "har en annan insats från socialtjänsten";
        en: "have another service from the social services", "having another service from the social services", "have no other service from the social services";
    }
    /// Has support under the act on support for persons with certain functional impairments (LSS).
    LssSupport {
        question: "Har du en insats enligt LSS?", "Do you have support under LSS, the act on support for certain disabilities?";
        about_another: "Har personen en insats enligt LSS?", "Does the person have support under LSS, the act on support for certain disabilities?";
        help: "LSS är lagen om stöd och service till vissa funktionshindrade.", "LSS is the Swedish act on support and service for persons with certain functional impairments.";
        sv: "ha en insats enligt LSS", "har en insats enligt LSS";
        en: "have support under LSS", "having support under LSS", "have no support under LSS";
    }
    /// Can apply for and plan the insats without help.
    CanApplyAndPlan {
        question: "Kan du själv ansöka om och planera insatsen?", "Can you apply for the service and plan it yourself?";
        about_another: "Kan personen själv ansöka om och planera insatsen?", "Can the person apply for the service and plan it themselves?";
        help: "Du bedömer det själv.", "You judge it yourself.";
        sv: "själv kunna ansöka om och planera insatsen", "själv kan ansöka om och planera insatsen";
        en: "be able to apply for the service and plan it yourself", "being able to apply for the service and plan it yourself", "are not able to apply for the service and plan it yourself";
    }
    /// Has recently been discharged from hospital.
    RecentlyDischarged {
        question: "Har du nyligen skrivits ut från sjukhus?", "Have you recently been discharged from hospital?";
        about_another: "Har personen nyligen skrivits ut från sjukhus?", "Has the person recently been discharged from hospital?";
        help: "Fråga kommunen om du är osäker på hur nyligen det ska vara.", "Ask the municipality if you are unsure how recently it must be.";
        sv: "nyligen ha skrivits ut från sjukhus", "nyligen har skrivits ut från sjukhus";
        en: "have recently been discharged from hospital", "having recently been discharged from hospital", "have not recently been discharged from hospital";
    }
    /// Has respite care in short-term housing, or day care.
    RespiteOrDayCare {
        question: "Har du växelvård eller dagverksamhet?", "Do you have respite care or day care?";
        about_another: "Har personen växelvård eller dagverksamhet?", "Does the person have respite care or day care?";
        help: "Växelvård är att bo omväxlande hemma och på ett korttidsboende.", "With respite care one lives alternately at home and in short-term housing.";
        sv: "ha växelvård eller dagverksamhet", "har växelvård eller dagverksamhet";
        en: "have respite care or day care", "having respite care or day care", "have neither respite care nor day care";
    }
    /// The guardian of a child consents (SoL 2025:400, 21 kap. 2 §). Never in criteria, never of another person.
    GuardianConsents {
        question: "Samtycker vårdnadshavaren till insatsen?", "Does the guardian consent to the service?";
        about_another: "Samtycker vårdnadshavaren till insatsen?", "Does the guardian consent to the service?";
        help: "Finns det två vårdnadshavare ska båda samtycka. Från 12 år kan du få en individuellt prövad insats utan samtycke.", "Where there are two guardians, both must consent. From the age of 12 you can get an individually assessed service without consent.";
        sv: "ha vårdnadshavarens samtycke", "har vårdnadshavarens samtycke";
        en: "have the guardian's consent", "having the guardian's consent", "do not have the guardian's consent";
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
