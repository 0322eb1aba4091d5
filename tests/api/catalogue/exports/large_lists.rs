//! Lists that are too large for one document.

use reqwest::Method;
use serde_json::json;

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::publishing::{followed, import_text};
use crate::tests;

tests![a_list_that_is_too_large_is_asked_for_in_pages];

async fn a_list_that_is_too_large_is_asked_for_in_pages(engine: Engine) {
    let app = TestApp::start(engine).await;
    let insats = |number: usize| {
        format!(
            "  - {{slug: traff-{number}, name: {{sv: Träff}}, summary: {{sv: En träff.}}, category: motesplats, \
             validFrom: 2025-08-01, criteria: {{kind: all, of: []}}, legalBasis: [\"11 kap. 5 § socialtjänstlagen (2025:400)\"], \
             decision: {{body: Socialnämnden, date: 2025-06-11, reference: § 42, adoption: adopted}}, \
             documentation: {{individualLevel: required, legalBasis: [\"14 kap. 3 § socialtjänstlagen (2025:400)\"], \
             groupLevel: {{items: []}}}}}}\n"
        )
    };
    let insatser: String = (0..501).map(insats).collect();
    let text = format!(
        "kommunkod: \"0114\"\nmunicipality:\n  bodies: [{{slug: socialnamnden, name: Socialnämnden}}]\ninsatser:\n{insatser}"
    );
    let published = import_text(&app, &text).await.expect("published");
    followed(&app, published.revision).await;
    let list = "/municipalities/0114/insatser";
    let get = async |path: String, accept: &str| app.send(Method::GET, &path, &[("accept", accept)], None).await;
    for accept in [
        "application/ld+json",
        "text/turtle",
        "application/ld+json;profile=\"https://schema.org\"",
    ] {
        let refused = get(list.to_owned(), accept).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.json()["code"]),
            (413, &json!("listTooLarge"))
        );
        assert_eq!(get(format!("{list}?page=6&limit=100"), accept).await.status, 200);
    }
    assert_eq!(
        get(list.to_owned(), "text/csv").await.status,
        200,
        "a sheet may have more"
    );
}
