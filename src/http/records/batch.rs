//! A batch of group records, taken whole or not at all: from the API, and from the page for providers.

use actix_web::web::Bytes;

use crate::documents::faults::Faults;
use crate::documents::json;
use crate::documents::node::{Node, Value};
use crate::documents::readers::group_record::{MAX_RECORDS, RecordOf, batch, name_missing};
use crate::documents::sheets::names::Names;
use crate::documents::sheets::record_sheet;
use crate::documents::sheets::record_sheet::{RecordSheet, SheetDefaults};
use crate::domain::{Fault, Slug};
use crate::http::call::Call;
use crate::http::problems::{Kind, Problem};
use crate::http::request::idempotency::{GivenAnswer, Keyed, once};
use crate::http::request::permission::{Permitted, WriteRecords};
use crate::http::state::municipality;
use crate::store::intake::posting::post as keep;
use crate::store::records::idempotency::KeptAnswer;
use crate::store::records::new_record::{Done, NewRecord, OnConflict, Taken};

use super::intake::{Judgement, judge};
use super::views::{BatchReceipt, BatchReceiptRow};

/// The records as they were sent.
pub(crate) enum BatchBody {
    Json(Bytes),
    /// A sheet, and the charset that the sender states.
    Sheet(Bytes, Option<String>),
}

/// How a batch is taken.
pub(crate) struct BatchOptions {
    /// The insats of records that name none.
    pub insats: Option<Slug>,
    /// The provider of records that name none.
    pub provider: Option<Slug>,
    pub on_conflict: OnConflict,
    /// Whether nothing is saved, and the answer says what would be done.
    pub validate_only: bool,
}

/// Takes every record of a batch, or none. The answer is a [`BatchReceipt`] as JSON.
///
/// Errors: every fault of the batch, with its row and column if it is a sheet.
pub(crate) async fn take<Q>(
    call: &Call,
    writer: &Permitted<WriteRecords, Q>,
    batch: BatchBody,
    options: BatchOptions,
    keyed: Option<&Keyed>,
) -> Result<GivenAnswer, Problem> {
    let (on_conflict, validate_only) = (options.on_conflict, options.validate_only);
    let Received { records, faults, sheet } = receive(call, writer, batch, options).await?;
    let Judgement {
        sound: records,
        mut faults,
        writer: by,
    } = judge(call, writer, records, faults)?;
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
    once(call, keyed, move |connection| {
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

async fn receive<Q>(
    call: &Call,
    writer: &Permitted<WriteRecords, Q>,
    body: BatchBody,
    BatchOptions { insats, provider, .. }: BatchOptions,
) -> Result<Received, Problem> {
    let (body, charset) = match body {
        BatchBody::Sheet(body, charset) => (body, charset),
        BatchBody::Json(body) => {
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
    };
    let defaults = SheetDefaults {
        insats: insats.as_ref().map(Slug::to_string),
        provider: provider.as_ref().map(Slug::to_string),
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
