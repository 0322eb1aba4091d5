//! Recognises by name an insats that always requires individual assessment, and one that only mentions such an insats.
//!
//! Inflection, compounds, hyphens, spaces, invisible characters, letters of other scripts and one wrong letter make no
//! difference.

mod head;
mod terms;
mod vocabulary;
mod words;

use crate::domain::criteria::Criterion;
use crate::domain::criteria::ages::Ages;
use crate::domain::{CatalogueText, Slug};

use head::{Found, Role, read};
pub(crate) use terms::Provision;

/// The age from which item 5 does not apply.
const ADULT: u32 = 21;

/// The listed names in the slug and the name of an insats or activity.
#[derive(Clone, Debug)]
pub(crate) struct Called(Vec<Found>);

/// Why an insats needs assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RequiresAssessment {
    /// The listed name.
    pub term: &'static str,
    /// Whether the insats is what the listed name says; else it may only mention it.
    pub is_clear: bool,
    /// The provision.
    pub provision: Provision,
}

impl Called {
    /// Reads a slug and a name in both languages.
    pub(crate) fn of(slug: &Slug, name: &CatalogueText) -> Self {
        let names = std::iter::once(&name.sv).chain(&name.en);
        let mut found: Vec<Found> = names.flat_map(|name| read(name)).collect();
        let of_slug = read(&slug.as_str().replace('-', " "));
        // A slug has no punctuation and no capitals, so that the name shows what it means.
        let is_mentioned = |term| {
            let mut of_name = found.iter().filter(|of_name| of_name.term == term).peekable();
            of_name.peek().is_some() && of_name.all(|of_name| of_name.role == Role::Mentioned)
        };
        let shown = |of_slug: &Found| of_slug.role != Role::Unclear || !is_mentioned(of_slug.term);
        let of_slug: Vec<Found> = of_slug.into_iter().filter(shown).collect();
        found.extend(of_slug);
        found.retain(|found| found.role != Role::Mentioned);
        found.sort_by_key(|found| std::cmp::Reverse(found.role));
        Self(found)
    }

    /// Why those who meet the criteria need an assessment; `None` if they do not.
    pub(crate) fn requires_assessment(&self, criteria: Option<&Criterion>) -> Option<RequiresAssessment> {
        let of_young = |found: &Found| found.term.provision.goes_by_age();
        let is_for_adults =
            self.0.iter().any(of_young) && criteria.is_some_and(|criteria| !criteria.may_be_met_by(Ages::below(ADULT)));
        let found = self.0.iter().find(|found| !(of_young(found) && is_for_adults))?;
        Some(RequiresAssessment {
            term: found.term.name,
            is_clear: found.role == Role::Named,
            provision: found.term.provision,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::criteria::{AgeLimit, Condition, Criterion};
    use crate::domain::slug::Slug;
    use crate::domain::text::Text;

    use super::Called;

    fn age(at_least: Option<u8>, at_most: Option<u8>) -> Criterion {
        Criterion::bare(Condition::Age(AgeLimit { at_least, at_most }))
    }

    /// `refused`, `unclear` or `passes`.
    fn outcome(slug: &str, name: Text, criteria: Option<&Criterion>) -> &'static str {
        let called = Called::of(&Slug::parse(slug).expect("a slug"), &name.into());
        match called.requires_assessment(criteria) {
            None => "passes",
            Some(found) if found.is_clear => "refused",
            Some(_) => "unclear",
        }
    }

    #[test]
    fn tells_listed_names_from_mentions() {
        let mut wrong = Vec::new();
        for case in include_str!("names.txt").lines() {
            if case.is_empty() || case.starts_with('#') {
                continue;
            }
            let (expected, case) = case.split_once(' ').expect("an outcome");
            let found = match case.split_once(' ').expect("a kind") {
                ("slug", slug) => outcome(slug, Text::new("x", "x"), None),
                ("en", name) => outcome("x", Text::new("x", name.to_owned()), None),
                (_, name) => outcome("x", Text::new(name.to_owned(), "x"), None),
            };
            if found != expected {
                wrong.push(format!("{case}: {found}, not {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn the_adults_form_of_item_5_passes() {
        let named = |name: &'static str, criteria: &Criterion| outcome("x", Text::new(name, "x"), Some(criteria));
        let not_young = Criterion::bare(Condition::Not(Box::new(age(None, Some(20)))));
        for name in ["Stödboende", "Vård på HVB", "Jourhem", "Skyddat boende"] {
            assert_eq!(named(name, &age(Some(21), None)), "passes", "{name}");
            assert_eq!(named(name, &not_young), "passes", "{name}");
            assert_eq!(named(name, &age(Some(20), None)), "refused", "{name}");
        }
        for name in [
            "Kontaktperson",
            "LVM-hem",
            "Särskilda ungdomshem",
            "Särskilt boende",
            "Familjehem",
        ] {
            assert_eq!(named(name, &age(Some(21), None)), "refused", "{name}");
        }
    }
}
