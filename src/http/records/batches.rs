//! Batches of group records, as JSON or as a sheet: all are stored, or none.

use actix_web::post;
use actix_web::web::Bytes;

use crate::documents::faults::Faults;
use crate::documents::json;
use crate::documents::node::{Node, Value};
use crate::documents::read::{slug, word};
use crate::documents::readers::group_record::{Batch, MAX_RECORDS, RecordOf, batch, name_missing};
use crate::documents::sheets::names::Names;
use crate::documents::sheets::record_sheet;
use crate::documents::sheets::record_sheet::{RecordSheet, SheetDefaults};
use crate::domain::{Fault, Slug};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::{query, true_or_false};
use crate::http::request::address::MunicipalityPath;
use crate::http::request::body::{Body, RECORDS};
use crate::http::request::idempotency::{IdempotencyKey, IdempotencyState, begin, once};
use crate::http::request::permission::RecordWriter;
use crate::http::state::municipality;
use crate::store::intake::posting::post as keep;
use crate::store::records::idempotency::KeptAnswer;
use crate::store::records::new_record::{Done, NewRecord, OnConflict, Taken};

use super::intake::{Judgement, judge};
use super::upload::{Upload, file_of_form};
use super::views::{BatchReceipt, BatchReceiptRow};

query! {
    /// How a batch is processed.
    BatchQuery {
        /// The insats of records that name none. / Insatsen för poster som inte anger någon.
        #[param(value_type = Option<Slug>, inline, example = "traffpunkter")]
        insats: Option<Slug> = "insats", slug;
        /// The provider of records that name none. / Utföraren för poster som inte anger någon.
        #[param(value_type = Option<Slug>, inline, example = "finska-foreningen")]
        provider: Option<Slug> = "provider", slug;
        /// `correct` replaces existing records that differ; otherwise all are refused. / `correct` rättar befintliga poster
        /// som skiljer sig; annars avvisas allt.
        #[param(value_type = Option<String>, pattern = "^correct$", example = "correct")]
        on_conflict: Option<Conflict> = "onConflict", word;
        /// Only report what would be done. / Visa bara vad som skulle göras.
        #[param(example = false)]
        validate_only: Option<bool> = "validateOnly", true_or_false;
    }
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Conflict {
    Correct,
}

/// Post many group records.
///
/// Tar emot upp till 1 000 poster, som JSON eller kalkylblad (CSV, .xlsx eller .ods; också som fil i ett webbformulär):
/// alla eller ingen, med alla fel på en gång. En rad som är lika med en befintlig post räknas som oförändrad. En rad som
/// skiljer sig avvisas, eller rättar posten med `onConflict=correct`. Samma växande blad kan skickas varje månad. Poster
/// utan `insats` eller `provider` får dem från frågans parametrar.
///
/// Accepts up to 1,000 records, as JSON or as a sheet (CSV, .xlsx or .ods; also as the file of a web form): all of them or
/// none, with all errors at once. A row equal to an existing record counts as unchanged. A row that differs is refused, or
/// corrects the record with `onConflict=correct`. The same growing sheet can be sent every month. Records without `insats`
/// or `provider` get them from the parameters of the query.
#[utoipa::path(
    tag = "group-records", params(MunicipalityPath, BatchQuery, IdempotencyKey),
    request_body(content(
        (Batch = "application/json"),
        (String = "text/csv"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (String = "application/vnd.oasis.opendocument.spreadsheet"),
    )),
    responses((status = 200, description = "Resultatet för varje post. / The result for each record.", body = BatchReceipt)),
    security(("token" = ["records:write"])),
)]
#[post("/municipalities/{kommunkod}/group-record-batches")]
pub(crate) async fn post_group_record_batch(
    writer: RecordWriter<BatchQuery>,
    call: Call,
    body: Body<RECORDS>,
) -> Answer {
    let upload = Upload::of(&call.request)?;
    let body = body.bytes().await?;
    let keyed = match begin(&call, &call.request, &writer.caller, &body).await? {
        IdempotencyState::Answered(answer) => return Ok(answer),
        IdempotencyState::Do(keyed) => keyed,
    };
    let Received { records, faults, sheet } = receive(&call, &writer, upload, body).await?;
    let Judgement {
        sound: records,
        mut faults,
        writer: by,
    } = judge(&call, &writer, records, faults)?;
    let on_conflict = match writer.query.on_conflict {
        Some(Conflict::Correct) => OnConflict::Correct,
        None => OnConflict::Refuse,
    };
    let validate_only = writer.query.validate_only.unwrap_or(false);
    if !faults.is_empty() {
        // Conflicts of the other records are listed with the faults, unless a column is missing.
        if sheet.as_ref().is_none_or(|sheet| sheet.sheet.has_sound_header()) {
            let checked = call
                .store
                .write(move |connection| keep(connection, &by, &records, on_conflict, true));
            faults.extend(checked.await.ok().and_then(Result::err).unwrap_or_default());
        } else {
            faults.retain(|fault| !fault.code.is_missing());
        }
        return Err(Problem::of_faults(located(sheet.as_ref(), faults)));
    }
    once(&call, keyed.as_ref(), move |connection| {
        let taken = keep(connection, &by, &records, on_conflict, validate_only)?;
        Ok(match taken {
            Ok(taken) => Ok(receipt(&taken, &records, sheet.as_ref(), validate_only)),
            Err(faults) => Err(located(sheet.as_ref(), faults)),
        })
    })
    .await
}

