//! `insatskatalog records`: sends a file of group records.

pub(crate) mod file;
mod posting;
mod report;
mod rounds;
mod tally;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use url::Url;

use crate::domain::{Kommunkod, Slug};

use super::failure::Failure;
use super::language::Language;
use super::progress;
use super::terminal::{kommunkod, print, slug};
use file::{RecordFile, Unnamed};
use posting::Poster;
use report::Report;
use rounds::{Aim, Round, Sending};

/// The environment variable with the token.
const TOKEN: &str = "INSATSKATALOG_TOKEN";

/// Commands for group records.
#[derive(Subcommand)]
pub(crate) enum Records {
    /// Send a file of group records to a service. If any record has a fault, nothing is stored.
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
    /// The insats of records that name none.
    #[arg(long, value_parser = slug, value_name = "SLUG")]
    insats: Option<Slug>,
    /// The provider of records that name none.
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
        let report = Report {
            path: &self.file,
            language: self.language,
        };
        let unnamed = Unnamed {
            insats: self.insats.as_ref(),
            provider: self.provider.as_ref(),
        };
        let file = RecordFile::read(&self.file, unnamed).map_err(|faults| report.not_sent(&faults))?;
        let poster = Poster::new(token.trim().to_owned(), self.language)?;
        let bar = progress::of_steps(file.records());
        let sending = Sending {
            file: &file,
            poster: &poster,
            report: &report,
            bar: &bar,
            origin: self.url.origin().ascii_serialization(),
        };
        let round = self.send(&sending).await;
        bar.finish_and_clear();
        if !round.is_accepted() {
            return Err(sending.failure(&round));
        }
        print(&sending.accepted(&round));
        Ok(())
    }

    /// Sends the file, and returns the last round. A file in parts is validated as a whole before anything is stored.
    async fn send(&self, sending: &Sending<'_>) -> Round {
        let is_patient = !self.validate_only;
        if self.validate_only || sending.file.in_parts {
            let validated = sending.round(&self.address(true), Aim::Validate, is_patient).await;
            if self.validate_only || !validated.is_accepted() {
                return validated;
            }
        }
        sending.round(&self.address(false), Aim::Store, is_patient).await
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
            ("validateOnly", validate_only.then_some("true")),
        ];
        for (name, value) in query {
            if let Some(value) = value {
                url.query_pairs_mut().append_pair(name, value);
            }
        }
        url
    }
}

fn base(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok();
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    let url = url.filter(|url| url.query().is_none() && url.fragment().is_none());
    url.ok_or_else(|| "an address such as http://127.0.0.1:8080/insatskatalog/v1".into())
}
