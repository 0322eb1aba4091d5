//! `insatskatalog generate`: catalogues of any number of municipalities as files, to measure the service with.

use std::path::PathBuf;

use clap::Args;

use crate::documents::generated::Extent;
use crate::documents::readers::file::{self, PublishedText};
use crate::domain::Kommunkod;
use crate::domain::insatser::document::Document;

use super::failure::Failure;
use super::progress;
use super::terminal::print;

/// How much to generate, and where to write it.
#[derive(Args)]
pub(crate) struct Generate {
    /// The number of municipalities.
    #[arg(long, default_value_t = 290, value_parser = clap::value_parser!(u16).range(1..=290))]
    municipalities: u16,
    /// The insatser of each.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=300))]
    insatser: u16,
    /// The versions of each insats.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=12))]
    versions: u16,
    /// The folder for the files, one for each municipality. It is created if it does not exist.
    folder: PathBuf,
}

impl Generate {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::Other(format!("{}: {error}", self.folder.display()));
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        let extent = Extent {
            municipalities: self.municipalities.into(),
            insatser: self.insatser.into(),
            versions: self.versions.into(),
        };
        let progress = progress::of_steps(extent.municipalities);
        for (kommunkod, documents) in extent.catalogues() {
            let text = written(kommunkod, &documents)?;
            std::fs::write(self.folder.join(format!("{kommunkod}.yaml")), text).map_err(failed)?;
            progress.inc(1);
        }
        progress.finish_and_clear();
        print(&format!(
            "{}: {} catalogues with {} insatser in {} versions each\n",
            self.folder.display(),
            self.municipalities,
            self.insatser,
            self.versions
        ));
        Ok(())
    }
}

/// A catalogue as a file.
fn written(kommunkod: Kommunkod, documents: &[Document]) -> Result<String, Failure> {
    let texts = documents.iter().map(|document| PublishedText {
        kind: document.kind(),
        key: document.key(),
        json: document.to_json(),
    });
    let texts: Vec<PublishedText> = texts.collect();
    file::write(kommunkod, &texts).map_err(|error| Failure::Other(error.to_string()))
}
