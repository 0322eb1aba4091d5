//! The fields of a form as they were sent.

use std::collections::BTreeMap;

use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::variables::{Ask, OpenFact, Whom};

use super::birth::PartialBirth;
use super::names::{NONE_OF_THEM, UNKNOWN, fact_of};

/// The fields of a form as they were sent. It derives no `Debug`: facts stay in memory.
#[derive(Clone, Default)]
pub(crate) struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    /// Reads the fields of a form (`application/x-www-form-urlencoded`). A field without a value counts as absent.
    pub(crate) fn parse(body: &[u8]) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(body) {
            let value = value.trim();
            if !value.is_empty() {
                fields.entry(name.into_owned()).or_default().push(value.to_owned());
            }
        }
        let mut fields = Self(fields);
        fields.in_canonical_form();
        fields
    }

    /// The values of a field; none if it is absent.
    pub(crate) fn values(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The only value of a field.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        match self.values(name) {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether a field has any value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// States that the answer to a field is not known.
    pub(crate) fn leave_unknown(&mut self, name: String) {
        self.0.insert(name, vec![UNKNOWN.to_owned()]);
    }

    /// Takes a field out, with its values.
    pub(crate) fn take(&mut self, name: &str) -> Vec<String> {
        self.0.remove(name).unwrap_or_default()
    }

    /// The fields in order of name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(name, values)| (&**name, &**values))
    }

    /// Whether there is no field.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of persons that a list is stated to have.
    fn count(&self, list: &str) -> Option<usize> {
        self.value(list)?.parse().ok()
    }

    /// Writes dates of birth in one way, and drops what is stated about persons whom the lists no longer have.
    fn in_canonical_form(&mut self) {
        let mut gone = Vec::new();
        for (name, values) in &mut self.0 {
            match fact_of(name).map(|open| open.ask) {
                Some(Ask::Fact(Fact::BirthDate)) => {
                    for value in values.iter_mut() {
                        if let Some(birth) = PartialBirth::parse(value) {
                            *value = birth.to_string();
                        }
                    }
                }
                // The form sends "none" with every list of choices.
                Some(Ask::Fact(Fact::RelativeReasons)) if values.len() > 1 => {
                    values.retain(|value| value != NONE_OF_THEM);
                }
                _ => {}
            }
        }
        for name in self.0.keys() {
            if let Some(OpenFact {
                whom: Whom::Listed(persons, at),
                ..
            }) = fact_of(name)
                && self.count(persons.into()).is_some_and(|count| usize::from(at) >= count)
            {
                gone.push(name.clone());
            }
        }
        for name in gone {
            self.0.remove(&name);
        }
    }
}
