//! `insatskatalog report`: prints the annual report of an insats.

use clap::Args;

use crate::app::{open_existing, origins};
use crate::clock::Clock;
use crate::domain::statistics::figures::TooMany;
use crate::domain::statistics::month::FIRST;
use crate::domain::statistics::report::exact::exact_report;
use crate::domain::statistics::report::public::public_report;
use crate::domain::statistics::report::{AnnualReport, Subject};
use crate::domain::{Kommunkod, Slug};
use crate::http::state::base_of;
use crate::http::statistics::report::page::page;
use crate::http::statistics::report::{exact_sums_asked, view};
use crate::store::Store;
use crate::store::catalogue::loading;
use crate::store::records::rows::RecordReach;
use crate::store::statistics::exact::totals;
use crate::store::statistics::releases::published;

use super::environment;
use super::failure::Failure;
use super::language::Language;
use super::terminal::{kommunkod, print, slug};

/// Which report to print, and how.
#[derive(Args)]
pub(crate) struct Report {
    /// The municipality's code.
    #[arg(value_parser = kommunkod)]
    kommunkod: Kommunkod,
    /// The slug of the insats.
    #[arg(value_parser = slug)]
    insats: Slug,
    /// The calendar year.
    #[arg(value_parser = clap::value_parser!(i32).range(i64::from(FIRST.year())..=2199))]
    year: i32,
    /// Exact figures. A confidentiality review is required before disclosure.
    #[arg(long)]
    exact: bool,
    /// Print JSON instead of HTML.
    #[arg(long)]
    json: bool,
    /// The language of the page.
    #[arg(long, value_enum, default_value = "sv")]
    language: Language,
}

impl Report {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let config = environment::config()?;
        let store = open_existing(&config).await?;
        let report = self.report(&store).await?;
        let origins = origins(&config, config.listen);
        let view = view(report, &base_of(&origins[0]));
        if self.json {
            let json = serde_json::to_string(&view).map_err(|error| Failure::Other(error.to_string()))?;
            print(&json);
        } else {
            print(&page(&view, self.language.of_texts()));
        }
        Ok(())
    }

    async fn report(&self, store: &Store) -> Result<AnnualReport, Failure> {
        let kommunkod = self.kommunkod;
        let catalogue = store.read(loading::load).await?;
        let subject = catalogue
            .municipality(kommunkod)
            .and_then(|municipality| Subject::find(municipality, self.insats.as_str(), self.year));
        let subject = subject.ok_or_else(|| {
            let name = kommunkod.kommun().name;
            Failure::Other(format!("{kommunkod} {name} has no insats {}", self.insats))
        })?;
        if !self.exact {
            let published = store
                .read_one_moment(move |connection| published(connection, kommunkod))
                .await?;
            return public_report(&published, &subject)
                .map_err(|TooMany| Failure::Other("there are more figures than one report holds".into()));
        }
        let sums = match exact_sums_asked(&self.insats, self.year) {
            Some(filter) => {
                let everything = RecordReach::default();
                store
                    .read(move |connection| totals(connection, kommunkod, &everything, &filter))
                    .await?
            }
            None => Vec::new(),
        };
        Ok(exact_report(&sums, &subject, Clock::system().today()))
    }
}