/// Faults with the cells of a sheet, if the records are one.
fn located(sheet: Option<&RecordSheet>, faults: Vec<Fault>) -> Vec<Fault> {
    match sheet {
        Some(sheet) => sheet.located(faults),
        None => faults,
    }
}

/// The records of a request.
struct Received {
    /// Those that can be checked further.
    records: Vec<RecordOf>,
    /// Every fault in the format.
    faults: Vec<Fault>,
    sheet: Option<RecordSheet>,
}

async fn receive(
    call: &Call,
    writer: &RecordWriter<BatchQuery>,
    upload: Upload,
    body: Bytes,
) -> Result<Received, Problem> {
    let (body, charset) = match upload {
        Upload::Json => {
            let (insats, provider) = (writer.query.insats.clone(), writer.query.provider.clone());
            let read = call.load.work(move || {
                let mut root = json::read(&body).map_err(|fault| Problem::of_faults(vec![fault]))?;
                name_missing(&mut root, insats.as_ref(), provider.as_ref());
                records_of(&root)
            });
            let (records, faults) = read.await??;
            return Ok(Received {
                records,
                faults,
                sheet: None,
            });
        }
        Upload::Sheet { charset } => (body, charset),
        Upload::Form => file_of_form(call.request.headers(), &body).await?,
    };
    let defaults = SheetDefaults {
        insats: writer.query.insats.as_ref().map(Slug::to_string),
        provider: writer.query.provider.as_ref().map(Slug::to_string),
        names: Names::of(municipality(&call.catalogue(), writer.kommunkod)?),
        charset,
        most: Some(MAX_RECORDS),
    };
    let read = call.load.work(move || {
        let sheet = record_sheet::read(&body, &defaults).map_err(Problem::of_faults)?;
        let (records, of_records) = records_of(&sheet.root)?;
        let mut faults = sheet.faults().to_vec();
        faults.extend(of_records);
        Ok(Received {
            records,
            faults,
            sheet: Some(sheet),
        })
    });
    read.await?
}

/// The records of a document that can be checked further, and every fault in their format.
fn records_of(root: &Node) -> Result<(Vec<RecordOf>, Vec<Fault>), Problem> {
    if record_count(root) > MAX_RECORDS {
        return Err(Problem::of(Kind::TooManyRecords));
    }
    let mut faults = Faults::strict();
    let read = batch(root, &mut faults);
    faults.refuse_personal_details(root);
    let faults = faults.end(Some(())).err().unwrap_or_default();
    Ok((read.map_or_else(Vec::new, |batch| batch.records), faults))
}

fn record_count(root: &Node) -> usize {
    match root.at("/records").map(|records| &records.value) {
        Some(Value::List(records)) => records.len(),
        _ => 0,
    }
}

fn receipt(taken: &[Taken], records: &[NewRecord], sheet: Option<&RecordSheet>, validate_only: bool) -> KeptAnswer {
    let count = |done: Done| taken.iter().filter(|one| one.done == done).count();
    let receipt = BatchReceipt {
        validate_only,
        created: count(Done::Created),
        corrected: count(Done::Corrected),
        unchanged: count(Done::Unchanged),
        results: taken
            .iter()
            .zip(records)
            .enumerate()
            .map(|(row, (taken, record))| BatchReceiptRow {
                row,
                line: record.line,
                id: (!validate_only || taken.done != Done::Created).then(|| taken.id.clone()),
                record_revision: taken.record_revision,
                done: taken.done,
                warnings: taken.warnings.clone(),
            })
            .collect(),
        warnings: sheet.map_or_else(Vec::new, |sheet| sheet.sheet.warnings.clone()),
        skipped_rows: sheet.map_or_else(Vec::new, |sheet| sheet.sheet.skipped.clone()),
    };
    KeptAnswer {
        status: 200,
        headers: "[]".into(),
        body: serde_json::to_string(&receipt).unwrap_or_default(),
    }
}
