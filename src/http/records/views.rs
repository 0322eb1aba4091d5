//! How group records are shown, and what is answered to whoever hands one in.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::domain::kommun::Kommunkod;
use crate::domain::records::flags::Flag;
use crate::domain::records::group_record::GroupRecord;
use crate::domain::records::rules::RecordWarning;
use crate::http::response::link::Link;
use crate::store::records::new_record::Done;
use crate::store::records::rows::{EarlierRecord, KeptRecord};

/// A group record as it stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = GroupRecordView)]
pub(crate) struct RecordView {
    /// Its id.
    #[schema(format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
    pub id: String,
    /// How often it was written; 1 is the first.
    #[schema(minimum = 1, example = 1)]
    pub record_revision: i32,
    /// The municipality.
    #[schema(value_type = Kommunkod)]
    pub kommunkod: String,
    /// The insats.
    #[schema(example = "traffpunkter")]
    pub insats: String,
    /// The record.
    #[serde(flatten)]
    #[schema(value_type = GroupRecord)]
    pub record: Map<String, Value>,
    /// Who posted it: `provider`, or `municipality` for it.
    #[schema(example = "provider")]
    pub posted_by: String,
    /// When.
    pub posted_at: DateTime<Utc>,
    /// The revision of the catalogue that it was judged under.
    pub judged_revision: i64,
    /// What looked implausible; for the municipality only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// What it was before, the latest first; for the municipality only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier_revisions: Vec<EarlierView>,
    /// Where to go from here.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// What a record was before.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EarlierGroupRecord)]
pub(crate) struct EarlierView {
    /// Which writing it was.
    #[schema(minimum = 1)]
    pub record_revision: i32,
    /// The record as it was.
    #[schema(value_type = GroupRecord)]
    pub record: Map<String, Value>,
    /// What ended it: `correction` or `withdrawal`.
    #[schema(example = "correction")]
    pub ended_by: String,
    /// Why, where somebody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
}

/// What is answered to whoever hands in a record: no text of it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecordReceipt {
    /// The record's id.
    #[schema(format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
    pub id: String,
    /// How often it was written; 1 is the first.
    #[schema(minimum = 1, example = 1)]
    pub record_revision: i32,
    /// What was done.
    pub done: Done,
    /// What you should know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RecordWarning>,
    /// Where to go from here.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// What was done with many records.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BatchReceipt {
    /// Whether nothing was changed, since it was only to be validated.
    pub validate_only: bool,
    /// How many are new.
    #[schema(example = 12)]
    pub created: usize,
    /// How many were corrected.
    pub corrected: usize,
    /// How many say what was there already.
    pub unchanged: usize,
    /// What was done with each, in order.
    pub results: Vec<BatchReceiptRow>,
}

/// What was done with one record of many.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BatchReceiptRow {
    /// Which record, from 0.
    pub row: usize,
    /// The record's id; absent where it was only validated and is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
    pub id: Option<String>,
    /// How often it was written; 1 is the first.
    #[schema(minimum = 1, example = 1)]
    pub record_revision: i32,
    /// What was done.
    pub done: Done,
    /// What you should know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RecordWarning>,
}

/// The address of a record.
pub(crate) fn address(base: &str, kommunkod: &str, id: &str) -> String {
    format!("{base}/municipalities/{kommunkod}/group-records/{id}")
}

/// Links from a record.
pub(crate) fn links(base: &str, kommunkod: &str, insats: &str, id: &str) -> Vec<Link> {
    let own = address(base, kommunkod, id);
    vec![
        Link::get("self", own.clone()),
        Link::post("withdrawals", format!("{own}/withdrawals")),
        Link::get("collection", format!("{base}/municipalities/{kommunkod}/group-records")),
        Link::get(
            "related",
            format!("{base}/municipalities/{kommunkod}/insatser/{insats}/documentation-rules"),
        ),
    ]
}

/// Shows a record; what only the municipality may see is left out for a provider.
pub(crate) fn view(
    kept: KeptRecord,
    earlier: Vec<EarlierRecord>,
    kommunkod: Kommunkod,
    for_municipality: bool,
    base: &str,
) -> RecordView {
    let earlier = if for_municipality { earlier } else { Vec::new() };
    RecordView {
        links: links(base, kommunkod.as_str(), &kept.insats, &kept.id),
        record_revision: kept.record_revision,
        kommunkod: kommunkod.to_string(),
        insats: kept.insats,
        record: members(&kept.doc),
        posted_by: kept.posted_by,
        posted_at: kept.at.and_utc(),
        judged_revision: kept.judged_revision,
        flags: if for_municipality { kept.flags } else { Vec::new() },
        earlier_revisions: earlier.into_iter().map(earlier_view).collect(),
        id: kept.id,
    }
}

fn earlier_view(earlier: EarlierRecord) -> EarlierView {
    EarlierView {
        record_revision: earlier.record_revision,
        record: members(&earlier.doc),
        ended_by: earlier.ended_by,
        reason: earlier.reason,
        ended_at: utc(earlier.at),
    }
}

const fn utc(at: NaiveDateTime) -> DateTime<Utc> {
    at.and_utc()
}

/// A record's members, as they are kept.
fn members(doc: &str) -> Map<String, Value> {
    serde_json::from_str(doc).unwrap_or_default()
}
