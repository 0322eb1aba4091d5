//! Batches of group records, as JSON or as a sheet: all are stored, or none.

use actix_web::post;

use crate::documents::read::{slug, word};
use crate::documents::readers::group_record::Batch;
use crate::domain::Slug;
use crate::http::call::{Answer, Call};
use crate::http::query::{query, true_or_false};
use crate::http::request::address::MunicipalityPath;
use crate::http::request::body::{Body, RECORDS};
use crate::http::request::idempotency::{IdempotencyKey, IdempotencyState, begin};
use crate::http::request::permission::RecordWriter;
use crate::store::records::new_record::OnConflict;

use super::batch::{BatchBody, BatchOptions, take};
use super::upload::{Upload, file_of_form};
use super::views::BatchReceipt;

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
        IdempotencyState::Answered(given) => return Ok(given.response()),
        IdempotencyState::Do(keyed) => keyed,
    };
    let batch = match upload {
        Upload::Json => BatchBody::Json(body),
        Upload::Sheet { charset } => BatchBody::Sheet(body, charset),
        Upload::Form => {
            let (sheet, charset) = file_of_form(call.request.headers(), &body).await?;
            BatchBody::Sheet(sheet, charset)
        }
    };
    let options = BatchOptions {
        insats: writer.query.insats.clone(),
        provider: writer.query.provider.clone(),
        on_conflict: match writer.query.on_conflict {
            Some(Conflict::Correct) => OnConflict::Correct,
            None => OnConflict::Refuse,
        },
        validate_only: writer.query.validate_only.unwrap_or(false),
    };
    let given = take(&call, &writer, batch, options, keyed.as_ref()).await?;
    Ok(given.response())
}
