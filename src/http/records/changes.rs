//! Changes of group records: correction, withdrawal and redaction.

use actix_web::http::header::ETAG;
use actix_web::{HttpResponse, post, put, web};
use utoipa::ToSchema;

use crate::documents::faults::Faults;
use crate::documents::json::document;
use crate::documents::node::Node;
use crate::documents::readers::group_record::{RecordOf, group_record, kept as read_kept, reason};
use crate::domain::audit::AuditEntry;
use crate::domain::insatser::municipality::{Expected, Unmet};
use crate::domain::records::group_record::GroupRecord;
use crate::domain::records::rules::RecordWarning;
use crate::domain::text::text;
use crate::domain::{Code, Kommunkod, Slug, TaggedRevision};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::request::address::slug_in_path;
use crate::http::request::body::{Body, ONE};
use crate::http::request::permission::{Permitted, RecordRedactor, RecordWriter, WriteRecords};
use crate::http::request::precondition::{OptionalMatch, RequiredMatch, optional, precondition_failed, required};
use crate::http::response::selection::MemberSelection;
use crate::http::state::State;
use crate::store::catalogue::audit;
use crate::store::intake::changing::{NotChanged, correct, withdraw};
use crate::store::intake::redaction::redact;
use crate::store::records::editions::{RecordWithHistory, with_history};
use crate::store::records::rows::{EarlierRecord, KeptRecord, RecordReach};

use super::intake::{judged, reach};
use super::paths::RecordPath;
use super::views::{RecordView, WithdrawalReceipt, view};

/// Why a record is withdrawn or redacted.
#[derive(ToSchema)]
#[schema(as = RecordReason)]
pub(crate) struct ReasonBody {
    /// The reason, without personal data.
    #[schema(max_length = 2000, example = "Räknad två gånger.")]
    pub reason: String,
}

impl ReasonBody {
    pub(crate) fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        let reason = reason(node, faults)?;
        Some(Self { reason })
    }
}

pub(crate) fn etag(TaggedRevision { revision, edition }: &TaggedRevision) -> String {
    format!("\"{revision}.{edition}.record\"")
}

/// Answers with a record, its `ETag` and the warnings about a correction; 404 if it is not within reach, 410 if it was
/// withdrawn.
pub(crate) fn answer<P, Q>(
    call: &Call,
    by: &Permitted<P, Q>,
    found: RecordWithHistory,
    warnings: Vec<RecordWarning>,
    selection: &MemberSelection<RecordView>,
) -> Answer {
    let (record, tagged, earlier) = current(found)?;
    let etag = etag(&tagged).parse();
    let for_municipality = by.caller.providers.is_none();
    let shown = RecordView {
        warnings,
        ..view(record, earlier, by.kommunkod, for_municipality, &call.base())
    };
    let mut response = call.uncached_json(&selection.of(shown))?;
    if let Ok(etag) = etag {
        response.headers_mut().insert(ETAG, etag);
    }
    Ok(response)
}

/// A record within reach, and its earlier revisions.
pub(crate) async fn find(
    state: &State,
    kommunkod: Kommunkod,
    reach: RecordReach,
    id: String,
) -> Result<RecordWithHistory, Problem> {
    let found = state
        .store
        .read_one_moment(move |connection| with_history(connection, kommunkod, &reach, &id));
    Ok(found.await?)
}

/// The record itself with its revision, and its earlier revisions; 404 if it is unknown, 410 if it was withdrawn.
pub(crate) fn current(found: RecordWithHistory) -> Result<(KeptRecord, TaggedRevision, Vec<EarlierRecord>), Problem> {
    match found.record {
        Some((record, tagged)) => Ok((record, tagged, found.earlier)),
        None if found.earlier.is_empty() => Err(Problem::of(Kind::UnknownRecord)),
        None => Err(Problem::of(Kind::RecordWithdrawn)),
    }
}

fn problem_of(why: NotChanged) -> Problem {
    match why {
        NotChanged::Unknown => Problem::of(Kind::UnknownRecord),
        NotChanged::Withdrawn => Problem::of(Kind::RecordWithdrawn),
        NotChanged::Stale => precondition_failed(Unmet::HasChanged),
        NotChanged::Faults(faults) => Problem::of_faults(faults),
    }
}

/// The revisions that a change expects; `None` for any.
fn revisions(expected: Expected) -> Result<Option<Vec<TaggedRevision>>, Problem> {
    match expected {
        Expected::AtRevision(known) => Ok(Some(known)),
        Expected::Present => Ok(None),
        Expected::Absent => Err(precondition_failed(Unmet::Exists)),
    }
}

/// Correct a group record.
///
/// Ersätter postens uppgifter. Kommunen kan se de tidigare. Insatsen och utföraren kan inte ändras.
///
/// Replaces the contents of the record. The municipality can see the earlier contents. The insats and the provider cannot
/// change.
#[utoipa::path(
    tag = "group-records", params(RecordPath, RequiredMatch), request_body = GroupRecord,
    responses((status = 200, description = "Posten är rättad. / The record is corrected.", body = RecordView)),
    security(("token" = ["records:write"])),
)]
#[put("/municipalities/{kommunkod}/group-records/{id}")]
pub(crate) async fn put_group_record(
    writer: RecordWriter,
    path: web::Path<RecordPath>,
    call: Call,
    body: Body<ONE>,
) -> Answer {
    let revisions = revisions(required(&call.request)?)?;
    let body = body.json().await?;
    let read = || document(&body, Faults::refuse_personal_details, group_record).map_err(Problem::of_faults);
    let (found, warnings) = correct_record(&call, &writer, &path.id, revisions, |_| read()).await?;
    answer(&call, &writer, found, warnings, &MemberSelection::ALL)
}

