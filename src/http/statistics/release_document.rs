//! The public document of a release, to keep outside the database.

use actix_web::{get, web};

use crate::domain::statistics::Month;
use crate::domain::statistics::release_document::ReleaseDocument;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::NoQuery;
use crate::http::request::address::path_of;
use crate::http::response::Freshness;
use crate::http::state::municipality;
use crate::store::statistics::heads::revision;
use crate::store::statistics::release_documents::document;

path_of! {
    /// A released month in the path.
    ReleasePath("0188") {
        /// The month. / Månaden.
        #[param(pattern = "^(18[5-9][0-9]|19[0-9]{2}|2[01][0-9]{2})-(0[1-9]|1[0-2])$", example = "2025-08")]
        month: String,
    }
}

/// Get all that a release made public.
///
/// Visar allt som en publicering gjorde offentligt. Spara svaret efter varje publicering: om databasen måste återställas till
/// en tidigare kopia läser `insatskatalog release import` in publiceringen från det.
///
/// Shows all that a release made public. Save the answer after each release: if the database must be restored to an earlier
/// copy, `insatskatalog release import` gets the release back from it.
#[utoipa::path(
    tag = "statistics", params(ReleasePath),
    responses((status = 200, description = "Publiceringen. / The release.", body = ReleaseDocument)),
)]
#[get("/municipalities/{kommunkod}/statistics/releases/{month}")]
pub(crate) async fn get_statistics_release(path: web::Path<ReleasePath>, _: NoQuery, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let kommunkod = municipality(&catalogue, path.kommunkod)?.document().kommunkod;
    let month = Month::parse(&path.month).ok_or(Problem::of(Kind::UnknownRelease))?;
    let read = call.store.read_one_moment(move |connection| {
        let revision = revision(connection, kommunkod)?;
        Ok((revision, document(connection, kommunkod, month)?))
    });
    let (revision, document) = read.await?;
    let document = document.ok_or(Problem::of(Kind::UnknownRelease))?;
    let freshness = Freshness::of(catalogue.generation().tagged(revision, revision));
    call.json(&freshness, || document)
}
