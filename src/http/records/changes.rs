//! Group records changed: corrected, withdrawn, and freed of text.

use actix_web::{HttpResponse, post, put, web};
use utoipa::ToSchema;

use crate::documents::faults::Faults;
use crate::documents::json::document;
use crate::documents::node::Node;
use crate::documents::readers::group_record::{RecordOf, group_record, kept as read_kept, reason};
use crate::domain::audit::AuditEntry;
use crate::domain::fault::Code;
use crate::domain::insatser::municipality::Expected;
use crate::domain::kommun::Kommunkod;
use crate::domain::records::group_record::GroupRecord;
use crate::domain::text::Text;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::request::address::slug_in_path;
use crate::http::request::body::{Body, ONE};
use crate::http::request::permission::{Permitted, RecordRedactor, RecordWriter};
use crate::http::request::precondition;
use crate::http::request::precondition::Precondition;
use crate::http::state::State;
use crate::store::catalogue::audit;
use crate::store::intake::changing::{NotChanged, correct, withdraw};
use crate::store::intake::redaction::redact;
use crate::store::records::rows::{EarlierRecord, KeptRecord, RecordReach, get, history};

use super::intake::{judged, reach};
use super::paths::RecordPath;
use super::views::{RecordView, view};

/// Why a record is withdrawn or redacted.
#[derive(ToSchema)]
#[schema(as = RecordReason)]
pub(crate) struct ReasonBody {
    /// Why, in words that tell of nobody.
    #[schema(max_length = 2000, example = "Räknad två gånger.")]
    reason: String,
}

impl ReasonBody {
    fn read(node: &Node, faults: &mut Faults) -> Option<Self> {
        let reason = reason(node, faults)?;
        Some(Self { reason })
    }
}

/// The `ETag` of a writing of a record.
pub(crate) fn etag(record_revision: i32) -> String {
    format!("\"{record_revision}\"")
}

/// Answers with a record, and the `ETag` by which it may be changed.
///
/// # Errors
/// 406 if the client accepts no JSON.
pub(crate) fn shown<P>(call: &Call, by: &Permitted<P>, record: KeptRecord, earlier: Vec<EarlierRecord>) -> Answer {
    let etag = etag(record.record_revision);
    let for_municipality = by.caller.providers.is_none();
    let shown = view(record, earlier, by.kommunkod, for_municipality, &call.base());
    let mut response = call.uncached_json(&shown)?;
    if let Ok(etag) = etag.parse() {
        response.headers_mut().insert(actix_web::http::header::ETAG, etag);
    }
    Ok(response)
}

/// A record within reach as it stands, and what it was before.
///
/// # Errors
/// 404 for one that is not within reach, 410 for one that was withdrawn.
pub(crate) async fn standing(
    state: &State,
    kommunkod: Kommunkod,
    reach: RecordReach,
    id: String,
) -> Result<(KeptRecord, Vec<EarlierRecord>), Problem> {
    let found = state.store.read(move |connection| {
        let record = get(connection, kommunkod, &reach, &id)?;
        Ok((record, history(connection, kommunkod, &reach, &id)?))
    });
    match found.await? {
        (Some(record), earlier) => Ok((record, earlier)),
        (None, earlier) if earlier.is_empty() => Err(Problem::of(Kind::UnknownRecord)),
        (None, _) => Err(Problem::of(Kind::RecordWithdrawn)),
    }
}

fn problem_of(why: NotChanged) -> Problem {
    match why {
        NotChanged::Unknown => Problem::of(Kind::UnknownRecord),
        NotChanged::Withdrawn => Problem::of(Kind::RecordWithdrawn),
        NotChanged::Stale => Problem::of(Kind::PreconditionFailed),
        NotChanged::Faults(faults) => Problem::of_faults(faults),
    }
}

/// The writings that a change expects; any when it says `*`.
fn revisions(expected: Expected) -> Result<Option<Vec<i64>>, Problem> {
    match expected {
        Expected::AtRevision(known) => Ok(Some(known)),
        Expected::Present => Ok(None),
        Expected::Absent => Err(Problem::of(Kind::PreconditionFailed)),
    }
}

