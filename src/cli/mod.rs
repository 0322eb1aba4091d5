//! The commands of the program.

mod ask;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use ask::Ask;

use crate::app::{App, StartError, open, open_filled};
use crate::catalogue::embedded;
use crate::catalogue::file::{self, CatalogueFile};
use crate::clock::Clock;
use crate::config::{Config, ConfigError};
use crate::domain::document::Document;
use crate::domain::fault::{Code, Fault};
use crate::domain::kommun::Kommunkod;
use crate::domain::municipality::Municipality;
use crate::domain::publishing::plan;
use crate::domain::remark::remarks;
use crate::domain::text::Text;
use crate::http::document;
use crate::http::specification::json_bytes;
use crate::import::{self, ImportError, SourceFile};
use crate::logging;
use crate::store::{Store, StoreError, catalogue};

/// One API for municipal social services given without individual needs assessment.
///
/// Settings come from the environment; see .env.example.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API (what is done when no command is given).
    Serve,
    /// Check catalogue files: every fault with file, line and path; what the sources do not show as warnings.
    Check {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Publish catalogue files: all of them or none.
    Import {
        /// The files; the name of an embedded one, such as mall-socialnamnd.yaml, finds it without a path.
        #[arg(required_unless_present = "embedded", conflicts_with = "embedded")]
        files: Vec<PathBuf>,
        /// Publish under this municipality's code, as a template needs.
        #[arg(long, value_parser = kommunkod)]
        kommunkod: Option<Kommunkod>,
        /// Publish the catalogues that come with the program.
        #[arg(long, conflicts_with = "kommunkod")]
        embedded: bool,
    },
    /// Print a municipality's catalogue as a file.
    Export {
        /// The municipality's code.
        #[arg(value_parser = kommunkod)]
        kommunkod: Kommunkod,
    },
    /// Ask whether somebody meets the criteria of an insats, without saying who it is.
    Ask(Ask),
    /// Bring the tables up to date and end.
    Migrate,
    /// Print the specification (OpenAPI), for an example address.
    Openapi,
    /// Ask the service on this machine whether it is ready; for container checks.
    Health,
}

/// What a command failed with; the text is for people.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("{0}")]
    Start(#[from] StartError),
    #[error("{0}")]
    Import(#[from] ImportError),
    #[error("DATABASE_URL: {0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Other(String),
}

/// Runs the command that the program was started with.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = actix_web::rt::System::new().block_on(execute(cli.command.unwrap_or(Command::Serve)));
    logging::finish();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", told(&failure));
            ExitCode::FAILURE
        }
    }
}

async fn execute(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve => serve().await,
        Command::Check { files } => check(&files),
        Command::Import {
            files,
            kommunkod,
            embedded,
        } => import(&files, kommunkod, embedded).await,
        Command::Export { kommunkod } => export(kommunkod).await,
        Command::Ask(ask) => answer(&ask).await,
        Command::Migrate => migrate(),
        Command::Openapi => {
            let document = document(EXAMPLE_ORIGIN, Some(EXAMPLE_EMAIL));
            print(&String::from_utf8_lossy(&json_bytes(&document)));
            Ok(())
        }
        Command::Health => health().await,
    }
}

/// The address in the specification that is committed.
pub const EXAMPLE_ORIGIN: &str = "https://api.example.se";
/// The contact in the specification that is committed.
pub const EXAMPLE_EMAIL: &str = "insatskatalog@example.se";

/// Prints a result. Who reads it may have had enough, as `head` has: then the rest is not printed.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

