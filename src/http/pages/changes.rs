//! What has changed in a municipality's catalogue lately, day by day: the same changes as in its feed.

use std::sync::Arc;

use actix_web::web;
use askama::Template;
use chrono::NaiveDate;

use crate::clock::swedish_day;
use crate::domain::day::in_words;
use crate::domain::text::texts;
use crate::http::call::{Answer, Call};
use crate::http::catalogue::change_feed::wording;
use crate::http::catalogue::change_feed::{ATOM, ENTRIES, title};
use crate::http::html::answer::page;
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::html::parameters::Parameters;
use crate::http::html::paths;
use crate::http::html::shown::LangAttributes;
use crate::http::request::address::MunicipalityPath;
use crate::http::response::Freshness;
use crate::http::state::municipality;
use crate::store::catalogue::latest::latest_changes;

#[derive(Template)]
#[template(path = "pages/changes.html")]
struct Page {
    layout: Layout,
    say: Texts,
    title: String,
    feed: String,
    feed_type: &'static str,
    days: Vec<Day>,
}

/// The changes that were published on one day.
struct Day {
    date: NaiveDate,
    in_words: String,
    changes: Vec<Change>,
}

struct Change {
    title: String,
    summary: String,
    /// The page of the insats that changed.
    address: Option<String>,
}

texts! {
    lead: "De senaste ändringarna i katalogen, den nyaste först.", "The latest changes in the catalogue, the newest first.";
    nothing: "Katalogen har inga ändringar än.", "The catalogue has no changes yet.";
    follow: "Följ ändringarna i en flödesläsare (Atom)", "Follow the changes in a feed reader (Atom)";
}

/// The latest changes of a municipality's catalogue.
pub(crate) async fn changes(path: web::Path<MunicipalityPath>, call: Call) -> Answer {
    let catalogue = Arc::clone(&call.catalogue());
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let (kommunkod, revision) = (path.kommunkod, municipality.revision());
    let language = PageLanguage::of(&call.request, &Parameters::of(&call.request));
    let latest = call
        .store
        .read(move |connection| latest_changes(connection, kommunkod, revision, ENTRIES));
    let latest = latest.await?;
    let freshness = Freshness::of(catalogue.tagged(revision));
    page(&call.request, &freshness, &language, "", || {
        let mut days: Vec<Day> = Vec::new();
        for change in &latest {
            let words = wording::in_words(municipality, change);
            let date = swedish_day(change.at);
            if days.last().is_none_or(|day| day.date != date) {
                days.push(Day {
                    date,
                    in_words: language.say(&in_words(date)).to_owned(),
                    changes: Vec::new(),
                });
            }
            let address = words
                .insats()
                .map(|slug| language.link(&paths::of_insats(kommunkod, &slug)));
            if let Some(day) = days.last_mut() {
                day.changes.push(Change {
                    title: language.say(&words.title).to_owned(),
                    summary: language.say(&words.summary).to_owned(),
                    address,
                });
            }
        }
        let own = paths::of_changes(kommunkod);
        let layout = Layout::new(&language, &call, &call.request, &own).below(
            language.link(&paths::of_municipality(kommunkod)),
            kommunkod.kommun().name,
            LangAttributes::of("sv", language.words),
        );
        Ok(Page {
            layout,
            say: Texts::new(language.words),
            title: language.say(&title(kommunkod.kommun())).to_owned(),
            feed: format!("{}/municipalities/{kommunkod}/changes", call.base()),
            feed_type: ATOM,
            days,
        })
    })
}
