//! Reads what a municipality says of itself.

use crate::documents::faults::Faults;
use crate::documents::formats::{contact, web_page};
use crate::documents::node::Node;
use crate::documents::read::{Members, boolean, date, line, slug, text, whole_number, word};
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::fault::Code;
use crate::domain::insatser::body::{Body, MunicipalityDocument, Settings, SourceDocument, StatisticsSettings};
use crate::domain::insatser::body::{MAX_K, MIN_K};
use crate::domain::kommun::Kommunkod;
use crate::domain::text::Text;

use super::version::unique;

/// Reads the document of a municipality as it is sent; what the server shows beside it is ignored.
pub(crate) fn municipality_of(node: &Node, faults: &mut Faults, kommunkod: Kommunkod) -> Option<MunicipalityDocument> {
    let mut members = node.members(faults)?;
    members.ignore(&["name", "county", "_links"]);
    Some(read_members(members, kommunkod))
}

/// Reads the document of a municipality.
///
/// `kommunkod` is the municipality that it is published under; a document that names another is a fault.
pub fn municipality(node: &Node, faults: &mut Faults, kommunkod: Kommunkod) -> Option<MunicipalityDocument> {
    let members = node.members(faults)?;
    Some(read_members(members, kommunkod))
}

fn read_members(mut members: Members, kommunkod: Kommunkod) -> MunicipalityDocument {
    let named = members.optional("kommunkod", crate::documents::read::kommunkod);
    if named.is_some_and(|named| named != kommunkod) {
        let detail = Text::fixed("En annan kommuns kod.", "Another municipality's code.");
        members.fault_at("kommunkod", Code::ConflictingMembers, detail);
    }
    let settings = members.optional("settings", settings).unwrap_or_default();
    let bodies = members.list("bodies", body);
    unique(&mut members, "bodies", bodies.iter().map(|body| &body.slug));
    let source_documents = members.list("sourceDocuments", source_document);
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
        bodies,
        source_documents,
        questions,
    }
}

fn settings(node: &Node, faults: &mut Faults) -> Option<Settings> {
    let mut members = node.members(faults)?;
    let risk_conclusion_required = members.optional("riskConclusionRequired", boolean).unwrap_or_default();
    let statistics = members.optional("statistics", statistics);
    members.end();
    Some(Settings {
        risk_conclusion_required,
        statistics,
    })
}

fn statistics(node: &Node, faults: &mut Faults) -> Option<StatisticsSettings> {
    let mut members = node.members(faults)?;
    let k = members.optional("k", whole_number(MIN_K.into(), MAX_K.into()));
    let release_day = members.optional("releaseDay", whole_number(1, 28));
    members.end();
    Some(StatisticsSettings { k, release_day })
}

fn body(node: &Node, faults: &mut Faults) -> Option<Body> {
    let mut members = node.members(faults)?;
    let slug = members.required("slug", slug);
    let name = members.required("name", line);
    let own_contact = members.optional("contact", contact);
    let application_contact = members.optional("applicationContact", contact);
    members.end();
    Some(Body {
        slug: slug?,
        name: name?,
        contact: own_contact,
        application_contact,
    })
}

fn source_document(node: &Node, faults: &mut Faults) -> Option<SourceDocument> {
    let mut members = node.members(faults)?;
    let document = members.required("document", line);
    let title = members.required("title", text);
    let date = members.optional("date", date);
    members.end();
    Some(SourceDocument {
        document: document?,
        title: title?,
        date,
    })
}

fn local_question(node: &Node, faults: &mut Faults) -> Option<LocalQuestion> {
    let mut members = node.members(faults)?;
    let slug = members.required("slug", slug);
    let question = members.required("question", text);
    let help = members.optional("help", text);
    let about = members.optional("about", word).unwrap_or_default();
    let same_as = members.optional("sameAs", web_page);
    members.end();
    Some(LocalQuestion {
        slug: slug?,
        question: question?,
        help,
        about,
        same_as,
    })
}
