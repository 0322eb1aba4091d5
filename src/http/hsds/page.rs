//! Lists: a page in JSON, or all items as lines of JSON.

use serde::Serialize;
use serde_json::Value;

use crate::domain::text::composed;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::response::accept::preferred;
use crate::http::response::{Freshness, JSON, bytes, json, text};

use super::query::{Format, Paging};

/// Lines of JSON.
const ND_JSON: &str = "application/x-ndjson";

/// The items on a page, if the query does not say it.
const DEFAULT: usize = 50;

/// A page of HSDS.
#[derive(Serialize)]
struct HsdsPage {
    total_items: usize,
    total_pages: usize,
    page_number: usize,
    size: usize,
    first_page: bool,
    last_page: bool,
    empty: bool,
    contents: Vec<Value>,
}

/// How a list is answered.
pub(super) struct List<'a> {
    /// The request.
    pub call: &'a Call,
    /// What the answer depends on.
    pub freshness: &'a Freshness,
    /// Which part, in which form.
    pub paging: Paging,
    /// Whether one page has everything, if the query does not say how much.
    pub is_whole: bool,
}

impl List<'_> {
    /// Answers with the items of a list.
    pub fn of<T>(self, items: impl FnOnce() -> Vec<T>, show: impl Fn(&T) -> Value) -> Answer {
        let request = &self.call.request;
        if self.media_type()? == ND_JSON {
            return text(request, self.freshness, ND_JSON, "ndjson", || {
                let mut lines = Vec::new();
                for item in items() {
                    lines.extend(bytes(&show(&item))?);
                    lines.push(b'\n');
                }
                Ok(lines)
            });
        }
        json(request, self.freshness, || Ok(self.page(&items(), show)))
    }

    /// The form that the query names, or that the client prefers.
    fn media_type(&self) -> Result<&'static str, Problem> {
        let offered: &[&'static str] = match self.paging.format {
            Some(Format::Json) => &[JSON],
            Some(Format::NdJson) => &[ND_JSON],
            None => &[JSON, ND_JSON],
        };
        preferred(&self.call.request, offered).map_err(|problem| {
            let offered = offered.join(", ");
            let detail = composed!("Fråga efter {offered}.", "Ask for {offered}.");
            match problem.kind {
                Kind::NotAcceptable => Problem {
                    detail: Some(detail),
                    ..problem
                },
                _ => problem,
            }
        })
    }

    fn page<T>(&self, items: &[T], show: impl Fn(&T) -> Value) -> HsdsPage {
        let total_items = items.len();
        let by_default = if self.is_whole { total_items.max(1) } else { DEFAULT };
        let per_page = self.paging.per_page.unwrap_or(by_default);
        let page_number = self.paging.page;
        let first = (page_number - 1).checked_mul(per_page);
        let first = first.unwrap_or(total_items).min(total_items);
        let shown = &items[first..first.saturating_add(per_page).min(total_items)];
        let total_pages = total_items.div_ceil(per_page);
        HsdsPage {
            total_items,
            total_pages,
            page_number,
            size: shown.len(),
            first_page: page_number == 1,
            last_page: page_number == total_pages.max(1),
            empty: shown.is_empty(),
            contents: shown.iter().map(show).collect(),
        }
    }
}
