//! Stored group records and their history.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::domain::hash::sha256;
use crate::domain::insatser::documentation::Cycle;
use crate::domain::records::dimensions::OTHER;
use crate::domain::records::flags::Flag;
use crate::domain::records::group_record::{Days, GroupRecord, without_case};
use crate::domain::records::monthly_sum::{Genders, SumKey, Sums};
use crate::domain::records::reporting_period::ReportingPeriod;
use crate::domain::records::rules::Judged;
use crate::domain::word;
use crate::domain::{Kommunkod, Slug};
use crate::store::schema::{group_record_history, group_records};
use crate::store::{Engine, StoreError};

/// A stored group record. No `Debug`, because it holds texts.
#[derive(Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = group_records, treat_none_as_null = true)]
pub(crate) struct RecordRow {
    pub(crate) id: String,
    pub(crate) record_revision: i32,
    pub(crate) kommunkod: String,
    pub(crate) insats: String,
    pub(crate) provider: String,
    pub(crate) activity: String,
    pub(crate) activity_listed: bool,
    pub(crate) place: String,
    pub(crate) place_listed: bool,
    pub(crate) date_from: String,
    pub(crate) date_to: String,
    pub(crate) month: String,
    pub(crate) unit: Option<String>,
    pub(crate) sessions: i32,
    pub(crate) total: i32,
    pub(crate) women: i32,
    pub(crate) men: i32,
    pub(crate) other: i32,
    pub(crate) rating_sum: i32,
    pub(crate) responses: i32,
    pub(crate) peak_responses: i32,
    pub(crate) flags: String,
    pub(crate) doc: String,
    pub(crate) natural_key: String,
    pub(crate) judged_revision: i64,
    pub(crate) posted_by: String,
    pub(crate) client_id: String,
    pub(crate) at: NaiveDateTime,
}

/// A group record as shown to readers.
#[derive(Clone)]
pub(crate) struct KeptRecord {
    pub id: String,
    /// Number of the revision, from 1.
    pub record_revision: i32,
    pub insats: String,
    /// The record as JSON.
    pub doc: String,
    /// Implausible values.
    pub flags: Vec<Flag>,
    /// `provider` or `municipality`.
    pub posted_by: String,
    /// The catalogue revision that the record was checked against.
    pub judged_revision: i64,
    /// Whether texts have been redacted; as read with the last change of the record.
    pub redacted: bool,
    pub at: NaiveDateTime,
}

/// An earlier revision of a record.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = group_record_history)]
pub(crate) struct EarlierRecord {
    pub record_revision: i32,
    /// The record as JSON.
    pub doc: String,
    /// `correction` or `withdrawal`.
    pub ended_by: String,
    /// The stated reason.
    pub reason: Option<String>,
    /// When it ended.
    pub at: NaiveDateTime,
}

/// The records that a caller may read.
#[derive(Clone, Default)]
pub(crate) struct RecordReach {
    /// Only these providers; `None` for all.
    pub providers: Option<Vec<String>>,
    /// Only these insatser; `None` for all.
    pub insatser: Option<Vec<String>>,
}

impl RecordReach {
    pub(crate) fn has_provider(&self, slug: &Slug) -> bool {
        is_among(self.providers.as_deref(), slug)
    }

    pub(crate) fn has_insats(&self, slug: &Slug) -> bool {
        is_among(self.insatser.as_deref(), slug)
    }
}

/// The rows of a table that are within reach.
macro_rules! within {
    ($table:ident, $kommunkod:expr, $reach:expr) => {{
        let mut query = $table::table
            .filter($table::kommunkod.eq($kommunkod.to_string()))
            .into_boxed();
        if let Some(providers) = $reach.providers.clone() {
            query = query.filter($table::provider.eq_any(providers));
        }
        if let Some(insatser) = $reach.insatser.clone() {
            query = query.filter($table::insats.eq_any(insatser));
        }
        query
    }};
}
pub(crate) use within;

fn is_among(own: Option<&[String]>, slug: &Slug) -> bool {
    own.is_none_or(|own| own.iter().any(|one| one == slug.as_str()))
}

/// A filter for a list of records.
#[derive(Clone, Default)]
pub(crate) struct RecordFilter {
    pub insats: Option<String>,
    pub provider: Option<String>,
    /// Slug of the place.
    pub place: Option<String>,
    /// Records with a day on or after this one.
    pub from: Option<NaiveDate>,
    /// Records with a day on or before this one.
    pub to: Option<NaiveDate>,
    /// Only records with implausible values, or only records without.
    pub flagged: Option<bool>,
}

/// Who writes a record, and when.
#[derive(Clone)]
pub(crate) struct RecordWriter {
    pub kommunkod: Kommunkod,
    /// `provider` or `municipality`.
    pub posted_by: &'static str,
    pub client_id: String,
    /// The catalogue revision that the records are checked against.
    pub judged_revision: i64,
    pub at: NaiveDateTime,
}

