//! Releases statistics month by month, for the API, the command and the automatic release.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, SubsecRound, Utc};

use crate::catalogue::snapshot::Catalogue;
use crate::domain::audit::AuditEntry;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::statistics::release::decision::{
    Decision, Outcome, ReleaseRequest, decide, due_months, next_month, too_early,
};
use crate::domain::statistics::release::kept_release::KeptRelease;
use crate::domain::statistics::release::published::Release;
use crate::domain::statistics::release::restrictions::Forbidden;
use crate::domain::statistics::release_document::ReleaseDocument;
use crate::domain::statistics::{Month, Stream};
use crate::domain::subscriptions::event::EventKind;
use crate::domain::text::text;
use crate::domain::{Code, Fault, Kommunkod, Text};
use crate::store::catalogue::audit;
use crate::store::catalogue::changes::newer;
use crate::store::catalogue::publication::Author;
use crate::store::statistics::release_documents::{Imported, Refusals, ToImport};
use crate::store::statistics::{new_release, release_basis, release_documents, releases};
use crate::store::subscriptions::events;
use crate::store::{Engine, Store, StoreError};

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

/// The outcome of releasing a month, and what it added.
pub(crate) struct Released {
    pub month: Month,
    pub outcome: Outcome,
    /// The streams with a new total, and the months that it is of.
    pub totals: Vec<(Stream, Vec<Month>)>,
    /// The streams with corrected figures, and the last month of the total that they belong to.
    pub corrected: Vec<(Stream, Month)>,
}

impl Released {
    /// An outcome that added nothing.
    const fn nothing(month: Month, outcome: Outcome) -> Self {
        Self {
            month,
            outcome,
            totals: Vec::new(),
            corrected: Vec::new(),
        }
    }
}

/// Releases a month of a municipality, unless it is already released.
pub(crate) async fn release(
    store: &Store,
    catalogue: &Arc<Catalogue>,
    kommunkod: Kommunkod,
    month: Month,
    moment: &ReleaseContext,
) -> Result<Released, StoreError> {
    let mut catalogue = Arc::clone(catalogue);
    for _ in 0..MAX_ATTEMPTS {
        let (of_attempt, moment) = (Arc::clone(&catalogue), moment.clone());
        let attempt = move |connection: &mut Engine| attempt(connection, &of_attempt, kommunkod, month, &moment);
        if let Some(released) = store.write(attempt).await? {
            return Ok(released);
        }
        let stale = Arc::clone(&catalogue);
        let newer = store.write(move |connection| newer(connection, &stale)).await?;
        catalogue = newer.map_or(catalogue, Arc::new);
    }
    Err(StoreError::Contended)
}

/// Releases months in order and takes everything back: what each release would add, until one that is not possible.
pub(crate) async fn rehearse(
    store: &Store,
    catalogue: &Arc<Catalogue>,
    kommunkod: Kommunkod,
    months: Vec<Month>,
    moment: &ReleaseContext,
) -> Result<Vec<Released>, StoreError> {
    let (catalogue, moment) = (Arc::clone(catalogue), moment.clone());
    let rehearsed = store.rehearse(move |connection| {
        let mut all = Vec::new();
        for month in months {
            let released = attempt(connection, &catalogue, kommunkod, month, &moment)?;
            let released = released.ok_or(StoreError::Contended)?;
            let is_possible = matches!(released.outcome, Outcome::New(_) | Outcome::Before(_));
            all.push(released);
            if !is_possible {
                break;
            }
        }
        Ok(all)
    });
    rehearsed.await
}

/// Releases a month, within the caller's transaction. Returns `None` if the catalogue is outdated.
fn attempt(
    connection: &mut Engine,
    catalogue: &Catalogue,
    kommunkod: Kommunkod,
    month: Month,
    moment: &ReleaseContext,
) -> Result<Option<Released>, StoreError> {
    let Some(municipality) = catalogue.municipality(kommunkod) else {
        return Ok(Some(Released::nothing(month, Outcome::NoCatalogue)));
    };
    if let Some(outcome) = too_early(municipality, month, moment.today) {
        return Ok(Some(Released::nothing(month, outcome)));
    }
    let request = ReleaseRequest {
        month,
        today: moment.today,
        municipality,
        catalogue_revision: catalogue.revision(),
    };
    let basis = release_basis::read(connection, kommunkod, month)?;
    let new = match decide(request, basis) {
        Decision::Release(new) => new,
        Decision::Nothing(outcome) => return Ok(Some(Released::nothing(month, outcome))),
        Decision::Stale => return Ok(None),
    };
    // The precision of both engines, so that reading the release later gives the same instant.
    let at = moment.now.trunc_subsecs(3).naive_utc();
    new_release::write(connection, kommunkod, &new, (&moment.author.client_id, at))?;
    let audit_entry = audit_entry(moment, "release", &month.to_string());
    audit::append(connection, kommunkod, [audit_entry])?;
    events::append(
        connection,
        kommunkod,
        EventKind::ReleasePublished,
        &month.to_string(),
        at,
    )?;
    let Release { roots, corrections, .. } = &new.release;
    let totals = roots.iter().map(|(stream, root)| (stream.clone(), root.months.clone()));
    let corrected = corrections.iter().map(|(stream, month, _)| (stream.clone(), *month));
    Ok(Some(Released {
        month,
        totals: totals.collect(),
        corrected: corrected.collect(),
        outcome: Outcome::New(KeptRelease::of(new.release, at)),
    }))
}

