//! Reads, checks and publishes catalogue files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;

use crate::app::{open, open_existing};
use crate::clock::Clock;
use crate::documents::json::not_utf8;
use crate::documents::readers::file::CatalogueFile;
use crate::documents::{difference, embedded};
use crate::domain::eligibility::difference::{ChangedAnswer, changed_answers};
use crate::domain::insatser::document::{Change, Document};
use crate::domain::insatser::insats::{Insats, Standing, Status};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;
use crate::domain::publishing::plan::plan;
use crate::domain::publishing::proposal::{NotPlanned, Proposal};
use crate::domain::publishing::remark::remarks;
use crate::domain::text::{composed, counted, text};
use crate::domain::{Fault, Kommunkod, Slug, Text};
use crate::import;
use crate::import::{ImportError, Overwriting, SourceFile, described};
use crate::store::Store;
use crate::store::catalogue::publication::{Author, Published, Rehearsed};

use super::environment;
use super::failure::Failure;
use super::language::Language;
use super::progress;
use super::records::file::unreadable;
use super::terminal::{kommunkod, print, user};

/// Checks files and prints a warning for each fact that is missing from the sources.
pub(crate) fn check(paths: &[PathBuf], language: Language) -> Result<(), Failure> {
    let judgement = import::judgement(Clock::system().today());
    let mut faulty = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let checked = source(path).and_then(|source| {
            let file = CatalogueFile::read(&source.text, None)?;
            match plan(None, &file.documents, &judgement) {
                Ok(changes) => Ok((file, changes)),
                Err(NotPlanned::Faults(faults)) => Err(file.with_lines(faults)),
                Err(NotPlanned::DecidedMembers | NotPlanned::OtherBody) => Err(Vec::new()),
            }
        });
        match checked {
            Ok((file, changes)) => {
                let checked = checked_text(file.kommunkod, changes.len());
                print(&format!("{name}: {}\n", language.of(&checked)));
                print(&warnings(&name, &file, changes, language));
            }
            Err(faults) => faulty.push((name, faults)),
        }
    }
    if faulty.is_empty() {
        Ok(())
    } else {
        Err(Failure::Faults(faulty, language))
    }
}

/// What a file without faults contains.
fn checked_text(kommunkod: Option<Kommunkod>, documents: usize) -> Text {
    let whose = kommunkod.map_or_else(
        || text!("en mall", "a template"),
        |kommunkod| Text::fixed(kommunkod.kommun().name, kommunkod.kommun().name),
    );
    let documents = counted!(documents, ("dokument", "document"), ("dokument", "documents"));
    composed!("{whose}, {documents} utan fel", "{whose}, {documents} without faults"; whose, documents)
}

/// A warning for each fact that is missing from the sources, and an example of each change of an answer, one per line.
fn warnings(name: &str, file: &CatalogueFile, changes: Vec<Change>, language: Language) -> String {
    let mut lines = String::new();
    let Some(municipality) = Municipality::after(None, changes) else {
        return lines;
    };
    for proposed in &file.documents {
        let line = file.line_of(&proposed.pointer).unwrap_or_default();
        let mut add = |text: &Text| {
            let _ = writeln!(lines, "{name}:{line}: {}", language.of(text));
        };
        match &proposed.proposal {
            Proposal::Put(Document::Version(version)) => {
                for remark in remarks(&municipality, version) {
                    add(&warning(&version.slug, &remark.text));
                }
                for changed in changed_answers(&municipality, version) {
                    add(&answer(&version.slug, &changed));
                }
            }
            Proposal::Put(Document::Provider(provider)) => {
                let held = municipality.providers().get(&provider.slug);
                if held.is_some_and(|held| held.agreements.is_empty()) {
                    let none = text!(
                        "Utföraren har inget avtal och utför ingen insats.",
                        "The provider has no agreement and provides no insats."
                    );
                    add(&warning(&provider.slug, &none));
                }
            }
            _ => {}
        }
    }
    lines
}

/// Files to publish, and how.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct Import {
    /// The files. An embedded file, such as mall-socialnamnd.yaml, needs no path.
    #[arg(required_unless_present = "embedded", conflicts_with = "embedded")]
    files: Vec<PathBuf>,
    /// Publish under this municipality's code. Required for a template.
    #[arg(long, value_parser = kommunkod)]
    kommunkod: Option<Kommunkod>,
    /// Publish the embedded catalogues.
    #[arg(long, conflicts_with = "kommunkod")]
    embedded: bool,
    /// Publish also over what others have changed, by the API or, for the embedded catalogues, from files of their own.
    #[arg(long)]
    overwrite: bool,
    /// Create the database if there is none. Needed in the default folder only: a file that `DATABASE_URL` names is
    /// created.
    #[arg(long, conflicts_with = "dry_run")]
    create: bool,
    /// Print what would change, without changing it.
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    /// Publishes the files, or prints what publishing would change.
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let config = environment::config()?;
        let clock = Clock::system();
        let sources = if self.embedded {
            import::embedded_sources()
        } else {
            sources(&self.files)?
        };
        if self.dry_run {
            return self.rehearse(&open_existing(&config).await?, &clock, sources).await;
        }
        let may_create = self.create || !config.is_default_database;
        let created = config.database.file().filter(|_| config.database.is_absent());
        let store = if may_create {
            open(&config, Store::open_for_command).await?
        } else {
            open_existing(&config).await?
        };
        if let Some(created) = created {
            print(&format!("created the database {}\n", created.display()));
        }
        let secret = config.secret().map_err(Failure::secret)?;
        let overwriting = if self.overwrite {
            Overwriting::Allowed
        } else {
            Overwriting::Refused
        };
        let author = |command: &str| Author::program(&secret, command, &user());
        let working = progress::of_work(format!("publishing {} files", sources.len()));
        let published = import::by_user(&store, &clock, sources, self.kommunkod, overwriting, author).await;
        working.finish_and_clear();
        let published = published?;
        for (kommunkod, published) in published {
            print(&published_lines(kommunkod, &published));
        }
        Ok(())
    }

    async fn rehearse(&self, store: &Store, clock: &Clock, sources: Vec<SourceFile>) -> Result<(), Failure> {
        let rehearsal = import::rehearsal(store, clock, sources, self.kommunkod).await?;
        for (kommunkod, rehearsed) in rehearsal.changes {
            print(&differences(kommunkod, &rehearsed, clock.today()));
        }
        for overwritten in rehearsal.overwritten {
            let what = described(overwritten.kind, &overwritten.key);
            print(&format!(
                "{}: changed by others, so only --overwrite publishes it: {what}\n",
                overwritten.kommunkod
            ));
        }
        Ok(())
    }
}

