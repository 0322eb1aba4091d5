//! One condition as a phrase, in the grammatical forms that sentences need.

use std::borrow::Cow;

use crate::domain::{Kommunkod, Text};

use super::declarable::{Declarable, RelativeReason, RelativeReasons, Wording};
use super::local::{LocalQuestion, find};
use super::{AgeLimit, Condition};

type Words = Cow<'static, str>;

/// A condition as a phrase about "du" and "you".
pub(crate) struct Phrase {
    /// After "ska".
    pub infinitive_sv: Words,
    /// After "villkoret att".
    pub that_sv: Words,
    /// After "du som".
    pub present_sv: Words,
    /// The opposite after "du som".
    pub not_sv: Words,
    /// After "must".
    pub base_en: Words,
    /// After "the condition".
    pub that_en: Words,
    /// The opposite after "you".
    pub not_en: Words,
}

impl Phrase {
    /// `verb` is the infinitive and the present tense, `rest` follows both; the same in English with the base form and the
    /// gerund, and `not_en` for the opposite.
    fn new(verb: [&str; 2], rest: &str, en: [&str; 2], rest_en: &str, not_en: &str) -> Self {
        let join = |word: &str, rest: &str| Words::from(format!("{word} {rest}"));
        Self {
            infinitive_sv: join(verb[0], rest),
            that_sv: join(verb[0], rest),
            present_sv: join(verb[1], rest),
            not_sv: format!("inte {} {rest}", verb[1]).into(),
            base_en: join(en[0], rest_en),
            that_en: format!("of {} {rest_en}", en[1]).into(),
            not_en: format!("{not_en} {rest_en}").into(),
        }
    }

    /// After "you".
    pub(crate) fn present_en(&self) -> Words {
        match self.base_en.strip_prefix("be ") {
            Some(rest) => format!("are {rest}").into(),
            None => self.base_en.clone(),
        }
    }

    /// The opposite, as a phrase of its own.
    pub(crate) fn opposite(self) -> Self {
        let bare = self.infinitive_sv.strip_prefix("inte ");
        let infinitive_sv = bare.map_or_else(|| format!("inte {}", self.infinitive_sv), str::to_owned);
        Self {
            that_sv: infinitive_sv.clone().into(),
            infinitive_sv: infinitive_sv.into(),
            present_sv: self.not_sv.clone(),
            not_sv: self.present_sv.clone(),
            base_en: format!("not {}", self.base_en).into(),
            that_en: self.that_en.replacen("of ", "of not ", 1).into(),
            not_en: self.present_en(),
        }
    }
}

/// The phrase of a leaf about one person; `None` for any other condition.
pub(crate) fn phrase(leaf: &Condition, questions: &[LocalQuestion]) -> Option<Phrase> {
    let named = leaf.municipalities();
    Some(match leaf {
        Condition::Age(limit) => age(*limit),
        Condition::AgeInYear(limit) => age_in_year(*limit),
        Condition::RegisteredIn(_) | Condition::RegisteredInAnyOf(_) => Phrase::new(
            ["vara", "är"],
            &format!("folkbokförd i {}", names(named, "eller")),
            ["be", "being"],
            &format!("registered as resident (folkbokförd) in {}", names(named, "or")),
            "are not",
        ),
        Condition::ResidesIn(_) | Condition::ResidesInAnyOf(_) => Phrase::new(
            ["bo", "bor"],
            &format!("i {}", names(named, "eller")),
            ["live", "living"],
            &format!("in {}", names(named, "or")),
            "do not live",
        ),
        Condition::RelativeResidesIn(_) => Phrase {
            that_sv: format!("den närstående bor i {}", names(named, "eller")).into(),
            that_en: format!("that the person supported lives in {}", names(named, "or")).into(),
            not_en: format!("have nobody close who lives in {}", names(named, "or")).into(),
            ..Phrase::new(
                ["ha", "har"],
                &format!("en närstående som bor i {}", names(named, "eller")),
                ["have", "having"],
                &format!("somebody close who lives in {}", names(named, "or")),
                "",
            )
        },
        Condition::Declared(fact) => declared(*fact),
        Condition::DeclaredLocally(slug) => {
            let question = find(questions, slug).map(|question| &question.question);
            let (sv, en) = question.map_or((slug.as_str(), slug.as_str()), |text| (&text.sv, text.en_or_sv()));
            Phrase::new(
                ["svara", "svarar"],
                &format!("ja på frågan ”{sv}”"),
                ["answer", "answering"],
                &format!("yes to the question “{en}”"),
                "do not answer",
            )
        }
        Condition::DeclaredAnyOf(reasons) => relative_reasons(*reasons),
        _ => return None,
    })
}