/// The audit event for a change in statistics.
pub(crate) fn audit_entry(moment: &ReleaseContext, action: &str, object_key: &str) -> AuditEntry {
    moment
        .author
        .audit_entry(moment.now, action, ("statistics", object_key))
}

/// What stops an automatic release.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The database fails.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The database forbids it.
    #[error("{}", .0.text().en)]
    Forbidden(Forbidden),
}

/// A municipality's automatic release: the released months, and what stopped it, if anything.
pub(crate) type Done = (Kommunkod, Vec<Month>, Option<Stopped>);

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
) -> Result<(), Stopped> {
    let kommunkod = municipality.document().kommunkod;
    let kept = store
        .read(move |connection| releases::list(connection, kommunkod))
        .await?;
    let has_come = |month: &Month| (month.next().first_day().with_day(day)).is_some_and(|due| due <= moment.today);
    let due = due_months(municipality, &kept, moment.today);
    for month in due.into_iter().take_while(has_come) {
        match release(store, catalogue, kommunkod, month, moment).await?.outcome {
            Outcome::New(_) => months.push(month),
            Outcome::Before(_) => {}
            Outcome::Forbidden(why) => return Err(Stopped::Forbidden(why)),
            _ => break,
        }
    }
    Ok(())
}

/// What was imported in each municipality, or why nothing was.
pub(crate) type ImportOutcome = Result<Vec<(Kommunkod, Imported)>, Refusals>;

/// Imports releases that the database lost in a restore, from their public documents: all of them or none.
pub(crate) async fn import(
    store: &Store,
    catalogue: &Catalogue,
    documents: Vec<ReleaseDocument>,
    moment: &ReleaseContext,
) -> Result<ImportOutcome, StoreError> {
    let mut by_municipality: BTreeMap<Kommunkod, Vec<ToImport>> = BTreeMap::new();
    for (file, document) in documents.into_iter().enumerate() {
        let of = by_municipality.entry(document.kommunkod).or_default();
        of.push(ToImport { file, document });
    }
    let mut all = Vec::new();
    let mut refusals = Refusals::new();
    for (kommunkod, mut documents) in by_municipality {
        documents.sort_by_key(|to_import| to_import.document.month);
        if let Some(municipality) = catalogue.municipality(kommunkod) {
            all.push((kommunkod, next_month(municipality, &[], moment.today), documents));
        } else {
            let fault = Fault::new("/kommunkod", Code::UnknownReference, NO_CATALOGUE);
            refusals.extend(documents.iter().map(|to_import| (to_import.file, vec![fault.clone()])));
        }
    }
    let (all, moment) = (Arc::new(all), moment.clone());
    let attempt = move |connection: &mut Engine| import_all(connection, &all, &moment);
    match store.rehearse(attempt.clone()).await? {
        Ok(_) if refusals.is_empty() => {}
        Ok(_) => return Ok(Err(refusals)),
        Err(found) => {
            refusals.extend(found);
            return Ok(Err(refusals));
        }
    }
    // What another process released meanwhile is a conflict, and takes back everything.
    let write = move |connection: &mut Engine| attempt(connection)?.map_err(|_| StoreError::Contended);
    store.write(write).await.map(Ok)
}

const NO_CATALOGUE: Text = text!(
    "Kommunen har ingen katalog i databasen.",
    "The municipality has no catalogue in the database."
);

fn import_all(
    connection: &mut Engine,
    all: &[(Kommunkod, Month, Vec<ToImport>)],
    moment: &ReleaseContext,
) -> Result<ImportOutcome, StoreError> {
    let (mut done, mut refusals) = (Vec::new(), Refusals::new());
    let by = (moment.author.client_id.as_str(), moment.now.naive_utc());
    for (kommunkod, first, documents) in all {
        match release_documents::import(connection, (*kommunkod, *first), documents, by)? {
            Ok(imported) => {
                let entries = imported
                    .new
                    .iter()
                    .map(|month| audit_entry(moment, "import", &month.to_string()));
                audit::append(connection, *kommunkod, entries)?;
                done.push((*kommunkod, imported));
            }
            Err(found) => refusals.extend(found),
        }
    }
    Ok(if refusals.is_empty() { Ok(done) } else { Err(refusals) })
}
