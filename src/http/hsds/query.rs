//! The parameters of HSDS that the lists have.

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use crate::documents::faults::Faults;
use crate::documents::node::Node;
use crate::documents::read::{line, word};
use crate::domain::search::wanted::Wanted;
use crate::domain::text::text;
use crate::domain::{Code, day};
use crate::http::catalogue::insats_filter::wanted;
use crate::http::query::{number, query, true_or_false};
use crate::interop::hsds::offered::Offered;
use crate::interop::hsds::taxonomies::Term;

/// The most items on a page.
const MOST: i64 = 500;

/// The form of a list.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// A page.
    Json,
    /// All items, each on its line.
    NdJson,
}

query! {
    /// Which part of a list, and in which form.
    #[derive(Clone, Copy)]
    Paging {
        /// The page, from 1.
        page: usize = "page", number(1, i64::MAX) => 1;
        /// Items on a page.
        per_page: Option<usize> = "per_page", number(1, MOST);
        /// The form of the list.
        #[param(value_type = Option<String>)]
        format: Option<Format> = "format", word;
    }
}

query! {
    /// Words to search for.
    Search {
        /// The words.
        #[param(value_type = Option<String>)]
        search: Option<Wanted> = "search", wanted;
    }
}

query! {
    /// Which taxonomy and which term.
    Terms {
        /// The term.
        taxonomy_term_id: Option<String> = "taxonomy_term_id", id;
        /// The taxonomy.
        taxonomy_id: Option<String> = "taxonomy_id", id;
    }
}

query! {
    /// Whose services, and since when.
    Services {
        /// The organization that decided them or carries them out.
        organization_id: Option<String> = "organization_id", id;
        /// The earliest moment of the last change.
        modified_after: Option<DateTime<Utc>> = "modified_after", moment;
        /// Whether each is whole.
        full: bool = "full", true_or_false => false;
    }
}

query! {
    /// The shortest form.
    Minimal {
        /// Whether each has only its identifier and the moment of its last change.
        minimal: bool = "minimal", true_or_false => false;
    }
}

query! {
    /// How much of an organization.
    Organizations {
        /// Whether each is whole.
        full: bool = "full", true_or_false => false;
    }
}

query! {
    /// The services of an organization.
    FullService {
        /// Whether an organization is whole, with its services.
        full_service: bool = "full_service", true_or_false => false;
    }
}

query! {
    /// Which terms.
    TermList {
        /// The taxonomy.
        taxonomy_id: Option<String> = "taxonomy_id", id;
        /// The parent. No term has one.
        parent_id: Option<String> = "parent_id", id;
        /// Whether only terms without a parent are listed.
        #[expect(dead_code, reason = "no term has a parent, so all are listed either way")]
        top_only: bool = "top_only", true_or_false => false;
    }
}

impl Search {
    /// Whether a short text has every word.
    pub(super) fn wants(&self, text: &str) -> bool {
        self.search.as_ref().is_none_or(|wanted| wanted.is_in(text))
    }
}

impl Terms {
    pub(super) const fn are_stated(&self) -> bool {
        self.taxonomy_term_id.is_some() || self.taxonomy_id.is_some()
    }

    pub(super) fn include(&self, offered: &Offered) -> bool {
        !self.are_stated() || offered.has_term(self.taxonomy_term_id.as_deref(), self.taxonomy_id.as_deref())
    }
}

impl Services {
    pub(super) fn include(&self, offered: &Offered) -> bool {
        let organization = self.organization_id.as_deref();
        organization.is_none_or(|organization| offered.is_of(organization))
            && self.modified_after.is_none_or(|moment| offered.changed_since(moment))
    }
}

impl TermList {
    pub(super) fn include(&self, term: &Term) -> bool {
        let taxonomy = self.taxonomy_id.as_deref();
        self.parent_id.is_none() && taxonomy.is_none_or(|taxonomy| term.taxonomy.id() == taxonomy)
    }
}

/// Reads an identifier, as the service writes it.
fn id(node: &Node, faults: &mut Faults) -> Option<String> {
    let text = line(node, faults)?;
    let id = Uuid::parse_str(&text).ok();
    if id.is_none() {
        let detail = text!(
            "Skicka ett id som i svaren: ett UUID.",
            "Send an id as in the answers: a UUID."
        );
        faults.at(node, Code::InvalidFormat, detail);
    }
    id.map(|id| id.to_string())
}

/// Reads a moment of RFC 3339. Without an offset it is in UTC, and a day is its first moment. A plus sign that was not
/// encoded has become a space.
fn moment(node: &Node, faults: &mut Faults) -> Option<DateTime<Utc>> {
    let text = line(node, faults)?.replace(' ', "+");
    let with_offset = || Some(DateTime::parse_from_rfc3339(&text).ok()?.to_utc());
    let without = || Some(text.parse::<NaiveDateTime>().ok()?.and_utc());
    let of_day = || Some(day::parse(&text)?.and_time(NaiveTime::MIN).and_utc());
    let read = with_offset().or_else(without).or_else(of_day);
    if read.is_none() {
        let detail = text!(
            "Skicka en tidpunkt som 2025-10-01T08:00:00Z.",
            "Send a moment such as 2025-10-01T08:00:00Z."
        );
        faults.at(node, Code::InvalidFormat, detail);
    }
    read
}
