//! Criteria as one readable sentence in Swedish and in English.

use crate::domain::text::Text;

use super::facts::Declarable;
use super::wording::{listed, relative_reason};
use super::{AgeLimit, Condition, Criterion};

/// That the catalogue lacks the criteria.
pub(crate) const NO_CRITERIA: Text = Text::fixed(
    "Katalogen saknar villkoren för insatsen. Fråga kommunen.",
    "The catalogue lacks the conditions of the service. Ask the municipality.",
);

/// Whom the criteria are met by, in one sentence; one more for those who are referred elsewhere.
pub(crate) fn sentence(criteria: Option<&Criterion>) -> Text {
    let Some(criteria) = criteria else {
        return NO_CRITERIA;
    };
    if criteria.is_open_to_all() {
        return Text::fixed("Insatsen är öppen för alla.", "The service is open to all.");
    }
    let mut referrals = Vec::new();
    let whom = match clause(criteria, false, &mut referrals) {
        Clause::Always => Text::fixed("Insatsen är öppen för alla.", "The service is open to all."),
        whom => {
            let Text { sv, en } = whom.written();
            Text::new(
                format!("Insatsen är till för dig som {sv}."),
                format!("The service is for you who {en}."),
            )
        }
    };
    referrals.into_iter().fold(whom, |so_far, referral| {
        Text::new(
            format!("{} {}", so_far.sv, referral.sv),
            format!("{} {}", so_far.en, referral.en),
        )
    })
}

/// What follows "du som" and "you who".
enum Clause {
    /// Nothing is asked.
    Always,
    /// One condition, or its opposite.
    One { text: Text, negative: bool },
    /// Every one of these.
    All(Vec<Clause>),
    /// At least one of these.
    Any(Vec<Clause>),
}

/// A criterion, or its opposite, as a clause; criteria that refer elsewhere become sentences of their own.
fn clause(criterion: &Criterion, opposite: bool, referrals: &mut Vec<Text>) -> Clause {
    if let (Some(otherwise), false) = (&criterion.otherwise, opposite) {
        let Text { sv, en } = clause(criterion, true, referrals).written();
        let to = &otherwise.refer_to.name;
        referrals.push(Text::new(
            format!("Du som {sv} hänvisas till {to}."),
            format!("You who {en} are referred to {to}."),
        ));
        return Clause::Always;
    }
    let several = |of: &[Criterion], referrals: &mut Vec<Text>| {
        let clauses = of.iter().map(|child| clause(child, opposite, referrals));
        clauses
            .filter(|clause| !matches!(clause, Clause::Always))
            .collect::<Vec<_>>()
    };
    match &criterion.condition {
        Condition::Not(of) => clause(of, !opposite, referrals),
        Condition::All(of) if !opposite => joined(several(of, referrals), Clause::All),
        Condition::Any(of) if opposite => joined(several(of, referrals), Clause::All),
        Condition::All(of) | Condition::Any(of) => joined(several(of, referrals), Clause::Any),
        leaf => Clause::One {
            text: of_leaf(leaf, opposite),
            negative: opposite,
        },
    }
}

fn joined(mut clauses: Vec<Clause>, join: impl FnOnce(Vec<Clause>) -> Clause) -> Clause {
    match clauses.len() {
        0 => Clause::Always,
        1 => clauses.remove(0),
        _ => join(clauses),
    }
}

impl Clause {
    fn written(&self) -> Text {
        match self {
            Self::Always => Text::fixed("vill", "wish to"),
            Self::One { text, .. } => text.clone(),
            Self::Any(of) => {
                let (sv, en) = each(of.iter());
                Text::new(
                    format!("antingen {}", listed(&refs(&sv), "eller")),
                    format!("either {}", listed(&refs(&en), "or")),
                )
            }
            Self::All(of) => {
                let is_negative = |clause: &&Self| matches!(clause, Self::One { negative: true, .. });
                let (positive_sv, positive_en) = each(of.iter().filter(|clause| !is_negative(clause)));
                let (negative_sv, negative_en) = each(of.iter().filter(is_negative));
                let both = |positive: &[String], negative: &[String], and: &str, but: &str| {
                    let parts = [listed(&refs(positive), and), listed(&refs(negative), and)];
                    let parts: Vec<&str> = parts
                        .iter()
                        .map(String::as_str)
                        .filter(|part| !part.is_empty())
                        .collect();
                    parts.join(but)
                };
                Text::new(
                    both(&positive_sv, &negative_sv, "och", ", men "),
                    both(&positive_en, &negative_en, "and", ", but "),
                )
            }
        }
    }
}

/// Each clause in both languages; several joined within another are marked as one.
fn each<'a>(clauses: impl Iterator<Item = &'a Clause>) -> (Vec<String>, Vec<String>) {
    clauses
        .map(|clause| {
            let Text { sv, en } = clause.written();
            match clause {
                Clause::All(_) => (format!("både {sv}"), format!("both {en}")),
                _ => (sv.into_owned(), en.into_owned()),
            }
        })
        .unzip()
}

