//! The whole catalogue in memory, immutable.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::criteria::facts::Facts;
use crate::domain::criteria::local::unknown_answers;
use crate::domain::eligibility::answer::Answer;
use crate::domain::eligibility::prepared::PreparedInsats;
use crate::domain::eligibility::prepared::PreparedMunicipality;
use crate::domain::eligibility::screening::Screening;
use crate::domain::eligibility::without_decision::{reason_without_decision, without_decision};
use crate::domain::eligibility::{AskedInsats, Question, UnknownPart, answer};
use crate::domain::insatser::document::{Change, Document};
use crate::domain::insatser::insats::Insats;
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::municipality::{Municipality, Orphan};
use crate::domain::letters::swedish_order;
use crate::domain::search::found::Found;
use crate::domain::search::index::Index;
use crate::domain::search::wanted::Wanted;
use crate::domain::{Generation, Kommunkod, Slug, TaggedRevision};

use super::read_changes::{ReadChange, ReadChanges};

/// The catalogues of all municipalities at one revision.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    generation: Generation,
    revision: i64,
    read: ReadChanges,
    municipalities: BTreeMap<Kommunkod, Arc<PreparedEntry>>,
}

/// A municipality with the index of its texts, built at the first search, and its prepared answers, built at the first
/// question.
#[derive(Debug)]
struct PreparedEntry {
    municipality: Municipality,
    index: OnceLock<Index>,
    prepared: OnceLock<PreparedMunicipality>,
}

impl From<Municipality> for PreparedEntry {
    fn from(municipality: Municipality) -> Self {
        Self {
            municipality,
            index: OnceLock::new(),
            prepared: OnceLock::new(),
        }
    }
}

impl PreparedEntry {
    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(&self.municipality))
    }

    fn prepared(&self) -> &PreparedMunicipality {
        self.prepared
            .get_or_init(|| PreparedMunicipality::of(&self.municipality))
    }
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// No insats has this name.
    UnknownInsats,
    /// The insats has no such activity, or no such place.
    UnknownPart(UnknownPart),
    /// The municipality has no such questions of its own: where the answers are, as JSON Pointers into the facts.
    UnknownQuestions(Vec<String>),
}

/// A change that refers to something unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("revision {0} refers to something that is not in the catalogue")]
pub struct Inconsistent(pub i64);

impl Catalogue {
    /// The revision; 0 for an empty catalogue.
    pub const fn revision(&self) -> i64 {
        self.revision
    }

    /// Raises the revision, because changes of kinds that this release does not know count too.
    pub(crate) fn at_least(mut self, revision: i64) -> Self {
        self.revision = self.revision.max(revision);
        self
    }

    /// The generation of the database that it was read from.
    pub(crate) const fn generation(&self) -> &Generation {
        &self.generation
    }

    /// A revision as an `ETag` names it.
    pub(crate) fn tagged(&self, revision: i64) -> TaggedRevision {
        self.generation.tagged(revision, self.mark(revision).unwrap_or(0))
    }

    /// The mark of the change with a revision, if it was read.
    pub(crate) fn mark(&self, revision: i64) -> Option<i64> {
        self.read.get(revision).map(|change| change.mark)
    }

    /// When the change with a revision was published, if it was read.
    pub(crate) fn published_at(&self, revision: i64) -> Option<DateTime<Utc>> {
        self.read.get(revision).map(|change| change.at)
    }

    /// The catalogue with its generation, and what is kept of more changes.
    pub(crate) fn marked(mut self, generation: Generation, read: impl IntoIterator<Item = (i64, ReadChange)>) -> Self {
        self.generation = generation;
        self.read.extend(read);
        self
    }

    /// This catalogue with the municipalities of another, which has none of its own.
    pub(crate) fn joined_with(mut self, other: Self) -> Self {
        self.revision = self.revision.max(other.revision);
        self.read.join(other.read);
        self.municipalities.extend(other.municipalities);
        self
    }

    /// The municipalities that have a catalogue, in order of code.
    pub fn municipalities(&self) -> impl ExactSizeIterator<Item = &Municipality> {
        self.municipalities.values().map(|held| &held.municipality)
    }

    /// The municipalities that have a catalogue, by name in Swedish order.
    pub fn municipalities_by_name(&self) -> Vec<&Municipality> {
        let mut municipalities: Vec<&Municipality> = self.municipalities().collect();
        municipalities
            .sort_by_cached_key(|municipality| swedish_order(municipality.document().kommunkod.kommun().name));
        municipalities
    }

    /// The municipality with this code, if it has a catalogue.
    pub fn municipality(&self, kommunkod: Kommunkod) -> Option<&Municipality> {
        self.municipalities.get(&kommunkod).map(|held| &held.municipality)
    }

