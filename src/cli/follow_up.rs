//! `insatskatalog follow-up`: prints the follow-up of a year for the board.

use clap::Args;

use crate::app::{open_existing, origins};
use crate::clock::Clock;
use crate::domain::statistics::follow_up::basis::{FollowUpBasis, months};
use crate::domain::statistics::follow_up::follow_up_report;
use crate::domain::statistics::month::FIRST;
use crate::domain::{Kommunkod, Slug};
use crate::http::state::base_of;
use crate::http::statistics::basis::read_for_trends::{ReadForTrends, read_for_trends};
use crate::http::statistics::follow_up::page::page;
use crate::http::statistics::follow_up::view::view;
use crate::http::statistics::follow_up::{covered, named_body, own_address, sums_asked};
use crate::store::catalogue::loading;
use crate::store::records::rows::RecordReach;

use super::environment;
use super::failure::Failure;
use super::language::Language;
use super::terminal::{kommunkod, print};

/// Which follow-up to print, and how. Its figures are exact: a confidentiality review is required before disclosure.
#[derive(Args)]
pub(crate) struct FollowUpCommand {
    /// The municipality's code.
    #[arg(value_parser = kommunkod)]
    kommunkod: Kommunkod,
    /// The calendar year.
    #[arg(value_parser = clap::value_parser!(i32).range(i64::from(FIRST.year())..=2199))]
    year: i32,
    /// Only the insatser that this body has decided: its slug or its name.
    #[arg(long)]
    body: Option<String>,
    /// Print JSON instead of HTML.
    #[arg(long)]
    json: bool,
    /// The language of the page.
    #[arg(long, value_enum, default_value = "sv")]
    language: Language,
}

impl FollowUpCommand {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let config = environment::config()?;
        let store = open_existing(&config).await?;
        let kommunkod = self.kommunkod;
        let catalogue = store.read(loading::load).await?;
        let Some(municipality) = catalogue.municipality(kommunkod) else {
            return Err(Failure::no_catalogue(kommunkod, self.language));
        };
        let body = match &self.body {
            Some(asked) => Some(named_body(municipality, asked).ok_or_else(|| {
                let name = kommunkod.kommun().name;
                Failure::Other(format!("{kommunkod} {name} has no body {asked}"))
            })?),
            None => None,
        };
        let (filter, everything) = (sums_asked(self.year), RecordReach::default());
        let read = store.read(move |connection| read_for_trends(connection, kommunkod, &everything, &filter));
        let ReadForTrends {
            sums,
            reported,
            populations,
        } = read.await?;
        let today = Clock::system().today();
        let coverage = covered(municipality, &reported, months(self.year), today);
        let report = follow_up_report(&FollowUpBasis {
            municipality,
            year: self.year,
            body,
            sums: &sums,
            coverage: &coverage,
            populations: populations.as_ref(),
            shows: &|_: &Slug| true,
            today,
        });
        let base = base_of(&origins(&config, config.listen)[0]);
        let own = own_address(municipality, self.year, body, &base);
        let view = view(report, own, &base);
        if self.json {
            let json = serde_json::to_string(&view).map_err(|error| Failure::Other(error.to_string()))?;
            print(&json);
        } else {
            print(&page(&view, self.language.of_texts()));
        }
        Ok(())
    }
}
