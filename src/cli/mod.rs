//! The commands of the program.

mod answer_text;
mod ask;
mod audit;
mod backup;
mod embed;
mod environment;
mod export;
mod failure;
mod faults;
mod files;
mod follow_up;
mod generate;
mod interview;
mod language;
mod limited_file;
mod population;
mod progress;
mod reach;
mod records;
mod release;
mod report;
mod restored;
mod sums;
mod terminal;
mod texts;
mod token;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::app::{App, StartError, open_existing, own_origin, scheme};
use crate::catalogue::example::{ExampleQuestion, example_question};
use crate::catalogue::snapshot::Catalogue;
use crate::clock::Clock;
use crate::domain::Kommunkod;
use crate::domain::insatser::format::HIGHEST_FORMAT;
use crate::http::openapi::committed::COMMITTED;
use crate::http_client;
use crate::logging;
use crate::store::Store;
use crate::store::catalogue::loading;
use crate::tokens::KeySource;

use ask::Ask;
use audit::Audit;
use backup::Backup;
use backup::restore::Restore;
use embed::Embed;
use export::Export;
use failure::Failure;
use files::Import;
use follow_up::FollowUpCommand;
use generate::Generate;
use language::OutputLanguage;
use population::PopulationCommand;
use records::Records;
use release::Release;
use report::Report;
use restored::Restored;
use sums::Sums;
use terminal::{kommunkod, print};
use texts::Texts;
use token::Token;

/// REST API for municipal social services without individual needs assessment.
///
/// Settings are environment variables, also from the file .env in the current folder; see .env.example.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API (the default command).
    Serve {
        /// Accept tokens made on this machine with `token`. For testing, on this machine only.
        #[arg(long)]
        dev_tokens: bool,
    },
    /// Check catalogue files: print every fault with file, line and pointer, and a warning for each missing fact.
    Check {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Also print how many residents the conditions admit, and how that changes. Needs the database with the
        /// population of the municipality.
        #[arg(long)]
        reach: bool,
        #[command(flatten)]
        output: OutputLanguage,
    },
    /// Publish catalogue files: all or none.
    Import(Import),
    /// Print the template of a catalogue for a municipality, to edit, check and import.
    Template {
        /// The municipality's code.
        #[arg(long, value_parser = kommunkod)]
        kommunkod: Kommunkod,
    },
    /// Print a municipality's catalogue as a file, or write insatser in force as a data package of HSDS.
    Export(Export),
    /// Ask whether a person meets the criteria of an insats. Needs no identity.
    Ask(Box<Ask>),
    /// Make a token for a service started on this machine with serve --dev-tokens.
    Token(Token),
    /// Verify the audit log, print its heads, or print what a user did.
    Audit(Audit),
    /// Send group records to a service.
    #[command(subcommand)]
    Records(Records),
    /// Verify the monthly sums.
    Sums(Sums),
    /// The population of municipalities, from Statistics Sweden.
    #[command(subcommand)]
    Population(PopulationCommand),
    /// Release the statistics of closed months, in order.
    Release(Release),
    /// Print the annual report of an insats, as HTML or JSON: published figures, or all figures with --exact.
    Report(Report),
    /// Print the follow-up of a year for the board, as HTML or JSON: all insatser of a body, with exact figures.
    FollowUp(FollowUpCommand),
    /// Update the database tables and exit.
    Migrate {
        /// End an upgrade when no older program is running: accept everything that this program understands.
        #[arg(long)]
        finish: bool,
        /// Use the database with the secret key of the settings from now on, after it was changed for every replica.
        #[arg(long)]
        accept_secret: bool,
    },
    /// Copy the SQLite database into a new file, also while the service runs.
    Backup(Backup),
    /// Put a copy in the place of the SQLite database. Stop the service first, and run `restored` afterwards.
    Restore(Restore),
    /// End the restore of a database: refuse every entity tag and position of a client from before it, and every new
    /// release of a month whose statistics people have seen.
    Restored(Restored),
    /// Print what a web site pastes to embed the component that lists insatser and answers "Gäller det mig?".
    Embed(Embed),
    /// Print the specification (OpenAPI) with example addresses.
    Openapi,
    /// Print every text that the program can give people, in Swedish and English, for reading and editing them.
    Texts(Texts),
    /// Check that the service on this machine is ready. For container health checks.
    Health,
    /// Write catalogues of invented insatser, to measure the service with.
    #[command(hide = true)]
    Generate(Generate),
}

/// Parses the command line and runs the command.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // Before any thread starts: the environment belongs to the whole process.
    if let Err(failure) = environment::load() {
        eprintln!("{}", faults::failure_text(&failure));
        return ExitCode::FAILURE;
    }
    let done =
        actix_web::rt::System::new().block_on(execute(cli.command.unwrap_or(Command::Serve { dev_tokens: false })));
    logging::finish();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", faults::failure_text(&failure));
            ExitCode::FAILURE
        }
    }
}

