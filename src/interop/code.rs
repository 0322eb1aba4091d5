//! Closed lists as concepts, with a European code where one has the same meaning.

use serde_json::{Value, json};

use crate::domain::Text;
use crate::domain::insatser::costs::Currency;
use crate::domain::insatser::insats::Status;
use crate::domain::insatser::labels;
use crate::domain::insatser::version::Category;
use crate::domain::text::text;
use crate::domain::word;

use super::nodes::{Nodes, in_both};

/// The kind of every insats.
pub(crate) const WITHOUT_ASSESSMENT: Text = text!(
    "Insats utan individuell behovsprövning",
    "Service without individual needs assessment"
);
/// Criteria that everybody meets.
pub(crate) const OPEN_TO_ALL: Text = text!("Öppen för alla", "Open to all");
/// Criteria that the catalogue lacks.
pub(crate) const CRITERIA_NOT_STATED: Text = text!(
    "Villkoren finns inte i katalogen",
    "The conditions are not in the catalogue"
);

/// A code of the Publications Office of the European Union.
fn european(nodes: &mut Nodes, list: &str, code: &str) -> Value {
    nodes.add(json!({
        "@id": format!("http://publications.europa.eu/resource/authority/{list}/{code}"),
        "@type": "Concept",
    }))
}

/// A code of the catalogue's own lists.
pub(crate) fn own(nodes: &mut Nodes, list: &str, word: &str, label: &Text) -> Value {
    nodes.add(json!({
        "@id": nodes.word(list, word),
        "@type": "Concept",
        "skos:notation": word,
        "skos:prefLabel": in_both(label),
    }))
}

/// The status of an insats on the day. The European list is used for insatser in force, also without known criteria.
pub(crate) fn status(nodes: &mut Nodes, status: Status) -> Value {
    if matches!(status, Status::InForce | Status::Incomplete) {
        return european(nodes, "concept-status", "CURRENT");
    }
    own(nodes, "status", &word::written(&status), &labels::of_status(status))
}

/// A currency.
pub(crate) fn currency(nodes: &mut Nodes, currency: Currency) -> Value {
    match currency {
        Currency::Sek => european(nodes, "currency", "SEK"),
    }
}

/// The theme of every insats: population and society.
pub(crate) fn theme(nodes: &mut Nodes) -> Value {
    european(nodes, "data-theme", "SOCI")
}

/// The function of government of every insats: social protection.
pub(crate) fn function_of_government(nodes: &mut Nodes) -> Value {
    european(nodes, "main-activity", "soc-pro")
}

/// The classification of every insats: without individual needs assessment.
pub(crate) fn without_assessment(nodes: &mut Nodes) -> Value {
    own(nodes, "kind", "withoutIndividualAssessment", &WITHOUT_ASSESSMENT)
}

/// The insats has no criteria.
pub(crate) fn open_to_all(nodes: &mut Nodes) -> Value {
    own(nodes, "criteria", "openToAll", &OPEN_TO_ALL)
}

/// The catalogue does not contain the criteria.
pub(crate) fn criteria_not_stated(nodes: &mut Nodes) -> Value {
    own(nodes, "criteria", "criteriaNotStated", &CRITERIA_NOT_STATED)
}

/// A category of insatser.
pub fn category(nodes: &mut Nodes, category: Category) -> Value {
    own(
        nodes,
        "category",
        &word::written(&category),
        &labels::of_category(category),
    )
}
