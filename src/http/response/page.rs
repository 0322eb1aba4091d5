//! Lists in pages: `page` from 1, `limit` default 20 and at most 100; a page out of range is empty.

use std::ops::Range;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::documents::read::Members;
use crate::http::query::{FromQuery, number, query};

use super::link::{Link, OwnAddress};

const DEFAULT_LIMIT: usize = 20;
const MOST: i64 = 100;

query! {
    /// Which page of a list.
    #[derive(Clone, Copy)]
    Page {
        /// The page, from 1. A page out of range is empty. / Sidan, från 1.
        #[param(value_type = Option<usize>, minimum = 1, default = 1, example = 1)]
        page: usize = "page", number(1, i64::MAX) => Page::default().page;
        /// Items on a page. / Poster per sida.
        #[param(value_type = Option<usize>, minimum = 1, maximum = 100, default = 20, example = 20)]
        limit: usize = "limit", number(1, MOST) => Page::default().limit;
    }
}

/// The position of a page in its list.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Meta {
    /// All items in the list.
    #[schema(example = 5)]
    pub total_records: usize,
    /// The page.
    #[schema(example = 1)]
    pub page: usize,
    /// The most items on a page.
    #[schema(example = 20)]
    pub limit: usize,
    /// The items on this page.
    #[schema(example = 5)]
    pub count: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            page: 1,
            limit: DEFAULT_LIMIT,
        }
    }
}

/// `None` if the query has neither parameter.
impl FromQuery for Option<Page> {
    fn read(parameters: &mut Members, today: NaiveDate) -> Option<Self> {
        let has_page = parameters.has("page") | parameters.has("limit");
        Some(Page::read(parameters, today).filter(|_| has_page))
    }
}

/// Declares an answer with one page of a list, and a function that makes it from the whole list.
macro_rules! page_of {
    ($(#[$attribute:meta])* $name:ident $(<$lifetime:lifetime>)? { $(#[$field:meta])* $items:ident: $item:ty }) => {
        #[derive(serde::Serialize, utoipa::ToSchema)]
        #[serde(rename_all = "camelCase")]
        $(#[$attribute])*
        pub(crate) struct $name $(<$lifetime>)? {
            $(#[$field])*
            pub $items: Vec<$item>,
            /// The position of the page in the list.
            #[serde(rename = "_meta")]
            pub meta: $crate::http::response::page::Meta,
            /// This page and its neighbours.
            #[serde(rename = "_links")]
            pub links: Vec<$crate::http::response::link::Link>,
        }

        impl $(<$lifetime>)? $name $(<$lifetime>)? {
            fn page<T>(
                all: Vec<T>,
                page: $crate::http::response::page::Page,
                own: $crate::http::response::link::OwnAddress,
                show: impl FnMut(T) -> $item,
            ) -> Self {
                let (shown, meta) = page.of(all);
                Self {
                    $items: shown.into_iter().map(show).collect(),
                    links: page.links(own, meta.total_records),
                    meta,
                }
            }
        }
    };
}
pub(crate) use page_of;

impl Page {
    pub(crate) fn of<T>(self, all: Vec<T>) -> (Vec<T>, Meta) {
        let total_records = all.len();
        let Range { start, end } = self.range(total_records);
        let items: Vec<T> = all.into_iter().skip(start).take(end - start).collect();
        let meta = self.meta(total_records, items.len());
        (items, meta)
    }

    /// How many items come before this page; `None` if the page is out of range.
    fn skipped(self) -> Option<usize> {
        self.page.checked_sub(1)?.checked_mul(self.limit)
    }

    /// The positions, from 0, of the items on this page.
    pub(crate) fn range(self, count: usize) -> Range<usize> {
        let first = self.skipped().unwrap_or(count).min(count);
        first..first.saturating_add(self.limit).min(count)
    }

    /// How many items come before this page, and how many it contains at most.
    pub fn rows(self) -> (i64, i64) {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        match self.skipped() {
            Some(skipped) => (number(skipped), number(self.limit)),
            None => (0, 0),
        }
    }

    pub(crate) const fn meta(self, total_records: usize, count: usize) -> Meta {
        Meta {
            total_records,
            page: self.page,
            limit: self.limit,
            count,
        }
    }

    /// Links to this page and its neighbours, with the other parameters of the request.
    pub(crate) fn links(self, own: OwnAddress, total_records: usize) -> Vec<Link> {
        let last = total_records.div_ceil(self.limit).max(1);
        let address = |page: usize| {
            let set = [("page", page.to_string()), ("limit", self.limit.to_string())];
            own.with(&set)
        };
        let mut links = vec![
            Link::get("self", address(self.page)),
            Link::get("first", address(1)),
            Link::get("last", address(last)),
        ];
        if (2..=last + 1).contains(&self.page) {
            links.push(Link::get("prev", address(self.page - 1)));
        }
        if (1..last).contains(&self.page) {
            links.push(Link::get("next", address(self.page + 1)));
        }
        links
    }
}
