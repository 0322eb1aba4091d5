//! What has changed in a municipality's catalogue, as an Atom feed (RFC 4287) for editors.

pub(crate) mod wording;

use std::sync::Arc;

use actix_web::{get, web};
use askama::Template;
use chrono::{DateTime, SecondsFormat, Utc};

use crate::domain::Text;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::kommun::Kommun;
use crate::domain::text::{TextLanguage, composed};
use crate::http::call::{Answer, Call};
use crate::http::client::language::preferred_language;
use crate::http::problems::{Kind, Problem};
use crate::http::query::NoQuery;
use crate::http::request::address::MunicipalityPath;
use crate::http::response::accept::preferred;
use crate::http::response::{Freshness, in_language, text};
use crate::http::state::municipality;
use crate::store::catalogue::latest::{LatestChange, latest_changes};

use wording::in_words;

pub(crate) const ATOM: &str = "application/atom+xml";

/// The changes of a feed.
pub(crate) const ENTRIES: i64 = 50;

#[derive(Template)]
#[template(path = "catalogue/change_feed/feed.xml")]
struct Feed {
    language: TextLanguage,
    title: String,
    author: String,
    own: String,
    municipality: String,
    updated: String,
    entries: Vec<Entry>,
}

struct Entry {
    id: String,
    title: String,
    summary: String,
    updated: String,
    /// The address of what changed, or of the nearest that still exists.
    about: String,
    /// The web page of the insats.
    page: Option<String>,
}

/// Follow the changes of a municipality's catalogue.
///
/// Ett flöde (Atom) med de 50 senaste ändringarna i kommunens katalog, den nyaste först, för den som redigerar
/// webbplatser. För program som håller en kopia finns `/changes`.
///
/// A feed (Atom) of the latest 50 changes in the municipality's catalogue, the newest first, for editors of websites.
/// Programs that hold a copy use `/changes`.
#[utoipa::path(
    tag = "municipalities", params(MunicipalityPath),
    responses((status = 200, description = "Flödet. / The feed.", body = String, content_type = "application/atom+xml")),
)]
#[get("/municipalities/{kommunkod}/changes")]
pub(crate) async fn get_municipality_changes(path: web::Path<MunicipalityPath>, _: NoQuery, call: Call) -> Answer {
    preferred(&call.request, &[ATOM])?;
    let catalogue = Arc::clone(&call.catalogue());
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let (kommunkod, revision) = (path.kommunkod, municipality.revision());
    let latest = call
        .store
        .read(move |connection| latest_changes(connection, kommunkod, revision, ENTRIES));
    let latest = latest.await?;
    let language = preferred_language(&call.request).unwrap_or(TextLanguage::Swedish);
    let freshness = Freshness::of(catalogue.tagged(revision));
    let variant = format!("atom-{}", language.tag());
    let answer = text(&call.request, &freshness, ATOM, &variant, || {
        let base = call.base();
        let feed = feed(
            municipality,
            latest,
            language,
            &base,
            &catalogue.generation().to_string(),
        );
        let written = feed.render();
        written.map(String::into_bytes).map_err(|_| Problem::of(Kind::Internal))
    })?;
    Ok(in_language(answer, language))
}

fn feed(
    municipality: &Municipality,
    latest: Vec<LatestChange>,
    language: TextLanguage,
    base: &str,
    generation: &str,
) -> Feed {
    let kommun = municipality.document().kommunkod.kommun();
    let address = format!("{base}/municipalities/{}", kommun.kommunkod);
    let own = format!("{address}/changes");
    let title = title(kommun);
    let updated = latest.iter().map(|change| change.at).max().unwrap_or_default();
    let entries = latest.into_iter().map(|change| {
        let words = in_words(municipality, &change);
        Entry {
            id: format!("{own}#{generation}.{}", change.revision),
            title: language.of(&words.title).to_owned(),
            summary: language.of(&words.summary).to_owned(),
            updated: written(change.at),
            about: format!("{address}{}", words.about),
            page: words.page,
        }
    });
    Feed {
        language,
        title: language.of(&title).to_owned(),
        author: kommun.organisation(),
        municipality: address.clone(),
        updated: written(updated),
        entries: entries.collect(),
        own: own.clone(),
    }
}

/// The title of the changes of a municipality.
pub(crate) fn title(kommun: Kommun) -> Text {
    composed!(
        "Ändringar i katalogen för {name}",
        "Changes in the catalogue of {name}";
        name = (kommun.name, kommun.name)
    )
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
