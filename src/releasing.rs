//! Releases statistics month by month: what the API, the command and the service by itself have in common.

use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, SubsecRound, Utc};

use super::catalogue::snapshot::Catalogue;
use super::domain::audit::AuditEntry;
use super::domain::insatser::municipality::Municipality;
use super::domain::kommun::Kommunkod;
use super::domain::statistics::month::{FIRST, Month};
use super::domain::statistics::release::expected::{closes_after, expected, first_month};
use super::store::catalogue::audit;
use super::store::catalogue::changes::newer;
use super::store::catalogue::publication::Author;
use super::store::statistics::releases;
use super::store::statistics::releases::{KeptRelease, ReleaseBy, Released, release_month};
use super::store::{Store, StoreError};

/// How often a release is tried when the catalogue changes meanwhile.
const MAX_ATTEMPTS: usize = 5;

/// What came of releasing a month.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is released now.
    New(KeptRelease),
    /// It was released before: this is that release.
    Before(KeptRelease),
    /// Months are released in order, and this one comes first.
    OutOfOrder(Month),
    /// Reports of it may still come in time, until this day.
    NotClosed(NaiveDate),
    /// It is before the act's first month.
    BeforeTheAct,
    /// The municipality has no catalogue.
    NoCatalogue,
}

/// When, and by whom.
#[derive(Clone)]
pub struct ReleaseContext {
    /// The instant.
    pub now: DateTime<Utc>,
    /// The day in Sweden.
    pub today: NaiveDate,
    /// Who.
    pub author: Author,
}

/// Releases a month of a municipality, unless it was.
pub async fn release(
    store: &Store,
    catalogue: &Arc<Catalogue>,
    kommunkod: Kommunkod,
    month: Month,
    moment: &ReleaseContext,
) -> Result<Outcome, StoreError> {
    let mut catalogue = Arc::clone(catalogue);
    for _ in 0..MAX_ATTEMPTS {
        if let Some(outcome) = attempt(store, &catalogue, kommunkod, month, moment).await? {
            return Ok(outcome);
        }
        let stale = Arc::clone(&catalogue);
        let newer = store.read(move |connection| newer(connection, &stale)).await?;
        catalogue = newer.map_or(catalogue, Arc::new);
    }
    Err(StoreError::Contended)
}

/// Releases a month by a catalogue; `None` when that is no longer the one that stands.
async fn attempt(
    store: &Store,
    catalogue: &Arc<Catalogue>,
    kommunkod: Kommunkod,
    month: Month,
    moment: &ReleaseContext,
) -> Result<Option<Outcome>, StoreError> {
    let Some(municipality) = catalogue.municipality(kommunkod) else {
        return Ok(Some(Outcome::NoCatalogue));
    };
    if month < FIRST {
        return Ok(Some(Outcome::BeforeTheAct));
    }
    let last = closes_after(municipality, month);
    if moment.today <= last {
        return Ok(Some(Outcome::NotClosed(last)));
    }
    let first = first_of(municipality, moment.today);
    let (catalogue, moment) = (Arc::clone(catalogue), moment.clone());
    let released = store.write(move |connection| {
        let Some(municipality) = catalogue.municipality(kommunkod) else {
            return Err(StoreError::Unreadable("a municipality".into()));
        };
        let by = ReleaseBy {
            kommunkod,
            month,
            k: municipality.document().settings.k(),
            expected: &|said| expected(municipality, said, month, moment.today),
            catalogue_revision: catalogue.revision(),
            may_be_first: month <= first,
            client_id: &moment.author.client_id,
            // What both engines keep of an instant, so that the release is the same when it is asked for again.
            at: moment.now.trunc_subsecs(3).naive_utc(),
        };
        let released = release_month(connection, &by)?;
        if let Released::New(_) = &released {
            audit::append(
                connection,
                kommunkod,
                [audit_entry(&moment, "release", month.to_string())],
            )?;
        }
        Ok(released)
    });
    Ok(match released.await? {
        Released::New(kept) => Some(Outcome::New(kept)),
        Released::Before(kept) => Some(Outcome::Before(kept)),
        Released::OutOfOrder(next) => Some(Outcome::OutOfOrder(next.unwrap_or(first))),
        Released::Stale => None,
    })
}

/// What the audit is told of.
pub fn audit_entry(moment: &ReleaseContext, action: &str, object_key: String) -> AuditEntry {
    AuditEntry {
        at: moment.now,
        client_id: moment.author.client_id.clone(),
        actor: moment.author.actor.clone(),
        action: action.to_owned(),
        object_kind: "statistics".into(),
        object_key,
        revision: None,
        before_sha256: None,
        after_sha256: None,
        trace_id: moment.author.trace_id.clone(),
    }
}

/// The month to release next: the one after the last, or the first in which there is anything to report.
pub fn next(municipality: &Municipality, released: &[KeptRelease], today: NaiveDate) -> Month {
    released
        .last()
        .map_or_else(|| first_of(municipality, today), |last| last.month.next())
}

/// The month that a municipality's releases begin with: the first with anything to report, or this month.
fn first_of(municipality: &Municipality, today: NaiveDate) -> Month {
    let this = Month::of(today).max(FIRST);
    first_month(municipality, this).unwrap_or(this)
}

/// What a municipality's release day came to: the months released, and why no further one was where that failed.
pub type Done = (Kommunkod, Vec<Month>, Option<StoreError>);

/// Releases every closed month of the municipalities that have decided on a day for it, once that day of the next month
/// has come. One that fails holds no other back.
pub async fn release_due(store: &Store, catalogue: &Arc<Catalogue>, moment: &ReleaseContext) -> Vec<Done> {
    let mut all = Vec::new();
    for municipality in catalogue.municipalities() {
        if let Some(day) = municipality.document().settings.release_day() {
            let mut months = Vec::new();
            let done = release_until(store, catalogue, municipality, day, moment, &mut months).await;
            all.push((municipality.document().kommunkod, months, done.err()));
        }
    }
    all
}

/// Releases every closed month of a municipality whose day has come.
async fn release_until(
    store: &Store,
    catalogue: &Arc<Catalogue>,
    municipality: &Municipality,
    day: u32,
    moment: &ReleaseContext,
    months: &mut Vec<Month>,
) -> Result<(), StoreError> {
    let kommunkod = municipality.document().kommunkod;
    let kept = store
        .read(move |connection| releases::list(connection, kommunkod))
        .await?;
    let mut month = next(municipality, &kept, moment.today);
    let has_come = |month: Month| (month.next().first_day().with_day(day)).is_some_and(|due| due <= moment.today);
    while has_come(month) {
        match release(store, catalogue, kommunkod, month, moment).await? {
            Outcome::New(_) => months.push(month),
            Outcome::Before(_) => {}
            _ => break,
        }
        month = month.next();
    }
    Ok(())
}
