//! Reads the municipality document.

use crate::documents::faults::Faults;
use crate::documents::formats;
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{Members, date, line, slug, whole_number, word};
use crate::documents::text::text;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::insatser::body::{
    Body, CatalogueComplete, Letterhead, MAX_K, MIN_K, MunicipalityDocument, RiskConclusion, Settings, SourceDocument,
    StatisticsSettings,
};
use crate::domain::text::text;
use crate::domain::{Code, Kommunkod};

use super::divisions::chosen_divisions;
use super::version::unique;

/// Reads a municipality document from a request. Ignores the members that the server adds.
pub(crate) fn municipality_of(node: &Node, faults: &mut Faults, kommunkod: Kommunkod) -> Option<MunicipalityDocument> {
    let mut members = node.members(faults)?;
    members.ignore(&["name", "county", "_links"]);
    Some(read_members(members, kommunkod))
}

/// Reads a municipality document.
///
/// A `kommunkod` in the document must be the one that it is published under.
pub fn municipality(node: &Node, faults: &mut Faults, kommunkod: Kommunkod) -> Option<MunicipalityDocument> {
    let members = node.members(faults)?;
    Some(read_members(members, kommunkod))
}

fn read_members(mut members: Members, kommunkod: Kommunkod) -> MunicipalityDocument {
    let named = members.optional("kommunkod", crate::documents::read::kommunkod);
    if named.is_some_and(|named| named != kommunkod) {
        let detail = text!(
            "Koden tillhör en annan kommun.",
            "The code belongs to another municipality."
        );
        members.fault_at("kommunkod", Code::ConflictingMembers, detail);
    }
    let settings = members.optional("settings", settings).unwrap_or_default();
    let catalogue_complete = members.optional("catalogueComplete", catalogue_complete);
    let letterhead = members.optional("letterhead", letterhead);
    let bodies = members.list("bodies", body);
    unique(&mut members, "bodies", bodies.iter().map(|body| &body.slug));
    let source_documents = members.list("sourceDocuments", source_document);
    let risk_conclusions = members.list("riskConclusions", risk_conclusion);
    for (at, stated) in risk_conclusions.iter().enumerate() {
        if risk_conclusions[..at]
            .iter()
            .any(|earlier| earlier.conclusion == stated.conclusion)
        {
            let detail = text!(
                "Samma slutsats finns tidigare i listan.",
                "The same conclusion occurs earlier in the list."
            );
            members.fault_at_item("riskConclusions", at, Code::Duplicate, detail);
        }
    }
    let questions = members.list("questions", local_question);
    unique(
        &mut members,
        "questions",
        questions.iter().map(|question| &question.slug),
    );
    members.end();
    MunicipalityDocument {
        kommunkod,
        settings,
        catalogue_complete,
        letterhead,
        bodies,
        source_documents,
        risk_conclusions,
        questions,
    }
}

read_object! {
    fn settings -> Settings {
        risk_conclusion_required: flag("riskConclusionRequired"),
        statistics: optional("statistics", statistics),
    }

    fn statistics -> StatisticsSettings {
        k: optional("k", whole_number(MIN_K.into(), MAX_K.into())),
        release_day: optional("releaseDay", whole_number(1, 28)),
        growth_threshold_percent: optional("growthThresholdPercent", whole_number(1, 1000)),
        insatser: default("insatser", chosen_divisions),
    }

    fn letterhead -> Letterhead {
        name: required("name", line),
        logo: optional("logo", formats::https_address),
    }

    fn catalogue_complete -> CatalogueComplete {
        from: required("from", date),
    }

    fn body -> Body {
        slug: required("slug", slug),
        name: required("name", line),
        contact: optional("contact", formats::contact),
        application_contact: optional("applicationContact", formats::contact),
    }

    fn risk_conclusion -> RiskConclusion {
        conclusion: required("conclusion", whole_number(1, 3)),
        meaning: required("meaning", text),
    }

    fn source_document -> SourceDocument {
        document: required("document", line),
        title: required("title", text),
        date: optional("date", date),
        web_page: optional("webPage", formats::web_page),
        accessed: optional("accessed", date),
    }
}

fn local_question(node: &Node, faults: &mut Faults) -> Option<LocalQuestion> {
    read_object! { LocalQuestion from node, faults;
        slug: required("slug", slug),
        question: required("question", text),
        help: optional("help", text),
        about: default("about", word),
        same_as: optional("sameAs", formats::web_page),
    }
}
