//! Criteria as one readable sentence in Swedish and in English.

use crate::domain::Text;

use super::local::LocalQuestion;
use super::persons::Persons;
use super::phrase::{listed, phrase};
use super::variables::quantified;
use super::{Condition, Criterion, NotEvaluated};

/// That the catalogue lacks the criteria.
pub(crate) const NO_CRITERIA: Text = Text::fixed(
    "Katalogen saknar villkoren för insatsen. Fråga kommunen.",
    "The catalogue lacks the conditions of the service. Ask the municipality.",
);

/// Whom the criteria are met by, in one sentence; one more for those who are referred elsewhere.
pub(crate) fn sentence(criteria: Option<&Criterion>, questions: &[LocalQuestion]) -> Text {
    let Some(criteria) = criteria else {
        return NO_CRITERIA;
    };
    if criteria.is_open_to_all() {
        return Text::fixed("Insatsen är öppen för alla.", "The service is open to all.");
    }
    let mut clauses = Clauses {
        questions,
        referrals: Vec::new(),
    };
    let whom = match clauses.clause(criteria, false) {
        Clause::Always => Text::fixed("Insatsen är öppen för alla.", "The service is open to all."),
        whom => {
            let Text { sv, en } = whom.written();
            Text::new(
                format!("Insatsen är till för dig som {sv}."),
                format!("The service is for you who {en}."),
            )
        }
    };
    clauses.referrals.into_iter().fold(whom, |so_far, referral| {
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

/// Clauses while they are made; criteria that refer elsewhere become sentences of their own.
struct Clauses<'a> {
    questions: &'a [LocalQuestion],
    referrals: Vec<Text>,
}

impl Clauses<'_> {
    /// A criterion, or its opposite, as a clause.
    fn clause(&mut self, criterion: &Criterion, opposite: bool) -> Clause {
        if let (Some(otherwise), false) = (&criterion.otherwise, opposite) {
            let Text { sv, en } = self.clause(criterion, true).written();
            let to = &otherwise.refer_to.name;
            self.referrals.push(Text::new(
                format!("Du som {sv} hänvisas till {to}."),
                format!("You who {en} are referred to {to}."),
            ));
            return Clause::Always;
        }
        match &criterion.condition {
            Condition::Not(of) => self.clause(of, !opposite),
            Condition::All(of) if !opposite => joined(self.several(of, opposite), Clause::All),
            Condition::Any(of) if opposite => joined(self.several(of, opposite), Clause::All),
            Condition::All(of) | Condition::Any(of) => joined(self.several(of, opposite), Clause::Any),
            leaf => Clause::One {
                text: self.leaf(leaf, opposite),
                negative: opposite,
            },
        }
    }

    fn several(&mut self, of: &[Criterion], opposite: bool) -> Vec<Clause> {
        let clauses = of.iter().map(|child| self.clause(child, opposite));
        clauses.filter(|clause| !matches!(clause, Clause::Always)).collect()
    }

    fn leaf(&self, leaf: &Condition, opposite: bool) -> Text {
        if let Some(phrase) = phrase(leaf, self.questions) {
            return if opposite {
                Text::new(phrase.not_sv, phrase.not_en)
            } else {
                let en = phrase.present_en();
                Text::new(phrase.present_sv, en)
            };
        }
        if let Condition::NotEvaluated(NotEvaluated { text, .. }) = leaf {
            let (sv, en) = if opposite {
                ("inte uppfyller", "do not meet")
            } else {
                ("uppfyller", "meet")
            };
            return Text::new(
                format!("{sv} villkoret ”{}”", text.sv),
                format!("{en} the condition “{}”", text.en_or_sv()),
            );
        }
        let Some((each, persons, meets)) = quantified(leaf) else {
            return Text::fixed("", "");
        };
        let mut others = Clauses {
            questions: self.questions,
            referrals: Vec::new(),
        };
        let meeting = match others.clause(&meets, false) {
            Clause::Always => None,
            clause => Some(clause.written()),
        };
        of_persons((each, persons), meeting.as_ref(), opposite)
    }
}

/// What follows "du som" and "you who" about the persons of a list who meet something.
fn of_persons((each, persons): (bool, Persons), meeting: Option<&Text>, opposite: bool) -> Text {
    let (sv, en) = match persons {
        Persons::Partner => ("har en partner", "have a partner"),
        Persons::Household => ("bor med någon", "live with somebody"),
        Persons::SupportedPersons => ("stöttar någon", "support somebody"),
        Persons::Children => ("har eller kommer med ett barn", "have or come with a child"),
    };
    let not = if opposite { ("inte ", "do not ") } else { ("", "") };
    let Some(meeting) = meeting else {
        return Text::new(format!("{}{sv}", not.0), format!("{}{en}", not.1));
    };
    if each {
        let (subject_sv, subject_en) = match persons {
            Persons::Partner => ("din partner, om du har en,", "your partner, if you have one,"),
            Persons::Household => ("alla i hushållet", "everyone in the household"),
            Persons::SupportedPersons => ("alla du stöttar", "everyone you support"),
            Persons::Children => ("alla barnen", "all the children"),
        };
        let must = if opposite {
            ("inte kan svara", "cannot say")
        } else {
            ("kan svara", "can say")
        };
        return Text::new(
            format!("{} att {subject_sv} {}", must.0, meeting.sv),
            format!("{} that {subject_en} {}", must.1, of_another(&meeting.en)),
        );
    }
    Text::new(
        format!("{}{sv} som {}", not.0, meeting.sv),
        format!("{}{en} who {}", not.1, of_another(&meeting.en)),
    )
}

/// What follows "you" as it follows "who": its verb in the third person.
fn of_another(en: &str) -> String {
    let (verb, rest) = en.split_once(' ').unwrap_or((en, ""));
    let verb = match verb {
        "have" => "has",
        "are" => "is",
        "do" => "does",
        "live" => "lives",
        "need" => "needs",
        "care" => "cares",
        "turn" => "turns",
        "meet" => "meets",
        "answer" => "answers",
        other => other,
    };
    format!("{verb} {rest}")
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