/// Replaces the contents of a record. `read` gets its insats, and reads the new contents.
///
/// Errors: 404 if the record is not within reach, 410 if it was withdrawn, 412 if it has none of the expected revisions,
/// and every fault of the contents.
pub(crate) async fn correct_record<Q>(
    call: &Call,
    writer: &Permitted<WriteRecords, Q>,
    id: &str,
    expected: Option<Vec<TaggedRevision>>,
    read: impl FnOnce(&Slug) -> Result<GroupRecord, Problem>,
) -> Result<(RecordWithHistory, Vec<RecordWarning>), Problem> {
    let (kommunkod, reach, id) = (writer.kommunkod, reach(call, writer)?, id.to_owned());
    let (before, ..) = current(find(call, kommunkod, reach.clone(), id.clone()).await?)?;
    let insats = slug_in_path(&before.insats, "/insats")?;
    let record = read(&insats)?;
    let stored = read_kept(&before.doc).ok_or(Problem::of(Kind::Internal))?;
    if stored.provider != record.provider {
        return Err(another_provider());
    }
    let (records, by) = judged(call, writer, RecordOf::alone(insats, record))?;
    let done = call.store.write(move |connection| {
        let taken = match correct(connection, &by, &reach, &id, expected.as_deref(), &records[0])? {
            Ok(taken) => taken,
            Err(why) => return Ok(Err(why)),
        };
        let found = with_history(connection, kommunkod, &reach, &taken.id)?;
        Ok(Ok((found, taken.warnings)))
    });
    done.await?.map_err(problem_of)
}

fn another_provider() -> Problem {
    let detail = text!(
        "Posten hör till en annan utförare. Dra tillbaka den och skicka en ny.",
        "The record belongs to another provider. Withdraw it and send a new one."
    );
    Problem::of_fault("/provider", Code::ConflictingMembers, detail)
}

/// Withdraw a group record.
///
/// Drar tillbaka en post med ett skäl. Den räknas inte längre, men kommunen kan se den.
///
/// Withdraws a record with a reason. It no longer counts, but the municipality can see it.
#[utoipa::path(
    tag = "group-records", params(RecordPath, OptionalMatch), request_body = ReasonBody,
    responses(
        (status = 204, description = "Posten är tillbakadragen. / The record is withdrawn."),
        (
            status = 200,
            description = "Posten är tillbakadragen, och perioden var redan rapporterad. / The record is withdrawn, and its period had been reported.",
            body = WithdrawalReceipt,
        ),
    ),
    security(("token" = ["records:write"])),
)]
#[post("/municipalities/{kommunkod}/group-records/{id}/withdrawals")]
pub(crate) async fn withdraw_group_record(
    writer: RecordWriter,
    path: web::Path<RecordPath>,
    call: Call,
    body: Body<ONE>,
) -> Answer {
    let revisions = optional(&call.request)?.map(revisions).transpose()?.flatten();
    let ReasonBody { reason } = body.read(ReasonBody::read).await?;
    let warnings = withdraw_record(&call, &writer, &path.id, revisions, reason).await?;
    if warnings.is_empty() {
        return Ok(HttpResponse::NoContent().finish());
    }
    call.uncached_json(&WithdrawalReceipt { warnings })
}

/// Withdraws a record, and returns the warnings about its period.
///
/// Errors: as of [`correct_record`].
pub(crate) async fn withdraw_record<Q>(
    call: &Call,
    writer: &Permitted<WriteRecords, Q>,
    id: &str,
    expected: Option<Vec<TaggedRevision>>,
    reason: String,
) -> Result<Vec<RecordWarning>, Problem> {
    let (kommunkod, reach, id) = (writer.kommunkod, reach(call, writer)?, id.to_owned());
    let at = call.clock.now().naive_utc();
    let done = call
        .store
        .write(move |connection| withdraw(connection, kommunkod, &reach, &id, expected.as_deref(), &reason, at));
    done.await?.map_err(problem_of)
}

/// Redact a group record.
///
/// Tar bort all fritext ur postens alla revisioner, till exempel om en text pekar ut en person. Antalen finns kvar.
/// Händelsen loggas utan texten.
///
/// Removes all free text from every revision of the record, for example if a text identifies a person. The counts remain.
/// The redaction is logged without the text.
#[utoipa::path(
    tag = "group-records", params(RecordPath), request_body = ReasonBody,
    responses((status = 204, description = "Texterna är borttagna. / The texts are removed.")),
    security(("token" = ["records:redact"])),
)]
#[post("/municipalities/{kommunkod}/group-records/{id}/redactions")]
pub(crate) async fn redact_group_record(
    redactor: RecordRedactor,
    path: web::Path<RecordPath>,
    call: Call,
    body: Body<ONE>,
) -> Answer {
    // The reason is not stored: it may repeat the redacted text.
    body.read(ReasonBody::read).await?;
    let (kommunkod, reach, id) = (path.kommunkod, reach(&call, &redactor)?, path.id.clone());
    let author = call.author(&redactor.caller);
    let audit_entry = author.audit_entry(call.clock.now(), "redact", ("groupRecord", &id));
    let done = call.store.write(
        move |connection| match redact(connection, kommunkod, &reach, &id, read_kept)? {
            Ok((before, after)) => {
                let audit_entry = AuditEntry {
                    before_sha256: Some(before),
                    after_sha256: Some(after),
                    ..audit_entry.clone()
                };
                audit::append(connection, kommunkod, [audit_entry])?;
                Ok(Ok(()))
            }
            Err(why) => Ok(Err(why)),
        },
    );
    done.await?.map_err(problem_of)?;
    call.store.empty_log().await?;
    Ok(HttpResponse::NoContent().finish())
}
