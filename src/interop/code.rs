//! Closed lists as concepts, with a European code where one has the same meaning.

use serde_json::{Value, json};

use crate::domain::Text;
use crate::domain::insatser::costs::Currency;
use crate::domain::insatser::insats::Status;
use crate::domain::insatser::version::Category;
use crate::domain::text::text;

use super::graph::{Graph, in_both};

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
fn european(graph: &mut Graph, list: &str, code: &str) -> Value {
    graph.add(json!({
        "@id": format!("http://publications.europa.eu/resource/authority/{list}/{code}"),
        "@type": "Concept",
    }))
}

/// A code of the catalogue's own lists.
pub(crate) fn own(graph: &mut Graph, list: &str, word: &str, label: &Text) -> Value {
    graph.add(json!({
        "@id": graph.word(list, word),
        "@type": "Concept",
        "skos:notation": word,
        "skos:prefLabel": in_both(label),
    }))
}

/// The status of an insats on the day. The European list is used for insatser in force, also without known criteria.
pub(crate) fn status(graph: &mut Graph, status: Status) -> Value {
    let (word, label) = match status {
        Status::InForce | Status::Incomplete => return european(graph, "concept-status", "CURRENT"),
        Status::Upcoming => ("upcoming", text!("Kommande", "Upcoming")),
        Status::Historical => ("historical", text!("Historisk", "Historical")),
        Status::Terminated => ("terminated", text!("Upphörd", "Terminated")),
    };
    own(graph, "status", word, &label)
}

/// A currency.
pub(crate) fn currency(graph: &mut Graph, currency: Currency) -> Value {
    match currency {
        Currency::Sek => european(graph, "currency", "SEK"),
    }
}

/// The theme of every insats: population and society.
pub(crate) fn theme(graph: &mut Graph) -> Value {
    european(graph, "data-theme", "SOCI")
}

/// The function of government of every insats: social protection.
pub(crate) fn function_of_government(graph: &mut Graph) -> Value {
    european(graph, "main-activity", "soc-pro")
}

/// The classification of every insats: without individual needs assessment.
pub(crate) fn without_assessment(graph: &mut Graph) -> Value {
    own(graph, "kind", "withoutIndividualAssessment", &WITHOUT_ASSESSMENT)
}

/// The insats has no criteria.
pub(crate) fn open_to_all(graph: &mut Graph) -> Value {
    own(graph, "criteria", "openToAll", &OPEN_TO_ALL)
}

/// The catalogue does not contain the criteria.
pub(crate) fn criteria_not_stated(graph: &mut Graph) -> Value {
    own(graph, "criteria", "criteriaNotStated", &CRITERIA_NOT_STATED)
}

pub fn category(graph: &mut Graph, category: Category) -> Value {
    let (word, label) = category_label(category);
    own(graph, "category", word, &label)
}

/// The word of a category and its name.
pub(crate) const fn category_label(category: Category) -> (&'static str, Text) {
    match category {
        Category::Motesplats => ("motesplats", text!("Mötesplats", "Meeting place")),
        Category::Anhorigstod => ("anhorigstod", text!("Anhörigstöd", "Support for family carers")),
        Category::RadOchStod => ("rad-och-stod", text!("Råd och stöd", "Advice and support")),
        Category::TrygghetIHemmet => ("trygghet-i-hemmet", text!("Trygghet i hemmet", "Safety at home")),
        Category::Sysselsattning => ("sysselsattning", text!("Sysselsättning", "Meaningful occupation")),
        Category::Service => ("service", text!("Service", "Practical help")),
        Category::BarnOchUnga => ("barn-och-unga", text!("Barn och unga", "Children and young people")),
        Category::Familj => ("familj", text!("Familj", "Families")),
        Category::ValdINaraRelation => ("vald-i-nara-relation", text!("Våld i nära relation", "Domestic abuse")),
        Category::Beroende => ("beroende", text!("Beroende", "Addiction")),
        Category::Funktionsnedsattning => ("funktionsnedsattning", text!("Funktionsnedsättning", "Disability")),
        Category::Boende => ("boende", text!("Boende", "Housing")),
        Category::Ovrigt => ("ovrigt", text!("Övrigt", "Other")),
    }
}
