//! A group record: what was done for a group, in a session or over a period, without identifying anyone.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::Slug;

/// The maximum number of participants in one record.
pub(crate) const MAX_PARTICIPANTS: u32 = 10_000;

/// One piece of group-level documentation. It has no `Debug`, since its texts must never be logged.
#[serde_with::skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupRecord {
    /// The level, always `group`. The service takes no records of individuals.
    pub level: Level,
    /// The provider.
    pub provider: Slug,
    /// The day of a session. Use either this or `period`.
    pub date: Option<NaiveDate>,
    /// Numbers sessions on the same day; 1 if absent.
    #[schema(minimum = 1, maximum = 100)]
    pub session: Option<u16>,
    /// A period, for work without sessions. Use either this or `date`.
    pub period: Option<Days>,
    /// What the participants of a period count.
    pub unit: Option<Unit>,
    /// The number of sessions in a period of visits; for a drop-in place, the number of days that it was open.
    #[schema(minimum = 1, maximum = 10_000)]
    pub sessions: Option<u16>,
    /// The place: a slug of the insats, or a short label.
    #[schema(example = "norrtalje")]
    pub place: Option<String>,
    /// The activity: a slug of the insats, or a short label.
    #[schema(example = "Sång och fika")]
    pub activity: Option<String>,
    /// The method, as a short label.
    #[schema(example = "öppen gruppträff")]
    pub method: Option<String>,
    /// The role of those who performed it.
    pub performed_by: Option<PerformedBy>,
    /// The number of participants.
    pub participants: Option<Participants>,
    /// The content.
    pub content: Option<String>,
    /// The extent.
    pub extent: Option<String>,
    /// The kind of support.
    pub kind_of_support: Option<String>,
    /// Recurring patterns.
    pub patterns: Option<String>,
    /// The outcome.
    pub evaluation: Option<Evaluation>,
}

/// The level of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// About a group.
    Group,
    /// About an individual. Never accepted.
    Individual,
}

/// The days of a record, including both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Days {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// What the participants of a period count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// Different people.
    Persons,
    /// Visits; one person may have made several.
    Visits,
}

/// The role of those who performed it. A closed list, since free text could contain names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PerformedBy {
    /// Volunteers.
    Volontärer,
    /// Employees.
    Anställda,
    /// Members of the association.
    Medlemmar,
    /// Someone external.
    Extern,
    /// Several of these.
    Blandat,
}

/// The number of participants.
#[serde_with::skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Participants {
    /// In total.
    #[schema(maximum = 10_000)]
    pub total: u32,
    /// Women.
    #[schema(maximum = 10_000)]
    pub women: Option<u32>,
    /// Men.
    #[schema(maximum = 10_000)]
    pub men: Option<u32>,
    /// Another gender, or unknown. The rest of the total has no stated gender.
    #[schema(maximum = 10_000)]
    pub other_or_unknown: Option<u32>,
}

/// The outcome of an insats.
#[derive(Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Evaluation {
    /// The outcome in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Ratings by participants.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<Rating>,
}

/// The ratings of one question.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rating {
    /// The question, as a short label.
    #[schema(example = "Hur nöjd är du?")]
    pub question: String,
    /// The mean, on a scale from 1.
    #[schema(value_type = f64, minimum = 1, maximum = 10, example = 4.3)]
    pub mean: Hundredths,
    /// The number of answers.
    #[schema(minimum = 3, maximum = 10_000)]
    pub responses: u32,
    /// The highest value of the scale.
    #[schema(minimum = 2, maximum = 10)]
    pub scale_max: u8,
}

/// An exact number with two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hundredths(pub u32);

impl Serialize for Hundredths {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 100.0)
    }
}

impl Participants {
    /// Everyone in the total who is not counted as a woman or man.
    pub(crate) fn other_and_unknown(&self) -> u32 {
        let women_and_men = self.women.unwrap_or(0) + self.men.unwrap_or(0);
        self.total.saturating_sub(women_and_men)
    }
}

impl GroupRecord {
    /// The days of the record; a session is one day. `None` only before the record is checked.
    pub(crate) fn days(&self) -> Option<Days> {
        self.period.or(self.date.map(|day| Days { from: day, to: day }))
    }

    /// The number of sessions; 0 for a period of persons.
    pub(crate) const fn session_count(&self) -> u32 {
        match (self.date, self.sessions) {
            (Some(_), _) => 1,
            (None, Some(sessions)) => sessions as u32,
            (None, None) => 0,
        }
    }

    /// All free text.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts_with_pointers().map(|(_, text)| text)
    }

    /// All free text, with pointers into the record.
    pub(crate) fn texts_with_pointers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let of_evaluation = self.evaluation.as_ref().and_then(|evaluation| evaluation.text.as_ref());
        [
            ("/content", self.content.as_ref()),
            ("/extent", self.extent.as_ref()),
            ("/kindOfSupport", self.kind_of_support.as_ref()),
            ("/patterns", self.patterns.as_ref()),
            ("/evaluation/text", of_evaluation),
        ]
        .into_iter()
        .filter_map(|(pointer, text)| Some((pointer, text?.as_str())))
    }

    /// The record without free text. Counts, days, place and activity remain.
    pub(crate) fn without_texts(&self) -> Self {
        let ratings = self.evaluation.as_ref().map(|evaluation| &evaluation.ratings);
        let ratings = ratings.into_iter().flatten().enumerate().map(|(at, rating)| Rating {
            question: format!("{}", at + 1),
            ..rating.clone()
        });
        let ratings: Vec<Rating> = ratings.collect();
        Self {
            method: None,
            content: None,
            extent: None,
            kind_of_support: None,
            patterns: None,
            evaluation: (!ratings.is_empty()).then_some(Evaluation { text: None, ratings }),
            ..self.clone()
        }
    }

    /// The natural key: municipality, insats, provider, days, activity, place and session as one canonical text.
    ///
    /// Labels that differ only in case or spaces are the same.
    pub(crate) fn natural_key(&self, kommunkod: &str, insats: &str) -> String {
        let label = |text: &Option<String>| text.as_deref().map(without_case).unwrap_or_default();
        let days = self.days().map(|days| (days.from, days.to));
        let session = self.date.map_or(0, |_| self.session.unwrap_or(1));
        let key = (
            kommunkod,
            insats,
            &self.provider,
            days,
            label(&self.activity),
            label(&self.place),
            session,
        );
        serde_json::to_string(&key).expect("texts, days and a number")
    }
}

/// A label for comparison, without differences in case and spaces.
pub(crate) fn without_case(label: &str) -> String {
    let lower = label.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}
