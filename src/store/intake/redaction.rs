//! Redacts texts in every revision of a group record.

use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::domain::hash::sha256;
use crate::domain::records::group_record::GroupRecord;
use crate::store::schema::{group_record_history, group_records};
use crate::store::{Engine, StoreError};

use super::changing::{NotChanged, locked};
use crate::store::records::rows::{RecordReach, RecordRow, document, history};

/// Redacts free text in every revision of a record within reach. Numbers stay.
///
/// `read` reads a stored record. Returns the SHA-256 hashes of the latest revision before and after.
pub(crate) fn redact(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    id: &str,
    read: fn(&str) -> Option<GroupRecord>,
) -> Result<Result<(String, String), NotChanged>, StoreError> {
    let standing = match locked(connection, kommunkod, reach, id, None)? {
        Ok(row) => Some(row),
        Err(NotChanged::Withdrawn) => None,
        Err(why) => return Ok(Err(why)),
    };
    // A label that the insats does not list may be any text, even a name in the form of a slug.
    let listed = |label: fn(&RecordRow) -> (&String, bool)| {
        let (label, is_listed) = label(standing.as_ref()?);
        is_listed.then(|| label.clone())
    };
    let activity = listed(|row| (&row.activity, row.activity_listed));
    let place = listed(|row| (&row.place, row.place_listed));
    let without = |doc: &str| {
        let record = read(doc).ok_or_else(|| StoreError::Unreadable("a group record".into()))?;
        let redacted = record.without_texts();
        Ok::<String, StoreError>(document(&GroupRecord {
            activity: redacted.activity.filter(|label| Some(label) == activity.as_ref()),
            place: redacted.place.filter(|label| Some(label) == place.as_ref()),
            ..redacted
        }))
    };
    let earlier = history(connection, kommunkod, reach, id)?;
    for writing in &earlier {
        diesel::update(group_record_history::table.find((id.to_owned(), writing.record_revision)))
            .set((
                group_record_history::doc.eq(without(&writing.doc)?),
                group_record_history::reason.eq(None::<String>),
            ))
            .execute(connection)?;
    }
    let latest = standing.as_ref().map(|row| &row.doc);
    let latest = latest.or_else(|| earlier.first().map(|writing| &writing.doc));
    let latest = latest.ok_or_else(|| StoreError::Unreadable("a group record".into()))?;
    let after = without(latest)?;
    if let Some(row) = &standing {
        // An unlisted label becomes an id, so that records with the same label still share one.
        let label = |kept: Option<&String>, was: &String| match kept {
            Some(kept) => kept.clone(),
            None if was.is_empty() => String::new(),
            None => format!("redacted {id}"),
        };
        diesel::update(group_records::table.find(id.to_owned()))
            .set((
                group_records::doc.eq(&after),
                group_records::activity.eq(label(activity.as_ref(), &row.activity)),
                group_records::place.eq(label(place.as_ref(), &row.place)),
            ))
            .execute(connection)?;
    }
    Ok(Ok((sha256(latest), sha256(&after))))
}