/// Prints the template of a catalogue, to edit before it is imported.
pub(crate) fn template(kommunkod: Kommunkod) {
    let (_, text) = embedded::TEMPLATE;
    let name = kommunkod.kommun().name;
    for line in text.lines() {
        match line {
            "municipality:" => print(&format!("kommunkod: \"{kommunkod}\"\n{line}\n")),
            _ if line.starts_with(OF_TEMPLATE) => print(&format!("# {name}: lägg till det som saknas.\n")),
            _ => print(&format!("{line}\n")),
        }
    }
}

/// How the line of the template begins that says that it has no municipality.
const OF_TEMPLATE: &str = "# Mallen har ingen kommunkod.";

fn published_lines(kommunkod: Kommunkod, published: &Published) -> String {
    let name = kommunkod.kommun().name;
    let changed = match published.changed.len() {
        0 => "nothing changed".to_owned(),
        count => format!("{count} changed, revision {}", published.revision),
    };
    let mut lines = format!("{kommunkod} {name}: {changed}\n");
    for key in &published.changed {
        let _ = writeln!(lines, "  {key}");
    }
    lines
}

/// What publishing would change, as text to print.
fn differences(kommunkod: Kommunkod, rehearsed: &Rehearsed, today: NaiveDate) -> String {
    let name = kommunkod.kommun().name;
    let Rehearsed { changes, after } = rehearsed;
    if changes.is_empty() {
        return format!("{kommunkod} {name}: nothing would change\n");
    }
    let mut lines = format!("{kommunkod} {name}: {} would change\n", changes.len());
    for (change, before) in changes {
        let what = described(change.kind(), &change.key());
        let (word, after) = match (change, before) {
            (Change::Remove(..), _) => ("gone", None),
            (Change::Put(document), None) => ("new", Some(document.to_json())),
            (Change::Put(document), Some(_)) => ("changed", Some(document.to_json())),
        };
        let note = match change {
            Change::Put(Document::Version(version)) if is_incomplete(rehearsed.after.as_ref(), version, today) => {
                ": incomplete, because its criteria are missing"
            }
            _ => "",
        };
        let _ = writeln!(lines, "  {word}: {what}{note}");
        if let (Some(before), Some(after)) = (before, after) {
            let read = |json: &str| serde_json::from_str(json).unwrap_or_default();
            for line in difference::lines(&read(before), &read(&after)) {
                let _ = writeln!(lines, "    {line}");
            }
        }
    }
    for version in rehearsed.new_versions(today) {
        for changed in after.iter().flat_map(|after| changed_answers(after, version)) {
            let _ = writeln!(lines, "  {}", answer(&version.slug, &changed).en);
        }
    }
    lines
}

fn warning(slug: &Slug, text: &Text) -> Text {
    composed!("varning: {slug}: {text}", "warning: {slug}: {text}"; text)
}

/// An example person, and how the answer to them changes.
fn answer(slug: &Slug, changed: &ChangedAnswer) -> Text {
    let facts = serde_json::to_string(&changed.facts).unwrap_or_default();
    let person = match (&changed.activity, &changed.place) {
        (Some(activity), _) => composed!("aktivitet {activity}, {facts}", "activity {activity}, {facts}"),
        (None, Some(place)) => composed!("plats {place}, {facts}", "place {place}, {facts}"),
        (None, None) => Text::new(&*facts, &*facts),
    };
    let (before, after): (&str, &str) = (changed.before.into(), changed.after.into());
    composed!(
        "svar: {slug}: {person}: {before} → {after}",
        "answer: {slug}: {person}: {before} → {after}";
        person
    )
}

/// Whether lists would show a version as incomplete.
fn is_incomplete(after: Option<&Municipality>, version: &Version, today: NaiveDate) -> bool {
    let insats = after.and_then(|after| after.insatser().get(&version.slug));
    let mut versions = insats.into_iter().flat_map(Insats::versions);
    let found = versions.find(|other| other.held.version.valid_from == version.valid_from);
    found.is_some_and(|found| Standing::of(found, today).status() == Status::Incomplete)
}

/// Reads all files, and reports every one that cannot be read.
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

/// Reads a file. If none has that name, an embedded file with the name is used.
pub(crate) fn source(path: &Path) -> Result<SourceFile, Vec<Fault>> {
    let name = path.display().to_string();
    let embedded = embedded::CATALOGUES
        .into_iter()
        .chain([embedded::TEMPLATE])
        .find(|(known, _)| *known == name);
    let text = match (std::fs::read(path), embedded) {
        (Ok(bytes), _) => String::from_utf8(bytes).map_err(|_| vec![not_utf8()])?,
        (Err(_), Some((_, text))) => text.to_owned(),
        (Err(error), None) => return Err(vec![unreadable(&error)]),
    };
    Ok(SourceFile { name, text })
}
