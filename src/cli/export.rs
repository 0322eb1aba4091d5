//! `insatskatalog export`: a catalogue as a file, or catalogues as a tabular data package of HSDS.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::app::{open_existing, origins};
use crate::catalogue::snapshot::Catalogue;
use crate::clock::Clock;
use crate::documents::package::{csv, zip};
use crate::documents::readers::file;
use crate::domain::Kommunkod;
use crate::domain::insatser::municipality::Municipality;
use crate::http::hsds::feed::Feed;
use crate::http::state::base_of;
use crate::interop::hsds::organizations::Organization;
use crate::interop::hsds::services;
use crate::interop::hsds::tables::Tables;
use crate::store::Store;
use crate::store::catalogue::changes;
use crate::store::catalogue::loading;

use super::environment;
use super::failure::Failure;
use super::language::Language;
use super::terminal::{kommunkod, print};

/// Which catalogue to print, or what to write.
#[derive(Args)]
pub(crate) struct Export {
    /// The municipality's code. With --hsds, every municipality if absent.
    #[arg(value_parser = kommunkod, required_unless_present = "hsds")]
    kommunkod: Option<Kommunkod>,
    /// Write the insatser in force today into this file instead, as a tabular data package of HSDS 3.2 (ZIP with CSV). An
    /// existing file is replaced.
    #[arg(long, value_name = "FILE")]
    hsds: Option<PathBuf>,
}

impl Export {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let config = environment::config()?;
        let store = open_existing(&config).await?;
        match (&self.hsds, self.kommunkod) {
            (Some(file), _) => {
                let base = base_of(&origins(&config, config.listen)[0]);
                self.write_package(&store, &base, file).await
            }
            (None, Some(kommunkod)) => print_catalogue(&store, kommunkod).await,
            // The command line does not accept it.
            (None, None) => Ok(()),
        }
    }

    async fn write_package(&self, store: &Store, base: &str, file: &Path) -> Result<(), Failure> {
        let catalogue = store.read(loading::load).await?;
        if let Some(kommunkod) = self.kommunkod
            && catalogue.municipality(kommunkod).is_none()
        {
            return Err(Failure::no_catalogue(kommunkod, Language::En));
        }
        let package = self.package(&catalogue, base)?;
        let failed = |error: std::io::Error| Failure::Other(format!("{}: {error}", file.display()));
        std::fs::write(file, package).map_err(failed)?;
        print(&format!("{}: written\n", file.display()));
        Ok(())
    }

    fn package(&self, catalogue: &Catalogue, base: &str) -> Result<Vec<u8>, Failure> {
        let is_asked = |municipality: &Municipality| {
            let of = municipality.document().kommunkod;
            self.kommunkod.is_none_or(|asked| asked == of)
        };
        let feed = Feed {
            catalogue,
            day: Clock::system().today(),
            base,
        };
        let municipalities = catalogue.municipalities().filter(|municipality| is_asked(municipality));
        let organizations = municipalities.flat_map(Organization::all_of);
        let services = feed.services(None).into_iter();
        let services = services.filter(|offered| is_asked(offered.municipality));
        let tables = Tables::of(
            organizations.map(Organization::object),
            services.map(|offered| services::object(&offered)),
        );
        let description = (
            "datapackage.json".to_owned(),
            format!("{:#}", tables.package()).into_bytes(),
        );
        let files = tables.files().map(|(name, rows)| (name.to_owned(), csv(&rows)));
        zip([description].into_iter().chain(files)).map_err(|error| Failure::Other(error.to_string()))
    }
}

/// Prints a municipality's catalogue as a file.
async fn print_catalogue(store: &Store, kommunkod: Kommunkod) -> Result<(), Failure> {
    let texts = store
        .read(move |connection| changes::published_texts(connection, kommunkod))
        .await?;
    if texts.is_empty() {
        return Err(Failure::no_catalogue(kommunkod, Language::En));
    }
    let written = file::write(kommunkod, &texts).map_err(|error| Failure::Other(error.to_string()))?;
    print(&written);
    Ok(())
}
