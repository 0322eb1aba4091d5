//! Notes the events that a day brings, so that subscriptions get them.

use std::sync::Arc;

use chrono::{DateTime, Months, NaiveDate, Utc};

use crate::catalogue::snapshot::Catalogue;
use crate::domain::Kommunkod;
use crate::domain::records::coverage::coverage;
use crate::domain::subscriptions::due::{DueEvent, due_events};
use crate::store::statistics::reported::reported;
use crate::store::subscriptions::events::{append_due, are_noted};
use crate::store::{Store, StoreError};

/// How old the periods are whose reports may become late: a report is due at most a year after its period begins and ends.
const OLDEST: Months = Months::new(24);

/// Notes what is due in every municipality. Returns the number of new events.
///
/// # Errors
/// From the database. The other municipalities are noted nevertheless.
pub(crate) async fn note_due_events(
    store: &Store,
    catalogue: &Arc<Catalogue>,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<usize, StoreError> {
    let mut noted = 0;
    let mut failed = None;
    for municipality in catalogue.municipalities() {
        let kommunkod = municipality.document().kommunkod;
        match note(store, catalogue, kommunkod, (now, today)).await {
            Ok(count) => noted += count,
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(noted), Err)
}

async fn note(
    store: &Store,
    catalogue: &Arc<Catalogue>,
    kommunkod: Kommunkod,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<usize, StoreError> {
    let catalogue = Arc::clone(catalogue);
    let due = store.read(move |connection| {
        let Some(municipality) = catalogue.municipality(kommunkod) else {
            return Ok(Vec::new());
        };
        let from = today.checked_sub_months(OLDEST).unwrap_or(today);
        let month = |day: NaiveDate| day.format("%Y-%m").to_string();
        let reported = reported(connection, kommunkod, &month(from), &month(today))?;
        let reports = coverage(municipality, &reported, (from, today), today);
        let due: Vec<DueEvent> = due_events(municipality, &reports, today);
        Ok(if are_noted(connection, kommunkod, &due)? {
            Vec::new()
        } else {
            due
        })
    });
    let due = due.await?;
    if due.is_empty() {
        return Ok(0);
    }
    let at = now.naive_utc();
    store
        .write(move |connection| append_due(connection, kommunkod, &due, at))
        .await
}
