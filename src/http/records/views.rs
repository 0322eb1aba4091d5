//! Group records in answers, and the receipts for posted records.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::documents::sheets::decoding::SheetWarning;
use crate::domain::Kommunkod;
use crate::domain::records::flags::Flag;
use crate::domain::records::group_record::GroupRecord;
use crate::domain::records::rules::RecordWarning;
use crate::http::response::link::Link;
use crate::http::response::selection::selectable;
use crate::store::records::new_record::Done;
use crate::store::records::rows::{EarlierRecord, KeptRecord};

/// A group record.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = GroupRecordView)]
pub(crate) struct RecordView {
    /// The id.
    #[schema(format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
    pub id: String,
    /// The revision of the record, from 1.
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
    /// Who posted it: `provider` or `municipality`.
    #[schema(example = "provider")]
    pub posted_by: String,
    /// The time of the post.
    pub posted_at: DateTime<Utc>,
    /// The revision of the catalogue when the rules were checked.
    pub judged_revision: i64,
    /// Implausible values; for the municipality only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// Warnings about a correction; only in the answer to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RecordWarning>,
    /// Whether texts have been redacted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub redacted: bool,
    /// Earlier revisions, latest first; for the municipality only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier_revisions: Vec<EarlierView>,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

selectable!(RecordView: "id", "recordRevision", "insats", "provider", "date", "period", "participants", "redacted");

/// A withdrawn record.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WithdrawnGroupRecord)]
pub(crate) struct WithdrawnView {
    /// The id.
    #[schema(format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
    pub id: String,
    /// The insats.
    #[schema(example = "traffpunkter")]
    pub insats: String,
    /// The provider.
    #[schema(example = "finska-foreningen")]
    pub provider: String,
    /// Whether texts have been redacted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub redacted: bool,
    /// The time of the last change: the withdrawal, or a redaction after it.
    pub changed_at: DateTime<Utc>,
}

/// An earlier revision of a record.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EarlierGroupRecord)]
pub(crate) struct EarlierView {
    /// The revision of the record.
    #[schema(minimum = 1)]
    pub record_revision: i32,
    /// The record.
    #[schema(value_type = GroupRecord)]
    pub record: Map<String, Value>,
    /// What ended it: `correction` or `withdrawal`.
    #[schema(example = "correction")]
    pub ended_by: String,
    /// The reason, if one was stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
}

/// The receipt for a posted record, without its texts.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecordReceipt {
    /// The id of the record.
    #[schema(format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
    pub id: String,
    /// The revision of the record, from 1.
    #[schema(minimum = 1, example = 1)]
    pub record_revision: i32,
    /// What was done.
    pub done: Done,
    /// Warnings about the record.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RecordWarning>,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// The receipt for a withdrawal that has warnings.
#[derive(Serialize, ToSchema)]
pub(crate) struct WithdrawalReceipt {
    /// Warnings about the period of the record.
    pub warnings: Vec<RecordWarning>,
}

/// The receipt for a batch of records.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BatchReceipt {
    /// Whether the batch was only validated, and nothing saved.
    pub validate_only: bool,
    /// How many are new.
    #[schema(example = 12)]
    pub created: usize,
    /// How many were corrected.
    pub corrected: usize,
    /// How many equal an existing record.
    pub unchanged: usize,
    /// The result for each record, in order.
    pub results: Vec<BatchReceiptRow>,
    /// Warnings about a sheet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<SheetWarning>,
    /// The lines of rows below the header that begin with `#` and were not read, at most 100.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!([17]))]
    pub skipped_rows: Vec<usize>,
}

/// The result for one record of a batch.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BatchReceiptRow {
    /// The position of the record, from 0.
    pub row: usize,
    /// The line of the record in the sheet, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, example = 12)]
    pub line: Option<usize>,
    /// The id of the record; absent if it is new and was only validated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
    pub id: Option<String>,
    /// The revision of the record, from 1.
    #[schema(minimum = 1, example = 1)]
    pub record_revision: i32,
    /// What was done.
    pub done: Done,
    /// Warnings about the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RecordWarning>,
}

pub(crate) fn address(base: &str, kommunkod: &str, id: &str) -> String {
    format!("{base}/municipalities/{kommunkod}/group-records/{id}")
}

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

/// Shows a record, without the fields for the municipality only if a provider asks.
pub(crate) fn view(
    stored: KeptRecord,
    earlier: Vec<EarlierRecord>,
    kommunkod: Kommunkod,
    for_municipality: bool,
    base: &str,
) -> RecordView {
    let earlier = if for_municipality { earlier } else { Vec::new() };
    RecordView {
        links: links(base, kommunkod.as_str(), &stored.insats, &stored.id),
        record_revision: stored.record_revision,
        kommunkod: kommunkod.to_string(),
        insats: stored.insats,
        record: members(&stored.doc),
        posted_by: stored.posted_by,
        posted_at: stored.at.and_utc(),
        judged_revision: stored.judged_revision,
        flags: if for_municipality { stored.flags } else { Vec::new() },
        warnings: Vec::new(),
        redacted: stored.redacted,
        earlier_revisions: earlier.into_iter().map(earlier_view).collect(),
        id: stored.id,
    }
}

fn earlier_view(earlier: EarlierRecord) -> EarlierView {
    EarlierView {
        record_revision: earlier.record_revision,
        record: members(&earlier.doc),
        ended_by: earlier.ended_by,
        reason: earlier.reason,
        ended_at: earlier.at.and_utc(),
    }
}

fn members(doc: &str) -> Map<String, Value> {
    serde_json::from_str(doc).unwrap_or_default()
}
