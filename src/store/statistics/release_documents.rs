//! The public documents of releases: written from the database, and imported into one that lost them.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::domain::statistics::Month;
use crate::domain::statistics::release::cell_name::CellName;
use crate::domain::statistics::release::published::{Published, Release};
use crate::domain::statistics::release_document::ReleaseDocument;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Kommunkod, Text};
use crate::store::schema::{figure_withdrawals, imported_releases};
use crate::store::{Engine, StoreError};

use super::{heads, judged, new_release, releases, restrictions};

/// The reason that is stored with a withdrawal that a document shows, since reasons are not public.
const WITHDRAWN_BEFORE: &str = "Dragen tillbaka innan databasen återställdes.";

/// A document to import, with its number among the files.
pub(crate) struct ToImport {
    pub file: usize,
    pub document: ReleaseDocument,
}

/// The months that were imported, and those that were there already.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Imported {
    pub new: Vec<Month>,
    pub known: Vec<Month>,
}

/// Why documents are not imported: the faults of each file, by its number.
pub(crate) type Refusals = BTreeMap<usize, Vec<Fault>>;

/// The document of a released month; `None` if the month is not released.
pub(crate) fn document(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    month: Month,
) -> Result<Option<ReleaseDocument>, StoreError> {
    let published = releases::published(connection, kommunkod)?;
    of_month(connection, kommunkod, month, &published)
}

fn of_month(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    month: Month,
    published: &Published,
) -> Result<Option<ReleaseDocument>, StoreError> {
    let all = releases::list(connection, kommunkod)?;
    let Some(kept) = all.into_iter().find(|kept| kept.month == month) else {
        return Ok(None);
    };
    let (roots, corrections) = releases::released_in(connection, kommunkod, month)?;
    let release = Release {
        month,
        k: kept.k,
        rules_version: kept.rules_version,
        roots,
        corrections,
        report: kept.report.clone(),
    };
    Ok(Some(ReleaseDocument::of(kommunkod, &kept, &release, published)))
}

/// Imports the documents of one municipality, in the order of their months. `first` is the month that its first release
/// is not later than.
///
/// With faults, the caller must take back what was written.
pub(crate) fn import(
    connection: &mut Engine,
    (kommunkod, first): (Kommunkod, Month),
    documents: &[ToImport],
    by: (&str, NaiveDateTime),
) -> Result<Result<Imported, Refusals>, StoreError> {
    heads::lock(connection, kommunkod)?;
    let restrictions = restrictions::read(connection, kommunkod)?;
    let mut published = releases::published(connection, kommunkod)?;
    let mut imported = Imported::default();
    let mut refusals = Refusals::new();
    for ToImport { file, document } in documents {
        let month = document.month;
        let last = published.months().last().copied();
        let refused = if last.is_some_and(|last| month <= last) {
            let stored = of_month(connection, kommunkod, month, &published)?;
            if stored.is_some_and(|stored| stored.is_same_as(document)) {
                withdraw(connection, kommunkod, &document.withdrawn(), &mut published, by)?;
                imported.known.push(month);
                continue;
            }
            vec![Fault::new("/month", Code::Duplicate, OTHER_RELEASE)]
        } else if restrictions.released_through < Some(month) {
            vec![Fault::new("/month", Code::OutOfRange, NOT_STATED)]
        } else if let Some(next) = last.map_or(Some(first).filter(|first| month > *first), |last| {
            Some(last.next()).filter(|next| month > *next)
        }) {
            vec![Fault::new("/month", Code::ReleaseOutOfOrder, missing_before(next))]
        } else {
            match document.accepted(&published) {
                Ok(accepted) => {
                    let row = (
                        imported_releases::kommunkod.eq(kommunkod.to_string()),
                        imported_releases::month.eq(month.to_string()),
                        imported_releases::client_id.eq(by.0),
                        imported_releases::at.eq(by.1),
                    );
                    diesel::insert_into(imported_releases::table)
                        .values(row)
                        .execute(connection)?;
                    let released = (by.0, document.released_at.naive_utc());
                    new_release::keep(connection, kommunkod, &accepted.release, released)?;
                    published.take(&accepted.release);
                    withdraw(connection, kommunkod, &accepted.withdrawn, &mut published, by)?;
                    imported.new.push(month);
                    continue;
                }
                Err(faults) => faults,
            }
        };
        refusals.insert(*file, refused);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    // What the copy knew of checked sums is of other values: the next release checks every total again.
    judged::forget(connection, kommunkod)?;
    heads::grow(connection, kommunkod)?;
    Ok(Ok(imported))
}

const OTHER_RELEASE: Text = text!(
    "Databasen har en annan publicering av månaden.",
    "The database has another release of the month."
);
const NOT_STATED: Text = text!(
    "Månaden är inte angiven som publicerad före återställningen. Ange den med insatskatalog restored --released-through.",
    "The month is not stated as released before the restore. State it with insatskatalog restored --released-through."
);

fn missing_before(next: Month) -> Text {
    composed!("Läs in {next} först.", "Import {next} first.")
}

/// Withdraws cells that a document shows as withdrawn.
fn withdraw(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    cells: &[CellName],
    published: &mut Published,
    (client_id, at): (&str, NaiveDateTime),
) -> Result<(), StoreError> {
    for cell in cells {
        if !published.withdraw(cell) {
            continue;
        }
        diesel::insert_into(figure_withdrawals::table)
            .values((
                figure_withdrawals::kommunkod.eq(kommunkod.to_string()),
                figure_withdrawals::cell.eq(cell.to_string()),
                figure_withdrawals::reason.eq(WITHDRAWN_BEFORE),
                figure_withdrawals::client_id.eq(client_id),
                figure_withdrawals::at.eq(at),
            ))
            .execute(connection)?;
    }
    Ok(())
}
