//! Reads and writes a municipality's whole catalogue as a YAML or JSON file.

use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use crate::documents::faults::Faults;
use crate::documents::node::{Node, Value};
use crate::documents::read::Members;
use crate::documents::{read, yaml};
use crate::domain::day::LAW_IN_FORCE;
use crate::domain::insatser::document::{Document, Kind};
use crate::domain::insatser::withdrawal::Withdrawal;
use crate::domain::publishing::plan::plan;
use crate::domain::publishing::proposal::{Judgement, NotPlanned, Proposed, Reach, Way};
use crate::domain::text::text;
use crate::domain::{Code, Fault, Kommunkod};

use super::body::municipality;
use super::provider::provider_with_agreements;
use super::version::{unique, version};
use super::withdrawal::withdrawal;

/// A catalogue file without faults.
pub struct CatalogueFile {
    /// The municipality. A template has none: its documents can be checked but not published.
    pub kommunkod: Option<Kommunkod>,
    /// The documents, each after those that it refers to.
    pub documents: Vec<Proposed>,
    root: Node,
}

impl CatalogueFile {
    /// Reads a file. `under` publishes it under another municipality's code, which a template needs.
    ///
    /// # Errors
    /// Every fault of the file, with its line.
    pub fn read(text: &str, under: Option<Kommunkod>) -> Result<Self, Vec<Fault>> {
        let root = yaml::read(text).map_err(|fault| vec![fault])?;
        let named = root.at("/kommunkod").map(|node| &node.value);
        let named = match named {
            Some(Value::Text(text)) => Kommunkod::parse(text),
            _ => None,
        };
        // A template has no municipality of its own; any one takes its place while it is checked.
        let own = under.or(named).unwrap_or(Kommunkod::all()[0].kommunkod);
        let mut faults = Faults::of_file(own);
        let read = members(&root, &mut faults, under);
        faults.refuse_identities_but_phones(&root);
        let (kommunkod, documents) = read.unwrap_or_default();
        let file = Self {
            kommunkod,
            documents,
            root,
        };
        match faults.end(Some(())) {
            Ok(()) => Ok(file),
            Err(faults) => Err(file.with_those_of_the_law(faults)),
        }
    }

    /// Adds the faults against the law in the documents that could be read.
    fn with_those_of_the_law(&self, mut faults: Vec<Fault>) -> Vec<Fault> {
        let judgement = Judgement {
            today: LAW_IN_FORCE,
            way: Way::File,
            reach: Reach::ALL,
        };
        if let Err(NotPlanned::Faults(found)) = plan(None, &self.documents, &judgement) {
            // A missing object may be in a document that could not be read.
            let certain = |fault: &Fault| !matches!(fault.code, Code::UnknownReference | Code::MissingMember);
            let found = found.into_iter().filter(certain).collect();
            faults.extend(self.with_lines(found));
            faults.sort_by_key(|fault| fault.line);
        }
        faults
    }

    pub(crate) fn line_of(&self, pointer: &str) -> Option<usize> {
        self.root.line_of(pointer)
    }

    /// Adds line numbers to faults that were found later.
    pub(crate) fn with_lines(&self, mut faults: Vec<Fault>) -> Vec<Fault> {
        for fault in &mut faults {
            fault.line = self.root.line_of(&fault.pointer);
        }
        faults
    }
}

fn members(root: &Node, faults: &mut Faults, under: Option<Kommunkod>) -> Option<(Option<Kommunkod>, Vec<Proposed>)> {
    let mut members = root.members(faults)?;
    let named = members.optional("kommunkod", read::kommunkod);
    let kommunkod = under.or(named);
    if under.is_some() && members.has("kommunkod") && named != under {
        let detail = text!(
            "Filen tillhör en annan kommun. Bara en mall utan kommunkod kan läsas in under en annan kod.",
            "The file belongs to another municipality. Only a template without kommunkod can be imported under another code."
        );
        members.fault_at("kommunkod", Code::ConflictingMembers, detail);
    }
    let any = kommunkod.unwrap_or(Kommunkod::all()[0].kommunkod);
    let mut documents = Vec::new();
    let of_municipality = members.optional("municipality", |node, faults| municipality(node, faults, any));
    documents
        .extend(of_municipality.map(|document| Proposed::document(Document::Municipality(document), "/municipality")));
    documents.extend(versions(&mut members));
    documents.extend(withdrawals(&mut members));
    documents.extend(providers(&mut members));
    members.end();
    Some((kommunkod, documents))
}

