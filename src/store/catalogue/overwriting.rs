//! What a publication would overwrite that somebody else changed.

use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::domain::insatser::document::{Change, Kind};
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::{audit_events, catalogue_current};

use super::publication::{Publication, Refused, lock_head, rehearse};

/// A document that somebody else changed last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overwritten {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// Its kind.
    pub kind: Kind,
    /// The key within municipality and kind.
    pub key: String,
}

/// The documents that publications would change or restore, and that a client other than the publication's own and the
/// `replaceable` ones changed or removed last.
///
/// Locks the catalogue until the transaction ends, so that the answer holds for a publication in the same transaction.
pub(crate) fn overwritten(
    connection: &mut Engine,
    publications: &[Publication],
    replaceable: &[String],
) -> Result<Result<Vec<Overwritten>, Refused>, StoreError> {
    lock_head(connection)?;
    let rehearsed = match rehearse(connection, publications)? {
        Ok(rehearsed) => rehearsed,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut found = Vec::new();
    for (publication, rehearsed) in publications.iter().zip(rehearsed) {
        for (change, _) in rehearsed.changes {
            let by = last_client(connection, publication.kommunkod, &change)?;
            let is_others = |by: &String| *by != publication.author.client_id && !replaceable.contains(by);
            if by.as_ref().is_some_and(is_others) {
                found.push(Overwritten {
                    kommunkod: publication.kommunkod,
                    kind: change.kind(),
                    key: change.key(),
                });
            }
        }
    }
    Ok(Ok(found))
}

/// The client that last changed a document, or removed it; `None` if there never was one.
fn last_client(connection: &mut Engine, kommunkod: Kommunkod, change: &Change) -> Result<Option<String>, StoreError> {
    let revision: Option<i64> = catalogue_current::table
        .filter(catalogue_current::kommunkod.eq(kommunkod.as_str()))
        .filter(catalogue_current::kind.eq(change.kind().as_str()))
        .filter(catalogue_current::object_key.eq(change.key()))
        .select(catalogue_current::revision)
        .first(connection)
        .optional()?;
    let Some(revision) = revision else {
        return Ok(None);
    };
    Ok(audit_events::table
        .filter(audit_events::kommunkod.eq(kommunkod.as_str()))
        .filter(audit_events::revision.eq(revision))
        .select(audit_events::client_id)
        .first(connection)
        .optional()?)
}
