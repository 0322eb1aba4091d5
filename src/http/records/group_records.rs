//! Group records: posted one at a time, shown one by one and in lists.

use actix_web::{get, post, web};

use crate::documents::faults::Faults;
use crate::documents::json::document;
use crate::documents::readers::group_record::{RecordOf, group_record};
use crate::domain::records::group_record::GroupRecord;
use crate::domain::text::composed;
use crate::domain::{Code, Fault};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::request::address::{InsatsPath, MunicipalityPath};
use crate::http::request::body::{Body, ONE};
use crate::http::request::idempotency::{IdempotencyKey, IdempotencyState, begin, once};
use crate::http::request::permission::{RecordReader, RecordWriter};
use crate::http::response::JSON;
use crate::http::response::accept::preferred;
use crate::http::response::page::Page;
use crate::http::response::selection::SelectionQuery;
use crate::store::intake::posting::post as keep;
use crate::store::records::editions::tagged;
use crate::store::records::idempotency::KeptAnswer;
use crate::store::records::lists::list;
use crate::store::records::new_record::{Done, OnConflict, Taken};
use crate::store::records::rows::RecordFilter;

use super::changed::list_changed;
use super::changes::{answer, etag, find};
use super::intake::{judged, reach};
use super::paths::{RecordPath, insats_in_path};
use super::record_list::{ChangedQuery, GroupRecords, ListQuery, RecordQuery};
use super::sheets::{CSV, export};
use super::views::{RecordReceipt, RecordView, address, links, view};

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
pub(crate) async fn post_group_record(
    writer: RecordWriter,
    path: web::Path<InsatsPath>,
    call: Call,
    body: Body<ONE>,
) -> Answer {
    let insats = insats_in_path(&call, path.kommunkod, &path.slug)?;
    let body = body.json().await?;
    let keyed = match begin(&call, &call.request, &writer.caller, &body).await? {
        IdempotencyState::Answered(given) => return Ok(given.response()),
        IdempotencyState::Do(keyed) => keyed,
    };
    let record = document(&body, Faults::refuse_personal_details, group_record).map_err(Problem::of_faults)?;
    let (records, by) = judged(&call, &writer, RecordOf::alone(insats.clone(), record))?;
    let (base, kommunkod) = (call.base(), writer.kommunkod.to_string());
    let given = once(&call, keyed.as_ref(), move |connection| {
        let taken = keep(connection, &by, &records, OnConflict::Refuse, false)?;
        let only = match taken.as_deref() {
            Ok([only, ..]) => only,
            Ok([]) => return Ok(Err(Vec::new())),
            Err(faults) => return Ok(Err(faults.clone())),
        };
        // Two sessions may have equal values, so an equal record may be a new one.
        if only.done != Done::Created {
            return Ok(Err(vec![already_exists(only)]));
        }
        let etag = etag(&tagged(connection, &only.id, only.record_revision)?);
        Ok(Ok(receipt(only, etag, &base, &kommunkod, insats.as_str())))
    });
    Ok(given.await?.response())
}

fn already_exists(taken: &Taken) -> Fault {
    let id = &taken.id;
    let detail = composed!(
        "Samma post finns redan: group-records/{id}. Numrera tillfällen på samma dag med session.",
        "The same record already exists: group-records/{id}. Use session to number sessions on the same day."
    );
    Fault::new("", Code::DuplicateRecord, detail)
}

fn receipt(taken: &Taken, etag: String, base: &str, kommunkod: &str, insats: &str) -> KeptAnswer {
    let receipt = RecordReceipt {
        id: taken.id.clone(),
        record_revision: taken.record_revision,
        done: taken.done,
        warnings: taken.warnings.clone(),
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
    tag = "group-records", params(RecordPath, SelectionQuery),
    responses((status = 200, description = "Posten. / The record.", body = RecordView)),
    security(("token" = ["records:read"])),
)]
#[get("/municipalities/{kommunkod}/group-records/{id}")]
pub(crate) async fn get_group_record(
    reader: RecordReader<SelectionQuery>,
    path: web::Path<RecordPath>,
    call: Call,
) -> Answer {
    let reach = reach(&call, &reader)?;
    let selection = reader.query.of()?;
    let found = find(&call, reader.kommunkod, reach, path.id.clone()).await?;
    answer(&call, &reader, found, Vec::new(), &selection)
}

/// List group records.
///
/// Listar poster efter dag. En utförare ser sina egna. `Accept: text/csv` ger alla på en gång som ett kalkylblad, med samma
/// kolumner som i ett blad som skickas in. Den som har en kopia börjar med `changedSince` och följer sedan länken `next`, också
/// efter den sista delen: då kommer varje post som ändras, även medan listan läses, och återtagna poster i `withdrawnRecords`.
/// 410: databasen har återställts; börja om utan `after` och ersätt kopian.
///
/// Lists records by day. A provider sees its own. `Accept: text/csv` gives all of them at once as a sheet, with the columns
/// of a sheet to post. A client with a copy begins with `changedSince` and then follows the link `next`, also after the last
/// part: this gives every record that changes, also while the list is read, and withdrawn records in `withdrawnRecords`. 410:
/// the database was restored; begin again without `after` and replace the copy.
#[utoipa::path(
    tag = "group-records", params(MunicipalityPath, RecordQuery, ChangedQuery, SelectionQuery, Page),
    responses((status = 200, description = "Posterna. / The records.", content(
        (GroupRecords = "application/json"), (String = "text/csv"),
    ))),
    security(("token" = ["records:read"])),
)]
#[get("/municipalities/{kommunkod}/group-records")]
pub(crate) async fn list_group_records(reader: RecordReader<ListQuery>, call: Call) -> Answer {
    let (kommunkod, reach) = (reader.kommunkod, reach(&call, &reader));
    let for_municipality = reader.caller.providers.is_none();
    let ((query, changed), (selection, page)) = reader.query;
    let selection = selection.of()?;
    if changed.is_asked() {
        return list_changed(
            &call,
            kommunkod,
            for_municipality,
            reach?,
            (query, changed, page),
            &selection,
        )
        .await;
    }
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
        .map(|record| selection.of(view(record, Vec::new(), kommunkod, for_municipality, &base)))
        .collect::<Vec<_>>();
    let all = usize::try_from(all).unwrap_or_default();
    call.uncached_json(&GroupRecords {
        meta: page.meta(all, views.len()),
        group_records: views,
        withdrawn_records: None,
        links: page.links(call.own(), all),
    })
}
