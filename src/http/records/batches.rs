//! Batches of group records, as JSON or as a sheet: all are stored, or none.

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, post};

use crate::documents::faults::Faults;
use crate::documents::json;
use crate::documents::node::{Node, Value};
use crate::documents::read::{slug, word};
use crate::documents::readers::group_record::{Batch, MAX_RECORDS, batch};
use crate::documents::sheets::record_sheet;
use crate::documents::sheets::record_sheet::SheetDefaults;
use crate::domain::Slug;
use crate::domain::records::rules::RecordWarning;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::{query, true_or_false};
use crate::http::request::address::MunicipalityPath;
use crate::http::request::body::{Body, RECORDS};
use crate::http::request::idempotency::{IdempotencyKey, IdempotencyState, begin, once};
use crate::http::request::permission::RecordWriter;
use crate::store::intake::posting::post as keep;
use crate::store::records::idempotency::KeptAnswer;
use crate::store::records::new_record::{Done, OnConflict, Taken};

use super::intake::judged;
use super::views::{BatchReceipt, BatchReceiptRow};

query! {
    /// How a batch is processed.
    BatchQuery {
        /// The insats of rows in a sheet that name none. / Insatsen för rader i ett kalkylblad som inte anger någon.
        #[param(value_type = Option<String>, example = "traffpunkter")]
        insats: Option<Slug> = "insats", slug;
        /// The provider of rows in a sheet that name none. / Utföraren för rader i ett kalkylblad som inte anger någon.
        #[param(value_type = Option<String>, example = "finska-foreningen")]
        provider: Option<Slug> = "provider", slug;
        /// `correct` replaces existing records that differ; otherwise all are refused. / `correct` rättar befintliga poster
        /// som skiljer sig; annars avvisas allt.
        #[param(value_type = Option<String>, example = "correct")]
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
/// Tar emot upp till 1 000 poster, som JSON eller kalkylblad (CSV): alla eller ingen, med alla fel på en gång. En rad som är
/// lika med en befintlig post räknas som oförändrad. En rad som skiljer sig avvisas, eller rättar posten med
/// `onConflict=correct`. Samma växande blad kan skickas varje månad.
///
/// Accepts up to 1,000 records, as JSON or as a sheet (CSV): all of them or none, with all errors at once. A row equal to an
/// existing record counts as unchanged. A row that differs is refused, or corrects the record with `onConflict=correct`.
/// The same growing sheet can be sent every month.
#[utoipa::path(
    tag = "group-records", params(MunicipalityPath, BatchQuery, IdempotencyKey),
    request_body(content((Batch = "application/json"), (String = "text/csv"))),
    responses((status = 200, description = "Resultatet för varje post. / The result for each record.", body = BatchReceipt)),
    security(("token" = ["records:write"])),
)]
#[post("/municipalities/{kommunkod}/group-record-batches")]
pub(crate) async fn post_batch(writer: RecordWriter<BatchQuery>, call: Call, body: Body<RECORDS>) -> Answer {
    let is_sheet = is_sheet(&call.request)?;
    let body = body.bytes().await?;
    let keyed = match begin(&call, &call.request, &writer.caller, &body).await? {
        IdempotencyState::Answered(answer) => return Ok(answer),
        IdempotencyState::Do(keyed) => keyed,
    };
    let Batch { records } = read(&body, is_sheet, &writer.query)?;
    let (records, by) = judged(&call, &writer, records)?;
    let warnings: Vec<Vec<RecordWarning>> = records.iter().map(|record| record.judged.warnings.clone()).collect();
    let on_conflict = match writer.query.on_conflict {
        Some(Conflict::Correct) => OnConflict::Correct,
        None => OnConflict::Refuse,
    };
    let validate_only = writer.query.validate_only.unwrap_or(false);
    once(&call, keyed.as_ref(), move |connection| {
        let taken = keep(connection, &by, &records, on_conflict, validate_only)?;
        Ok(taken.map(|taken| receipt(&taken, &warnings, validate_only)))
    })
    .await
}

fn is_sheet(request: &HttpRequest) -> Result<bool, Problem> {
    let media_type = request.headers().get(header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let is_sheet = essence.eq_ignore_ascii_case("text/csv");
    let is_encoded = request.headers().contains_key(header::CONTENT_ENCODING);
    if (is_sheet || essence.eq_ignore_ascii_case("application/json")) && !is_encoded {
        Ok(is_sheet)
    } else {
        Err(Problem::of(Kind::UnsupportedMediaType))
    }
}

fn read(body: &Bytes, is_sheet: bool, query: &BatchQuery) -> Result<Batch, Problem> {
    let root = if is_sheet {
        let defaults = SheetDefaults {
            insats: query.insats.as_ref().map(Slug::to_string),
            provider: query.provider.as_ref().map(Slug::to_string),
        };
        record_sheet::read(body, &defaults).map_err(Problem::of_faults)?
    } else {
        json::read(body).map_err(|fault| Problem::of_faults(vec![fault]))?
    };
    if record_count(&root) > MAX_RECORDS {
        return Err(Problem::of(Kind::TooManyRecords));
    }
    let mut faults = Faults::strict();
    let read = batch(&root, &mut faults);
    faults.refuse_personal_details(&root);
    faults.end(read).map_err(Problem::of_faults)
}

fn record_count(root: &Node) -> usize {
    match root.at("/records").map(|records| &records.value) {
        Some(Value::List(records)) => records.len(),
        _ => 0,
    }
}

fn receipt(taken: &[Taken], warnings: &[Vec<RecordWarning>], validate_only: bool) -> KeptAnswer {
    let count = |done: Done| taken.iter().filter(|one| one.done == done).count();
    let receipt = BatchReceipt {
        validate_only,
        created: count(Done::Created),
        corrected: count(Done::Corrected),
        unchanged: count(Done::Unchanged),
        results: taken
            .iter()
            .zip(warnings)
            .enumerate()
            .map(|(row, (taken, warnings))| BatchReceiptRow {
                row,
                id: (!validate_only || taken.done != Done::Created).then(|| taken.id.clone()),
                record_revision: taken.record_revision,
                done: taken.done,
                warnings: warnings.clone(),
            })
            .collect(),
    };
    KeptAnswer {
        status: 200,
        headers: "[]".into(),
        body: serde_json::to_string(&receipt).unwrap_or_default(),
    }
}
