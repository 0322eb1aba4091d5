//! Reads group records, single or in batches, from JSON or sheets.

use serde::Serialize;
use utoipa::ToSchema;

use crate::documents::faults::Faults;
use crate::documents::json;
use crate::documents::node::{Node, Value, member_pointer};
use crate::documents::object::read_object;
use crate::documents::read::{Members, date, decimal, label, long_text, slug, whole_number, word};
use crate::domain::day;
use crate::domain::records::completion::Completion;
use crate::domain::records::conflicts::Span;
use crate::domain::records::group_record::{
    Days, Evaluation, GroupRecord, Hundredths, Level, MAX_PARTICIPANTS, Participants, Rating, Unit,
};
use crate::domain::text::{composed, text};
use crate::domain::{Code, Slug};

/// The most records in one batch.
pub(crate) const MAX_RECORDS: usize = 1_000;

/// A record of a batch, with its insats.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = BatchRecord)]
pub struct RecordOf {
    /// The insats.
    pub insats: Slug,
    /// The record.
    #[serde(flatten)]
    pub record: GroupRecord,
    /// JSON Pointer in the request.
    #[serde(skip)]
    pub pointer: String,
    /// Line in the sheet, from 1.
    #[serde(skip)]
    pub line: Option<usize>,
}

/// A batch of records.
#[derive(ToSchema)]
#[schema(as = GroupRecordBatch)]
pub struct Batch {
    /// The records, at most 1,000.
    #[schema(max_items = 1_000)]
    pub records: Vec<RecordOf>,
}

impl RecordOf {
    /// A record sent alone.
    pub(crate) const fn alone(insats: Slug, record: GroupRecord) -> Self {
        Self {
            insats,
            record,
            pointer: String::new(),
            line: None,
        }
    }
}

/// Reads a record of a known insats.
pub(crate) fn group_record(node: &Node, faults: &mut Faults) -> Option<GroupRecord> {
    let mut members = node.members(faults)?;
    members.ignore(&SET_BY_THE_SERVER);
    read(members)
}

/// Members that the server sets. They are ignored, so that a record that was read can be sent back.
const SET_BY_THE_SERVER: [&str; 11] = [
    "id",
    "kommunkod",
    "insats",
    "recordRevision",
    "postedBy",
    "postedAt",
    "flags",
    "warnings",
    "earlierRevisions",
    "judgedRevision",
    "_links",
];

/// Reads many records, each with its insats.
///
/// The batch has every record that can be checked further: a record whose optional members have faults is one of them,
/// without those members.
pub fn batch(node: &Node, faults: &mut Faults) -> Option<Batch> {
    let mut readable = Vec::new();
    let mut members = node.members(faults)?;
    members.required("records", |node, faults| {
        node.items(faults, |node, faults| {
            readable.extend(record_of(node, faults));
            Some(())
        })
    });
    members.end();
    Some(Batch { records: readable })
}

/// Names the insats and the provider of each record of a batch that names none, or says `null`.
pub(crate) fn name_missing(batch: &mut Node, insats: Option<&Slug>, provider: Option<&Slug>) {
    let Value::Object(members) = &mut batch.value else {
        return;
    };
    for (_, records) in members.iter_mut().filter(|(name, _)| name == "records") {
        let Value::List(records) = &mut records.value else {
            continue;
        };
        for record in records {
            let Value::Object(members) = &mut record.value else {
                continue;
            };
            for (name, slug) in [("insats", insats), ("provider", provider)] {
                let is_named = members
                    .iter()
                    .any(|(member, node)| member == name && node.value != Value::Null);
                if let Some(slug) = slug.filter(|_| !is_named) {
                    members.retain(|(member, _)| member != name);
                    let pointer = member_pointer(&record.pointer, name);
                    let node = Node::new(Value::Text(slug.to_string()), pointer, record.line);
                    members.push((name.to_owned(), node));
                }
            }
        }
    }
}

/// The records of a batch, as far as it decides which of them may conflict.
pub(crate) fn spans(batch: &Node) -> Vec<Span> {
    match batch.at("/records").map(|records| &records.value) {
        Some(Value::List(records)) => records.iter().map(span).collect(),
        _ => Vec::new(),
    }
}

