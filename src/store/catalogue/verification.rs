//! Verifies the audit chains, and compares them with the changes that they describe.

use std::collections::BTreeSet;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::domain::audit::breaks::{Break, Written, breaks};
use crate::domain::hash::sha256;
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::{audit_events, audit_heads, catalogue_changes};

use super::audit::{every_event, head, instant};

/// The number of changes read at a time, because each includes its document.
const CHANGES_AT_A_TIME: i64 = 500;

/// The codes of the municipalities that have a chain or should have one, in order.
///
/// Looks at every table with a part of a chain, so that deleting one part does not hide it. Includes invalid codes.
pub(crate) fn chains(connection: &mut Engine) -> Result<Vec<String>, StoreError> {
    let with_events = audit_events::table.select(audit_events::kommunkod).distinct();
    let mut codes: BTreeSet<String> = with_events.load(connection)?.into_iter().collect();
    let with_head = audit_heads::table.select(audit_heads::kommunkod);
    codes.extend(with_head.load::<String>(connection)?);
    let with_changes = catalogue_changes::table.select(catalogue_changes::kommunkod).distinct();
    codes.extend(with_changes.load::<String>(connection)?);
    Ok(codes.into_iter().collect())
}

/// Finds every break in a municipality's chain, and counts its events.
///
/// Must run in [`crate::store::Store::read_one_moment`], so that all reads agree.
pub fn verify(connection: &mut Engine, kommunkod: &str) -> Result<(Vec<Break>, usize), StoreError> {
    let events = every_event(connection, kommunkod)?;
    let head = head(connection, kommunkod)?;
    let changes = changes(connection, kommunkod)?;
    Ok((breaks(kommunkod, &events, head.as_ref(), &changes), events.len()))
}

/// A stored change: revision, kind, key, document, hash, time.
type ChangeRow = (i64, String, String, Option<String>, Option<String>, String);

fn changes(connection: &mut Engine, kommunkod: &str) -> Result<Vec<Written>, StoreError> {
    let mut changes: Vec<Written> = Vec::new();
    loop {
        let after = changes.last().map_or(i64::MIN, |change| change.revision);
        let rows: Vec<ChangeRow> = catalogue_changes::table
            .filter(catalogue_changes::kommunkod.eq(kommunkod))
            .filter(catalogue_changes::revision.gt(after))
            .order(catalogue_changes::revision)
            .limit(CHANGES_AT_A_TIME)
            .select((
                catalogue_changes::revision,
                catalogue_changes::kind,
                catalogue_changes::object_key,
                catalogue_changes::doc,
                catalogue_changes::doc_sha256,
                sql::<Text>("CAST(catalogue_changes.at AS TEXT)"),
            ))
            .load(connection)?;
        if rows.is_empty() {
            return Ok(changes);
        }
        changes.extend(rows.into_iter().map(written));
    }
}

fn written((revision, object_kind, object_key, doc, doc_sha256, at): ChangeRow) -> Written {
    Written {
        revision,
        object_kind,
        object_key,
        at: instant(&at),
        gives_its_hash: doc.as_deref().map(sha256) == doc_sha256,
        sha256: doc_sha256,
    }
}
