//! Publishes catalogue files: all of them or none.

use crate::catalogue::embedded;
use crate::catalogue::file::CatalogueFile;
use crate::clock::Clock;
use crate::domain::fault::Fault;
use crate::domain::kommun::Kommunkod;
use crate::store::catalogue::{Proposal, Published, Refused, publish};
use crate::store::{Store, StoreError};

/// A file to publish.
pub struct SourceFile {
    /// What it is called.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Files with faults, each with all of them.
    #[error("{} of the files have faults", .0.len())]
    Faults(Vec<(String, Vec<Fault>)>),
    /// A template was not given a municipality.
    #[error("{0} is a template: name the municipality with --kommunkod")]
    Template(String),
    /// Two files are of the same municipality.
    #[error("{0} and {1} are of the same municipality: import one at a time")]
    SameMunicipality(String, String),
    /// The database.
    #[error("DATABASE_URL: {0}")]
    Store(#[from] StoreError),
}

/// Publishes files, under another municipality's code where one is given, and tells what changed in each.
///
/// # Errors
/// [`ImportError`]; then nothing is changed.
pub async fn files(
    store: &Store,
    clock: &Clock,
    sources: Vec<SourceFile>,
    under: Option<Kommunkod>,
) -> Result<Vec<(Kommunkod, Published)>, ImportError> {
    let read = read(sources, under)?;
    let proposals = proposals(&read, clock)?;
    let kommunkoder: Vec<Kommunkod> = proposals.iter().map(|proposal| proposal.kommunkod).collect();
    match store.write(move |connection| publish(connection, &proposals)).await? {
        Ok(published) => Ok(kommunkoder.into_iter().zip(published).collect()),
        Err(Refused { proposal, faults }) => {
            let (name, file) = &read[proposal];
            Err(ImportError::Faults(vec![(name.clone(), file.with_lines(faults))]))
        }
    }
}

/// Publishes the catalogues that come with the program.
///
/// # Errors
/// [`ImportError`]; then nothing is changed.
pub async fn embedded(store: &Store, clock: &Clock) -> Result<Vec<(Kommunkod, Published)>, ImportError> {
    let sources = embedded::CATALOGUES.map(|(name, text)| SourceFile {
        name: name.to_owned(),
        text: text.to_owned(),
    });
    files(store, clock, sources.into(), None).await
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

fn proposals(read: &[(String, CatalogueFile)], clock: &Clock) -> Result<Vec<Proposal>, ImportError> {
    let mut proposals: Vec<Proposal> = Vec::new();
    for (at, (name, file)) in read.iter().enumerate() {
        let kommunkod = file.kommunkod.ok_or_else(|| ImportError::Template(name.clone()))?;
        if let Some(other) = proposals.iter().position(|proposal| proposal.kommunkod == kommunkod) {
            return Err(ImportError::SameMunicipality(read[other].0.clone(), read[at].0.clone()));
        }
        proposals.push(Proposal {
            kommunkod,
            documents: file.documents.clone(),
            today: clock.today(),
            at: clock.now(),
        });
    }
    Ok(proposals)
}