/// Correct a group record.
///
/// Rättar en post: den nya lydelsen ersätter den gamla, som kommunen kan se. Insatsen och utföraren står fast.
///
/// Corrects a record: the new wording takes the place of the old one, which the municipality can see. The insats stays, and
/// so does the provider.
#[utoipa::path(
    tag = "group-records", params(RecordPath, Precondition), request_body = GroupRecord,
    responses((status = 200, description = "Posten som den nu står. / The record as it stands now.", body = RecordView)),
    security(("token" = ["records:write"])),
)]
#[put("/municipalities/{kommunkod}/group-records/{id}")]
pub(crate) async fn put_record(
    writer: RecordWriter,
    path: web::Path<RecordPath>,
    call: Call,
    body: Body<ONE>,
) -> Answer {
    let revisions = revisions(precondition::required(&call.request)?)?;
    let body = body.json().await?;
    let (kommunkod, reach, id) = (path.kommunkod, reach(&call, &writer)?, path.id.clone());
    let (stands, _) = standing(&call, kommunkod, reach.clone(), id.clone()).await?;
    let record = document(&body, Faults::refuse_personal_details, group_record).map_err(Problem::of_faults)?;
    let was = read_kept(&stands.doc).ok_or(Problem::of(Kind::Internal))?;
    if was.provider != record.provider {
        return Err(another_provider());
    }
    let insats = slug_in_path(&stands.insats, "/insats")?;
    let (records, by) = judged(&call, &writer, vec![RecordOf::alone(insats, record)])?;
    let done = call.store.write(move |connection| {
        let taken = match correct(connection, &by, &reach, &id, revisions.as_deref(), &records[0])? {
            Ok(taken) => taken,
            Err(why) => return Ok(Err(why)),
        };
        let record = get(connection, kommunkod, &reach, &taken.id)?;
        Ok(Ok((record, history(connection, kommunkod, &reach, &taken.id)?)))
    });
    let (record, earlier) = done.await?.map_err(problem_of)?;
    shown(&call, &writer, record.ok_or(Problem::of(Kind::UnknownRecord))?, earlier)
}

fn another_provider() -> Problem {
    let detail = Text::fixed(
        "Posten hör till en annan utförare. Dra tillbaka den och skicka en ny.",
        "The record belongs to another provider. Withdraw it and send a new one.",
    );
    Problem::of_fault("/provider", Code::ConflictingMembers, detail)
}

/// Withdraw a group record.
///
/// Drar tillbaka en post med ett skäl: den räknas inte mer. Kommunen kan se vad den var.
///
/// Withdraws a record with a reason: it counts no more. The municipality can see what it was.
#[utoipa::path(
    tag = "group-records", params(RecordPath), request_body = ReasonBody,
    responses((status = 204, description = "Posten är tillbakadragen. / The record is withdrawn.")),
    security(("token" = ["records:write"])),
)]
#[post("/municipalities/{kommunkod}/group-records/{id}/withdrawals")]
pub(crate) async fn withdraw_record(
    writer: RecordWriter,
    path: web::Path<RecordPath>,
    call: Call,
    body: Body<ONE>,
) -> Answer {
    let revisions = match precondition::optional(&call.request)? {
        Some(expected) => revisions(expected)?,
        None => None,
    };
    let ReasonBody { reason } = body.read(ReasonBody::read).await?;
    let (kommunkod, reach, id) = (path.kommunkod, reach(&call, &writer)?, path.id.clone());
    let at = call.clock.now().naive_utc();
    let done = call
        .store
        .write(move |connection| withdraw(connection, kommunkod, &reach, &id, revisions.as_deref(), &reason, at));
    done.await?.map_err(problem_of)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Take every text out of a group record.
///
/// Tar bort allt som skrivits fritt ur postens alla versioner, till exempel när något ändå pekade ut en person. Antalen
/// står kvar. Händelsen antecknas utan innehåll.
///
/// Takes everything written freely out of every writing of the record, for example when something pointed at a person after
/// all. The counts stay. The deed is noted without content.
#[utoipa::path(
    tag = "group-records", params(RecordPath), request_body = ReasonBody,
    responses((status = 204, description = "Texterna är borta. / The texts are gone.")),
    security(("token" = ["records:redact"])),
)]
#[post("/municipalities/{kommunkod}/group-records/{id}/redactions")]
pub(crate) async fn redact_record(
    redactor: RecordRedactor,
    path: web::Path<RecordPath>,
    call: Call,
    body: Body<ONE>,
) -> Answer {
    // A reason is required and not stored: it may repeat what is redacted.
    body.read(ReasonBody::read).await?;
    let (kommunkod, reach, id) = (path.kommunkod, reach(&call, &redactor)?, path.id.clone());
    let author = call.author(&redactor.caller);
    let audit_entry = AuditEntry {
        at: call.clock.now(),
        client_id: author.client_id,
        actor: author.actor,
        action: "redact".into(),
        object_kind: "groupRecord".into(),
        object_key: id.clone(),
        revision: None,
        before_sha256: None,
        after_sha256: None,
        trace_id: author.trace_id,
    };
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
    Ok(HttpResponse::NoContent().finish())
}
