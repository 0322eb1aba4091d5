//! Group records: posted one at a time, shown one by one and in lists.

use actix_web::{get, post, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::documents::faults::Faults;
use crate::documents::json::document;
use crate::documents::node::Node;
use crate::documents::read::{date, label, slug};
use crate::documents::readers::group_record::{RecordOf, group_record};
use crate::domain::records::group_record::GroupRecord;
use crate::domain::records::rules::RecordWarning;
use crate::domain::text::composed;
use crate::domain::{Code, Fault, Slug};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::{query, true_or_false};
use crate::http::request::address::{InsatsPath, MunicipalityPath};
use crate::http::request::body::{Body, ONE};
use crate::http::request::idempotency::{IdempotencyKey, IdempotencyState, begin, once};
use crate::http::request::permission::{RecordReader, RecordWriter};
use crate::http::response::JSON;
use crate::http::response::accept::preferred;
use crate::http::response::link::Link;
use crate::http::response::page::{Meta, Page};
use crate::store::intake::posting::post as keep;
use crate::store::records::editions::tagged;
use crate::store::records::idempotency::KeptAnswer;
use crate::store::records::new_record::{Done, OnConflict, Taken};
use crate::store::records::rows::{RecordFilter, list};

use super::changes::{answer, etag, find};
use super::intake::{judged, reach};
use super::paths::{RecordPath, insats_in_path};
use super::sheets::{CSV, export};
use super::views::{RecordReceipt, RecordView, address, links, view};

query! {
    /// Which group records.
    RecordQuery {
        /// Of this insats. / För den här insatsen.
        #[param(value_type = Option<String>, example = "traffpunkter")]
        insats: Option<Slug> = "insats", slug;
        /// Of this provider. / Från den här utföraren.
        #[param(value_type = Option<String>, example = "finska-foreningen")]
        provider: Option<Slug> = "provider", slug;
        /// At this place. / På den här platsen.
        #[param(example = "norrtalje")]
        place: Option<String> = "place", place;
        /// With a day on or after this one. / Med en dag från och med den här.
        #[param(value_type = Option<String>, format = "date", example = "2025-10-01")]
        from: Option<NaiveDate> = "from", date;
        /// With a day on or before this one. / Med en dag till och med den här.
        #[param(value_type = Option<String>, format = "date", example = "2025-10-31")]
        to: Option<NaiveDate> = "to", date;
        /// Only implausible records; for the municipality only. / Bara poster som ser orimliga ut; bara för kommunen.
        #[param(example = true)]
        flagged: Option<bool> = "flagged", true_or_false;
    }
}

/// Reads a place: a slug or a label without personal details, since the links of a list repeat it.
fn place(node: &Node, faults: &mut Faults) -> Option<String> {
    faults.refuse_personal_details(node);
    label(node, faults)
}

impl From<RecordQuery> for RecordFilter {
    fn from(query: RecordQuery) -> Self {
        Self {
            insats: query.insats.map(|slug| slug.to_string()),
            provider: query.provider.map(|slug| slug.to_string()),
            place: query.place,
            from: query.from,
            to: query.to,
            flagged: query.flagged,
        }
    }
}

/// A page of group records.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GroupRecords {
    /// The records, by day.
    pub group_records: Vec<RecordView>,
    /// The position of the page in the list.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// This page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// Post a group record.
///
/// Tar emot en post om ett tillfälle eller en period: när, hur, av vem, hur många, kön och resultat, enligt insatsens
/// dokumentationsregler. Uppgifter om enskilda avvisas. Med `Idempotency-Key` kan frågan skickas igen utan risk.
///
/// Accepts a record of a session or a period: when, how, by whom, how many, gender and result, by the documentation rules
/// of the insats. Information about individuals is refused. With `Idempotency-Key`, it is safe to repeat the request.
#[utoipa::path(
    tag = "group-records", params(InsatsPath, IdempotencyKey), request_body = GroupRecord,
    responses((status = 201, description = "Posten är mottagen. / The record was accepted.", body = RecordReceipt)),
    security(("token" = ["records:write"])),
)]
#[post("/municipalities/{kommunkod}/insatser/{slug}/group-records")]
pub(crate) async fn post_record(
    writer: RecordWriter,
    path: web::Path<InsatsPath>,
    call: Call,
    body: Body<ONE>,
) -> Answer {
    let insats = insats_in_path(&call, path.kommunkod, &path.slug)?;
    let body = body.json().await?;
    let keyed = match begin(&call, &call.request, &writer.caller, &body).await? {
        IdempotencyState::Answered(answer) => return Ok(answer),
        IdempotencyState::Do(keyed) => keyed,
    };
    let record = document(&body, Faults::refuse_personal_details, group_record).map_err(Problem::of_faults)?;
    let (records, by) = judged(&call, &writer, RecordOf::alone(insats.clone(), record))?;
    let warnings = records[0].judged.warnings.clone();
    let (base, kommunkod) = (call.base(), writer.kommunkod.to_string());
    once(&call, keyed.as_ref(), move |connection| {
        let taken = keep(connection, &by, &records, OnConflict::Refuse, false)?;
        let only = match taken.as_deref() {
            Ok([only, ..]) => only,
            Ok([]) => return Ok(Err(Vec::new())),
            Err(faults) => return Ok(Err(faults.to_vec())),
        };
        // Two sessions may have equal values, so an equal record may be a new one.
        if only.done != Done::Created {
            return Ok(Err(vec![already_exists(only)]));
        }
        let etag = etag(&tagged(connection, &only.id, only.record_revision)?);
        Ok(Ok(receipt(only, etag, &warnings, &base, &kommunkod, insats.as_str())))
    })
    .await
}

