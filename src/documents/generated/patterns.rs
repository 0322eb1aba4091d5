//! What generated catalogues are made from: the embedded catalogues, as if another municipality had decided them.

use crate::documents::embedded::CATALOGUES;
use crate::documents::readers::file::CatalogueFile;
use crate::domain::Kommunkod;
use crate::domain::insatser::body::{MunicipalityDocument, Settings};
use crate::domain::insatser::document::Document;
use crate::domain::insatser::version::Version;
use crate::domain::publishing::proposal::Proposal;

/// Services with further kinds of criteria.
const SERVICES: &str = include_str!("services.yaml");

/// What the catalogue of one municipality is made from.
pub(super) struct Patterns {
    /// The document of the municipality, with the bodies, sources and questions of all versions.
    pub document: MunicipalityDocument,
    /// The versions, at least one.
    pub versions: Vec<Version>,
}

impl Patterns {
    /// Those of a municipality: its code and name take the place of the original ones.
    pub(super) fn of(kommunkod: Kommunkod) -> Self {
        let mut patterns = Self {
            document: MunicipalityDocument {
                kommunkod,
                settings: Settings::default(),
                catalogue_complete: None,
                letterhead: None,
                bodies: Vec::new(),
                source_documents: Vec::new(),
                risk_conclusions: Vec::new(),
                questions: Vec::new(),
            },
            versions: Vec::new(),
        };
        for (_, text) in CATALOGUES {
            patterns.take(&moved(text, kommunkod), kommunkod);
        }
        patterns.take(SERVICES, kommunkod);
        patterns
    }

    fn take(&mut self, text: &str, kommunkod: Kommunkod) {
        let file = CatalogueFile::read(text, Some(kommunkod)).expect("an included catalogue has no faults");
        for proposed in file.documents {
            match proposed.proposal {
                Proposal::Put(Document::Municipality(document)) => self.join(document),
                Proposal::Put(Document::Version(version)) => self.versions.push(*version),
                _ => {}
            }
        }
    }

    /// Adds what another document has and this one lacks.
    fn join(&mut self, other: MunicipalityDocument) {
        let own = &mut self.document;
        add_new(&mut own.bodies, other.bodies, |one, two| one.slug == two.slug);
        add_new(&mut own.source_documents, other.source_documents, |one, two| {
            one.document == two.document
        });
        add_new(&mut own.risk_conclusions, other.risk_conclusions, |one, two| {
            one.conclusion == two.conclusion
        });
        add_new(&mut own.questions, other.questions, |one, two| one.slug == two.slug);
    }
}

/// An embedded catalogue with the code and the name of another municipality.
fn moved(text: &str, kommunkod: Kommunkod) -> String {
    let own = text.lines().find_map(|line| line.strip_prefix("kommunkod: "));
    let own = own.and_then(|code| Kommunkod::parse(code.trim_matches('"')));
    let Some(own) = own else {
        return text.to_owned();
    };
    text.replace(&format!("\"{own}\""), &format!("\"{kommunkod}\""))
        .replace(own.kommun().name, kommunkod.kommun().name)
}

fn add_new<T>(own: &mut Vec<T>, others: Vec<T>, are_same: impl Fn(&T, &T) -> bool) {
    for other in others {
        if !own.iter().any(|held| are_same(held, &other)) {
            own.push(other);
        }
    }
}
