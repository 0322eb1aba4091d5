//! Checks that references of documents exist: bodies, sources, insatser, main agreements.

use std::collections::BTreeSet;

use crate::domain::insatser::body::{Body, Source};
use crate::domain::insatser::document::Document;
use crate::domain::insatser::insats::Insats;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::provider::{Agreement, AgreementKind};
use crate::domain::insatser::version::Version;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Slug, Text};

use super::{criteria, hours};

/// Adds a fault for every reference that does not exist. `current` is what is published, `after` also contains
/// everything proposed.
pub(crate) fn faults(
    current: Option<&Municipality>,
    after: &Municipality,
    document: &Document,
    pointer: &str,
    faults: &mut Vec<Fault>,
) {
    match document {
        Document::Version(version) => {
            let decided_by = version.decision.as_ref().map(|decision| decision.body.as_str());
            body_fault(after, decided_by, pointer, faults);
            let published = current.and_then(|current| current.insatser().get(&version.slug));
            let published = published.and_then(|insats| insats.starting(version.valid_from));
            let published = published.map(|held| &held.version);
            criteria::faults(after, published, version, pointer, faults);
            hours::faults(published, version, pointer, faults);
            source_faults(after, &version.sources, pointer, faults);
            reading_faults(version, pointer, faults);
            for (at, activity) in version.activities.iter().enumerate() {
                source_faults(after, &activity.sources, &format!("{pointer}/activities/{at}"), faults);
            }
        }
        Document::Withdrawal(withdrawal) => {
            body_fault(after, Some(&withdrawal.decision.body), pointer, faults);
            source_faults(after, &withdrawal.sources, pointer, faults);
        }
        Document::Provider(provider) => source_faults(after, &provider.sources, pointer, faults),
        Document::Agreement { provider, agreement } => {
            source_faults(after, &agreement.sources, pointer, faults);
            agreement_faults(after, provider, agreement, pointer, faults);
            has_add_ons(current, provider, agreement, pointer, faults);
        }
        Document::Municipality(_) => {
            criteria::questions_in_use(current, after, pointer, faults);
            missing_bodies(current, after, pointer, faults);
            missing_sources(current, after, pointer, faults);
        }
    }
}

/// Adds the fault of a body that the municipality does not list.
pub(crate) fn body_fault(after: &Municipality, name: Option<&str>, pointer: &str, faults: &mut Vec<Fault>) {
    if name.is_some_and(|name| after.body(name).is_none()) {
        let pointer = format!("{pointer}/decision/body");
        let by_slug = after
            .document()
            .bodies
            .iter()
            .find(|body| Some(body.slug.as_str()) == name);
        let detail = match by_slug {
            Some(Body { name, .. }) => composed!(
                "Ange organets namn, inte dess slug: {name}.",
                "Use the name of the body, not its slug: {name}."
            ),
            None => unknown(&text!("organet bland bodies", "the body in bodies")),
        };
        faults.push(Fault::new(pointer, Code::UnknownReference, detail));
    }
}

/// Checks that bodies of published decisions still exist.
fn missing_bodies(current: Option<&Municipality>, after: &Municipality, pointer: &str, faults: &mut Vec<Fault>) {
    let published = current.into_iter().flat_map(|current| current.insatser().values());
    for version in published.flat_map(Insats::versions) {
        let withdrawal = version.held.withdrawal.as_ref().map(|withdrawal| &withdrawal.decision);
        let decisions = version.held.version.decision.as_ref().into_iter().chain(withdrawal);
        for decision in decisions {
            if after.body(&decision.body).is_none() {
                let slug = &version.held.version.slug;
                let detail = composed!(
                    "Insatsen {slug} är beslutad av ett organ som inte längre finns bland bodies. Behåll det.",
                    "The insats {slug} was decided by a body that is no longer in bodies. Keep it."
                );
                faults.push(Fault::new(format!("{pointer}/bodies"), Code::UnknownReference, detail));
            }
        }
    }
}

/// Checks that documents cited in the catalogue still exist.
fn missing_sources(current: Option<&Municipality>, after: &Municipality, pointer: &str, faults: &mut Vec<Fault>) {
    let known = &after.document().source_documents;
    let cited: BTreeSet<&str> = current.into_iter().flat_map(cited).collect();
    for document in cited {
        if known.iter().all(|known| known.document != document) {
            let detail = composed!(
                "Katalogen hänvisar till dokumentet {document}, som inte längre finns bland sourceDocuments. Behåll det.",
                "The catalogue cites the document {document}, which is no longer in sourceDocuments. Keep it."
            );
            let pointer = format!("{pointer}/sourceDocuments");
            faults.push(Fault::new(pointer, Code::UnknownReference, detail));
        }
    }
}