fn span(record: &Node) -> Span {
    let text = |member: &str| match record
        .at(&format!("{}{member}", record.pointer))
        .map(|node| &node.value)
    {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    let [date, from, to] = ["/date", "/period/from", "/period/to"].map(|member| day::parse(text(member)));
    let days = date.or(from).zip(date.or(to)).map(|(from, to)| Days { from, to });
    Span::new(days, ["/insats", "/provider", "/activity", "/place"].map(text))
}

fn record_of(node: &Node, faults: &mut Faults) -> Option<RecordOf> {
    let mut members = node.members(faults)?;
    let insats = members.required("insats", slug);
    let record = read(members);
    Some(RecordOf {
        insats: insats?,
        record: record?,
        pointer: node.pointer.clone(),
        line: node.line,
    })
}

fn read(mut members: Members) -> Option<GroupRecord> {
    members.optional("kind", kind);
    read_object! { GroupRecord from members;
        level: required("level", word::<Level>),
        provider: required("provider", slug),
        date: optional("date", date),
        session: optional("session", whole_number(1, 100)),
        period: optional("period", days),
        unit: optional("unit", word),
        sessions: optional("sessions", whole_number(1, 10_000)),
        place: optional("place", label),
        activity: optional("activity", label),
        method: optional("method", label),
        performed_by: optional("performedBy", word),
        participants: optional("participants", participants),
        content: optional("content", long_text),
        extent: optional("extent", long_text),
        kind_of_support: optional("kindOfSupport", long_text),
        patterns: optional("patterns", long_text),
        evaluation: optional("evaluation", evaluation),
        => {
            when(&mut members, unit);
        }
    }
}

/// A report of concern for a child is never a group record.
fn kind(node: &Node, faults: &mut Faults) -> Option<()> {
    match &node.value {
        Value::Text(text) if text == "groupRecord" => Some(()),
        Value::Text(text) if text == "childConcern" => {
            faults.at(
                node,
                Code::ChildConcernElsewhere,
                text!(
                    "Här kan du inte göra en orosanmälan. Gör den hos socialtjänsten i barnets kommun; vid akut fara ring 112.",
                    "Concerns for a child cannot be reported here. Report them to social services in the child's municipality; in an emergency, call 112."
                ),
            );
            None
        }
        _ => {
            crate::documents::read::not_in_list(node, faults, "groupRecord");
            None
        }
    }
}

/// A session has a date, a period its unit; neither may have members of the other.
fn when(members: &mut Members, unit: Option<Unit>) {
    let (date, period) = (members.has("date"), members.has("period"));
    if date && period {
        let detail = text!(
            "Ange antingen date eller period, inte båda.",
            "Use either date or period, not both."
        );
        members.fault_at("period", Code::ConflictingMembers, detail);
        return;
    }
    for (name, is_of_sessions) in [("session", true), ("unit", false), ("sessions", false)] {
        if members.has(name) && ((is_of_sessions && !date) || (!is_of_sessions && !period)) {
            let detail = if is_of_sessions {
                text!("Får bara anges med date.", "Only allowed with date.")
            } else {
                text!("Får bara anges med period.", "Only allowed with period.")
            };
            members.fault_at(name, Code::ConflictingMembers, detail);
        }
    }
    if period && !members.has("unit") {
        members.missing("unit");
    }
    let has_sessions = members.has("sessions");
    match unit {
        Some(Unit::Visits) if !has_sessions => members.missing("sessions"),
        Some(Unit::Persons) if has_sessions => {
            let detail = text!("Får bara anges med unit: visits.", "Only allowed with unit: visits.");
            members.fault_at("sessions", Code::ConflictingMembers, detail);
        }
        _ => {}
    }
}

fn days(node: &Node, faults: &mut Faults) -> Option<Days> {
    let mut members = node.members(faults)?;
    read_object! { Days from members;
        from: required("from", date),
        to: required("to", date),
        => {
            if from > to && to.is_some() {
                let detail = text!("Perioden slutar innan den börjar.", "The period ends before it begins.");
                members.fault_at("to", Code::InvalidDate, detail);
            }
        }
    }
}

read_object! {
    fn participants -> Participants {
        total: required("total", count),
        women: optional("women", count),
        men: optional("men", count),
        other_or_unknown: optional("otherOrUnknown", count),
    }
}

fn count(node: &Node, faults: &mut Faults) -> Option<u32> {
    let Value::Number(number) = &node.value else {
        return whole_number(0, i64::from(MAX_PARTICIPANTS))(node, faults);
    };
    let read = number.parse().ok().filter(|count| *count <= MAX_PARTICIPANTS);
    if read.is_none() {
        let detail = composed!(
            "Ett antal från 0 till {MAX_PARTICIPANTS}.",
            "A number from 0 to {MAX_PARTICIPANTS}."
        );
        faults.at(node, Code::InvalidCount, detail);
    }
    read
}

read_object! {
    fn evaluation -> Evaluation {
        text: optional("text", long_text),
        ratings: list("ratings", rating),
    }

    fn rating -> Rating {
        question: required("question", label),
        mean: required("mean", hundredths),
        responses: required("responses", count),
        scale_max: required("scaleMax", whole_number(2, 10)),
    }
}

fn hundredths(node: &Node, faults: &mut Faults) -> Option<Hundredths> {
    let mean = decimal(0.0, 100.0)(node, faults)?;
    // At most 10,000, so the cast only loses decimals beyond the second.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within 0 and 10,000"
    )]
    let hundredths = (mean * 100.0).round() as u32;
    Some(Hundredths(hundredths))
}

read_object! {
    /// What a period's report says.
    pub(crate) fn completion -> Completion {
        state: required("state", word),
        reason: optional("reason", long_text),
        evaluation: optional("evaluation", evaluation),
    }
}

/// Reads the reason for a withdrawal or a redaction.
pub(crate) fn reason(node: &Node, faults: &mut Faults) -> Option<String> {
    let mut members = node.members(faults)?;
    let reason = members.required("reason", long_text);
    members.end();
    reason
}

/// Reads a stored report on a period, which another release may have written.
pub(crate) fn kept_completion(json: &str) -> Option<Completion> {
    completion(&json::read(json.as_bytes()).ok()?, &mut Faults::lenient())
}

/// Reads a stored record, which another release may have written.
pub(crate) fn kept(json: &str) -> Option<GroupRecord> {
    group_record(&json::read(json.as_bytes()).ok()?, &mut Faults::lenient())
}
