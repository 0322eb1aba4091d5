//! `insatskatalog records`: sends a file of group records.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use url::Url;

use crate::domain::{Kommunkod, Slug};

use super::failure::Failure;
use super::language::Language;
use super::record_file::RecordFile;
use super::record_posting::{Answer, Poster};
use super::record_report::{Report, Tally, problem_line};
use super::terminal::{kommunkod, print, slug};

/// The environment variable with the token.
const TOKEN: &str = "INSATSKATALOG_TOKEN";

/// Commands for group records.
#[derive(Subcommand)]
pub(crate) enum Records {
    /// Send a file of group records to a service, in batches of a thousand. Each batch is stored as a whole or not at
    /// all.
    Post(Box<Post>),
}

/// Sends a file of group records.
#[derive(Args)]
pub(crate) struct Post {
    /// The file: .xlsx, .ods, .csv or .json.
    file: PathBuf,
    /// The base address of the API, such as `http://127.0.0.1:8080/insatskatalog/v1`.
    #[arg(long, value_parser = base)]
    url: Url,
    /// The municipality's code.
    #[arg(long, value_parser = kommunkod, value_name = "KOMMUNKOD")]
    municipality: Kommunkod,
    /// The insats of rows that do not name one.
    #[arg(long, value_parser = slug, value_name = "SLUG")]
    insats: Option<Slug>,
    /// The provider of rows that do not name one.
    #[arg(long, value_parser = slug, value_name = "SLUG")]
    provider: Option<Slug>,
    /// The token. Better set as `INSATSKATALOG_TOKEN`, where other users of the machine cannot see it.
    #[arg(long)]
    token: Option<String>,
    /// Correct stored records that have different values.
    #[arg(long)]
    correct: bool,
    /// Print what would be done, without changing anything.
    #[arg(long)]
    validate_only: bool,
    /// The language of the output.
    #[arg(long, value_enum, default_value = "sv")]
    language: Language,
}

impl Records {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let Self::Post(post) = self;
        post.run().await
    }
}

impl Post {
    async fn run(&self) -> Result<(), Failure> {
        let token = self.token.clone().or_else(|| std::env::var(TOKEN).ok());
        let token = token.filter(|token| !token.trim().is_empty());
        let token = token.ok_or_else(|| Failure::Other(format!("{TOKEN}: no token; see insatskatalog token")))?;
        let file = RecordFile::read(&self.file).map_err(|faults| self.report(false).not_sent(&faults))?;
        // Rows that the batches leave out refuse the whole file.
        let is_sound = file.faults.is_empty();
        let report = self.report(!is_sound);
        eprint!("{}", report.local_faults(&file.faults));
        for warning in &file.warnings {
            print(&report.warning_of_sheet(warning.line, &warning.text));
        }
        let poster = Poster::new(self.address(!is_sound), token.trim().to_owned(), self.language)?;
        let bar = progress(file.records());
        let mut tally = Tally::default();
        let mut before = 0;
        let mut skipped: Vec<usize> = file.skipped.clone();
        for batch in &file.batches {
            let on_wait = |pause| bar.suspend(|| report.report_wait(pause));
            let answer = match poster.post(file.media_type, &batch.body, on_wait).await {
                Ok(answer) => answer,
                Err(failure) => {
                    bar.finish_and_clear();
                    print_so_far(&report, &tally);
                    return Err(failure);
                }
            };
            match answer {
                Answer::Taken(receipt) => {
                    tally.created += receipt.created;
                    tally.corrected += receipt.corrected;
                    tally.unchanged += receipt.unchanged;
                    skipped.extend(&receipt.skipped_rows);
                    bar.suspend(|| print(&report.warnings(&file, batch, &receipt)));
                }
                Answer::Refused(refusal) => {
                    tally.refused += batch.lines.len();
                    bar.suspend(|| eprint!("{}", report.faults(&file, batch, before, &refusal)));
                    if !refusal.is_of_records() {
                        bar.finish_and_clear();
                        print_so_far(&report, &tally);
                        return Err(Failure::Other(problem_line(&refusal)));
                    }
                }
            }
            before += batch.lines.len();
            bar.inc(batch.lines.len() as u64);
        }
        bar.finish_and_clear();
        print(&report.skipped(&skipped));
        print(&report.summary(&tally));
        if !is_sound {
            let failure = self.language.say(
                "inget sparades, eftersom filen har fel. Rätta felen och skicka filen igen.",
                "nothing was stored, because the file has faults. Correct the faults and send the file again.",
            );
            return Err(Failure::Other(failure.to_owned()));
        }
        if tally.refused == 0 {
            return Ok(());
        }
        let refused = tally.refused;
        Err(Failure::Other(match self.language {
            Language::Sv => {
                format!(
                    "{refused} uppgifter sparades inte, eftersom deras del av filen har fel. Rätta felen och skicka filen igen."
                )
            }
            Language::En => format!(
                "{refused} records were not stored, because their part of the file has faults. Correct the faults and send the file again."
            ),
        }))
    }

    /// The address that batches are posted to.
    fn address(&self, validate_only: bool) -> Url {
        let mut url = self.url.clone();
        let path = format!(
            "{}/municipalities/{}/group-record-batches",
            url.path().trim_end_matches('/'),
            self.municipality
        );
        url.set_path(&path);
        let query = [
            ("insats", self.insats.as_ref().map(Slug::as_str)),
            ("provider", self.provider.as_ref().map(Slug::as_str)),
            ("onConflict", self.correct.then_some("correct")),
            ("validateOnly", (self.validate_only || validate_only).then_some("true")),
        ];
        for (name, value) in query {
            if let Some(value) = value {
                url.query_pairs_mut().append_pair(name, value);
            }
        }
        url
    }

    fn report(&self, validate_only: bool) -> Report<'_> {
        Report {
            path: &self.file,
            language: self.language,
            validate_only: self.validate_only || validate_only,
        }
    }
}

/// Prints the totals before the command fails.
fn print_so_far(report: &Report, tally: &Tally) {
    if tally.created + tally.corrected + tally.unchanged > 0 {
        print(&report.summary(tally));
    }
}

/// A progress bar if standard error is a terminal.
fn progress(records: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}");
    let bar = ProgressBar::new(records as u64);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn base(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok();
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    let url = url.filter(|url| url.query().is_none() && url.fragment().is_none());
    url.ok_or_else(|| "an address such as http://127.0.0.1:8080/insatskatalog/v1".into())
}