/// The aliases of the documents that a catalogue cites.
fn cited(municipality: &Municipality) -> impl Iterator<Item = &str> {
    let versions = municipality.insatser().values().flat_map(Insats::versions);
    let of_versions = versions.flat_map(|version| {
        let held = version.held;
        let of_activities = held.version.activities.iter().flat_map(|activity| &activity.sources);
        let of_withdrawal = held.withdrawal.iter().flat_map(|withdrawal| &withdrawal.sources);
        held.version.sources.iter().chain(of_activities).chain(of_withdrawal)
    });
    let of_providers = municipality.providers().values().flat_map(|held| {
        let of_agreements = held.agreements.values().flat_map(|agreement| &agreement.sources);
        held.provider.sources.iter().chain(of_agreements)
    });
    of_versions.chain(of_providers).map(|source| source.document.as_str())
}

/// An agreement with add-ons cannot become an add-on.
fn has_add_ons(
    current: Option<&Municipality>,
    provider: &Slug,
    agreement: &Agreement,
    pointer: &str,
    faults: &mut Vec<Fault>,
) {
    if agreement.kind != AgreementKind::AddOn {
        return;
    }
    let held = current.and_then(|current| current.providers().get(provider));
    let mut published = held.into_iter().flat_map(|held| held.agreements.values());
    if published.any(|other| other.part_of.as_ref() == Some(&agreement.slug) && other.slug != agreement.slug) {
        let detail = text!(
            "Andra avtal är tillägg till det här avtalet (partOf). Ett tillägg kan inte ha egna tillägg.",
            "Other agreements are add-ons to this one (partOf). An add-on cannot have add-ons."
        );
        faults.push(Fault::new(format!("{pointer}/kind"), Code::UnknownReference, detail));
    }
}

fn source_faults(after: &Municipality, sources: &[Source], pointer: &str, faults: &mut Vec<Fault>) {
    let known = &after.document().source_documents;
    for (at, source) in sources.iter().enumerate() {
        if known.iter().all(|document| document.document != source.document) {
            faults.push(Fault::new(
                format!("{pointer}/sources/{at}/document"),
                Code::UnknownReference,
                unknown(&text!(
                    "dokumentet bland sourceDocuments",
                    "the document in sourceDocuments"
                )),
            ));
        }
    }
}

/// Adds the faults of readings that are about nothing in the version.
fn reading_faults(version: &Version, pointer: &str, faults: &mut Vec<Fault>) {
    if version.readings.is_empty() {
        return;
    }
    let shown = serde_json::to_value(version).expect("versions have text keys and finite numbers");
    for (at, reading) in version.readings.iter().enumerate() {
        if reading
            .pointer
            .as_ref()
            .is_some_and(|part| shown.pointer(part).is_none())
        {
            let detail = text!(
                "Versionen har inget på den platsen. Ange en JSON Pointer som /criteria/of/0.",
                "The version has nothing there. Use a JSON Pointer such as /criteria/of/0."
            );
            let pointer = format!("{pointer}/readings/{at}/pointer");
            faults.push(Fault::new(pointer, Code::UnknownReference, detail));
        }
    }
}

fn agreement_faults(
    after: &Municipality,
    provider: &Slug,
    agreement: &Agreement,
    pointer: &str,
    faults: &mut Vec<Fault>,
) {
    for (at, insats) in agreement.insatser.iter().enumerate() {
        if !after.insatser().contains_key(insats) {
            let pointer = format!("{pointer}/insatser/{at}");
            faults.push(Fault::new(
                pointer,
                Code::UnknownReference,
                unknown(&text!("insatsen", "the insats")),
            ));
        }
    }
    if let Some(main) = &agreement.part_of {
        let held = after.providers().get(provider);
        let main = held.and_then(|held| held.agreements.get(main));
        if main.is_none_or(|main| main.kind == AgreementKind::AddOn) {
            let pointer = format!("{pointer}/partOf");
            let detail = unknown(&text!("huvudavtalet", "the main agreement"));
            faults.push(Fault::new(pointer, Code::UnknownReference, detail));
        }
    }
}

/// The fault text for something that the catalogue lacks.
pub(crate) fn unknown(what: &Text) -> Text {
    composed!(
        "Kommunens katalog saknar {what}.",
        "The municipality's catalogue does not have {what}.";
        what
    )
}
