//! `insatskatalog release`: publishes the statistics of closed months.

mod import;

use std::fmt::Write as _;
use std::sync::Arc;

use clap::{Args, Subcommand};

use crate::app::open_existing;
use crate::catalogue::snapshot::Catalogue;
use crate::clock::Clock;
use crate::domain::statistics::Month;
use crate::domain::statistics::release::decision::{Outcome, due_months, next_month};
use crate::domain::statistics::release::expected::closes_after;
use crate::domain::statistics::release::kept_release::KeptRelease;
use crate::domain::statistics::release::published::{ReleaseReport, WhyPending};
use crate::domain::text::{composed, counted, text};
use crate::domain::{Kommunkod, Text, word};
use crate::releasing;
use crate::releasing::{ReleaseContext, Released};
use crate::store::catalogue::loading;
use crate::store::catalogue::publication::Author;
use crate::store::statistics::releases::list;

use super::environment;
use super::failure::Failure;
use super::language::{Language, OutputLanguage};
use super::progress;
use super::terminal::{kommunkod, print, user};

use import::ReleaseImport;

/// Releases closed months of a municipality's statistics, in order.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Release {
    #[command(subcommand)]
    other: Option<OtherThanRelease>,
    /// The municipality's code.
    #[arg(value_parser = kommunkod, required = true)]
    kommunkod: Option<Kommunkod>,
    /// The month, such as 2026-10. Without it, the closed month that is not released; if there are several, --through
    /// is required.
    #[arg(value_parser = month, conflicts_with = "through")]
    month: Option<Month>,
    /// Release every closed month up to and including this one.
    #[arg(long, value_parser = month, value_name = "MONTH")]
    through: Option<Month>,
    /// Print what would be released, without releasing it. Without a month, every closed month.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    output: OutputLanguage,
}

/// What to do with releases that exist.
#[derive(Subcommand)]
enum OtherThanRelease {
    /// Import releases that a restored database lost, from their public answers: all of them or none.
    Import(ReleaseImport),
}

impl Release {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let language = self.language();
        match (self.other, self.kommunkod) {
            (Some(OtherThanRelease::Import(import)), _) => import.run(language).await,
            (None, Some(kommunkod)) => {
                let months = MonthsToRelease {
                    kommunkod,
                    month: self.month,
                    through: self.through,
                    dry_run: self.dry_run,
                    language,
                };
                months.release().await
            }
            // The command line has one or the other.
            (None, None) => Ok(()),
        }
    }

    const fn language(&self) -> Language {
        self.output.language
    }
}

/// The months to release, as the command line states them.
struct MonthsToRelease {
    kommunkod: Kommunkod,
    month: Option<Month>,
    through: Option<Month>,
    dry_run: bool,
    language: Language,
}

