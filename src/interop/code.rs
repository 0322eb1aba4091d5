//! The words of closed lists as concepts: the European code where one is known to say the same, else the catalogue's own.

use serde_json::{Value, json};

use crate::domain::insatser::insats::Status;
use crate::domain::insatser::version::Category;
use crate::domain::text::Text;

use super::graph::{Graph, in_both};

/// A code of the Publications Office of the European Union.
fn european(graph: &mut Graph, list: &str, code: &str) -> Value {
    graph.add(json!({
        "@id": format!("http://publications.europa.eu/resource/authority/{list}/{code}"),
        "@type": "Concept",
    }))
}

/// A word of a list of the catalogue's own.
pub(crate) fn own(graph: &mut Graph, list: &str, word: &str, label: &Text) -> Value {
    graph.add(json!({
        "@id": graph.word(list, word),
        "@type": "Concept",
        "skos:notation": word,
        "skos:prefLabel": in_both(label),
    }))
}

/// What an insats is on the day. The list of the European Union is used for what is in force, also where the
/// catalogue lacks the conditions.
pub(crate) fn status(graph: &mut Graph, status: Status) -> Value {
    let (word, label) = match status {
        Status::InForce | Status::Incomplete => return european(graph, "concept-status", "CURRENT"),
        Status::Upcoming => ("upcoming", Text::fixed("Kommande", "Upcoming")),
        Status::Historical => ("historical", Text::fixed("Historisk", "Historical")),
        Status::Terminated => ("terminated", Text::fixed("Upphörd", "Terminated")),
    };
    own(graph, "status", word, &label)
}

/// The theme of every insats: population and society.
pub(crate) fn theme(graph: &mut Graph) -> Value {
    european(graph, "data-theme", "SOCI")
}

/// The function of government of every insats: social protection.
pub(crate) fn function_of_government(graph: &mut Graph) -> Value {
    european(graph, "main-activity", "soc-pro")
}

/// What everything in the catalogue is: given without individual needs assessment.
pub(crate) fn without_assessment(graph: &mut Graph) -> Value {
    let label = Text::fixed(
        "Insats utan individuell behovsprövning",
        "Service without individual needs assessment",
    );
    own(graph, "kind", "withoutIndividualAssessment", &label)
}

/// That there are no conditions.
pub(crate) fn open_to_all(graph: &mut Graph) -> Value {
    own(
        graph,
        "criteria",
        "openToAll",
        &Text::fixed("Öppen för alla", "Open to all"),
    )
}

/// That the catalogue does not know the conditions.
pub(crate) fn criteria_not_stated(graph: &mut Graph) -> Value {
    let label = Text::fixed(
        "Katalogen känner inte villkoren",
        "The catalogue does not know the conditions",
    );
    own(graph, "criteria", "criteriaNotStated", &label)
}

/// The kind of insats.
pub fn category(graph: &mut Graph, category: Category) -> Value {
    let (word, sv, en) = match category {
        Category::Motesplats => ("motesplats", "Mötesplats", "Meeting place"),
        Category::Anhorigstod => ("anhorigstod", "Anhörigstöd", "Support for family carers"),
        Category::RadOchStod => ("rad-och-stod", "Råd och stöd", "Advice and support"),
        Category::TrygghetIHemmet => ("trygghet-i-hemmet", "Trygghet i hemmet", "Safety at home"),
        Category::Sysselsattning => ("sysselsattning", "Sysselsättning", "Meaningful occupation"),
        Category::Service => ("service", "Service", "Practical help"),
        Category::BarnOchUnga => ("barn-och-unga", "Barn och unga", "Children and young people"),
        Category::Familj => ("familj", "Familj", "Families"),
        Category::ValdINaraRelation => (
            "vald-i-nara-relation",
            "Våld i nära relation",
            "Violence in close relations",
        ),
        Category::Beroende => ("beroende", "Beroende", "Addiction"),
        Category::Funktionsnedsattning => ("funktionsnedsattning", "Funktionsnedsättning", "Disability"),
        Category::Boende => ("boende", "Boende", "Housing"),
        Category::Ovrigt => ("ovrigt", "Övrigt", "Other"),
    };
    own(graph, "category", word, &Text::fixed(sv, en))
}
