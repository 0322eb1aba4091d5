//! The list of all pages for search engines, and where they find it.

use askama::Template;
use chrono::NaiveDate;

use crate::catalogue::snapshot::Catalogue;
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::municipality::Municipality;
use crate::http::call::{Answer, Call};
use crate::http::html::paths;
use crate::http::problems::{Kind, Problem};
use crate::http::response::{Freshness, text};

/// The most pages that a sitemap may have.
const MOST: usize = 50_000;

#[derive(Template)]
#[template(path = "pages/sitemap.xml")]
struct Sitemap {
    pages: Vec<ListedPage>,
}

/// A page, and when it last changed.
struct ListedPage {
    address: String,
    changed_on: Option<NaiveDate>,
}

/// Every municipality, and every insats that has not ended.
pub(crate) async fn sitemap(call: Call) -> Answer {
    let catalogue = call.catalogue();
    let (today, freshness) = call.day(None, catalogue.tagged(catalogue.revision()));
    text(&call.request, &freshness, "application/xml", "sitemap", || {
        let origin = call.origin();
        let home = ListedPage {
            address: format!("{origin}{}", paths::HOME),
            changed_on: changed_on(&catalogue, catalogue.revision()),
        };
        let municipalities = catalogue.municipalities();
        let below = municipalities.flat_map(|municipality| pages_of(&catalogue, municipality, today, origin));
        let pages = std::iter::once(home).chain(below).take(MOST).collect();
        let sitemap = Sitemap { pages }.render();
        Ok(sitemap.map_err(|_| Problem::of(Kind::Internal))?.into_bytes())
    })
}

fn pages_of(catalogue: &Catalogue, municipality: &Municipality, today: NaiveDate, origin: &str) -> Vec<ListedPage> {
    let kommunkod = municipality.document().kommunkod;
    let page = |path: String, revision: i64| ListedPage {
        address: format!("{origin}{path}"),
        changed_on: changed_on(catalogue, revision),
    };
    let own = page(paths::of_municipality(kommunkod), municipality.revision());
    let insatser = municipality.insatser().iter().filter(|(_, insats)| {
        let standing = insats.on(today);
        standing.is_some_and(|standing| !matches!(standing, Standing::Ended(_)))
    });
    let insatser = insatser.map(|(slug, insats)| page(paths::of_insats(kommunkod, slug), insats.revision()));
    std::iter::once(own).chain(insatser).collect()
}

fn changed_on(catalogue: &Catalogue, revision: i64) -> Option<NaiveDate> {
    Some(catalogue.published_at(revision)?.date_naive())
}

/// Search engines may read everything, and find the list of pages.
pub(crate) async fn robots(call: Call) -> Answer {
    text(
        &call.request,
        &Freshness::BUILD_ONLY,
        "text/plain; charset=utf-8",
        "robots",
        || {
            Ok(format!(
                "User-agent: *\nAllow: /\nSitemap: {}{}\n",
                call.origin(),
                paths::SITEMAP
            )
            .into_bytes())
        },
    )
}
