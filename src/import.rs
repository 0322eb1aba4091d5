//! Publishes catalogue files: all or none.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};

use crate::clock::Clock;
use crate::documents::embedded;
use crate::documents::readers::file::CatalogueFile;
use crate::domain::insatser::document::Kind;
use crate::domain::publishing::proposal::{Judgement, NotPlanned, Reach, Way};
use crate::domain::{Fault, Kommunkod};
use crate::store::catalogue::overwriting::{Overwritten, overwritten};
use crate::store::catalogue::publication::{Author, Publication, Published, Refusal, Refused, Rehearsed, rehearse};
use crate::store::{Store, StoreError, publish};

/// The command in the name of the client that publishes included catalogues.
const INCLUDED_COMMAND: &str = "included";
/// The command in the name of the client that publishes other files.
const FILE_COMMAND: &str = "import";
/// The command in the name of the client that fills an empty database with them.
pub(crate) const START_COMMAND: &str = "start";

/// A file to publish.
#[derive(Clone)]
pub struct SourceFile {
    /// File name.
    pub name: String,
    /// Content.
    pub text: String,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Files with faults.
    #[error("the files have faults")]
    Faults(Vec<(String, Vec<Fault>)>),
    /// A template needs a municipality.
    #[error("{0} is a template: name the municipality with --kommunkod")]
    Template(String),
    /// Two files belong to the same municipality.
    #[error("{0} and {1} belong to the same municipality; import one at a time")]
    SameMunicipality(String, String),
    /// The files would overwrite what others changed.
    #[error("others changed or removed these documents last, by the API or, if an included catalogue has them, from a file of their own:\n{}nothing was changed. --dry-run shows the differences, and --overwrite publishes the files anyway", listed(.0))]
    Overwrites(Vec<Overwritten>),
    /// The database failed.
    #[error("DATABASE_URL: {0}")]
    Store(#[from] StoreError),
}

/// The rules for published files.
pub fn judgement(today: NaiveDate) -> Judgement {
    Judgement {
        today,
        way: Way::File,
        reach: Reach::ALL,
    }
}

/// Publishes files and returns what changed in each, also over what others changed. If `under` is given, they are
/// published under that municipality's code.
///
/// # Errors
/// [`ImportError`]; nothing is changed then.
pub async fn files(
    store: &Store,
    clock: &Clock,
    sources: Vec<SourceFile>,
    under: Option<Kommunkod>,
    author: &Author,
) -> Result<Vec<(Kommunkod, Published)>, ImportError> {
    let import = Import::of(sources, under, clock, |_| author.clone())?;
    import.publish(store, Overwriting::Allowed).await
}

/// Publishes files for a user of the program, as [`files`] does.
pub(crate) async fn by_user(
    store: &Store,
    clock: &Clock,
    sources: Vec<SourceFile>,
    under: Option<Kommunkod>,
    overwriting: Overwriting,
    author: impl Fn(&str) -> Author,
) -> Result<Vec<(Kommunkod, Published)>, ImportError> {
    let import = Import::of(sources, under, clock, |source| author(source.command()))?;
    import.publish(store, overwriting).await
}

/// What publishing files would change, and what of it others changed.
pub(crate) struct Rehearsal {
    /// What would change in each municipality.
    pub changes: Vec<(Kommunkod, Rehearsed)>,
    /// The documents that are published only with [`Overwriting::Allowed`].
    pub overwritten: Vec<Overwritten>,
}

/// Returns what [`by_user`] would change.
pub(crate) async fn rehearsal(
    store: &Store,
    clock: &Clock,
    sources: Vec<SourceFile>,
    under: Option<Kommunkod>,
) -> Result<Rehearsal, ImportError> {
    let import = Import::of(sources, under, clock, |source| Author::of_rehearsal(source.command()))?;
    let publications = import.publications.clone();
    let rehearsed = store
        .read(move |connection| rehearse(connection, &publications))
        .await?;
    let rehearsed = rehearsed.map_err(|refused| import.faults_of(refused))?;
    let publications = import.publications.clone();
    let overwritten = store
        .rehearse(move |connection| overwritten(connection, &publications, &included_clients()))
        .await?;
    Ok(Rehearsal {
        changes: import.kommunkoder().zip(rehearsed).collect(),
        overwritten: overwritten.map_err(|refused| import.faults_of(refused))?,
    })
}

/// The clients that publish included catalogues. Every file may replace what they wrote.
fn included_clients() -> [String; 2] {
    [START_COMMAND, INCLUDED_COMMAND].map(Author::client_of)
}

/// Whether files may overwrite what others changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overwriting {
    Allowed,
    Refused,
}

/// Why a transaction published nothing.
enum NotPublished {
    Refused(Refused),
    Overwrites(Vec<Overwritten>),
}

impl SourceFile {
    /// The command that publishes the file. A file that is equal to an included catalogue is one, whatever its name is.
    fn command(&self) -> &'static str {
        let mut included = embedded::CATALOGUES.iter().chain([&embedded::TEMPLATE]);
        if included.any(|(_, text)| *text == self.text) {
            INCLUDED_COMMAND
        } else {
            FILE_COMMAND
        }
    }
}

