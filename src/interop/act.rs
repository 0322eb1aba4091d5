//! The acts that provisions are part of, by their addresses in the official publication of Swedish law.

use serde_json::{Value, json};

use super::nodes::{Nodes, in_swedish};

/// The acts whose address is known: the number in Svensk författningssamling, the name and the address.
const ACTS: [(&str, &str, &str); 1] = [(
    "2025:400",
    "Socialtjänstlag (2025:400)",
    "https://svenskforfattningssamling.se/sites/default/files/sfs/2025-05/SFS2025-400.pdf",
)];

/// The act that a citation names by its number, if its address is known.
pub(crate) fn act(nodes: &mut Nodes, citation: &str) -> Option<Value> {
    let (number, name, address) = ACTS
        .into_iter()
        .find(|(number, ..)| citation.contains(&format!("({number})")))?;
    Some(nodes.add(json!({
        "@id": address,
        "@type": ["LegalResource", "ReferenceFramework"],
        "dct:identifier": format!("SFS {number}"),
        "dct:title": in_swedish(name),
    })))
}
