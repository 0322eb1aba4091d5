//! `insatskatalog records`: sends a file of group records.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use url::Url;

use crate::documents::sheets::rows::Part;
use crate::domain::{Fault, Kommunkod, Slug};

use super::failure::Failure;
use super::language::Language;
use super::record_file::RecordFile;
use super::record_posting::{Answer, Poster, Receipt, Refusal};
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
    /// The file: .csv or .json.
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

#[derive(Default)]
struct Tally {
    created: usize,
    corrected: usize,
    unchanged: usize,
    refused: usize,
}

impl Post {
    async fn run(&self) -> Result<(), Failure> {
        let token = self.token.clone().or_else(|| std::env::var(TOKEN).ok());
        let token = token.filter(|token| !token.trim().is_empty());
        let token = token.ok_or_else(|| Failure::Other(format!("{TOKEN}: no token; see insatskatalog token")))?;
        let file = RecordFile::read(&self.file).map_err(|faults| self.not_sent(&faults))?;
        let poster = Poster::new(self.address(), token.trim().to_owned(), self.language)?;
        let bar = progress(file.records());
        let mut tally = Tally::default();
        let mut before = 0;
        for part in &file.parts {
            let on_wait = |pause| bar.suspend(|| self.report_wait(pause));
            let answer = match poster.post(file.media_type, &part.text, on_wait).await {
                Ok(answer) => answer,
                Err(failure) => {
                    bar.finish_and_clear();
                    self.print_so_far(&tally);
                    return Err(failure);
                }
            };
            match answer {
                Answer::Taken(receipt) => {
                    tally.created += receipt.created;
                    tally.corrected += receipt.corrected;
                    tally.unchanged += receipt.unchanged;
                    bar.suspend(|| print(&self.warnings(part, &receipt)));
                }
                Answer::Refused(refusal) => {
                    tally.refused += part.lines.len();
                    bar.suspend(|| eprint!("{}", self.faults(part, before, &refusal)));
                    if !refusal.is_of_records() {
                        bar.finish_and_clear();
                        self.print_so_far(&tally);
                        return Err(Failure::Other(problem_line(&refusal)));
                    }
                }
            }
            before += part.lines.len();
            bar.inc(part.lines.len() as u64);
        }
        bar.finish_and_clear();
        print(&self.summary(&tally));
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
    fn address(&self) -> Url {
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
            ("validateOnly", self.validate_only.then_some("true")),
        ];
        for (name, value) in query {
            if let Some(value) = value {
                url.query_pairs_mut().append_pair(name, value);
            }
        }
        url
    }

    fn name(&self) -> std::path::Display<'_> {
        Path::display(&self.file)
    }

    /// The faults of a file that was not sent.
    fn not_sent(&self, faults: &[Fault]) -> Failure {
        let mut lines = String::new();
        for fault in faults {
            let line = fault.line.map(|line| format!(":{line}")).unwrap_or_default();
            let detail = self.language.say(&fault.detail.sv, &fault.detail.en);
            let _ = write!(lines, "\n{}{line}: {}: {detail}", self.name(), fault.code.as_str());
        }
        let nothing = self.language.say("inget skickades", "nothing was sent");
        Failure::Other(format!("{nothing}{lines}"))
    }

    /// The warnings about accepted records. Each text is printed once, at the first record that has it.
    fn warnings(&self, part: &Part, receipt: &Receipt) -> String {
        let mut found: Vec<(&str, Option<&usize>, usize)> = Vec::new();
        for done in &receipt.results {
            for warning in &done.warnings {
                let text = self.language.say(&warning.text.sv, &warning.text.en);
                match found.iter_mut().find(|(known, ..)| *known == text) {
                    Some((.., more)) => *more += 1,
                    None => found.push((text, part.lines.get(done.row), 0)),
                }
            }
        }
        let word = self.language.say("varning", "warning");
        let mut lines = String::new();
        for (text, line, more) in found {
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            let more = match more {
                0 => String::new(),
                more => format!(" (+{more} {})", self.language.say("till", "more")),
            };
            let _ = writeln!(lines, "{}{line}: {word}: {text}{more}", self.name());
        }
        lines
    }

    /// The faults of refused records, one per line, with pointers into the whole file.
    fn faults(&self, part: &Part, before: usize, refusal: &Refusal) -> String {
        let mut lines = String::new();
        for fault in &refusal.errors {
            let (line, pointer) = match in_part(&fault.pointer) {
                Some((record, member)) if record < part.lines.len() => (
                    format!(":{}", part.lines[record]),
                    format!("/records/{}{member}", before + record),
                ),
                _ => (String::new(), fault.pointer.clone()),
            };
            let _ = writeln!(
                lines,
                "{}{line}: {pointer}: {}: {}",
                self.name(),
                fault.code,
                fault.detail
            );
        }
        // A single fault says it all. With many, the problem says that not all are listed.
        if refusal.errors.len() != 1 && refusal.is_of_records() {
            let _ = writeln!(lines, "{}: {}", self.name(), problem_line(refusal));
        }
        lines
    }

    fn summary(&self, tally: &Tally) -> String {
        let Tally {
            created,
            corrected,
            unchanged,
            ..
        } = tally;
        match (self.language, self.validate_only) {
            (Language::Sv, false) => format!("{created} nya, {corrected} rättade, {unchanged} oförändrade\n"),
            (Language::En, false) => format!("{created} created, {corrected} corrected, {unchanged} unchanged\n"),
            (Language::Sv, true) => {
                format!("skulle ge {created} nya, {corrected} rättade, {unchanged} oförändrade; inget sparades\n")
            }
            (Language::En, true) => {
                format!("would create {created}, correct {corrected}, leave {unchanged} unchanged; nothing saved\n")
            }
        }
    }

    /// Reports a retry. Short waits are not reported.
    fn report_wait(&self, pause: Duration) {
        let seconds = pause.as_secs();
        if seconds > 1 {
            match self.language {
                Language::Sv => eprintln!("inget svar än; skickar igen om {seconds} s"),
                Language::En => eprintln!("no answer yet; sending again in {seconds} s"),
            }
        }
    }

    /// Prints the totals before the command fails.
    fn print_so_far(&self, tally: &Tally) {
        if tally.created + tally.corrected + tally.unchanged > 0 {
            print(&self.summary(tally));
        }
    }
}

fn problem_line(refusal: &Refusal) -> String {
    let Refusal {
        status, title, detail, ..
    } = refusal;
    let detail = if detail.is_empty() {
        String::new()
    } else {
        format!(": {detail}")
    };
    format!("{status} {title}{detail}")
}

/// Splits a pointer into the index of the record and the rest.
fn in_part(pointer: &str) -> Option<(usize, &str)> {
    let rest = pointer.strip_prefix("/records/")?;
    let (record, member) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Some((record.parse().ok()?, member))
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
