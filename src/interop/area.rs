//! The areas of municipalities, in their counties.

use serde_json::{Value, json};

use crate::domain::Kommunkod;

use super::nodes::{Nodes, in_swedish};

/// The counties and their codes in NUTS, level 3, which the European Union gives addresses.
const COUNTIES: [(&str, &str); 21] = [
    ("Blekinge län", "SE221"),
    ("Dalarnas län", "SE312"),
    ("Gotlands län", "SE214"),
    ("Gävleborgs län", "SE313"),
    ("Hallands län", "SE231"),
    ("Jämtlands län", "SE322"),
    ("Jönköpings län", "SE211"),
    ("Kalmar län", "SE213"),
    ("Kronobergs län", "SE212"),
    ("Norrbottens län", "SE332"),
    ("Skåne län", "SE224"),
    ("Stockholms län", "SE110"),
    ("Södermanlands län", "SE122"),
    ("Uppsala län", "SE121"),
    ("Värmlands län", "SE311"),
    ("Västerbottens län", "SE331"),
    ("Västernorrlands län", "SE321"),
    ("Västmanlands län", "SE125"),
    ("Västra Götalands län", "SE232"),
    ("Örebro län", "SE124"),
    ("Östergötlands län", "SE123"),
];

/// The IRI of a municipality's area.
pub(crate) fn area_address(base: &str, kommunkod: Kommunkod) -> String {
    format!("{base}/municipalities/{kommunkod}#area")
}

/// The area of a municipality: its code, its name and its county.
pub(crate) fn area(nodes: &mut Nodes, kommunkod: Kommunkod) -> Value {
    let kommun = kommunkod.kommun();
    let county = COUNTIES
        .iter()
        .find(|(name, _)| *name == kommun.county)
        .map(|(name, code)| {
            let county = nodes.add(json!({
                "@id": format!("http://data.europa.eu/nuts/code/{code}"),
                "@type": "Location",
                "dct:identifier": code,
                "skos:prefLabel": in_swedish(name),
            }));
            json!({"@id": county})
        });
    nodes.add(json!({
        "@id": area_address(nodes.base(), kommunkod),
        "@type": "Location",
        "dct:identifier": kommunkod,
        "skos:prefLabel": in_swedish(kommun.name),
        "dct:isPartOf": county,
    }))
}

#[cfg(test)]
mod tests {
    use super::COUNTIES;
    use crate::domain::Kommunkod;

    #[test]
    fn each_county_has_a_code_of_its_own() {
        for kommun in Kommunkod::all() {
            assert!(
                COUNTIES.iter().any(|(name, _)| *name == kommun.county),
                "{}",
                kommun.county
            );
        }
        let mut codes = COUNTIES.map(|(_, code)| code).to_vec();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 21);
    }
}
