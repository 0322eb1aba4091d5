//! Texts taken out of group records, in every writing of them.

use diesel::prelude::*;

use crate::domain::group_record::{GroupRecord, folded};
use crate::domain::kommun::Kommunkod;
use crate::domain::slug::Slug;

use super::catalogue::sha256;
use super::engine::Engine;
use super::error::StoreError;
use super::group_records::{RecordReach, document, history};
use super::record_changing::{NotChanged, locked};
use super::schema::{group_record_history, group_records};

/// Takes what was written freely out of every writing of a record; what is counted stays.
///
/// `read` reads a record as it is kept. Returns the SHA-256 hashes of the latest writing before and afterwards.
///
/// # Errors
/// The outer error is the database's.
pub fn redact(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    id: &str,
    read: fn(&str) -> Option<GroupRecord>,
) -> Result<Result<(String, String), NotChanged>, StoreError> {
    let everything = RecordReach::default();
    let standing = match locked(connection, kommunkod, &everything, id, None)? {
        Ok(row) => Some(row),
        Err(NotChanged::Withdrawn) => None,
        Err(why) => return Ok(Err(why)),
    };
    let without = |doc: &str, is_listed: (bool, bool)| {
        let record = read(doc).ok_or_else(|| StoreError::Unreadable("a group record".into()))?;
        let redacted = record.without_texts();
        // A label that the insats does not list may be anything, even a name.
        let kept = GroupRecord {
            activity: redacted.activity.filter(|_| is_listed.0),
            place: redacted.place.filter(|_| is_listed.1),
            ..redacted
        };
        Ok::<String, StoreError>(document(&kept))
    };
    let earlier = history(connection, kommunkod, &everything, id)?;
    let listed = |label: &Option<String>| label.as_deref().is_some_and(Slug::is_slug);
    for writing in &earlier {
        let record = read(&writing.doc).ok_or_else(|| StoreError::Unreadable("a group record".into()))?;
        let doc = without(&writing.doc, (listed(&record.activity), listed(&record.place)))?;
        diesel::update(group_record_history::table.find((id.to_owned(), writing.record_revision)))
            .set((
                group_record_history::doc.eq(doc),
                group_record_history::reason.eq(None::<String>),
            ))
            .execute(connection)?;
    }
    let latest = standing.as_ref().map(|row| row.doc.clone());
    let latest = latest
        .or_else(|| earlier.first().map(|writing| writing.doc.clone()))
        .unwrap_or_default();
    let mut after = latest.clone();
    if let Some(row) = standing {
        after = without(&row.doc, (row.activity_listed, row.place_listed))?;
        let label = |text: &String, is_listed: bool| {
            if is_listed {
                text.clone()
            } else {
                format!("redacted {id}")
            }
        };
        diesel::update(group_records::table.find(id.to_owned()))
            .set((
                group_records::doc.eq(&after),
                group_records::activity.eq(folded(&label(
                    &row.activity,
                    row.activity_listed || row.activity.is_empty(),
                ))),
                group_records::place.eq(folded(&label(&row.place, row.place_listed || row.place.is_empty()))),
            ))
            .execute(connection)?;
    } else if let Some(record) = read(&latest) {
        after = document(&record.without_texts());
    }
    Ok(Ok((sha256(&latest), sha256(&after))))
}
