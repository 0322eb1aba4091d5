//! What a search finds in a municipality, and how well it fits.

use super::index::Index;
use super::lookup::Likeness;
use super::member::SearchedMembers;
use super::term::Term;
use super::wanted::{Part, Wanted};

/// The versions of a municipality's insatser that have what is looked for.
#[derive(Debug)]
pub struct Found<'i> {
    index: &'i Index,
    /// By the number of the version.
    matches: Vec<Match>,
}

/// How well a version fits, and in which members the words are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Match {
    /// Higher is better.
    pub rank: u32,
    /// The members that have any of the words.
    pub members: SearchedMembers,
}

/// What a phrase of the same meaning counts, beside the likenesses of a word.
const SYNONYM: u32 = 3;

impl Likeness {
    /// What a word counts that is like the one that is looked for.
    const fn weight(self) -> u32 {
        match self {
            Self::Same => 8,
            Self::Inflected => 6,
            Self::Beginning => 4,
            Self::Misspelt => 1,
        }
    }
}

impl Found<'_> {
    /// How a version of an insats matches, each counted from 0 in their order; `None` if it does not.
    pub fn get(&self, insats: usize, version: usize) -> Option<Match> {
        let found = self.matches.get(self.index.version(insats, version)?)?;
        found.is_match().then_some(*found)
    }
}

impl Match {
    const fn is_match(self) -> bool {
        !self.members.is_empty()
    }

    /// The match of two that are both needed.
    fn and(self, other: Self) -> Self {
        if self.is_match() && other.is_match() {
            Self {
                rank: self.rank + other.rank,
                members: self.members | other.members,
            }
        } else {
            Self::default()
        }
    }

    /// The match of two of which one is enough.
    fn or(self, other: Self) -> Self {
        Self {
            rank: self.rank.max(other.rank),
            members: self.members | other.members,
        }
    }

    /// Joins the match of another word of a phrase, which must be in the same member.
    fn within(self, other: Self) -> Self {
        let members = self.members & other.members;
        Self {
            rank: members.weight() * SYNONYM,
            members,
        }
    }
}

impl Index {
    /// Finds the versions that have everything that is looked for; `None` if none has.
    pub fn find(&self, wanted: &Wanted) -> Option<Found<'_>> {
        let of_parts = wanted.parts.iter().map(|part| self.find_part(part));
        let matches = Self::all_of(of_parts, Match::and)?;
        Some(Found { index: self, matches })
    }

    fn find_part(&self, part: &Part) -> Option<Vec<Match>> {
        let as_asked = Self::all_of(part.asked.iter().map(|word| self.find_word(word)), Match::and);
        let of_synonyms = part.synonyms.iter().filter_map(|phrase| {
            let of_words = phrase.iter().map(|word| self.find_synonym(word));
            Self::all_of(of_words, Match::within)
        });
        as_asked
            .into_iter()
            .chain(of_synonyms)
            .reduce(|one, other| each(one, &other, Match::or))
    }

    /// Joins the matches of several words, and stops at the first word that is nowhere.
    fn all_of(
        mut of_words: impl Iterator<Item = Option<Vec<Match>>>,
        join: impl Fn(Match, Match) -> Match,
    ) -> Option<Vec<Match>> {
        let first = of_words.next()??;
        of_words.try_fold(first, |one, other| {
            let joined = each(one, &other?, &join);
            joined.iter().any(|found| found.is_match()).then_some(joined)
        })
    }

    fn find_word(&self, word: &Term) -> Option<Vec<Match>> {
        self.matches(|take| {
            self.lookup()
                .find(word, |found, likeness| take(found, likeness.weight()));
        })
    }

    fn find_synonym(&self, word: &Term) -> Option<Vec<Match>> {
        self.matches(|take| self.lookup().find_forms(word, |found| take(found, SYNONYM)))
    }

    /// The matches of the words that a search takes, each with its weight; `None` if it takes none.
    fn matches(&self, search: impl FnOnce(&mut dyn FnMut(u32, u32))) -> Option<Vec<Match>> {
        let mut matches = Vec::new();
        search(&mut |word, weight| {
            matches.resize(self.versions(), Match::default());
            for occurrence in self.occurrences(word) {
                let held: &mut Match = &mut matches[occurrence.version as usize];
                *held = held.or(Match {
                    rank: weight * occurrence.members.weight(),
                    members: occurrence.members,
                });
            }
        });
        (!matches.is_empty()).then_some(matches)
    }
}

fn each(mut one: Vec<Match>, other: &[Match], join: impl Fn(Match, Match) -> Match) -> Vec<Match> {
    for (held, other) in one.iter_mut().zip(other) {
        *held = join(*held, *other);
    }
    one
}
