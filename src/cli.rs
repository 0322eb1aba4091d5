//! The commands of the program.
#![expect(clippy::print_stdout, reason = "a command prints its result")]

use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::app::{App, StartError, open};
use crate::catalogue::embedded;
use crate::catalogue::file::{self, CatalogueFile};
use crate::clock::Clock;
use crate::config::{Config, ConfigError};
use crate::domain::document::Document;
use crate::domain::fault::Fault;
use crate::domain::kommun::Kommunkod;
use crate::domain::municipality::Municipality;
use crate::domain::publishing::plan;
use crate::domain::remark::remarks;
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
        Command::Migrate => migrate(),
        Command::Openapi => {
            let document = document(EXAMPLE_ORIGIN, Some(EXAMPLE_EMAIL));
            print!("{}", String::from_utf8_lossy(&json_bytes(&document)));
            Ok(())
        }
        Command::Health => health().await,
    }
}

/// The address in the specification that is committed.
pub const EXAMPLE_ORIGIN: &str = "https://api.example.se";
/// The contact in the specification that is committed.
pub const EXAMPLE_EMAIL: &str = "insatskatalog@example.se";

async fn serve() -> Result<(), Failure> {
    let config = Config::from_environment()?;
    logging::start(config.log_format);
    let engine = config.database.engine();
    let is_default = config.is_default_database;
    let app = App::build(config, Clock::system()).await?;
    let address = app.addresses().first().map(ToString::to_string).unwrap_or_default();
    let base = format!("http://{address}");
    println!("insatskatalog serves on {base} ({engine})");
    println!("  documentation  {base}/docs/");
    println!("  municipalities {base}/insatskatalog/v1/municipalities");
    if is_default {
        println!("\nAsk whether somebody meets the conditions for trygghetslarm in Tomelilla:\n");
        println!("  curl {base}/insatskatalog/v1/municipalities/1270/insatser/trygghetslarm/eligibility \\");
        println!("    -H 'Content-Type: application/json' \\");
        println!(
            "    -d '{{\"asOf\": \"2025-07-02\", \"facts\": {{\"birthDate\": \"1955-07-02\", \"registeredMunicipality\": \"1270\"}}}}'\n"
        );
    }
    app.run().await.map_err(|error| Failure::Other(error.to_string()))
}

fn check(paths: &[PathBuf]) -> Result<(), Failure> {
    let today = Clock::system().today();
    let mut faulty = Vec::new();
    for SourceFile { name, text } in sources(paths)? {
        let checked = CatalogueFile::read(&text, None).and_then(|file| {
            let documents = plan(None, &file.documents, today).map_err(|faults| file.with_lines(faults))?;
            Ok((file, documents))
        });
        match checked {
            Ok((file, documents)) => {
                let whose = file.kommunkod.map_or("a template", |kommunkod| kommunkod.kommun().name);
                println!("{name}: {whose}, {} documents without fault", documents.len());
                print!("{}", warnings(&name, &file, documents));
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
    let sources = if embedded { Vec::new() } else { sources(paths)? };
    let store = open(&config).await?;
    let published = if embedded {
        import::embedded(&store, &clock).await?
    } else {
        import::files(&store, &clock, sources, kommunkod).await?
    };
    for (kommunkod, published) in published {
        let name = kommunkod.kommun().name;
        if published.changed.is_empty() {
            println!("{kommunkod} {name}: nothing changed");
        } else {
            println!(
                "{kommunkod} {name}: {} changed, revision {}",
                published.changed.len(),
                published.revision
            );
            for key in published.changed {
                println!("  {key}");
            }
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
    print!("{written}");
    Ok(())
}

fn migrate() -> Result<(), Failure> {
    let config = Config::from_environment()?;
    if config.is_default_database {
        std::fs::create_dir_all(&config.data).map_err(StartError::DataFolder)?;
    }
    let ran = Store::migrate(&config.database)?;
    if ran.is_empty() {
        println!("{}: the tables are up to date", config.database.engine());
    }
    for name in ran {
        println!("{}: ran {name}", config.database.engine());
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
            println!("ready");
            Ok(())
        }
        Ok(answer) => Err(Failure::Other(format!("not ready: {}", answer.status()))),
        Err(_) => Err(Failure::Other(format!("nothing answers on {address}"))),
    }
}

fn sources(paths: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    let read = |path: &PathBuf| {
        let name = path.display().to_string();
        let embedded = embedded::CATALOGUES
            .into_iter()
            .chain([embedded::TEMPLATE])
            .find(|(known, _)| *known == name);
        let text = match (std::fs::read_to_string(path), embedded) {
            (Ok(text), _) => text,
            (Err(_), Some((_, text))) => text.to_owned(),
            (Err(error), None) => return Err(Failure::Other(format!("{name}: {error}"))),
        };
        Ok(SourceFile { name, text })
    };
    paths.iter().map(read).collect()
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
