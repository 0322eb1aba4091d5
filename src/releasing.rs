//! Releases statistics month by month, for the API, the command and the automatic release.

use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, SubsecRound, Utc};

use crate::catalogue::snapshot::Catalogue;
use crate::domain::Kommunkod;
use crate::domain::audit::AuditEntry;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::statistics::Month;
use crate::domain::statistics::release::decision::{Decision, Outcome, ReleaseRequest, decide, next_month, too_early};
use crate::domain::statistics::release::kept_release::KeptRelease;
use crate::store::catalogue::audit;
use crate::store::catalogue::changes::newer;
use crate::store::catalogue::publication::Author;
use crate::store::statistics::{new_release, release_basis, releases};
use crate::store::{Store, StoreError};

/// How often a release is retried if the catalogue changes meanwhile.
const MAX_ATTEMPTS: usize = 5;

/// When a release happens, and who makes it.
#[derive(Clone)]
pub struct ReleaseContext {
    /// Time of the release.
    pub now: DateTime<Utc>,
    /// Day of the release in Sweden.
    pub today: NaiveDate,
    /// Who makes the release.
    pub author: Author,
}

/// Releases a month of a municipality, unless it is already released.
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
        let newer = store.write(move |connection| newer(connection, &stale)).await?;
        catalogue = newer.map_or(catalogue, Arc::new);
    }
    Err(StoreError::Contended)
}

/// Releases a month, in one transaction. Returns `None` if the catalogue is outdated.
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
    if let Some(outcome) = too_early(municipality, month, moment.today) {
        return Ok(Some(outcome));
    }
    let (catalogue, moment) = (Arc::clone(catalogue), moment.clone());
    let written = store.write(move |connection| {
        let Some(municipality) = catalogue.municipality(kommunkod) else {
            return Ok(Some(Outcome::NoCatalogue));
        };
        let request = ReleaseRequest {
            month,
            today: moment.today,
            municipality,
            catalogue_revision: catalogue.revision(),
        };
        let basis = release_basis::read(connection, kommunkod, month)?;
        let new = match decide(request, basis) {
            Decision::Release(new) => new,
            Decision::Nothing(outcome) => return Ok(Some(outcome)),
            Decision::Stale => return Ok(None),
        };
        // The precision of both engines, so that reading the release later gives the same instant.
        let at = moment.now.trunc_subsecs(3).naive_utc();
        new_release::write(connection, kommunkod, &new, (&moment.author.client_id, at))?;
        let audit_entry = audit_entry(&moment, "release", month.to_string());
        audit::append(connection, kommunkod, [audit_entry])?;
        Ok(Some(Outcome::New(KeptRelease::of(new.release, at))))
    });
    written.await
}

/// The audit event for a change in statistics.
pub(crate) fn audit_entry(moment: &ReleaseContext, action: &str, object_key: String) -> AuditEntry {
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

/// A municipality's automatic release: the released months, and the error that stopped it, if any.
pub(crate) type Done = (Kommunkod, Vec<Month>, Option<StoreError>);

/// Releases every closed month of each municipality whose release day has come. A failure does not affect other
/// municipalities.
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
    let mut month = next_month(municipality, &kept, moment.today);
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