fn versions(members: &mut Members) -> Vec<Proposed> {
    let versions = members.list("insatser", version);
    for (at, version) in versions.iter().enumerate() {
        let key = |other: &crate::domain::insatser::version::Version| (other.slug.clone(), other.valid_from);
        if versions[..at].iter().any(|earlier| key(earlier) == key(version)) {
            let detail = text!(
                "En annan version av insatsen börjar samma dag.",
                "Another version of the insats starts on the same day."
            );
            members.fault_at_item("insatser", at, Code::Duplicate, detail);
        }
    }
    let mut proposed: Vec<(NaiveDate, Proposed)> = versions
        .into_iter()
        .enumerate()
        .map(|(at, version)| {
            let valid_from = version.valid_from;
            let document = Document::Version(Box::new(version));
            (valid_from, Proposed::document(document, format!("/insatser/{at}")))
        })
        .collect();
    // Earlier versions must come before later ones.
    proposed.sort_by_key(|(valid_from, _)| *valid_from);
    proposed.into_iter().map(|(_, proposed)| proposed).collect()
}

fn withdrawals(members: &mut Members) -> Vec<Proposed> {
    let withdrawals = members.list("withdrawals", withdrawal);
    for (at, withdrawal) in withdrawals.iter().enumerate() {
        let key = |other: &Withdrawal| (other.insats.clone(), other.valid_from);
        if withdrawals[..at].iter().any(|earlier| key(earlier) == key(withdrawal)) {
            let detail = text!(
                "Samma version återkallas tidigare i listan.",
                "The list withdraws the same version earlier."
            );
            members.fault_at_item("withdrawals", at, Code::Duplicate, detail);
        }
    }
    let documents = withdrawals.into_iter().map(Box::new).map(Document::Withdrawal);
    documents
        .enumerate()
        .map(|(at, document)| Proposed::document(document, format!("/withdrawals/{at}")))
        .collect()
}

fn providers(members: &mut Members) -> Vec<Proposed> {
    let providers = members.list("providers", provider_with_agreements);
    unique(
        members,
        "providers",
        providers.iter().map(|(provider, _)| &provider.slug),
    );
    let mut proposed = Vec::new();
    for (at, (provider, agreements)) in providers.into_iter().enumerate() {
        let slug = provider.slug.clone();
        proposed.push(Proposed::document(
            Document::Provider(provider),
            format!("/providers/{at}"),
        ));
        proposed.extend(agreements.into_iter().enumerate().map(|(nth, agreement)| {
            let document = Document::Agreement {
                provider: slug.clone(),
                agreement,
            };
            Proposed::document(document, format!("/providers/{at}/agreements/{nth}"))
        }));
    }
    proposed
}

/// Writes a municipality's published documents as a YAML catalogue file, each exactly as published.
pub fn write(kommunkod: Kommunkod, published: &[PublishedText]) -> serde_json::Result<String> {
    let mut of_municipality = Json::Object(Map::new());
    let mut providers: Vec<(&str, Json)> = Vec::new();
    let mut agreements: Vec<(&str, Json)> = Vec::new();
    let mut insatser = Vec::new();
    let mut withdrawals = Vec::new();
    for PublishedText { kind, key, json } in published {
        let document: Json = serde_json::from_str(json)?;
        match kind {
            Kind::Municipality => of_municipality = document,
            Kind::Version => insatser.push(document),
            Kind::Withdrawal => withdrawals.push(document),
            Kind::Provider => providers.push((key, document)),
            Kind::Agreement => agreements.push((key.split('/').next().unwrap_or(key), document)),
        }
    }
    if let Json::Object(members) = &mut of_municipality {
        members.shift_remove("kommunkod");
    }
    let providers = providers.into_iter().map(|(slug, mut provider)| {
        let own = agreements.iter().filter(|(owner, _)| *owner == slug);
        let own: Vec<Json> = own.map(|(_, agreement)| agreement.clone()).collect();
        if let Json::Object(members) = &mut provider
            && !own.is_empty()
        {
            members.insert("agreements".into(), Json::Array(own));
        }
        provider
    });
    let mut file = serde_json::json!({
        "kommunkod": kommunkod,
        "municipality": of_municipality,
        "providers": providers.collect::<Vec<_>>(),
        "insatser": insatser,
    });
    if !withdrawals.is_empty() {
        file["withdrawals"] = withdrawals.into();
    }
    Ok(yaml::write(&file))
}

/// A stored published document.
pub struct PublishedText {
    /// The kind of document.
    pub kind: Kind,
    /// The key within municipality and kind.
    pub key: String,
    /// The document as JSON.
    pub json: String,
}