async fn execute(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve { dev_tokens } => serve(dev_tokens).await,
        Command::Check { files, reach, output } => {
            files::check(&files, output.language)?;
            if reach {
                reach::print_reach(&files, output.language).await?;
            }
            Ok(())
        }
        Command::Import(import) => import.run().await,
        Command::Template { kommunkod } => {
            files::template(kommunkod);
            Ok(())
        }
        Command::Export(export) => export.run().await,
        Command::Ask(ask) => answer(&ask).await,
        Command::Token(token) => token.make(),
        Command::Audit(audit) => audit.run().await,
        Command::Records(records) => records.run().await,
        Command::Sums(sums) => sums.run().await,
        Command::Population(population) => population.run().await,
        Command::Release(release) => release.run().await,
        Command::Report(report) => report.run().await,
        Command::FollowUp(follow_up) => follow_up.run().await,
        Command::Migrate { finish, accept_secret } => migrate(finish, accept_secret),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Restored(restored) => restored.run().await,
        Command::Embed(embed) => embed.run(),
        Command::Openapi => {
            print(COMMITTED);
            Ok(())
        }
        Command::Texts(texts) => texts.run::<Cli>(),
        Command::Health => health().await,
        Command::Generate(generate) => generate.run(),
    }
}

async fn serve(dev_tokens: bool) -> Result<(), Failure> {
    let mut config = environment::config()?;
    if dev_tokens {
        config = config.with_local_tokens()?;
    }
    logging::start(config.log_format);
    let engine = config.database.engine();
    let is_default = config.is_default_database;
    let takes_tokens = config.tokens.keys != KeySource::None;
    let scheme = scheme(&config);
    let app = App::build(config, Clock::system()).await?;
    let base = format!("{scheme}://{}", app.address());
    print(&format!(
        "insatskatalog listens on {base} ({engine})\n  pages          {base}/\n  documentation  {base}/docs/\n  municipalities {base}/insatskatalog/v1/municipalities\n"
    ));
    if is_default {
        print(&hint(&app.catalogue(), &base));
    }
    if dev_tokens {
        print(
            "Tokens made on this machine are accepted. In another terminal, with the same settings:\n\n  \
             insatskatalog token --scope catalogue:write --municipality 1270\n\n",
        );
    } else if !takes_tokens {
        print(
            "Only public resources are served, because no token issuer is configured. To try the others on this machine, run\n\n  \
             insatskatalog serve --dev-tokens\n\n",
        );
    }
    app.run().await.map_err(|error| Failure::Other(error.to_string()))
}

/// How to ask a question that the catalogue answers with `eligible`; empty if it has no insats with criteria.
fn hint(catalogue: &Catalogue, base: &str) -> String {
    let Some(question) = example_question(catalogue, Clock::system().today()) else {
        return String::new();
    };
    let ExampleQuestion {
        kommunkod,
        insats,
        facts,
    } = question;
    let facts = serde_json::to_string(&facts).unwrap_or_default();
    format!(
        "\nAsk whether a person meets the criteria for {insats} in {}:\n\n  \
         curl {base}/insatskatalog/v1/municipalities/{kommunkod}/insatser/{insats}/eligibility \\\n    \
         -H 'Content-Type: application/json' \\\n    \
         -d '{{\"facts\": {facts}}}'\n\n",
        kommunkod.kommun().name
    )
}

async fn answer(ask: &Ask) -> Result<(), Failure> {
    let config = environment::config()?;
    let clock = Clock::system();
    let catalogue = open_existing(&config).await?.read(loading::load).await?;
    print(&ask.answered_by(&catalogue, &clock).map_err(Failure::Question)?);
    Ok(())
}

/// There is no key that the operator could mean.
const NO_SECRET: &str = "there is no secret key to accept: set INSATSKATALOG_SECRET, or run the command in the folder of the service, whose data folder has secret.key";

fn migrate(finish: bool, accept_secret: bool) -> Result<(), Failure> {
    let config = environment::config()?;
    if config.is_default_database && config.database.is_absent() {
        return Err(StartError::no_database(&config).into());
    }
    let ran = Store::migrate(&config.database)?;
    let engine = config.database.engine();
    if ran.is_empty() {
        print(&format!("{engine}: the tables are up to date\n"));
    }
    for name in ran {
        print(&format!("{engine}: ran {name}\n"));
    }
    if accept_secret {
        if !config.has_secret() {
            return Err(Failure::Other(NO_SECRET.into()));
        }
        let secret = config.secret().map_err(Failure::secret)?;
        Store::accept_secret(&config.database, &secret.check())?;
        print(&format!(
            "{engine}: the database is used with the secret key of these settings\n"
        ));
    }
    if finish {
        let raised = Store::finish_upgrade(&config.database)?;
        let is = if raised { "now accepts" } else { "already accepts" };
        print(&format!("{engine}: the catalogue {is} format {HIGHEST_FORMAT}\n"));
    }
    Ok(())
}

async fn health() -> Result<(), Failure> {
    let config = environment::config()?;
    let own_origin = own_origin(&config, config.listen);
    let client = http_client::builder()
        .timeout(Duration::from_secs(3))
        // The certificate is for the public name, and this request goes to the service's own address.
        .tls_danger_accept_invalid_certs(true)
        .no_proxy()
        .build();
    let client = client.map_err(|error| Failure::Other(error.to_string()))?;
    let answer = client.get(format!("{own_origin}/health/ready")).send().await;
    match answer {
        Ok(answer) if answer.status().is_success() => {
            print("ready\n");
            Ok(())
        }
        Ok(answer) => Err(Failure::Other(format!("not ready: {}", answer.status()))),
        Err(_) => Err(Failure::Other(format!("nothing answers at {own_origin}"))),
    }
}