impl MonthsToRelease {
    async fn release(self) -> Result<(), Failure> {
        let config = environment::config()?;
        let store = open_existing(&config).await?;
        let catalogue = Arc::new(store.read(loading::load).await?);
        let clock = Clock::system();
        // A rehearsal is in no audit log, and must not create the secret key.
        let author = if self.dry_run {
            Author::of_rehearsal("release")
        } else {
            Author::program(&config.secret().map_err(Failure::secret)?, "release", &user())
        };
        let moment = ReleaseContext {
            now: clock.now(),
            today: clock.today(),
            author,
        };
        let kommunkod = self.kommunkod;
        let kept = store.read(move |connection| list(connection, kommunkod)).await?;
        let months = self.months(&catalogue, &kept, &moment)?;
        let mut before = kept.last().map(|last| last.report.clone()).unwrap_or_default();
        if self.dry_run {
            let working = progress::of_work(self.language.of(&number_of(&months)));
            let rehearsed = releasing::rehearse(&store, &catalogue, kommunkod, months, &moment).await;
            working.finish_and_clear();
            for released in rehearsed? {
                self.report(&released, &mut before)?;
            }
            let nothing = text!("Inget ändrades.", "Nothing was changed.");
            print(&format!("{}\n", self.language.of(&nothing)));
            return Ok(());
        }
        let bar = progress::of_steps(months.len());
        for month in months {
            bar.set_message(month.to_string());
            let released = releasing::release(&store, &catalogue, kommunkod, month, &moment).await?;
            bar.inc(1);
            bar.suspend(|| self.report(&released, &mut before))?;
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// The months to release. Prints when the next one can be released, if none can.
    fn months(
        &self,
        catalogue: &Catalogue,
        kept: &[KeptRelease],
        moment: &ReleaseContext,
    ) -> Result<Vec<Month>, Failure> {
        let municipality = catalogue
            .municipality(self.kommunkod)
            .ok_or_else(|| Failure::no_catalogue(self.kommunkod, self.language))?;
        let due = due_months(municipality, kept, moment.today);
        if let Some(last) = self.month.or(self.through) {
            let found = due.iter().position(|month| *month == last);
            // A month that is not due is refused, or was released before.
            return Ok(match found {
                Some(last) if self.through.is_some() => due[..=last].to_vec(),
                _ => vec![last],
            });
        }
        if due.is_empty() {
            let next = next_month(municipality, kept, moment.today);
            let last_day = closes_after(municipality, next);
            let text = composed!(
                "{next} är nästa månad: rapporter tas emot till och med {last_day}",
                "{next} is next: reports are accepted until {last_day}"
            );
            print(&format!("{}\n", self.language.of(&text)));
        }
        if due.len() > 1 && !self.dry_run {
            return Err(Failure::said(&many_due(&due), self.language));
        }
        Ok(due)
    }

    /// Prints what a release adds to the one before.
    fn report(&self, released: &Released, before: &mut ReleaseReport) -> Result<(), Failure> {
        let month = released.month;
        let failure = match &released.outcome {
            Outcome::New(kept) => {
                print(&self.summary(released, kept, before));
                before.clone_from(&kept.report);
                return Ok(());
            }
            Outcome::Before(kept) => {
                let day = kept.at.date();
                let text = composed!(
                    "{month} publicerades redan {day}; inget är nytt",
                    "{month} was released before, on {day}; nothing is new"
                );
                print(&format!("{}\n", self.language.of(&text)));
                return Ok(());
            }
            Outcome::NotClosed(last_day) => composed!(
                "{month} är inte stängd: rapporter tas emot till och med {last_day}",
                "{month} is not closed: reports are accepted until {last_day}"
            ),
            Outcome::OutOfOrder(next) => composed!(
                "månader publiceras i ordning: publicera {next} före {month}",
                "months are released in order: release {next} before {month}"
            ),
            Outcome::BeforeTheAct => composed!(
                "{month} är före lagens första månad",
                "{month} is before the Act came into force"
            ),
            Outcome::Forbidden(why) => why.text(),
            Outcome::NoCatalogue => return Err(Failure::no_catalogue(self.kommunkod, self.language)),
        };
        Err(Failure::said(&failure, self.language))
    }

    fn summary(&self, released: &Released, kept: &KeptRelease, before: &ReleaseReport) -> String {
        let (month, k) = (kept.month, kept.k);
        let streams = counted!(kept.roots, ("rapportserie", "stream"), ("rapportserier", "streams"));
        let first = if self.dry_run {
            composed!(
                "{month} skulle publiceras (k {k}): {streams}",
                "{month} would be released (k {k}): {streams}";
                streams
            )
        } else {
            composed!("{month} publicerad (k {k}): {streams}", "{month} released (k {k}): {streams}"; streams)
        };
        let mut lines = format!("{}\n", self.language.of(&first));
        for text in added(released).chain(waits(&kept.report.since(before))) {
            let _ = writeln!(lines, "  {}", self.language.of(&text));
        }
        lines
    }
}

/// A line for each stream with a new or corrected figure.
fn added(released: &Released) -> impl Iterator<Item = Text> {
    let totals = released.totals.iter().map(|(stream, months)| {
        let (insats, provider, months) = (&stream.insats, &stream.provider, listed(months, " "));
        composed!("ny: {insats} {provider} {months}", "new: {insats} {provider} {months}")
    });
    let corrected = released.corrected.iter().map(|(stream, month)| {
        let (insats, provider) = (&stream.insats, &stream.provider);
        composed!(
            "rättad: {insats} {provider} {month}",
            "corrected: {insats} {provider} {month}"
        )
    });
    totals.chain(corrected)
}

/// A line for each stream and cell that waits.
fn waits(report: &ReleaseReport) -> impl Iterator<Item = Text> {
    let pending = report.pending.iter().map(|pending| {
        let (insats, provider) = (&pending.stream.insats, &pending.stream.provider);
        let (months, code) = (listed(&pending.months, " "), word::written(&pending.why));
        composed!(
            "väntar: {insats} {provider} {months}: {code} ({why})",
            "waits: {insats} {provider} {months}: {code} ({why})";
            why = reason(pending.why)
        )
    });
    let waiting = report.waiting.iter();
    let waiting = waiting.map(|cell| composed!("kan inte rättas än: {cell}", "cannot be corrected yet: {cell}"));
    pending.chain(waiting)
}

/// Why months wait.
fn reason(why: WhyPending) -> Text {
    match why {
        WhyPending::ReportMissing => text!("en rapport är försenad", "a report is overdue"),
        WhyPending::ReportNotDue => text!("en rapport behöver inte ha kommit än", "a report is not due yet"),
        WhyPending::TooFew => text!(
            "för få deltagare för en siffra som inte röjer någon",
            "too few participants for a figure that reveals nobody"
        ),
        WhyPending::PeriodNotEnded => text!(
            "kvartalet eller året som siffrorna gäller är inte slut",
            "the quarter or year of the figures has not ended"
        ),
    }
}

/// How many months there are.
fn number_of(months: &[Month]) -> Text {
    counted!(months.len(), ("månad", "month"), ("månader", "months"))
}

/// Asks for the last month to release, if several are due.
fn many_due(due: &[Month]) -> Text {
    let months = listed(due, ", ");
    let last = due.last().map(ToString::to_string).unwrap_or_default();
    let count = number_of(due);
    composed!(
        "{count} kan publiceras: {months}. Ange den sista, till exempel --through {last}. --dry-run visar vad som \
         skulle publiceras.",
        "{count} can be released: {months}. Give the last one, such as --through {last}. --dry-run shows what would be \
         released.";
        count
    )
}

fn listed(months: &[Month], separator: &str) -> String {
    let months: Vec<String> = months.iter().map(ToString::to_string).collect();
    months.join(separator)
}

fn month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| "a month such as 2026-10".into())
}
