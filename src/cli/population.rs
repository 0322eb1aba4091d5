//! `insatskatalog population`: the population of municipalities, from Statistics Sweden.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::app::open_existing;
use crate::clock::Clock;
use crate::documents::population;
use crate::domain::reach::change::grouped;
use crate::domain::text::{composed, counted, text};
use crate::store::statistics::population::put;

use super::environment;
use super::failure::Failure;
use super::language::OutputLanguage;
use super::limited_file;
use super::limited_file::MEGABYTE;
use super::progress;
use super::terminal::print;

/// The largest file, in bytes: one year of all municipalities is less than 3 megabytes.
const MAX_BYTES: u64 = 32 * MEGABYTE;

/// The most municipalities and years that are printed one by one.
const MAX_LINES: usize = 20;

/// The population of municipalities.
#[derive(Subcommand)]
pub(crate) enum PopulationCommand {
    /// Import tables of Statistics Sweden's database: population by region, age in years, sex and year, as JSON-stat 2 or
    /// CSV. All files or none. They replace what was imported of the same municipalities and years.
    Import(PopulationImport),
}

#[derive(Args)]
pub(crate) struct PopulationImport {
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputLanguage,
}

impl PopulationCommand {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Import(import) => import.run().await,
        }
    }
}

impl PopulationImport {
    async fn run(self) -> Result<(), Failure> {
        let language = self.output.language;
        let (mut all, mut faulty) = (Vec::new(), Vec::new());
        let bar = progress::of_steps(self.files.len());
        for path in &self.files {
            let bytes = limited_file::read(path, MAX_BYTES).map_err(|fault| vec![fault]);
            match bytes.and_then(|bytes| population::read(&bytes)) {
                Ok(read) => all.extend(read),
                Err(faults) => faulty.push((path.display().to_string(), faults)),
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        if !faulty.is_empty() {
            return Err(Failure::Faults(faulty, language));
        }
        let mut lines: Vec<String> = Vec::new();
        for (kommunkod, population) in all.iter().take(MAX_LINES) {
            let (name, year) = (kommunkod.kommun().name, population.year);
            let residents = grouped(population.all().total);
            let line = composed!(
                "{kommunkod} {name} {year}: {residents} invånare",
                "{kommunkod} {name} {year}: {residents} residents";
                residents
            );
            lines.push(language.of(&line).to_owned());
        }
        if all.len() > MAX_LINES {
            let more = counted!(all.len() - MAX_LINES, ("till", "more"), ("till", "more"));
            lines.push(language.of(&more).to_owned());
        }
        let config = environment::config()?;
        let store = open_existing(&config).await?;
        let at = Clock::system().now().naive_utc();
        let storing = progress::of_work(language.of(&text!("sparar", "storing")));
        let stored = store.write(move |connection| put(connection, &all, at)).await;
        storing.finish_and_clear();
        stored?;
        print(&format!("{}\n", lines.join("\n")));
        Ok(())
    }
}
