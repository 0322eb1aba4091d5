//! The names and sentences by which generated insatser differ.

use std::collections::BTreeMap;

use crate::domain::{CatalogueText, Slug};

/// How the names of localities begin, with the same in the letters of a slug.
const BEGINNINGS: [(&str, &str); 29] = [
    ("Ask", "ask"),
    ("Björk", "bjork"),
    ("Ek", "ek"),
    ("Gran", "gran"),
    ("Hassel", "hassel"),
    ("Lind", "lind"),
    ("Lönn", "lonn"),
    ("Rönn", "ronn"),
    ("Sälg", "salg"),
    ("Tall", "tall"),
    ("Berg", "berg"),
    ("Bro", "bro"),
    ("Dal", "dal"),
    ("Fisk", "fisk"),
    ("Fors", "fors"),
    ("Hammar", "hammar"),
    ("Hav", "hav"),
    ("Klock", "klock"),
    ("Kvarn", "kvarn"),
    ("Käll", "kall"),
    ("Mjölnar", "mjolnar"),
    ("Näs", "nas"),
    ("Odal", "odal"),
    ("Post", "post"),
    ("Ros", "ros"),
    ("Smed", "smed"),
    ("Sten", "sten"),
    ("Strand", "strand"),
    ("Vall", "vall"),
];

/// How they end.
const ENDINGS: [(&str, &str); 23] = [
    ("backen", "backen"),
    ("berga", "berga"),
    ("bo", "bo"),
    ("by", "by"),
    ("dalen", "dalen"),
    ("fallet", "fallet"),
    ("gården", "garden"),
    ("hagen", "hagen"),
    ("holmen", "holmen"),
    ("hult", "hult"),
    ("hyltan", "hyltan"),
    ("kullen", "kullen"),
    ("lunda", "lunda"),
    ("lyckan", "lyckan"),
    ("mon", "mon"),
    ("näset", "naset"),
    ("rydet", "rydet"),
    ("sjön", "sjon"),
    ("slätten", "slatten"),
    ("torp", "torp"),
    ("udden", "udden"),
    ("viken", "viken"),
    ("ängen", "angen"),
];

/// A part of a municipality, as insatser are called by.
pub(super) struct Locality {
    /// Its name.
    pub name: String,
    slug: String,
    house: usize,
}

impl Locality {
    /// The locality of an insats, by its number among those of a municipality, by its own number.
    pub(super) fn of(municipality: usize, number: usize) -> Self {
        // Both lengths are prime, so that a step through either reaches every pair.
        let (beginning, slug_beginning) = BEGINNINGS[(municipality * 7 + number) % BEGINNINGS.len()];
        let (ending, slug_ending) = ENDINGS[(municipality + number * 5) % ENDINGS.len()];
        Self {
            name: format!("{beginning}{ending}"),
            slug: format!("{slug_beginning}{slug_ending}-{number}"),
            house: 1 + (municipality + number) % 60,
        }
    }

    /// A slug for what is there.
    pub(super) fn slug(&self) -> Slug {
        Slug::parse(&self.slug).expect("letters and a number are a slug")
    }

    /// A street address there.
    pub(super) fn address(&self) -> String {
        format!("{}vägen {}, {}", self.name, self.house, self.name)
    }

    /// The name of an insats there.
    pub(super) fn named(&self, name: &CatalogueText) -> CatalogueText {
        changed(name, |text, language| {
            let preposition = if language == "sv" { "i" } else { "in" };
            format!("{text} {preposition} {}", self.name)
        })
    }

    /// The summary of a version of an insats there, by its number from 0.
    pub(super) fn summarised(&self, summary: &CatalogueText, version: usize) -> CatalogueText {
        let places = 8 + 4 * version;
        changed(summary, |text, language| {
            if language == "sv" {
                format!("{text} Verksamheten finns i {} och har {places} platser.", self.name)
            } else {
                format!("{text} It is in {} and has {places} places.", self.name)
            }
        })
    }
}

/// A text whose Swedish and English is changed. Other languages are left out, since the change is in neither.
fn changed(text: &CatalogueText, change: impl Fn(&str, &str) -> String) -> CatalogueText {
    let en = text.en.as_deref().map(|en| change(en, "en"));
    CatalogueText::new(change(&text.sv, "sv"), en, None, BTreeMap::new())
}
