//! Writes a new release, in the transaction that read its basis.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::domain::statistics::release::decision::NewRelease;
use crate::domain::statistics::release::published::Release;
use crate::store::schema::{release_cells, release_corrections, releases};
use crate::store::{Engine, StoreError};

use super::{heads, judged};

/// Writes a release and its decisions. The municipality's head is already locked.
pub(crate) fn write(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    NewRelease { release, judged }: &NewRelease,
    by: (&str, NaiveDateTime),
) -> Result<(), StoreError> {
    keep(connection, kommunkod, release, by)?;
    judged::put(connection, kommunkod, judged)?;
    heads::grow(connection, kommunkod)
}

/// Writes the rows of a release.
pub(super) fn keep(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    release: &Release,
    (client_id, at): (&str, NaiveDateTime),
) -> Result<(), StoreError> {
    let (kommunkod, released_in) = (kommunkod.to_string(), release.month.to_string());
    diesel::insert_into(releases::table)
        .values((
            releases::kommunkod.eq(&kommunkod),
            releases::month.eq(&released_in),
            releases::k.eq(release.k),
            releases::rules_version.eq(release.rules_version),
            releases::doc.eq(written(&release.report)),
            releases::client_id.eq(client_id),
            releases::at.eq(at),
        ))
        .execute(connection)?;
    for (stream, root) in &release.roots {
        diesel::insert_into(release_cells::table)
            .values((
                release_cells::kommunkod.eq(&kommunkod),
                release_cells::insats.eq(&stream.insats),
                release_cells::provider.eq(&stream.provider),
                release_cells::month.eq(root.month().to_string()),
                release_cells::released_in.eq(&released_in),
                release_cells::doc.eq(written(root)),
            ))
            .execute(connection)?;
    }
    for (stream, month, values) in &release.corrections {
        diesel::insert_into(release_corrections::table)
            .values((
                release_corrections::kommunkod.eq(&kommunkod),
                release_corrections::insats.eq(&stream.insats),
                release_corrections::provider.eq(&stream.provider),
                release_corrections::month.eq(month.to_string()),
                release_corrections::released_in.eq(&released_in),
                release_corrections::cell_values.eq(written(values)),
            ))
            .execute(connection)?;
    }
    Ok(())
}

fn written(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("texts and whole numbers")
}
