//! `insatskatalog release import`: gets back releases that a restored database lost.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::app::open_existing;
use crate::clock::Clock;
use crate::documents::readers::release_document;
use crate::domain::text::{composed, counted};
use crate::domain::{Fault, Text};
use crate::releasing;
use crate::releasing::ReleaseContext;
use crate::store::catalogue::loading;
use crate::store::catalogue::publication::Author;

use crate::cli::environment;
use crate::cli::failure::Failure;
use crate::cli::language::Language;
use crate::cli::limited_file;
use crate::cli::limited_file::MEGABYTE;
use crate::cli::progress;
use crate::cli::terminal::{print, user};

/// The largest file of a release, in bytes.
const MAX_BYTES: u64 = 64 * MEGABYTE;

/// Imports releases from saved answers of `…/statistics/releases/{month}`, after a restore: all of them or none.
#[derive(Args)]
pub(crate) struct ReleaseImport {
    /// The files, in any order.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl ReleaseImport {
    pub(crate) async fn run(self, language: Language) -> Result<(), Failure> {
        let config = environment::config()?;
        let names: Vec<String> = self.files.iter().map(|file| file.display().to_string()).collect();
        let read = self.files.iter().map(|file| {
            let bytes = limited_file::read(file, MAX_BYTES)?;
            release_document::read(&bytes)
        });
        let (mut documents, mut faulty) = (Vec::new(), Vec::<(String, Vec<Fault>)>::new());
        for (read, name) in read.zip(&names) {
            match read {
                Ok(document) => documents.push(document),
                Err(fault) => faulty.push((name.clone(), vec![fault])),
            }
        }
        if !faulty.is_empty() {
            return Err(Failure::Faults(faulty, language));
        }
        let store = open_existing(&config).await?;
        let catalogue = Arc::new(store.read(loading::load).await?);
        let clock = Clock::system();
        let moment = ReleaseContext {
            now: clock.now(),
            today: clock.today(),
            author: Author::program(&config.secret().map_err(Failure::secret)?, "release import", &user()),
        };
        let files = counted!(documents.len(), ("fil", "file"), ("filer", "files"));
        let working = progress::of_work(language.of(&files));
        let imported = releasing::import(&store, &catalogue, documents, &moment).await;
        working.finish_and_clear();
        match imported? {
            Ok(done) => {
                for (kommunkod, imported) in done {
                    let line = |text: &Text| print(&format!("{kommunkod} {}\n", language.of(text)));
                    for month in imported.new {
                        line(&composed!("{month}: inläst", "{month}: imported"));
                    }
                    for month in imported.known {
                        line(&composed!("{month}: fanns redan", "{month}: already there"));
                    }
                }
                Ok(())
            }
            Err(refusals) => {
                let faulty = refusals.into_iter().map(|(file, faults)| (names[file].clone(), faults));
                Err(Failure::Faults(faulty.collect(), language))
            }
        }
    }
}