    /// What a search finds in a municipality; `None` if it finds nothing.
    pub fn search(&self, kommunkod: Kommunkod, wanted: &Wanted) -> Option<Found<'_>> {
        self.municipalities.get(&kommunkod)?.index().find(wanted)
    }

    /// Builds the indexes that no search has built yet, so that none has to wait for them.
    pub(crate) fn build_indexes(&self) {
        for held in self.municipalities.values() {
            held.index();
        }
    }

    /// The catalogue after changes. Shares every municipality that did not change.
    ///
    /// # Errors
    /// [`Inconsistent`] if a change refers to something unknown.
    pub fn after(&self, changes: impl IntoIterator<Item = (i64, Kommunkod, Change)>) -> Result<Self, Inconsistent> {
        let mut revision = self.revision;
        let mut changed: BTreeMap<Kommunkod, Municipality> = BTreeMap::new();
        for (at, kommunkod, change) in changes {
            match (changed.entry(kommunkod), self.municipality(kommunkod), change) {
                (Entry::Occupied(mut held), _, change) => held.get_mut().apply(change, at),
                (Entry::Vacant(place), Some(before), change) => place.insert(before.clone()).apply(change, at),
                (Entry::Vacant(place), None, Change::Put(Document::Municipality(document))) => {
                    place.insert(Municipality::new(document, at));
                    Ok(())
                }
                (Entry::Vacant(_), None, _) => Err(Orphan),
            }
            .map_err(|Orphan| Inconsistent(at))?;
            revision = revision.max(at);
        }
        let mut after = self.clone();
        after.revision = revision;
        let changed = changed
            .into_iter()
            .map(|(kommunkod, municipality)| (kommunkod, Arc::new(municipality.into())));
        after.municipalities.extend(changed);
        Ok(after)
    }

    /// Asks about every insats in force on a day, and every activity with its own criteria; also about an insats of which
    /// the catalogue does not know whether it is in force.
    ///
    /// `None` if the municipality has no catalogue.
    ///
    /// # Errors
    /// Answers to questions that the municipality does not have: [`NoAnswer::UnknownQuestions`].
    pub fn screen<'a>(
        &'a self,
        kommunkod: Kommunkod,
        as_of: NaiveDate,
        facts: &'a Facts,
    ) -> Result<Option<Screening<'a>>, NoAnswer> {
        self.check_questions(kommunkod, facts)?;
        let Some(held) = self.municipalities.get(&kommunkod) else {
            return Ok(None);
        };
        let mut screening = Screening::new(kommunkod, as_of, self.revision, held.municipality.insatser().len());
        for ((slug, insats), prepared) in held.municipality.insatser().iter().zip(held.prepared().insatser()) {
            let Some(standing) = insats.on(as_of) else {
                continue;
            };
            let is_in_force = matches!(standing, Standing::InForce(_));
            if !is_in_force && !standing.is_not_known(as_of) {
                continue;
            }
            let asked = self.asked(kommunkod, held, (slug, insats), prepared);
            let mut ask = |activity, place| {
                let question = Question {
                    as_of,
                    activity,
                    place,
                    facts,
                };
                if let Ok(answer) = answer(asked, &question) {
                    screening.take(answer);
                }
            };
            ask(None, None);
            if !is_in_force {
                continue;
            }
            let stated = &standing.version().held.version;
            for activity in stated.activities.iter().filter(|activity| activity.criteria.is_some()) {
                ask(Some(activity.slug.as_str()), None);
            }
            for place in stated.places.iter().filter(|place| place.criteria.is_some()) {
                ask(None, Some(place.slug.as_str()));
            }
        }
        screening.find_questions(&held.prepared().questions);
        Ok(Some(screening))
    }

    /// Checks that the answers to questions of a municipality's own are about questions that it has, about that person.
    fn check_questions(&self, kommunkod: Kommunkod, facts: &Facts) -> Result<(), NoAnswer> {
        if !facts.have_local() {
            return Ok(());
        }
        let known = self
            .municipality(kommunkod)
            .map(|municipality| &municipality.document().questions[..]);
        let unknown = unknown_answers(facts, known.unwrap_or_default());
        if unknown.is_empty() {
            Ok(())
        } else {
            Err(NoAnswer::UnknownQuestions(unknown))
        }
    }

    fn asked<'a>(
        &self,
        kommunkod: Kommunkod,
        held: &'a PreparedEntry,
        (slug, insats): (&'a Slug, &'a Insats),
        prepared: &'a PreparedInsats,
    ) -> AskedInsats<'a> {
        AskedInsats {
            kommunkod,
            slug: slug.as_str(),
            insats,
            prepared,
            municipality: &held.municipality,
            prepared_municipality: held.prepared(),
            catalogue_revision: self.revision,
        }
    }

    /// Answers a question about an insats of a municipality.
    ///
    /// # Errors
    /// [`NoAnswer`] if the insats, the activity, the place or an answered question is unknown.
    pub fn answer<'a>(
        &'a self,
        kommunkod: Kommunkod,
        slug: &'a str,
        question: &Question<'a>,
    ) -> Result<Answer<'a>, NoAnswer> {
        self.check_questions(kommunkod, question.facts)?;
        if let Some(held) = self.municipalities.get(&kommunkod)
            && let Some((slug, insats)) = held.municipality.insatser().get_key_value(slug)
            && let Some(prepared) = held.prepared().insats(slug)
        {
            let asked = self.asked(kommunkod, held, (slug, insats), prepared);
            return answer(asked, question).map_err(NoAnswer::UnknownPart);
        }
        let held = self.municipalities.get(&kommunkod);
        let complete = held.and_then(|held| held.municipality.document().catalogue_complete);
        let is_known_elsewhere = || self.municipalities().any(|other| other.insatser().contains_key(slug));
        let without = reason_without_decision(slug, question, complete, is_known_elsewhere);
        let without = without.ok_or(NoAnswer::UnknownInsats)?;
        let right_to_apply = held.map(|held| &held.prepared().right_to_apply);
        Ok(without_decision(
            kommunkod,
            slug,
            self.revision,
            question,
            without,
            right_to_apply,
        ))
    }
}
