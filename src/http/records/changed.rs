//! Group records in the order of their last change, for readers that hold a copy.

use crate::domain::text::text;
use crate::domain::{Code, Fault, Kommunkod};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::response::JSON;
use crate::http::response::accept::preferred;
use crate::http::response::link::Link;
use crate::http::response::page::Page;
use crate::http::response::selection::MemberSelection;
use crate::store::catalogue::generation::generation;
use crate::store::records::changed::{ChangedRecord, ChangedRecords, Start, changed};
use crate::store::records::rows::{RecordFilter, RecordReach};

use super::cursor;
use super::cursor::NoPosition;
use super::record_list::{ChangedQuery, GroupRecords, RecordQuery};
use super::views::{RecordView, WithdrawnView, view};

/// The filters that a record may leave by a change, and the page: none of them gives every change.
fn refuse_filters(query: &RecordQuery, page: Page) -> Result<(), Problem> {
    let detail = text!(
        "Går inte att använda med changedSince eller after.",
        "Cannot be used with changedSince or after."
    );
    let faults: Vec<Fault> = [
        ("place", query.place.is_some()),
        ("from", query.from.is_some()),
        ("to", query.to.is_some()),
        ("flagged", query.flagged.is_some()),
        ("page", page.page != Page::default().page),
    ]
    .into_iter()
    .filter(|(_, is_asked)| *is_asked)
    .map(|(name, _)| Fault::new(format!("/query/{name}"), Code::ConflictingMembers, detail.clone()))
    .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::of_faults(faults))
    }
}

/// Answers with a part of the changed records, and the cursor of the next part.
pub(crate) async fn list_changed(
    call: &Call,
    kommunkod: Kommunkod,
    for_municipality: bool,
    reach: RecordReach,
    (query, asked, page): (RecordQuery, ChangedQuery, Page),
    selection: &MemberSelection<RecordView>,
) -> Answer {
    refuse_filters(&query, page)?;
    preferred(&call.request, &[JSON])?;
    let (filter, secret) = (RecordFilter::from(query), call.secret.clone());
    let (_, limit) = page.rows();
    let found = call.store.read_one_moment(move |connection| {
        let generation = generation(connection)?;
        let start = match (&asked.after, asked.changed_since) {
            (Some(after), _) => match cursor::read(&secret, &generation, kommunkod, after) {
                Ok(change) => Start::After(change),
                Err(why) => return Ok(Err(why)),
            },
            (None, since) => Start::Since(since.unwrap_or_default().naive_utc()),
        };
        let Some(found) = changed(connection, kommunkod, &reach, &filter, start, limit)? else {
            return Ok(Err(NoPosition::AfterLatest));
        };
        let next = cursor::write(&secret, &generation, kommunkod, found.last);
        Ok(Ok((found, next)))
    });
    let (ChangedRecords { records, all, .. }, next) = found.await?.map_err(problem)?;
    let (all, count) = (usize::try_from(all).unwrap_or_default(), records.len());
    let (mut current, mut withdrawn) = (Vec::new(), Vec::new());
    for changed in records {
        match changed.record {
            Some(record) => {
                let shown = view(record, Vec::new(), kommunkod, for_municipality, &call.base());
                current.push(selection.of(shown));
            }
            None => withdrawn.push(withdrawn_view(changed)),
        }
    }
    let own = call.own();
    call.uncached_json(&GroupRecords {
        group_records: current,
        withdrawn_records: Some(withdrawn),
        meta: page.meta(all, count),
        links: vec![
            Link::get("self", own.with(&[])),
            Link::get("next", own.with(&[("after", next), ("limit", page.limit.to_string())])),
        ],
    })
}

fn withdrawn_view(changed: ChangedRecord) -> WithdrawnView {
    WithdrawnView {
        id: changed.id,
        insats: changed.insats,
        provider: changed.provider,
        redacted: changed.redacted,
        changed_at: changed.at.and_utc(),
    }
}

fn problem(why: NoPosition) -> Problem {
    match why {
        NoPosition::EarlierGeneration | NoPosition::AfterLatest => Problem::of(Kind::PositionGone),
        NoPosition::Invalid => {
            let detail = text!(
                "Följ länken next oförändrad, eller börja med changedSince.",
                "Follow the link next unchanged, or begin with changedSince."
            );
            Problem::of_fault("/query/after", Code::InvalidFormat, detail)
        }
    }
}
