//! What the benchmarks and the counts of instructions have in common: catalogues and questions.

use insatskatalog::catalogue::snapshot::Catalogue;
use insatskatalog::documents::embedded::CATALOGUES;
use insatskatalog::documents::readers::file::CatalogueFile;
use insatskatalog::domain::insatser::document::{Change, Document};
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::publishing::proposal::Proposal;

/// A question about one person.
pub const QUESTION: &[u8] =
    br#"{"asOf":"2025-09-01","facts":{"birthDate":"1950-03-14","registeredMunicipality":"1270"}}"#;

/// A question about a person and the four others of the household.
pub const FOUR_PERSONS: &[u8] = br#"{"asOf":"2025-09-01","facts":{"birthDate":"1945-03-14","household":[{"birthDate":"1947-05-02"},{"birthDate":"1940-01-31"},{"birthDate":"1949-12-24"},{"birthDate":"1938-07-09"}]}}"#;

/// What the embedded catalogues publish.
pub fn documents() -> Vec<(Kommunkod, Document)> {
    let read = |(_, text): (&str, &str)| {
        let file = CatalogueFile::read(text, None).unwrap_or_else(|_| panic!("the embedded catalogues are read"));
        let kommunkod = file.kommunkod.expect("no template");
        file.documents
            .into_iter()
            .filter_map(move |proposed| match proposed.proposal {
                Proposal::Put(document) => Some((kommunkod, document)),
                Proposal::End(_) | Proposal::Remove(_) => None,
            })
            .collect::<Vec<_>>()
    };
    CATALOGUES.into_iter().flat_map(read).collect()
}

/// A catalogue with these documents.
pub fn catalogue(documents: Vec<(Kommunkod, Document)>) -> Catalogue {
    let changes = documents
        .into_iter()
        .zip(1..)
        .map(|((kommunkod, document), revision)| (revision, kommunkod, Change::Put(document)));
    Catalogue::default().after(changes).expect("a consistent catalogue")
}

/// An insats for those whose whole household has turned 75, and one with sixty conditions on few facts.
pub fn of_persons_and_of_sixty_conditions() -> Vec<(Kommunkod, Document)> {
    let own = Kommunkod::parse("0114").expect("a municipality");
    let facts = [
        "ordinaryHousing",
        "homeCare",
        "otherService",
        "lssSupport",
        "canApplyAndPlan",
        "respiteOrDayCare",
    ];
    let pairs: Vec<String> = (0..30)
        .map(|at| {
            let (fact, age) = (facts[at % facts.len()], 40 + at);
            format!(
                "{{kind: any, of: [{{kind: declared, fact: {fact}}}, {{kind: age, atLeast: {age}, groundForLimit: notStated, ageReason: notStated}}]}}"
            )
        })
        .collect();
    let text = format!(
        r#"
kommunkod: "0114"
municipality:
  bodies: [{{slug: namnden, name: Nämnden}}]
insatser:
  - slug: hushall
    name: {{sv: Hushåll, en: Household}}
    summary: {{sv: Hjälp., en: Help.}}
    category: service
    validFrom: 2025-07-01
    criteria:
      kind: eachOf
      persons: household
      where: {{kind: age, atLeast: 75, groundForLimit: notStated, ageReason: notStated}}
  - slug: sextio
    name: {{sv: Sextio, en: Sixty}}
    summary: {{sv: Hjälp., en: Help.}}
    category: service
    validFrom: 2025-07-01
    criteria: {{kind: all, of: [{}]}}
"#,
        pairs.join(", ")
    );
    let file = CatalogueFile::read(&text, None).unwrap_or_else(|faults| panic!("{faults:?}"));
    file.documents
        .into_iter()
        .filter_map(|proposed| match proposed.proposal {
            Proposal::Put(document) => Some((own, document)),
            Proposal::End(_) | Proposal::Remove(_) => None,
        })
        .collect()
}

/// The body of a request with a thousand questions.
pub fn thousand_questions() -> String {
    let questions: Vec<String> = (0..1000)
        .map(|at| {
            format!(
                r#"{{"reference":"q-{at}","kommunkod":"1270","insats":"trygghetslarm","asOf":"2025-09-01","facts":{{"birthDate":"19{:02}-03-14","registeredMunicipality":"1270"}}}}"#,
                30 + at % 60
            )
        })
        .collect();
    format!(r#"{{"questions":[{}]}}"#, questions.join(","))
}