impl RecordRow {
    /// Creates the row of a checked record.
    pub(crate) fn of(insats: &str, judged: &Judged, writer: &RecordWriter) -> Self {
        let record = &judged.record;
        let sums = Sums::of(record);
        let Days { from, to } = judged.days;
        Self {
            id: uuid::Uuid::new_v4().to_string(),
            record_revision: 1,
            kommunkod: writer.kommunkod.to_string(),
            insats: insats.to_owned(),
            provider: record.provider.to_string(),
            activity: record.activity.as_deref().map(without_case).unwrap_or_default(),
            activity_listed: judged.activity != OTHER,
            place: record.place.as_deref().map(without_case).unwrap_or_default(),
            place_listed: judged.place != OTHER,
            date_from: from.to_string(),
            date_to: to.to_string(),
            month: ReportingPeriod::of(Cycle::Month, to).to_string(),
            unit: record.unit.map(|unit| word::written(&unit)),
            sessions: sums.sessions,
            total: sums.participations.total,
            women: sums.participations.women,
            men: sums.participations.men,
            other: sums.participations.other,
            rating_sum: i32::try_from(sums.rating_sum).unwrap_or(i32::MAX),
            responses: sums.responses,
            peak_responses: sums.peak_responses,
            flags: String::new(),
            doc: document(record),
            natural_key: kept_key(writer.kommunkod.as_str(), insats, record, from),
            judged_revision: writer.judged_revision,
            posted_by: writer.posted_by.to_owned(),
            client_id: writer.client_id.clone(),
            at: writer.at,
        }
    }

    /// The monthly sum that the record counts in.
    pub(crate) fn sum_key(&self) -> SumKey {
        let dimension = |label: &String, is_listed: bool| if is_listed { label.clone() } else { OTHER.to_owned() };
        SumKey {
            insats: self.insats.clone(),
            provider: self.provider.clone(),
            activity: dimension(&self.activity, self.activity_listed),
            place: dimension(&self.place, self.place_listed),
            month: self.month.clone(),
        }
    }

    /// The record's contribution to the sums.
    pub(crate) fn sums(&self) -> Sums {
        let counted = Sums {
            records: 1,
            sessions: self.sessions,
            participations: Genders {
                total: self.total,
                women: self.women,
                men: self.men,
                other: self.other,
            },
            rating_sum: i64::from(self.rating_sum),
            responses: self.responses,
            peak_responses: self.peak_responses,
            ..Sums::default()
        };
        counted.with_peaks(self.unit.as_deref() == Some("visits"))
    }

    /// The stream: insats and provider.
    pub(crate) fn stream(&self) -> (String, String) {
        (self.insats.clone(), self.provider.clone())
    }

    pub(crate) fn kept(self) -> KeptRecord {
        KeptRecord {
            id: self.id,
            record_revision: self.record_revision,
            insats: self.insats,
            doc: self.doc,
            flags: read_flags(&self.flags),
            posted_by: self.posted_by,
            judged_revision: self.judged_revision,
            redacted: false,
            at: self.at,
        }
    }
}

/// The record as stored JSON.
pub(crate) fn document(record: &GroupRecord) -> String {
    serde_json::to_string(record).expect("records have text keys and finite numbers")
}

pub(crate) fn write_flags(flags: &[Flag]) -> String {
    flags.iter().map(word::written).collect::<Vec<_>>().join(",")
}

fn read_flags(written: &str) -> Vec<Flag> {
    let words = written.split(',').filter(|word| !word.is_empty());
    words.filter_map(|flag| word::read(flag).ok()).collect()
}

/// The stored natural key. Records of one series and day sort together. Labels are hashed, because one may contain a
/// name.
fn kept_key(kommunkod: &str, insats: &str, record: &GroupRecord, from: NaiveDate) -> String {
    let hash = sha256(record.natural_key(kommunkod, insats));
    let half = &hash[..32];
    format!("{kommunkod}/{insats}/{}/{from}/{half}", record.provider)
}

pub(crate) fn find(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    id: &str,
) -> Result<Option<RecordRow>, StoreError> {
    let found = reached(kommunkod, reach)
        .filter(group_records::id.eq(id.to_owned()))
        .select(RecordRow::as_select())
        .first::<RecordRow>(connection)
        .optional()?;
    Ok(found)
}

/// A current record within reach.
pub(crate) fn get(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    id: &str,
) -> Result<Option<KeptRecord>, StoreError> {
    Ok(find(connection, kommunkod, reach, id)?.map(RecordRow::kept))
}

/// The earlier revisions of a record, latest first.
pub(crate) fn history(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    id: &str,
) -> Result<Vec<EarlierRecord>, StoreError> {
    let query = within!(group_record_history, kommunkod, reach).filter(group_record_history::id.eq(id.to_owned()));
    Ok(query
        .order(group_record_history::record_revision.desc())
        .select(EarlierRecord::as_select())
        .load::<EarlierRecord>(connection)?)
}

pub(super) type Boxed<'a> = group_records::BoxedQuery<'a, <Engine as diesel::Connection>::Backend>;

pub(super) fn reached<'a>(kommunkod: Kommunkod, reach: &RecordReach) -> Boxed<'a> {
    within!(group_records, kommunkod, reach)
}