fn refs(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

fn of_leaf(leaf: &Condition, opposite: bool) -> Text {
    match leaf {
        Condition::Age(limit) => age(*limit, opposite),
        Condition::RegisteredIn(kommunkod) => {
            let name = kommunkod.kommun().name;
            negated(
                opposite,
                &format!("är folkbokförd i {name}"),
                &format!("are registered as resident (folkbokförd) in {name}"),
                &format!("are not registered as resident (folkbokförd) in {name}"),
            )
        }
        Condition::ResidesIn(kommunkod) => {
            let name = kommunkod.kommun().name;
            negated(
                opposite,
                &format!("bor i {name}"),
                &format!("live in {name}"),
                &format!("do not live in {name}"),
            )
        }
        Condition::RelativeResidesIn(kommunkod) => {
            let name = kommunkod.kommun().name;
            negated(
                opposite,
                &format!("har en närstående som bor i {name}"),
                &format!("have somebody close who lives in {name}"),
                &format!("have nobody close who lives in {name}"),
            )
        }
        Condition::Declared(fact) => {
            let (sv, en, not_en) = declared(*fact);
            negated(opposite, sv, en, not_en)
        }
        Condition::DeclaredAnyOf(reasons) => {
            let (sv, en): (Vec<_>, Vec<_>) = reasons.iter().map(relative_reason).unzip();
            let (sv, en) = (listed(&sv, "eller"), listed(&en, "or"));
            negated(
                opposite,
                &format!("har en närstående som behöver stöd på grund av {sv}"),
                &format!("have somebody close who needs support because of {en}"),
                &format!("have nobody close who needs support because of {en}"),
            )
        }
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => Text::fixed("", ""),
    }
}

fn negated(opposite: bool, sv: &str, en: &str, not_en: &str) -> Text {
    if opposite {
        Text::new(format!("inte {sv}"), not_en)
    } else {
        Text::new(sv, en)
    }
}

fn age(limit: AgeLimit, opposite: bool) -> Text {
    let after = |most: u8| u16::from(most) + 1;
    match (limit.at_least, limit.at_most, opposite) {
        (Some(least), None, false) => Text::new(format!("har fyllt {least} år"), format!("have turned {least}")),
        (Some(least), None, true) => {
            Text::new(format!("inte har fyllt {least} år"), format!("have not turned {least}"))
        }
        (None, Some(most), false) => {
            let after = after(most);
            Text::new(format!("inte har fyllt {after} år"), format!("have not turned {after}"))
        }
        (None, Some(most), true) => {
            let after = after(most);
            Text::new(format!("har fyllt {after} år"), format!("have turned {after}"))
        }
        (Some(least), Some(most), false) => {
            let after = after(most);
            Text::new(
                format!("har fyllt {least} men inte {after} år"),
                format!("have turned {least} but not {after}"),
            )
        }
        (Some(least), Some(most), true) => {
            let after = after(most);
            Text::new(
                format!("inte har fyllt {least} år eller redan har fyllt {after} år"),
                format!("have not turned {least} or have turned {after} already"),
            )
        }
        (None, None, _) => Text::fixed("", ""),
    }
}

const fn declared(fact: Declarable) -> (&'static str, &'static str, &'static str) {
    match fact {
        Declarable::SupportsRelative => (
            "vårdar eller stöttar en närstående",
            "care for or support somebody close",
            "do not care for or support anybody close",
        ),
        Declarable::ParentWithMentalIllness => (
            "har en förälder med psykisk sjukdom eller psykisk ohälsa",
            "have a parent with a mental illness or mental ill-health",
            "have no parent with a mental illness or mental ill-health",
        ),
        Declarable::RelativelyHealthy => (
            "är någorlunda frisk",
            "are in reasonably good health",
            "are not in reasonably good health",
        ),
        Declarable::PsychiatricContact => (
            "har någon form av kontakt med psykiatrin",
            "have some kind of contact with psychiatric care",
            "have no contact with psychiatric care",
        ),
        Declarable::PsychiatricDisability => (
            "har en psykisk funktionsnedsättning",
            "have a psychiatric disability",
            "have no psychiatric disability",
        ),
        Declarable::SubstantialDifficulties => (
            "har stora svårigheter inom flera delar av livet",
            "have considerable difficulties in several areas of life",
            "have no considerable difficulties in several areas of life",
        ),
        Declarable::ComplexSupportNeeds => (
            "behöver sammansatt stöd och kontakt med flera myndigheter eller vårdgivare",
            "need composite support and contact with several authorities or care providers",
            "do not need composite support and contact with several authorities or care providers",
        ),
        Declarable::OfWorkingAge => ("är i arbetsför ålder", "are of working age", "are not of working age"),
        Declarable::VisionOrHearingImpairment => (
            "har en syn- eller hörselskada",
            "have a vision or hearing impairment",
            "have no vision or hearing impairment",
        ),
        Declarable::IsParent => ("är förälder", "are a parent", "are not a parent"),
        Declarable::ExposedToViolence => (
            "är utsatt för våld i en nära relation eller hedersrelaterat våld",
            "are exposed to violence in a close relation or honour-related violence",
            "are not exposed to violence in a close relation or honour-related violence",
        ),
        Declarable::UsesViolence => (
            "har använt våld i en nära relation",
            "have used violence in a close relation",
            "have not used violence in a close relation",
        ),
    }
}
