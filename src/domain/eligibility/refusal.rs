//! What a person does not meet, in one or two sentences.

use crate::domain::Text;
use crate::domain::criteria::Criterion;
use crate::domain::criteria::evaluate::Truth;
use crate::domain::criteria::in_words::others::Others;
use crate::domain::criteria::in_words::phrase::{listed, phrase};
use crate::domain::criteria::in_words::topic::{SITUATION, topic};
use crate::domain::criteria::in_words::wording::clause;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::criteria::unmet::{OneUnmet, Unmet, unmet};
use crate::domain::insatser::decision::Adoption;
use crate::domain::text::{composed, text};

use super::answer::StandsOn;

/// What criteria belong to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject {
    /// The activity or the place; `None` for the insats.
    pub stands_on: Option<StandsOn>,
    /// Whether the decision on it is known to be adopted; `None` without a decision.
    pub adoption: Option<Adoption>,
}

impl Subject {
    /// What it is called in Swedish and English.
    pub(crate) const fn name(self) -> (&'static str, &'static str) {
        match self.stands_on {
            None => ("Insatsen", "This service"),
            Some(StandsOn::Activity) => ("Aktiviteten", "This activity"),
            Some(StandsOn::Place) => ("Platsen", "This place"),
        }
    }
}

/// What is not met, whom the insats is for, and what else may suit; `suitable` are names in Swedish and English.
pub(crate) fn refusal(
    criteria: &Criterion,
    leaves: &[Truth],
    questions: &[LocalQuestion],
    subject: Subject,
    suitable: &[[&str; 2]],
) -> Text {
    let unmet = unmet(criteria, leaves);
    let ones: Vec<OneUnmet> = unmet
        .iter()
        .filter_map(|unmet| match unmet {
            Unmet::One(one) => Some(*one),
            Unmet::NoneOf(_) => None,
        })
        .collect();
    let mut sentences: Vec<Text> = Vec::new();
    sentences.extend(topics(&ones));
    for unmet in &unmet {
        if let Unmet::NoneOf(several) = unmet {
            sentences.push(none_of(several, questions));
        }
    }
    if sentences.is_empty() {
        sentences.push(text!(
            "Enligt dina svar uppfyller du inte villkoren.",
            "According to your answers, you do not meet the conditions."
        ));
    }
    let whom = whom(&ones, questions, subject);
    let others = may_suit(suitable);
    sentences.extend(match (whom, others) {
        (Some(whom), Some(others)) => vec![composed!("{whom}, men {others}.", "{whom}, but {others}."; whom, others)],
        (whom, others) => whom
            .into_iter()
            .chain(others)
            .map(|sentence| composed!("{sentence}.", "{sentence}."; sentence))
            .collect(),
    });
    let (sv, en): (Vec<_>, Vec<_>) = sentences.into_iter().map(|text| (text.sv, text.en)).unzip();
    Text::new(sv.join(" "), en.join(" "))
}

/// What the conditions that are not met are about.
fn topics(ones: &[OneUnmet]) -> Option<Text> {
    let mut topics: Vec<Text> = Vec::new();
    for topic in ones.iter().filter_map(|one| topic(one.leaf)) {
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    Some(match &topics[..] {
        [] => return None,
        [only] if *only == SITUATION => text!(
            "Du uppfyller inte ett villkor om din situation.",
            "You do not meet a condition about your situation."
        ),
        [only] => composed!(
            "Du uppfyller inte villkoret om {only}.",
            "You do not meet the condition about {only}.";
            only = (&only.sv, &only.en)
        ),
        several => {
            let (sv, en): (Vec<&str>, Vec<&str>) = several.iter().map(|topic| (&*topic.sv, &*topic.en)).unzip();
            composed!(
                "Du uppfyller inte dessa villkor: {topics}.",
                "You do not meet these conditions: {topics}.";
                topics = (sv.join(", "), en.join(", "))
            )
        }
    })
}

/// That no alternative is met.
fn none_of(several: &[OneUnmet], questions: &[LocalQuestion]) -> Text {
    let in_words = |one: &OneUnmet| match topic(one.leaf) {
        Some(topic) if topic == SITUATION => topic,
        _ => clause(one.leaf, one.opposite, questions),
    };
    let mut alternatives: Vec<Text> = Vec::new();
    for alternative in several.iter().map(in_words) {
        if !alternatives.contains(&alternative) {
            alternatives.push(alternative);
        }
    }
    let (sv, en): (Vec<&str>, Vec<&str>) = alternatives.iter().map(|text| (&*text.sv, &*text.en)).unzip();
    composed!(
        "Inget av alternativen stämmer enligt dina svar: {alternatives}.",
        "According to your answers, none of these applies: {alternatives}.";
        alternatives = (listed(&sv, "eller"), listed(&en, "or"))
    )
}

/// Whom it is for, by the conditions that are not met; nothing about what a person would rather not see repeated.
fn whom(ones: &[OneUnmet], questions: &[LocalQuestion], subject: Subject) -> Option<Text> {
    let mut of_others = Vec::new();
    let mut of_person = Vec::new();
    for one in ones {
        if topic(one.leaf).is_none_or(|topic| topic == SITUATION) {
            continue;
        }
        if let Some(phrase) = phrase(one.leaf, one.opposite, questions) {
            of_person.push((phrase.present_sv, phrase.plural_en));
        } else if let Some(others) = Others::of(one.leaf, one.opposite) {
            of_others.push(others.requirement(questions));
        }
    }
    if let ([], [first, ..]) = (&of_person[..], &of_others[..]) {
        return Some(first.clone());
    }
    let (sv, en): (Vec<&str>, Vec<&str>) = of_person.iter().map(|(sv, en)| (&**sv, &**en)).unzip();
    let name = subject.name();
    let is = match subject.adoption {
        Some(Adoption::Proposed) => ("är enligt ett förslag för", "is, according to a proposal, for"),
        _ => ("är för", "is for"),
    };
    (!sv.is_empty()).then(|| {
        composed!(
            "{name} {is} dig som {whom}",
            "{name} {is} people who {whom}";
            name, is, whom = (listed(&sv, "och"), listed(&en, "and"))
        )
    })
}

/// That parts of the insats may suit.
fn may_suit(suitable: &[[&str; 2]]) -> Option<Text> {
    let (sv, en): (Vec<&str>, Vec<&str>) = suitable.iter().map(|[sv, en]| (*sv, *en)).unzip();
    (!sv.is_empty()).then(|| {
        composed!(
            "{names} kan passa dig",
            "{names} may suit you";
            names = (listed(&sv, "och"), listed(&en, "and"))
        )
    })
}

/// That somebody else gives the support, and what else may suit; `suitable` are names in Swedish and English.
pub(crate) fn referred_elsewhere(to: &str, suitable: &[[&str; 2]]) -> Text {
    let others = may_suit(suitable);
    let others = others.map_or(
        Text::fixed("", ""),
        |others| composed!(" {others}.", " {others}."; others),
    );
    composed!(
        "Det stödet ger {to}. Vänd dig dit.{others}",
        "That support is provided by {to}. Please contact them.{others}";
        others
    )
}