/// Files that were read, and a publication for each.
struct Import {
    files: Vec<(String, CatalogueFile)>,
    publications: Vec<Publication>,
}

impl Import {
    fn of(
        sources: Vec<SourceFile>,
        under: Option<Kommunkod>,
        clock: &Clock,
        author: impl Fn(&SourceFile) -> Author,
    ) -> Result<Self, ImportError> {
        let authors: Vec<Author> = sources.iter().map(author).collect();
        let files = read(sources, under)?;
        let publications = publications(&files, authors, clock.today(), clock.now())?;
        Ok(Self { files, publications })
    }

    fn kommunkoder(&self) -> impl Iterator<Item = Kommunkod> {
        self.publications.iter().map(|publication| publication.kommunkod)
    }

    async fn publish(
        self,
        store: &Store,
        overwriting: Overwriting,
    ) -> Result<Vec<(Kommunkod, Published)>, ImportError> {
        let publications = self.publications.clone();
        let written = store.write(move |connection| {
            if overwriting == Overwriting::Refused {
                match overwritten(connection, &publications, &included_clients())? {
                    Ok(found) if found.is_empty() => {}
                    Ok(found) => return Ok(Err(NotPublished::Overwrites(found))),
                    Err(refused) => return Ok(Err(NotPublished::Refused(refused))),
                }
            }
            Ok(publish(connection, &publications)?.map_err(NotPublished::Refused))
        });
        match written.await? {
            Ok(published) => Ok(self.kommunkoder().zip(published).collect()),
            Err(NotPublished::Refused(refused)) => Err(self.faults_of(refused)),
            Err(NotPublished::Overwrites(found)) => Err(ImportError::Overwrites(found)),
        }
    }

    fn faults_of(&self, refused: Refused) -> ImportError {
        let (name, file) = &self.files[refused.publication];
        let faults = match refused.why {
            Refusal::NotPlanned(NotPlanned::Faults(faults)) => file.with_lines(faults),
            // A file has no `If-Match`, and may change every insats.
            Refusal::Unmet(_) | Refusal::NotPlanned(NotPlanned::DecidedMembers | NotPlanned::OtherBody) => Vec::new(),
        };
        ImportError::Faults(vec![(name.clone(), faults)])
    }
}

fn listed(overwritten: &[Overwritten]) -> String {
    overwritten.iter().fold(String::new(), |mut lines, overwritten| {
        let Overwritten { kommunkod, kind, key } = overwritten;
        let _ = writeln!(lines, "  {kommunkod} {}", described(*kind, key));
        lines
    })
}

/// A document in words: its kind and key.
pub(crate) fn described(kind: Kind, key: &str) -> String {
    match kind {
        Kind::Municipality => "municipality".into(),
        Kind::Version => format!("insats {}", key.replace('@', ", in force from ")),
        Kind::Withdrawal => format!("withdrawal of insats {}", key.replace('@', ", in force from ")),
        Kind::Provider => format!("provider {key}"),
        Kind::Agreement => format!("agreement {key}"),
    }
}

/// Publishes the embedded catalogues.
///
/// # Errors
/// [`ImportError`]; nothing is changed then.
pub async fn embedded(
    store: &Store,
    clock: &Clock,
    author: &Author,
) -> Result<Vec<(Kommunkod, Published)>, ImportError> {
    files(store, clock, embedded_sources(), None, author).await
}

pub(crate) fn embedded_sources() -> Vec<SourceFile> {
    let source = |(name, text): (&str, &str)| SourceFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    embedded::CATALOGUES.map(source).into()
}

fn read(sources: Vec<SourceFile>, under: Option<Kommunkod>) -> Result<Vec<(String, CatalogueFile)>, ImportError> {
    let mut read = Vec::new();
    let mut faulty = Vec::new();
    for SourceFile { name, text } in sources {
        match CatalogueFile::read(&text, under) {
            Ok(file) => read.push((name, file)),
            Err(faults) => faulty.push((name, faults)),
        }
    }
    if faulty.is_empty() {
        Ok(read)
    } else {
        Err(ImportError::Faults(faulty))
    }
}

fn publications(
    read: &[(String, CatalogueFile)],
    authors: Vec<Author>,
    today: NaiveDate,
    at: DateTime<Utc>,
) -> Result<Vec<Publication>, ImportError> {
    let mut publications: Vec<Publication> = Vec::new();
    for (nth, ((name, file), author)) in read.iter().zip(authors).enumerate() {
        let kommunkod = file.kommunkod.ok_or_else(|| ImportError::Template(name.clone()))?;
        if let Some(other) = publications.iter().position(|other| other.kommunkod == kommunkod) {
            return Err(ImportError::SameMunicipality(
                read[other].0.clone(),
                read[nth].0.clone(),
            ));
        }
        publications.push(Publication {
            kommunkod,
            proposed: file.documents.clone(),
            judgement: judgement(today),
            expected: None,
            author,
            at,
        });
    }
    Ok(publications)
}
