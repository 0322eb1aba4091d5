//! The words of a municipality's insatser, and where they are.

use std::collections::HashMap;

use crate::domain::CatalogueText;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;

use super::lookup::Lookup;
use super::member::{SearchedMember, SearchedMembers};
use super::stem::Inflection;
use super::words::words;

/// The words in every version of a municipality's insatser.
///
/// The versions are numbered from 0, in the order of the insatser and of their days.
#[derive(Debug)]
pub struct Index {
    lookup: Lookup,
    /// Where the occurrences of each word begin; also where those of the last one end.
    first_occurrences: Box<[u32]>,
    occurrences: Box<[Occurrence]>,
    /// The number of the first version of each insats, in the order of their slugs.
    first_versions: Box<[u32]>,
    versions: usize,
}

/// That a version has a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occurrence {
    pub version: u32,
    pub members: SearchedMembers,
}

/// The words of texts.
#[derive(Default)]
struct Collected<'m> {
    /// The number of each word.
    numbers: HashMap<String, u32>,
    words: Vec<CollectedWord>,
    /// The words of each text that was read, each once, by their numbers. Versions and insatser share many texts.
    texts: HashMap<(Inflection, &'m str), Box<[u32]>>,
}

/// A word, with the languages of its texts and where it occurs.
#[derive(Default)]
struct CollectedWord {
    inflections: Vec<Inflection>,
    /// By version.
    occurrences: Vec<Occurrence>,
}

impl Index {
    /// Reads the texts of a municipality's insatser.
    pub fn of(municipality: &Municipality) -> Self {
        let mut collected = Collected::default();
        let mut first_versions = Vec::new();
        let mut number = 0;
        for insats in municipality.insatser().values() {
            first_versions.push(number);
            for version in insats.versions() {
                collected.version(number, &version.held.version);
                number += 1;
            }
        }
        let mut first_occurrences = vec![0];
        let mut occurrences = Vec::new();
        let words = collected.in_order();
        for (_, word) in &words {
            occurrences.extend(&word.occurrences);
            first_occurrences.push(u32::try_from(occurrences.len()).unwrap_or(u32::MAX));
        }
        Self {
            lookup: Lookup::of(
                words
                    .iter()
                    .map(|(word, collected)| (word.as_str(), collected.stems(word))),
            ),
            first_occurrences: first_occurrences.into(),
            occurrences: occurrences.into(),
            first_versions: first_versions.into(),
            versions: number as usize,
        }
    }

    pub(super) const fn lookup(&self) -> &Lookup {
        &self.lookup
    }

    /// Where a word occurs, by its number in the lookup.
    pub(super) fn occurrences(&self, word: u32) -> &[Occurrence] {
        let at = |word: usize| self.first_occurrences[word] as usize;
        let word = word as usize;
        &self.occurrences[at(word)..at(word + 1)]
    }

    /// How many versions it has.
    pub(super) const fn versions(&self) -> usize {
        self.versions
    }

    /// The number of a version of an insats, each counted from 0.
    pub(super) fn version(&self, insats: usize, version: usize) -> Option<usize> {
        Some(*self.first_versions.get(insats)? as usize + version)
    }
}

impl<'m> Collected<'m> {
    /// The words in the order of their letters.
    fn in_order(mut self) -> Vec<(String, CollectedWord)> {
        let numbers = self.numbers.drain();
        let taken = numbers.map(|(word, number)| (word, std::mem::take(&mut self.words[number as usize])));
        let mut words: Vec<(String, CollectedWord)> = taken.collect();
        words.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        words
    }

    fn version(&mut self, number: u32, version: &'m Version) {
        use SearchedMember::{Activities, Name, Places, Purpose, Slug, Summary, TargetGroup};
        self.text(number, Slug, Inflection::Swedish, version.slug.as_str());
        let mut catalogue_text = |member, text: &'m CatalogueText| {
            for (language, text) in text.by_language() {
                self.text(number, member, Inflection::of_language(language), text);
            }
        };
        let own = [
            (Name, Some(&version.name)),
            (Summary, Some(&version.summary)),
            (TargetGroup, version.target_group.as_ref()),
            (Purpose, version.purpose.as_ref()),
        ];
        let of_activities = version.activities.iter().flat_map(|activity| {
            let texts = [
                Some(&activity.name),
                activity.summary.as_ref(),
                activity.target_group.as_ref(),
            ];
            texts.map(|text| (Activities, text))
        });
        let of_places = version.places.iter().map(|place| (Places, place.target_group.as_ref()));
        for (member, text) in own.into_iter().chain(of_activities).chain(of_places) {
            if let Some(text) = text {
                catalogue_text(member, text);
            }
        }
        for place in &version.places {
            self.text(number, Places, Inflection::Swedish, &place.name);
            self.text(
                number,
                Places,
                Inflection::Swedish,
                place.address.as_deref().unwrap_or_default(),
            );
        }
    }

    fn text(&mut self, version: u32, member: SearchedMember, inflection: Inflection, text: &'m str) {
        if !self.texts.contains_key(&(inflection, text)) {
            let read = self.read(inflection, text);
            self.texts.insert((inflection, text), read);
        }
        let words = self.texts.get(&(inflection, text)).map(|words| &words[..]);
        for number in words.unwrap_or_default() {
            let occurrences = &mut self.words[*number as usize].occurrences;
            match occurrences.last_mut() {
                Some(last) if last.version == version => last.members = last.members | member.into(),
                _ => occurrences.push(Occurrence {
                    version,
                    members: member.into(),
                }),
            }
        }
    }

    /// The words of a text by their numbers, each once.
    fn read(&mut self, inflection: Inflection, text: &str) -> Box<[u32]> {
        let words = words(text).into_iter().map(|word| {
            let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
            let number = *self.numbers.entry(word).or_insert(next);
            if number == next {
                self.words.push(CollectedWord::default());
            }
            let inflections = &mut self.words[number as usize].inflections;
            if !inflections.contains(&inflection) {
                inflections.push(inflection);
            }
            number
        });
        let mut read: Vec<u32> = words.collect();
        read.sort_unstable();
        read.dedup();
        read.into()
    }
}

impl CollectedWord {
    /// The stems that differ from the word, each once.
    fn stems(&self, word: &str) -> Vec<String> {
        let stems = self.inflections.iter().map(|inflection| inflection.stem(word));
        let mut stems: Vec<String> = stems.filter(|stem| stem != word).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }
}
