//! Conditions on the persons of a list, in words.

use std::borrow::Cow;

use crate::domain::Text;
use crate::domain::text::composed;

use super::phrase::Phrase;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::criteria::persons::Persons;
use crate::domain::criteria::variables::quantified;
use crate::domain::criteria::{Condition, Criterion};

/// How many persons of a list meet a condition.
#[derive(Clone, Copy)]
enum Share {
    Every,
    Some,
    None,
}

/// A condition on the persons of a list, or its opposite.
pub(crate) struct Others<'a> {
    persons: Persons,
    share: Share,
    meets: Cow<'a, Criterion>,
    /// Whether they meet the opposite.
    opposite: bool,
}

impl<'a> Others<'a> {
    /// A leaf, or its opposite; `None` if it is not about other persons.
    pub(crate) fn of(leaf: &'a Condition, opposite: bool) -> Option<Self> {
        let (each, persons, meets) = quantified(leaf)?;
        // "Ingen" has no place before "partner": its opposite is said of the partner instead.
        let is_partner = persons == Persons::Partner && !meets.is_open_to_all();
        let (share, opposite) = match (each, opposite) {
            (true, false) => (Share::Every, false),
            (false, true) if is_partner => (Share::Every, true),
            (false, true) => (Share::None, false),
            (_, opposite) => (Share::Some, opposite),
        };
        Some(Self {
            persons,
            share,
            meets,
            opposite,
        })
    }

    /// Something to meet: "Alla i hushållet ska vara 75 år eller äldre".
    pub(crate) fn requirement(&self, questions: &[LocalQuestion]) -> Text {
        if self.meets.is_open_to_all() {
            let (infinitive_sv, _, base_en) = self.having_some();
            return composed!(
                "Du ska {not}{having_some}",
                "You must {not}{having_some}";
                not = self.not(),
                having_some = (infinitive_sv, base_en)
            );
        }
        let Phrase {
            infinitive_sv, base_en, ..
        } = Phrase::of(&self.meets, self.opposite, questions);
        let (sv, en) = self.subject();
        let must = match self.share {
            Share::None => ("får", "may"),
            _ => ("ska", "must"),
        };
        composed!(
            "{subject} {must} {phrase}",
            "{subject} {must} {phrase}";
            subject = (capital(sv), capital(en)),
            must,
            phrase = (infinitive_sv, base_en)
        )
    }

    /// After "att" and "that": "alla i hushållet är 75 år eller äldre".
    pub(crate) fn clause(&self, questions: &[LocalQuestion]) -> Text {
        if self.meets.is_open_to_all() {
            return composed!("du {relative}", "you {relative}"; relative = self.relative(questions));
        }
        let Phrase {
            present_sv,
            singular_en,
            ..
        } = Phrase::of(&self.meets, self.opposite, questions);
        composed!(
            "{subject} {phrase}",
            "{subject} {phrase}";
            subject = self.subject(),
            phrase = (present_sv, singular_en)
        )
    }

    /// After "som" and "people who": "bor med någon som är 75 år eller äldre".
    pub(crate) fn relative(&self, questions: &[LocalQuestion]) -> Text {
        let (_, present_sv, base_en) = self.having_some();
        let plural_en = base_en.strip_prefix("be ").map(|rest| format!("are {rest}"));
        let plural_en = plural_en.unwrap_or_else(|| base_en.to_owned());
        if self.meets.is_open_to_all() {
            return if matches!(self.share, Share::None) {
                let en = base_en.strip_prefix("be ").map(|rest| format!("are not {rest}"));
                let en = en.unwrap_or_else(|| format!("do not {base_en}"));
                Text::new(format!("inte {present_sv}"), en)
            } else {
                Text::new(present_sv, plural_en)
            };
        }
        let phrase = Phrase::of(&self.meets, self.opposite, questions);
        let some = match self.persons {
            Persons::Partner => ("har en partner", "have a partner"),
            _ => (present_sv, &*plural_en),
        };
        match self.share {
            Share::Every => {
                composed!(
                    "{having_only} som {phrase}",
                    "{having_only} who {phrase}";
                    having_only = self.having_only(),
                    phrase = (phrase.present_sv, phrase.plural_en)
                )
            }
            share => {
                let not = match share {
                    Share::None => ("inte ", "do not "),
                    _ => ("", ""),
                };
                composed!(
                    "{not}{some} som {phrase}",
                    "{not}{some} who {phrase}";
                    not,
                    some,
                    phrase = (phrase.present_sv, phrase.singular_en)
                )
            }
        }
    }

    const fn not(&self) -> (&'static str, &'static str) {
        match self.share {
            Share::None => ("inte ", "not "),
            _ => ("", ""),
        }
    }

    /// The persons as the subject of a sentence.
    const fn subject(&self) -> (&'static str, &'static str) {
        match (self.persons, self.share) {
            (Persons::Partner, Share::Every) => ("din partner, om du har en,", "your partner, if you have one,"),
            (Persons::Partner, _) => ("din partner", "your partner"),
            (Persons::Household, Share::Every) => ("alla i hushållet", "everyone in the household"),
            (Persons::Household, Share::Some) => ("någon i hushållet", "someone in the household"),
            (Persons::Household, Share::None) => ("ingen i hushållet", "no one in the household"),
            (Persons::SupportedPersons, Share::Every) => ("alla som du stöttar", "everyone you support"),
            (Persons::SupportedPersons, Share::Some) => ("någon som du stöttar", "someone you support"),
            (Persons::SupportedPersons, Share::None) => ("ingen som du stöttar", "no one you support"),
            (Persons::Children, Share::Every) => ("alla barn", "every child"),
            (Persons::Children, Share::Some) => ("något barn", "a child"),
            (Persons::Children, Share::None) => ("inget barn", "no child"),
        }
    }

    /// That there is anybody in the list: after "ska", after "som", and after "must".
    const fn having_some(&self) -> (&'static str, &'static str, &'static str) {
        match self.persons {
            Persons::Partner => ("leva i ett par", "lever i ett par", "be in a couple"),
            Persons::Household => (
                "bo tillsammans med någon",
                "bor tillsammans med någon",
                "live with someone",
            ),
            Persons::SupportedPersons => ("stötta någon", "stöttar någon", "support someone"),
            Persons::Children => (
                "ha eller komma med ett barn",
                "har eller kommer med ett barn",
                "have or bring a child",
            ),
        }
    }

    /// That every person of the list is of a kind, which follows "som" and "who".
    const fn having_only(&self) -> (&'static str, &'static str) {
        match self.persons {
            Persons::Partner => (
                "inte har någon partner eller har en partner",
                "do not have a partner, or have partners",
            ),
            Persons::Household => ("bor ensamma eller bara med personer", "live alone or only with people"),
            Persons::SupportedPersons => ("bara stöttar personer", "only support people"),
            Persons::Children => ("bara har eller kommer med barn", "only have or bring children"),
        }
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