async fn serve() -> Result<(), Failure> {
    let config = Config::from_environment()?;
    logging::start(config.log_format);
    let engine = config.database.engine();
    let is_default = config.is_default_database;
    let app = App::build(config, Clock::system()).await?;
    let base = format!("http://{}", app.address());
    print(&format!(
        "insatskatalog serves on {base} ({engine})\n  documentation  {base}/docs/\n  municipalities {base}/insatskatalog/v1/municipalities\n"
    ));
    if is_default {
        print(&format!(
            "\nAsk whether somebody meets the conditions for trygghetslarm in Tomelilla:\n\n  \
             curl {base}/insatskatalog/v1/municipalities/1270/insatser/trygghetslarm/eligibility \\\n    \
             -H 'Content-Type: application/json' \\\n    \
             -d '{{\"asOf\": \"2025-07-02\", \"facts\": {{\"birthDate\": \"1955-07-02\", \"registeredMunicipality\": \"1270\"}}}}'\n\n"
        ));
    }
    app.run().await.map_err(|error| Failure::Other(error.to_string()))
}

fn check(paths: &[PathBuf]) -> Result<(), Failure> {
    let today = Clock::system().today();
    let mut faulty = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let checked = source(path).and_then(|source| {
            let file = CatalogueFile::read(&source.text, None)?;
            let documents = plan(None, &file.documents, today).map_err(|faults| file.with_lines(faults))?;
            Ok((file, documents))
        });
        match checked {
            Ok((file, documents)) => {
                let whose = file.kommunkod.map_or("a template", |kommunkod| kommunkod.kommun().name);
                print(&format!(
                    "{name}: {whose}, {} documents without fault\n",
                    documents.len()
                ));
                print(&warnings(&name, &file, documents));
            }
            Err(faults) => faulty.push((name, faults)),
        }
    }
    if faulty.is_empty() {
        Ok(())
    } else {
        Err(ImportError::Faults(faulty).into())
    }
}

/// What the sources do not show, a line each.
fn warnings(name: &str, file: &CatalogueFile, documents: Vec<Document>) -> String {
    let mut municipality: Option<Municipality> = None;
    for (document, revision) in documents.into_iter().zip(1..) {
        match (&mut municipality, document) {
            (None, Document::Municipality(document)) => municipality = Some(Municipality::new(document, revision)),
            (Some(municipality), document) => drop(municipality.apply(document, revision)),
            (None, _) => {}
        }
    }
    let mut lines = String::new();
    let Some(municipality) = municipality else {
        return lines;
    };
    for proposed in &file.documents {
        if let Document::Version(version) = &proposed.document {
            for remark in remarks(&municipality, version) {
                let line = file.line_of(&proposed.pointer).unwrap_or_default();
                let _ = writeln!(lines, "{name}:{line}: warning: {}: {}", version.slug, remark.text.en);
            }
        }
    }
    lines
}

async fn import(paths: &[PathBuf], kommunkod: Option<Kommunkod>, embedded: bool) -> Result<(), Failure> {
    let config = Config::from_environment()?;
    let clock = Clock::system();
    let sources = sources(paths)?;
    let store = open(&config).await?;
    let published = if embedded {
        import::embedded(&store, &clock).await?
    } else {
        import::files(&store, &clock, sources, kommunkod).await?
    };
    for (kommunkod, published) in published {
        let name = kommunkod.kommun().name;
        let changed = match published.changed.len() {
            0 => "nothing changed".to_owned(),
            count => format!("{count} changed, revision {}", published.revision),
        };
        print(&format!("{kommunkod} {name}: {changed}\n"));
        for key in published.changed {
            print(&format!("  {key}\n"));
        }
    }
    Ok(())
}

async fn export(kommunkod: Kommunkod) -> Result<(), Failure> {
    let store = open(&Config::from_environment()?).await?;
    let texts = store
        .read(move |connection| catalogue::published_texts(connection, kommunkod))
        .await?;
    if texts.is_empty() {
        return Err(Failure::Other(format!(
            "{kommunkod} {} has no catalogue",
            kommunkod.kommun().name
        )));
    }
    let written = file::write(kommunkod, &texts).map_err(|error| Failure::Other(error.to_string()))?;
    print(&written);
    Ok(())
}

