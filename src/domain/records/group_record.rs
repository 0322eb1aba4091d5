//! A group record: what was done for a group, in a session or over a period, with nobody identifiable in it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::slug::Slug;

/// The most participants that one record may count.
pub(crate) const MAX_PARTICIPANTS: u32 = 10_000;

/// One piece of group-level documentation. It derives no `Debug`: its texts are never logged.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupRecord {
    /// The level: always `group`. Individual records are kept elsewhere.
    pub level: Level,
    /// Who carried it out.
    pub provider: Slug,
    /// The day of a session. Either this or `period`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Tells several sessions on one day apart; 1 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100)]
    pub session: Option<u16>,
    /// A period, for what has no sessions. Either this or `date`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Days>,
    /// What a period counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// How many sessions a period's visits were spread over; for a drop-in place the days it was open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    pub sessions: Option<u16>,
    /// Where: a place of the insats by slug, else a short label.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "norrtalje")]
    pub place: Option<String>,
    /// What: an activity of the insats by slug, else a short label.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Sång och fika")]
    pub activity: Option<String>,
    /// How, as a short label.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "öppen gruppträff")]
    pub method: Option<String>,
    /// By whom, as a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub performed_by: Option<PerformedBy>,
    /// How many took part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participants: Option<Participants>,
    /// What it held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// How much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extent: Option<String>,
    /// What kind of support was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind_of_support: Option<String>,
    /// Recurring patterns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patterns: Option<String>,
    /// What came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<Evaluation>,
}

/// The level of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// About a group.
    Group,
    /// About an individual: never taken here.
    Individual,
}

/// The days that a record is about, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Days {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

/// What a period counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// Different people.
    Persons,
    /// Visits: one person may have made several.
    Visits,
}

/// By whom, as a role; a closed list, since a name cannot be told from a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PerformedBy {
    /// Volunteers.
    Volontärer,
    /// Employees.
    Anställda,
    /// Members of the association.
    Medlemmar,
    /// Somebody engaged from outside.
    Extern,
    /// Several of these.
    Blandat,
}

/// How many took part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Participants {
    /// All.
    #[schema(maximum = 10_000)]
    pub total: u32,
    /// Women.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 10_000)]
    pub women: Option<u32>,
    /// Men.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 10_000)]
    pub men: Option<u32>,
    /// Another gender, or not known. What the three leave of the total is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 10_000)]
    pub other_or_unknown: Option<u32>,
}

/// What came of it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Evaluation {
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Ratings by those who took part.
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
    /// How many answered.
    #[schema(minimum = 3, maximum = 10_000)]
    pub responses: u32,
    /// The highest of the scale.
    #[schema(minimum = 2, maximum = 10)]
    pub scale_max: u8,
}

/// A number with two decimals, held exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hundredths(pub u32);

impl Serialize for Hundredths {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 100.0)
    }
}

impl Participants {
    /// What the genders leave of the total, and what was told to be of another or unknown gender.
    pub(crate) fn other_and_unknown(&self) -> u32 {
        let told = self.women.unwrap_or(0) + self.men.unwrap_or(0);
        self.total.saturating_sub(told)
    }
}

impl GroupRecord {
    /// The days it is about; a session is one day. `None` only before the record was judged.
    pub(crate) fn days(&self) -> Option<Days> {
        self.period.or(self.date.map(|day| Days { from: day, to: day }))
    }

    /// How many sessions it tells of; a period of persons tells of none.
    pub(crate) const fn session_count(&self) -> u32 {
        match (self.date, self.sessions) {
            (Some(_), _) => 1,
            (None, Some(sessions)) => sessions as u32,
            (None, None) => 0,
        }
    }

    /// Every text of it that says something freely.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let of_evaluation = self.evaluation.as_ref().and_then(|evaluation| evaluation.text.as_ref());
        [&self.content, &self.extent, &self.kind_of_support, &self.patterns]
            .into_iter()
            .filter_map(Option::as_deref)
            .chain(of_evaluation.map(String::as_str))
    }

    /// The record without anything written freely; counts, days and what they are of stay.
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

    /// What makes a record the same as another: whose, of what, when and where, in one canonical text.
    ///
    /// Labels that differ in case or spaces only are the same label.
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

/// A label by which others like it are found.
pub(crate) fn without_case(label: &str) -> String {
    let lower = label.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}