fn already_exists(taken: &Taken) -> Fault {
    let id = &taken.id;
    let detail = composed!(
        "Samma post finns redan: group-records/{id}. Numrera tillfällen på samma dag med session.",
        "The same record already exists: group-records/{id}. Use session to number sessions on the same day."
    );
    Fault::new("", Code::DuplicateRecord, detail)
}

fn receipt(
    taken: &Taken,
    etag: String,
    warnings: &[RecordWarning],
    base: &str,
    kommunkod: &str,
    insats: &str,
) -> KeptAnswer {
    let receipt = RecordReceipt {
        id: taken.id.clone(),
        record_revision: taken.record_revision,
        done: taken.done,
        warnings: warnings.to_vec(),
        links: links(base, kommunkod, insats, &taken.id),
    };
    let headers = [("location", address(base, kommunkod, &taken.id)), ("etag", etag)];
    KeptAnswer {
        status: 201,
        headers: serde_json::to_string(&headers).unwrap_or_default(),
        body: serde_json::to_string(&receipt).unwrap_or_default(),
    }
}

/// Get a group record.
///
/// Visar en post. Kommunen ser också tidigare revisioner och orimliga värden.
///
/// Shows a record. The municipality also sees earlier revisions and implausible values.
#[utoipa::path(
    tag = "group-records", params(RecordPath),
    responses((status = 200, description = "Posten. / The record.", body = RecordView)),
    security(("token" = ["records:read"])),
)]
#[get("/municipalities/{kommunkod}/group-records/{id}")]
pub(crate) async fn get_record(reader: RecordReader, path: web::Path<RecordPath>, call: Call) -> Answer {
    let reach = reach(&call, &reader)?;
    let found = find(&call, reader.kommunkod, reach, path.id.clone()).await?;
    answer(&call, &reader, found)
}

/// List group records.
///
/// Listar poster efter dag. En utförare ser sina egna. `Accept: text/csv` ger alla på en gång som ett kalkylblad, med samma
/// kolumner som i ett blad som skickas in.
///
/// Lists records by day. A provider sees its own. `Accept: text/csv` gives all of them at once as a sheet, with the columns
/// of a sheet to post.
#[utoipa::path(
    tag = "group-records", params(MunicipalityPath, RecordQuery, Page),
    responses((status = 200, description = "Posterna. / The records.", content(
        (GroupRecords = "application/json"), (String = "text/csv"),
    ))),
    security(("token" = ["records:read"])),
)]
#[get("/municipalities/{kommunkod}/group-records")]
pub(crate) async fn list_records(reader: RecordReader<(RecordQuery, Page)>, call: Call) -> Answer {
    let (kommunkod, reach) = (reader.kommunkod, reach(&call, &reader));
    let for_municipality = reader.caller.providers.is_none();
    let (query, page) = reader.query;
    if query.flagged.is_some() && !for_municipality {
        return Err(Problem::of(Kind::OnlyMunicipality));
    }
    let (reach, filter) = (reach?, RecordFilter::from(query));
    if preferred(&call.request, &[JSON, CSV])? == CSV {
        return export(&call, kommunkod, reach, filter).await;
    }
    let (skipped, limit) = page.rows();
    let found = call
        .store
        .read(move |connection| list(connection, kommunkod, &reach, &filter, skipped, limit));
    let (records, all) = found.await?;
    let base = call.base();
    let views = records
        .into_iter()
        .map(|record| view(record, Vec::new(), kommunkod, for_municipality, &base))
        .collect::<Vec<_>>();
    let all = usize::try_from(all).unwrap_or_default();
    call.uncached_json(&GroupRecords {
        meta: page.meta(all, views.len()),
        group_records: views,
        links: page.links(call.own(), all),
    })
}
