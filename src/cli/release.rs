//! `insatskatalog release`: publishes the statistics of a month.

use std::sync::Arc;

use clap::Args;

use crate::app::open;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::Kommunkod;
use crate::domain::statistics::Month;
use crate::domain::statistics::release::decision::{Outcome, next_month};
use crate::domain::statistics::release::kept_release::KeptRelease;
use crate::domain::word;
use crate::releasing;
use crate::releasing::ReleaseContext;
use crate::store::Store;
use crate::store::catalogue::changes;
use crate::store::catalogue::publication::Author;
use crate::store::statistics::releases::list;

use super::failure::Failure;
use super::terminal::{kommunkod, print, user};

/// Releases a closed month of a municipality's statistics, after all earlier months.
#[derive(Args)]
pub struct Release {
    /// The municipality's code.
    #[arg(value_parser = kommunkod)]
    kommunkod: Kommunkod,
    /// The month, such as 2026-10; default every closed month that is not released.
    #[arg(value_parser = month)]
    month: Option<Month>,
}

impl Release {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let config = Config::from_environment()?;
        let secret = config.secret().map_err(Failure::secret)?;
        let store = open(&config, Store::open_for_command).await?;
        let catalogue = Arc::new(store.read(changes::load).await?);
        let clock = Clock::system();
        let moment = ReleaseContext {
            now: clock.now(),
            today: clock.today(),
            author: Author::program(&secret, "release", &user()),
        };
        let kommunkod = self.kommunkod;
        let mut month = if let Some(month) = self.month {
            month
        } else {
            let municipality = catalogue.municipality(kommunkod);
            let municipality = municipality.ok_or_else(|| no_catalogue(kommunkod))?;
            let kept = store.read(move |connection| list(connection, kommunkod)).await?;
            next_month(municipality, &kept, moment.today)
        };
        loop {
            match releasing::release(&store, &catalogue, kommunkod, month, &moment).await? {
                Outcome::New(kept) => print(&summary(&kept, "released")),
                Outcome::Before(kept) => print(&summary(&kept, "was released before")),
                Outcome::NotClosed(last) if self.month.is_none() => {
                    print(&format!("{month} is next: reports are accepted until {last}\n"));
                    return Ok(());
                }
                Outcome::NotClosed(last) => {
                    return Err(Failure::Other(format!(
                        "{month} is not closed: reports are accepted until {last}"
                    )));
                }
                Outcome::OutOfOrder(next) => {
                    return Err(Failure::Other(format!(
                        "months are released in order: release {next} before {month}"
                    )));
                }
                Outcome::BeforeTheAct => {
                    return Err(Failure::Other(format!("{month} is before the Act came into force")));
                }
                Outcome::NoCatalogue => return Err(no_catalogue(kommunkod)),
            }
            if self.month.is_some() {
                return Ok(());
            }
            month = month.next();
        }
    }
}

fn no_catalogue(kommunkod: Kommunkod) -> Failure {
    Failure::Other(format!("{kommunkod} {} has no catalogue", kommunkod.kommun().name))
}

fn summary(kept: &KeptRelease, what: &str) -> String {
    let first = format!("{} {what} (k {}): {} streams\n", kept.month, kept.k, kept.roots);
    let pending = kept.report.pending.iter().map(|pending| {
        let months: Vec<String> = pending.months.iter().map(ToString::to_string).collect();
        format!(
            "  waits: {} {} {}: {}\n",
            pending.stream.insats,
            pending.stream.provider,
            months.join(" "),
            word::written(&pending.why)
        )
    });
    let waiting = kept.report.waiting.iter();
    let waiting = waiting.map(|cell| format!("  cannot be corrected yet: {cell}\n"));
    std::iter::once(first).chain(pending).chain(waiting).collect()
}

fn month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| "a month such as 2026-10".into())
}
