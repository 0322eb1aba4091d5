//! Reads group records, one or many, from JSON or from a sheet that became the same nodes.

use serde::Serialize;
use utoipa::ToSchema;

use crate::documents::faults::Faults;
use crate::documents::node::{Node, Value};
use crate::documents::object::read_object;
use crate::documents::read::{Members, date, decimal, label, long_text, slug, whole_number, word};
use crate::domain::fault::Code;
use crate::domain::records::completion::Completion;
use crate::domain::records::group_record::{
    Days, Evaluation, GroupRecord, Hundredths, Level, MAX_PARTICIPANTS, Participants, Rating, Unit,
};
use crate::domain::slug::Slug;
use crate::domain::text::Text;

/// The most records of one batch.
pub(crate) const MAX_RECORDS: usize = 1_000;

/// A group record among many.
#[derive(Serialize, ToSchema)]
#[schema(as = BatchRecord)]
pub struct RecordOf {
    /// The insats.
    pub insats: Slug,
    /// The record.
    #[serde(flatten)]
    pub record: GroupRecord,
    /// Its pointer in what was sent.
    #[serde(skip)]
    pub pointer: String,
    /// Its line in a sheet; 1 is the first.
    #[serde(skip)]
    pub line: Option<usize>,
}

/// Many group records.
#[derive(ToSchema)]
#[schema(as = GroupRecordBatch)]
pub struct Batch {
    /// The records, at most 1,000.
    #[schema(max_items = 1_000)]
    pub records: Vec<RecordOf>,
}

impl RecordOf {
    /// A record that is the whole of what was sent.
    pub(crate) const fn alone(insats: Slug, record: GroupRecord) -> Self {
        Self {
            insats,
            record,
            pointer: String::new(),
            line: None,
        }
    }
}

/// A record of an insats that is known from elsewhere.
pub(crate) fn group_record(node: &Node, faults: &mut Faults) -> Option<GroupRecord> {
    let mut members = node.members(faults)?;
    members.ignore(&SET_BY_THE_SERVER);
    let record = read(&mut members);
    members.end();
    record
}

/// What the server sets: accepted and ignored, so that what was read can be put back.
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

/// Many records, each naming its insats.
pub fn batch(node: &Node, faults: &mut Faults) -> Option<Batch> {
    let mut members = node.members(faults)?;
    let records = members.required("records", |node, faults| {
        node.items(faults, |node, faults| {
            let mut members = node.members(faults)?;
            let insats = members.required("insats", slug);
            let record = read(&mut members);
            members.end();
            Some(RecordOf {
                insats: insats?,
                record: record?,
                pointer: node.pointer.clone(),
                line: node.line,
            })
        })
    });
    members.end();
    Some(Batch { records: records? })
}

fn read(members: &mut Members) -> Option<GroupRecord> {
    members.optional("kind", kind);
    let level = members.required("level", word::<Level>);
    let provider = members.required("provider", slug);
    let date = members.optional("date", date);
    let session = members.optional("session", whole_number(1, 100));
    let period = members.optional("period", days);
    let unit: Option<Unit> = members.optional("unit", word);
    let sessions = members.optional("sessions", whole_number(1, 10_000));
    let place = members.optional("place", label);
    let activity = members.optional("activity", label);
    let method = members.optional("method", label);
    let performed_by = members.optional("performedBy", word);
    let participants = members.optional("participants", participants);
    let content = members.optional("content", long_text);
    let extent = members.optional("extent", long_text);
    let kind_of_support = members.optional("kindOfSupport", long_text);
    let patterns = members.optional("patterns", long_text);
    let evaluation = members.optional("evaluation", evaluation);
    when(members, unit);
    Some(GroupRecord {
        level: level?,
        provider: provider?,
        date,
        session,
        period,
        unit,
        sessions,
        place,
        activity,
        method,
        performed_by,
        participants,
        content,
        extent,
        kind_of_support,
        patterns,
        evaluation,
    })
}

/// A concern for a child is no group record, whatever else it says.
fn kind(node: &Node, faults: &mut Faults) -> Option<()> {
    match &node.value {
        Value::Text(text) if text == "groupRecord" => Some(()),
        Value::Text(text) if text == "childConcern" => {
            faults.at(
                node,
                Code::ChildConcernElsewhere,
                Text::fixed(
                    "En orosanmälan tas inte emot här. Gör den hos socialtjänsten i barnets kommun; vid akut fara ring 112.",
                    "A concern for a child is not taken here. Report it to the social services of the child's municipality; in acute danger call 112.",
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

/// A session has a day, a period its unit; neither has what belongs to the other.
fn when(members: &mut Members, unit: Option<Unit>) {
    let (date, period) = (members.has("date"), members.has("period"));
    if date && period {
        let detail = Text::fixed(
            "Skriv antingen date eller period, inte båda.",
            "Write either date or period, not both.",
        );
        members.fault_at("period", Code::ConflictingMembers, detail);
        return;
    }
    for (name, is_of_sessions) in [("session", true), ("unit", false), ("sessions", false)] {
        if members.has(name) && ((is_of_sessions && !date) || (!is_of_sessions && !period)) {
            let detail = if is_of_sessions {
                Text::fixed("Hör ihop med date.", "Goes together with date.")
            } else {
                Text::fixed("Hör ihop med period.", "Goes together with period.")
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
            let detail = Text::fixed("Hör ihop med unit: visits.", "Goes together with unit: visits.");
            members.fault_at("sessions", Code::ConflictingMembers, detail);
        }
        _ => {}
    }
}

fn days(node: &Node, faults: &mut Faults) -> Option<Days> {
    let mut members = node.members(faults)?;
    let from = members.required("from", date);
    let to = members.required("to", date);
    if from > to && to.is_some() {
        let detail = Text::fixed("Perioden slutar innan den börjar.", "The period ends before it begins.");
        members.fault_at("to", Code::InvalidDate, detail);
    }
    members.end();
    Some(Days { from: from?, to: to? })
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
        let detail = Text::new(
            format!("Ett antal från 0 till {MAX_PARTICIPANTS}."),
            format!("A number from 0 to {MAX_PARTICIPANTS}."),
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
}

read_object! {
    fn rating -> Rating {
        question: required("question", label),
        mean: required("mean", hundredths),
        responses: required("responses", count),
        scale_max: required("scaleMax", whole_number(2, 10)),
    }
}

fn hundredths(node: &Node, faults: &mut Faults) -> Option<Hundredths> {
    let mean = decimal(0.0, 100.0)(node, faults)?;
    // At most 10,000: the cast loses nothing but decimals beyond the second.
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

/// A reason, for what is withdrawn or redacted.
pub(crate) fn reason(node: &Node, faults: &mut Faults) -> Option<String> {
    let mut members = node.members(faults)?;
    let reason = members.required("reason", long_text);
    members.end();
    reason
}

/// What was said of a reporting period as it was kept, which an older or newer release may have written.
pub(crate) fn kept_completion(json: &str) -> Option<Completion> {
    let root = crate::documents::json::read(json.as_bytes()).ok()?;
    let mut faults = Faults::lenient();
    completion(&root, &mut faults)
}

/// A record as it was kept, which an older or newer release may have written.
pub(crate) fn kept(json: &str) -> Option<GroupRecord> {
    let root = crate::documents::json::read(json.as_bytes()).ok()?;
    let mut faults = Faults::lenient();
    group_record(&root, &mut faults)
}
