//! Lists of group records: their parameters, and their answer.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::documents::faults::Faults;
use crate::documents::formats::instant;
use crate::documents::node::Node;
use crate::documents::read::{date, label, line, slug};
use crate::domain::Slug;
use crate::http::query::{query, true_or_false};
use crate::http::response::link::Link;
use crate::http::response::page::{Meta, Page};
use crate::http::response::selection::{Selected, SelectionQuery};
use crate::store::records::rows::RecordFilter;

use super::views::{RecordView, WithdrawnView};

query! {
    /// Which group records.
    RecordQuery {
        /// Of this insats. / För den här insatsen.
        #[param(value_type = Option<Slug>, inline, example = "traffpunkter")]
        insats: Option<Slug> = "insats", slug;
        /// Of this provider. / Från den här utföraren.
        #[param(value_type = Option<Slug>, inline, example = "finska-foreningen")]
        provider: Option<Slug> = "provider", slug;
        /// At this place. / På den här platsen.
        #[param(max_length = 80, example = "norrtalje")]
        place: Option<String> = "place", place;
        /// With a day on or after this one. / Med en dag från och med den här.
        #[param(value_type = Option<String>, format = "date", example = "2025-10-01")]
        from: Option<NaiveDate> = "from", date;
        /// With a day on or before this one. / Med en dag till och med den här.
        #[param(value_type = Option<String>, format = "date", example = "2025-10-31")]
        to: Option<NaiveDate> = "to", date;
        /// Only implausible records; for the municipality only. / Bara poster som ser orimliga ut; bara för kommunen.
        #[param(example = true)]
        flagged: Option<bool> = "flagged", true_or_false;
    }
}

/// Reads a place: a slug or a label without personal details, since the links of a list repeat it.
fn place(node: &Node, faults: &mut Faults) -> Option<String> {
    faults.refuse_personal_details(node);
    label(node, faults)
}

impl From<RecordQuery> for RecordFilter {
    fn from(query: RecordQuery) -> Self {
        Self {
            insats: query.insats.map(|slug| slug.to_string()),
            provider: query.provider.map(|slug| slug.to_string()),
            place: query.place,
            from: query.from,
            to: query.to,
            flagged: query.flagged,
        }
    }
}

query! {
    /// Which changed group records. Either parameter gives the records by their last change, withdrawn ones too.
    ChangedQuery {
        /// Records that changed at or after this instant. / Poster som ändrats från och med den här tidpunkten.
        #[param(value_type = Option<String>, format = "date-time", example = "2025-10-01T08:00:00Z")]
        changed_since: Option<DateTime<Utc>> = "changedSince", instant;
        /// The cursor in the link `next`: the records that changed after those that you read. / Markören i länken `next`:
        /// poster som ändrats efter dem som du har läst.
        #[param(value_type = Option<String>, format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
        after: Option<String> = "after", line;
    }
}

impl ChangedQuery {
    pub(crate) const fn is_asked(&self) -> bool {
        self.changed_since.is_some() || self.after.is_some()
    }
}

pub(super) type ListQuery = ((RecordQuery, ChangedQuery), (SelectionQuery, Page));

/// A page of group records.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GroupRecords {
    /// The records, by day; with `changedSince` or `after`, by their last change.
    #[schema(value_type = Vec<RecordView>)]
    pub group_records: Vec<Selected<RecordView>>,
    /// With `changedSince` or `after`: the withdrawn records among those that changed, by their last change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_records: Option<Vec<WithdrawnView>>,
    /// The position of the page in the list.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// This page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}