fn names(named: &[Kommunkod], last_joint: &str) -> String {
    let names: Vec<&str> = named.iter().map(|kommunkod| kommunkod.kommun().name).collect();
    listed(&names, last_joint)
}

fn declared(fact: Declarable) -> Phrase {
    let Wording {
        sv: [infinitive, present],
        en: [base, gerund, not_en],
        ..
    } = fact.wording();
    Phrase {
        infinitive_sv: infinitive.into(),
        that_sv: infinitive.into(),
        present_sv: present.into(),
        not_sv: format!("inte {present}").into(),
        base_en: base.into(),
        that_en: format!("of {gerund}").into(),
        not_en: not_en.into(),
    }
}

fn age(limit: AgeLimit) -> Phrase {
    let after = limit.at_most.map(|most| u16::from(most) + 1);
    let turned = |sv: &str, en: &str| {
        Phrase::new(
            ["ha", "har"],
            &format!("fyllt {sv} år"),
            ["have", "having"],
            &format!("turned {en}"),
            "have not",
        )
    };
    match (limit.at_least, after) {
        (None, None) => turned("0", "0"),
        (Some(least), None) => turned(&least.to_string(), &least.to_string()),
        (None, Some(after)) => Phrase {
            base_en: format!("not have turned {after}").into(),
            that_en: format!("of not having turned {after}").into(),
            ..turned(&after.to_string(), &after.to_string()).opposite()
        },
        (Some(least), Some(after)) => Phrase {
            not_sv: format!("inte har fyllt {least} år eller redan har fyllt {after} år").into(),
            not_en: format!("have not turned {least} or have turned {after} already").into(),
            ..turned(
                &format!("{least} men inte {after}"),
                &format!("{least} but not {after}"),
            )
        },
    }
}

fn age_in_year(limit: AgeLimit) -> Phrase {
    let (sv, en) = match (limit.at_least, limit.at_most) {
        (Some(least), Some(most)) if least == most => (format!("{least} år"), format!("{least}")),
        (Some(least), Some(most)) => (format!("{least} till {most} år"), format!("{least} to {most}")),
        (Some(least), None) => (format!("minst {least} år"), format!("{least} or more")),
        (None, most) => {
            let most = most.unwrap_or_default();
            (format!("högst {most} år"), format!("{most} or less"))
        }
    };
    Phrase::new(
        ["fylla", "fyller"],
        &format!("{sv} under kalenderåret"),
        ["turn", "turning"],
        &format!("{en} during the calendar year"),
        "do not turn",
    )
}

fn relative_reasons(reasons: RelativeReasons) -> Phrase {
    let (sv, en): (Vec<_>, Vec<_>) = reasons.iter().map(relative_reason).unzip();
    let (sv, en) = (listed(&sv, "eller"), listed(&en, "or"));
    Phrase {
        that_sv: format!("den närstående behöver stöd på grund av {sv}").into(),
        that_en: format!("that the person close needs support because of {en}").into(),
        not_en: format!("have nobody close who needs support because of {en}").into(),
        ..Phrase::new(
            ["ha", "har"],
            &format!("en närstående som behöver stöd på grund av {sv}"),
            ["have", "having"],
            &format!("somebody close who needs support because of {en}"),
            "",
        )
    }
}

/// A reason why somebody close needs support, in Swedish and English.
pub(crate) const fn relative_reason(reason: RelativeReason) -> (&'static str, &'static str) {
    match reason {
        RelativeReason::Alder => ("ålder", "age"),
        RelativeReason::LangvarigSjukdom => ("långvarig sjukdom", "long illness"),
        RelativeReason::PsykiskOhalsa => ("psykisk ohälsa", "mental ill-health"),
        RelativeReason::Funktionsnedsattning => ("funktionsnedsättning", "disability"),
        RelativeReason::Beroende => ("beroende", "addiction"),
        RelativeReason::ValdINaraRelation => ("våld i nära relation", "violence in a close relation"),
    }
}

/// Words in a row: `a, b eller c`.
pub fn listed(words: &[&str], last_joint: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {last_joint} {last}", first.join(", ")),
    }
}

/// Words in a row, in both languages: joined by "och" and "and", or by "eller" and "or".
pub(crate) fn listed_texts(texts: &[Text], every: bool) -> Text {
    let (sv, en): (Vec<&str>, Vec<&str>) = texts.iter().map(|text| (&*text.sv, &*text.en)).unzip();
    let (sv_joint, en_joint) = if every { ("och", "and") } else { ("eller", "or") };
    Text::new(listed(&sv, sv_joint), listed(&en, en_joint))
}