async fn answer(ask: &Ask) -> Result<(), Failure> {
    let config = Config::from_environment()?;
    let clock = Clock::system();
    let store = open_filled(&config, &clock).await?;
    let catalogue = store.read(catalogue::load).await?;
    print(&ask.answered_by(&catalogue, &clock).map_err(Failure::Other)?);
    Ok(())
}

fn migrate() -> Result<(), Failure> {
    let config = Config::from_environment()?;
    if config.is_default_database {
        std::fs::create_dir_all(&config.data).map_err(StartError::DataFolder)?;
    }
    let ran = Store::migrate(&config.database)?;
    let engine = config.database.engine();
    if ran.is_empty() {
        print(&format!("{engine}: the tables are up to date\n"));
    }
    for name in ran {
        print(&format!("{engine}: ran {name}\n"));
    }
    Ok(())
}

async fn health() -> Result<(), Failure> {
    let config = Config::from_environment()?;
    let mut address = config.listen;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(3))
        .no_proxy()
        .build();
    let client = client.map_err(|error| Failure::Other(error.to_string()))?;
    let answer = client.get(format!("http://{address}/health/ready")).send().await;
    match answer {
        Ok(answer) if answer.status().is_success() => {
            print("ready\n");
            Ok(())
        }
        Ok(answer) => Err(Failure::Other(format!("not ready: {}", answer.status()))),
        Err(_) => Err(Failure::Other(format!("nothing answers on {address}"))),
    }
}

/// Reads files; every one that cannot be read is told.
fn sources(paths: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    let mut read = Vec::new();
    let mut faulty = Vec::new();
    for path in paths {
        match source(path) {
            Ok(source) => read.push(source),
            Err(faults) => faulty.push((path.display().to_string(), faults)),
        }
    }
    if faulty.is_empty() {
        Ok(read)
    } else {
        Err(ImportError::Faults(faulty).into())
    }
}

/// Reads a file; the name of an embedded one finds it where no file has that name.
fn source(path: &Path) -> Result<SourceFile, Vec<Fault>> {
    let name = path.display().to_string();
    let embedded = embedded::CATALOGUES
        .into_iter()
        .chain([embedded::TEMPLATE])
        .find(|(known, _)| *known == name);
    let fault = |code, detail| {
        vec![Fault {
            pointer: String::new(),
            code,
            detail,
            line: None,
        }]
    };
    let text = match (std::fs::read(path), embedded) {
        (Ok(bytes), _) => String::from_utf8(bytes).map_err(|_| {
            fault(
                Code::NotUtf8,
                Text::fixed("Filen ska vara UTF-8.", "The file must be UTF-8."),
            )
        })?,
        (Err(_), Some((_, text))) => text.to_owned(),
        (Err(error), None) => {
            let detail = Text::new(
                format!("Filen kan inte läsas: {error}."),
                format!("The file cannot be read: {error}."),
            );
            return Err(fault(Code::Unreadable, detail));
        }
    };
    Ok(SourceFile { name, text })
}

fn kommunkod(text: &str) -> Result<Kommunkod, String> {
    Kommunkod::parse(text).ok_or_else(|| "not one of Sweden's 290 municipality codes, such as 1270".into())
}

/// A failure for people: faults a line each, with file, line and path.
fn told(failure: &Failure) -> String {
    let faulty = match failure {
        Failure::Import(ImportError::Faults(faulty))
        | Failure::Start(StartError::Import(ImportError::Faults(faulty))) => faulty,
        other => return format!("error: {other}"),
    };
    let mut lines = String::new();
    for (name, faults) in faulty {
        for Fault {
            pointer,
            code,
            detail,
            line,
        } in faults
        {
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            let _ = writeln!(lines, "{name}{line}: {pointer}: {}: {}", code.as_str(), detail.en);
        }
    }
    let total: usize = faulty.iter().map(|(_, faults)| faults.len()).sum();
    let _ = write!(lines, "error: {total} faults; nothing was changed");
    lines
}
