//! Real services of other municipalities, imported as files: on, before and after each boundary.

use crate::eligibility::boundaries::{COLUMNS, ask_each};
use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::publishing::{followed, import_text};
use crate::fixtures::table;
use crate::tests;

tests![every_real_service_is_asked_at_its_boundaries];

const FILES: [&str; 13] = [
    include_str!("services/0127.yaml"),
    include_str!("services/0182.yaml"),
    include_str!("services/0305.yaml"),
    include_str!("services/0580.yaml"),
    include_str!("services/1256.yaml"),
    include_str!("services/1276.yaml"),
    include_str!("services/1401.yaml"),
    include_str!("services/1496.yaml"),
    include_str!("services/1880.yaml"),
    include_str!("services/2081.yaml"),
    include_str!("services/2180.yaml"),
    include_str!("services/2282.yaml"),
    include_str!("services/2582.yaml"),
];

/// The insatser of Stockholm and of the files above.
const SERVICES: usize = 20;

async fn every_real_service_is_asked_at_its_boundaries(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut revision = 0;
    for file in FILES {
        let name = file.lines().next().unwrap_or_default();
        let published = import_text(&app, file).await;
        revision = published.unwrap_or_else(|faults| panic!("{name}: {faults:?}")).revision;
    }
    followed(&app, revision).await;
    let rows = table::rows(include_str!("real_services.txt"), COLUMNS, 117);
    let mut asked = ask_each(&app, &rows).await;
    asked.sort_unstable();
    asked.dedup();
    assert_eq!(asked.len(), SERVICES, "{asked:?}");
    let mut services = 1;
    for file in FILES {
        let kommunkod = file.lines().find_map(|line| line.strip_prefix("kommunkod: "));
        let kommunkod = kommunkod.expect("a kommunkod").trim_matches('"');
        let all =
            format!("/municipalities/{kommunkod}/insatser?limit=100&status=inForce,upcoming,historical,terminated");
        for insats in app.get_json(&all).await["insatser"].as_array().expect("a list") {
            let slug = insats["slug"].as_str().expect("a slug");
            assert!(
                asked.contains(&(kommunkod, slug)),
                "{kommunkod} {slug} is not in the table"
            );
            services += 1;
        }
    }
    assert_eq!(services, SERVICES, "with the one of Stockholm");
}
