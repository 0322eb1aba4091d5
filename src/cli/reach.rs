//! `insatskatalog check --reach`: how many residents the conditions of catalogue files admit.

use std::path::{Path, PathBuf};

use crate::app::open_existing;
use crate::catalogue::snapshot::Catalogue;
use crate::clock::Clock;
use crate::documents::readers::file::CatalogueFile;
use crate::domain::insatser::document::Document;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;
use crate::domain::publishing::plan::plan;
use crate::domain::publishing::proposal::Proposal;
use crate::domain::reach::change::ReachChange;
use crate::domain::reach::population::Population;
use crate::domain::text::{composed, text};
use crate::domain::{Kommunkod, Text};
use crate::import;
use crate::store::Store;
use crate::store::catalogue::loading;
use crate::store::statistics::population::latest;

use super::environment;
use super::failure::Failure;
use super::files::source;
use super::language::Language;
use super::terminal::print;

/// Prints the reach of each version of files without faults, compared with the version before it in the file, or in the
/// database.
pub(crate) async fn print_reach(paths: &[PathBuf], language: Language) -> Result<(), Failure> {
    let store = open_existing(&environment::config()?).await?;
    let catalogue = store.read(loading::load).await?;
    for path in paths {
        for line in of_file(path, &store, &catalogue).await? {
            print(&format!("{}: {}\n", path.display(), language.of(&line)));
        }
    }
    Ok(())
}

/// The lines about a file.
async fn of_file(path: &Path, store: &Store, catalogue: &Catalogue) -> Result<Vec<Text>, Failure> {
    // The check has printed the faults already.
    let Some(file) = source(path)
        .and_then(|source| CatalogueFile::read(&source.text, None))
        .ok()
    else {
        return Ok(Vec::new());
    };
    let Some(kommunkod) = file.kommunkod else {
        return Ok(vec![text!(
            "En mall har ingen kommun.",
            "A template has no municipality."
        )]);
    };
    let stored = store.read(move |connection| latest(connection, kommunkod)).await?;
    let Some(stored) = stored else {
        return Ok(vec![not_imported(kommunkod)]);
    };
    let judgement = import::judgement(Clock::system().today());
    let changes = plan(None, &file.documents, &judgement).unwrap_or_default();
    let Some(in_file) = Municipality::after(None, changes) else {
        return Ok(Vec::new());
    };
    let published = catalogue.municipality(kommunkod);
    let versions = file.documents.iter().filter_map(|proposed| match &proposed.proposal {
        Proposal::Put(Document::Version(version)) => Some(&**version),
        _ => None,
    });
    Ok(versions
        .flat_map(|version| of_version(version, &in_file, published, &stored.population))
        .collect())
}

fn not_imported(kommunkod: Kommunkod) -> Text {
    composed!(
        "folkmängden i {kommunkod} är inte inläst: insatskatalog population import",
        "the population of {kommunkod} is not imported: insatskatalog population import"
    )
}

fn of_version(
    version: &Version,
    in_file: &Municipality,
    published: Option<&Municipality>,
    population: &Population,
) -> Vec<Text> {
    let of_file = ReachChange::of(in_file, version, population);
    let of_database = || ReachChange::of(published?, version, population);
    let change = match of_file {
        Some(change) if change.before.is_none() => of_database().or(Some(change)),
        change => change,
    };
    let slug = &version.slug;
    let Some(ReachChange {
        after,
        text,
        activities,
        places,
        ..
    }) = change
    else {
        return vec![composed!(
            "{slug}: villkoren saknas",
            "{slug}: the conditions are missing"
        )];
    };
    let not_counted = after.not_counted.into_iter().map(|condition| {
        let text = condition.text;
        composed!("{slug}: räknas inte: {text}", "{slug}: not counted: {text}"; text)
    });
    let parts = activities.into_iter().chain(places).map(|part| {
        let (part, text) = (part.slug, part.text);
        composed!("{slug}, {part}: {text}", "{slug}, {part}: {text}"; text)
    });
    std::iter::once(composed!("{slug}: {text}", "{slug}: {text}"; text))
        .chain(not_counted)
        .chain(parts)
        .collect()
}
