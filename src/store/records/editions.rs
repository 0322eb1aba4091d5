//! What the `ETag` of a group record names: its revision, and the number of its last change, whose steps are random.

use diesel::prelude::*;

use crate::domain::{Kommunkod, TaggedRevision};
use crate::store::catalogue::generation::generation;
use crate::store::schema::record_changes;
use crate::store::{Engine, StoreError};

use super::rows::{EarlierRecord, KeptRecord, RecordReach, get, history};

/// The revision of a record as its `ETag` names it.
pub(crate) fn tagged(connection: &mut Engine, id: &str, record_revision: i32) -> Result<TaggedRevision, StoreError> {
    Ok(last_change(connection, id, record_revision)?.0)
}

/// The same, and whether texts have been redacted.
fn last_change(connection: &mut Engine, id: &str, record_revision: i32) -> Result<(TaggedRevision, bool), StoreError> {
    let (change, redacted) = record_changes::table
        .find(id)
        .select((record_changes::change, record_changes::redacted))
        .first(connection)?;
    let tagged = generation(connection)?.tagged(record_revision.into(), change);
    Ok((tagged, redacted))
}

/// A record with its earlier revisions.
pub(crate) struct RecordWithHistory {
    /// The record; `None` if it is withdrawn or not within reach.
    pub record: Option<(KeptRecord, TaggedRevision)>,
    /// The earlier revisions, latest first.
    pub earlier: Vec<EarlierRecord>,
}

/// A record within reach, with its earlier revisions.
pub(crate) fn with_history(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    id: &str,
) -> Result<RecordWithHistory, StoreError> {
    let record = match get(connection, kommunkod, reach, id)? {
        Some(record) => {
            let (tagged, redacted) = last_change(connection, id, record.record_revision)?;
            Some((KeptRecord { redacted, ..record }, tagged))
        }
        None => None,
    };
    Ok(RecordWithHistory {
        record,
        earlier: history(connection, kommunkod, reach, id)?,
    })
}
