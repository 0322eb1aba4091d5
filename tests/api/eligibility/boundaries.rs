//! Every insats of the fact sheet, asked on, before and after its boundaries.

use insatskatalog::documents::embedded::TEMPLATE;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::import;
use insatskatalog::import::SourceFile;
use insatskatalog::store::Store;
use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp, author};
use crate::tests;

tests![
    every_historical_insats_ends_with_the_old_law,
    every_insats_of_the_template_is_undetermined,
    every_insats_is_asked_at_its_boundaries,
    every_insats_is_served_with_its_sources
];

/// Municipality, insats, activity, day, facts, outcome and reason code (empty: more facts are needed).
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Value,
    &'static str,
    &'static str,
);

#[expect(clippy::too_many_lines, reason = "a table, a line for each boundary")]
fn rows() -> Vec<Row> {
    let senior = |birth: &str, registered: &str, healthy: bool| json!({"birthDate": birth, "registeredMunicipality": registered, "selfDeclared": {"relativelyHealthy": healthy}});
    let carer = |birth: &str, lives: &str, relative_lives: &str, supports: bool, reasons: Value| {
        json!({"birthDate": birth, "residenceMunicipality": lives, "relativeResidenceMunicipality": relative_lives,
            "selfDeclared": {"supportsRelative": supports, "relativeReasons": reasons}})
    };
    let child = |birth: &str, lives: &str, relative_lives: &str, parent: bool| {
        json!({"birthDate": birth, "residenceMunicipality": lives, "relativeResidenceMunicipality": relative_lives,
            "selfDeclared": {"parentWithMentalIllness": parent}})
    };
    let ombud = |age: u8, disability: bool, difficulties: bool, needs: bool| {
        json!({"age": age, "selfDeclared": {"psychiatricDisability": disability,
            "substantialDifficulties": difficulties, "complexSupportNeeds": needs}})
    };
    let violence = |age: u8, exposed: bool, uses: bool| json!({"age": age, "selfDeclared": {"exposedToViolence": exposed, "usesViolence": uses}});
    vec![
        // Tomelilla (004).
        (
            "1270",
            "cafe-kryddan",
            "",
            "2025-06-30",
            json!({}),
            "notEligible",
            "notInForce",
        ),
        (
            "1270",
            "cafe-kryddan",
            "",
            "2025-07-01",
            json!({}),
            "eligible",
            "openToAll",
        ),
        (
            "1270",
            "rebus",
            "",
            "2025-06-30",
            json!({}),
            "notEligible",
            "notInForce",
        ),
        ("1270", "rebus", "", "2025-07-01", json!({}), "eligible", "openToAll"),
        (
            "1270",
            "anhorigstod",
            "",
            "2025-06-30",
            json!({}),
            "notEligible",
            "notInForce",
        ),
        (
            "1270",
            "anhorigstod",
            "",
            "2025-07-01",
            json!({}),
            "eligible",
            "openToAll",
        ),
        (
            "1270",
            "rad-och-stod",
            "",
            "2025-06-30",
            json!({}),
            "notEligible",
            "notInForce",
        ),
        (
            "1270",
            "rad-och-stod",
            "",
            "2025-07-01",
            json!({}),
            "eligible",
            "openToAll",
        ),
        (
            "1270",
            "trygghetslarm",
            "",
            "2025-06-30",
            json!({"age": 80, "registeredMunicipality": "1270"}),
            "notEligible",
            "notInForce",
        ),
        (
            "1270",
            "trygghetslarm",
            "",
            "2025-07-01",
            json!({"age": 70, "registeredMunicipality": "1270"}),
            "eligible",
            "meetsCriteria",
        ),
        (
            "1270",
            "trygghetslarm",
            "",
            "2025-07-01",
            json!({"age": 69, "registeredMunicipality": "1270"}),
            "notEligible",
            "age",
        ),
        (
            "1270",
            "trygghetslarm",
            "",
            "2025-07-01",
            json!({"age": 70, "registeredMunicipality": "0188"}),
            "notEligible",
            "municipality",
        ),
        (
            "1270",
            "trygghetslarm",
            "",
            "2025-07-01",
            json!({"age": 70}),
            "needMoreFacts",
            "",
        ),
        // Norrtälje (000, 002).
        (
            "0188",
            "anhorigstod",
            "",
            "2025-06-30",
            json!({}),
            "notEligible",
            "notInForce",
        ),
        (
            "0188",
            "anhorigstod",
            "",
            "2025-07-01",
            carer("2007-07-01", "0188", "none", true, json!(["alder"])),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0188",
            "anhorigstod",
            "",
            "2025-07-01",
            carer("2007-07-02", "0188", "none", true, json!(["alder"])),
            "notEligible",
            "age",
        ),
        (
            "0188",
            "anhorigstod",
            "",
            "2025-07-01",
            carer("1980-01-01", "1270", "0188", true, json!(["langvarig_sjukdom"])),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0188",
            "anhorigstod",
            "",
            "2025-07-01",
            carer("1980-01-01", "1270", "1270", true, json!(["psykisk_ohalsa"])),
            "notEligible",
            "municipality",
        ),
        (
            "0188",
            "anhorigstod",
            "",
            "2025-07-01",
            carer("1980-01-01", "0188", "0188", false, json!(["psykisk_ohalsa"])),
            "notEligible",
            "relation",
        ),
        (
            "0188",
            "anhorigstod",
            "",
            "2025-07-01",
            carer("1980-01-01", "0188", "0188", true, json!(["funktionsnedsattning"])),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0188",
            "anhorigstod",
            "",
            "2025-07-01",
            carer("1980-01-01", "0188", "0188", true, json!(["beroende"])),
            "notEligible",
            "referredElsewhere",
        ),
        (
            "0188",
            "anhorigstod",
            "",
            "2025-07-01",
            carer("1980-01-01", "0188", "0188", true, json!(["vald_i_nara_relation"])),
            "notEligible",
            "referredElsewhere",
        ),
        (
            "0188",
            "anhorigstod",
            "",
            "2025-07-01",
            carer("1980-01-01", "0188", "0188", true, json!(["beroende", "alder"])),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0188",
            "anhorigstod",
            "",
            "2025-07-01",
            carer("1980-01-01", "0188", "0188", true, json!([])),
            "notEligible",
            "relation",
        ),
        (
            "0188",
            "anhorigstod",
            "rubinens-barngrupp",
            "2025-07-01",
            child("2007-07-02", "0188", "none", true),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0188",
            "anhorigstod",
            "rubinens-barngrupp",
            "2025-07-01",
            child("2007-07-01", "0188", "none", true),
            "notEligible",
            "age",
        ),
        (
            "0188",
            "anhorigstod",
            "rubinens-barngrupp",
            "2025-07-01",
            child("2015-01-01", "1270", "0188", true),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0188",
            "anhorigstod",
            "rubinens-barngrupp",
            "2025-07-01",
            child("2015-01-01", "1270", "1270", true),
            "notEligible",
            "municipality",
        ),
        (
            "0188",
            "anhorigstod",
            "rubinens-barngrupp",
            "2025-07-01",
            child("2015-01-01", "0188", "0188", false),
            "notEligible",
            "selfDeclared",
        ),
        (
            "0188",
            "traffpunkter",
            "",
            "2025-06-30",
            json!({}),
            "notEligible",
            "notInForce",
        ),
        (
            "0188",
            "traffpunkter",
            "",
            "2025-07-01",
            json!({"age": 12, "registeredMunicipality": "none"}),
            "eligible",
            "openToAll",
        ),
        (
            "0188",
            "seniorkollo",
            "",
            "2025-06-30",
            json!({}),
            "notEligible",
            "notInForce",
        ),
        (
            "0188",
            "seniorkollo",
            "",
            "2025-07-01",
            senior("1955-07-01", "0188", true),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0188",
            "seniorkollo",
            "",
            "2025-07-01",
            senior("1955-07-02", "0188", true),
            "notEligible",
            "age",
        ),
        (
            "0188",
            "seniorkollo",
            "",
            "2025-07-01",
            senior("1950-01-01", "1270", true),
            "notEligible",
            "municipality",
        ),
        (
            "0188",
            "seniorkollo",
            "",
            "2025-07-01",
            senior("1950-01-01", "0188", false),
            "notEligible",
            "selfDeclared",
        ),
        (
            "0188",
            "kvarnen",
            "",
            "2025-06-30",
            json!({}),
            "notEligible",
            "notInForce",
        ),
        ("0188", "kvarnen", "", "2025-07-01", json!({}), "eligible", "openToAll"),
        (
            "0188",
            "hamnkompaniet",
            "",
            "2025-06-30",
            json!({}),
            "notEligible",
            "notInForce",
        ),
        (
            "0188",
            "hamnkompaniet",
            "",
            "2025-07-01",
            json!({"residenceMunicipality": "0188", "selfDeclared": {"psychiatricContact": true}}),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0188",
            "hamnkompaniet",
            "",
            "2025-07-01",
            json!({"residenceMunicipality": "0188", "selfDeclared": {"psychiatricContact": false}}),
            "notEligible",
            "selfDeclared",
        ),
        (
            "0188",
            "hamnkompaniet",
            "",
            "2025-07-01",
            json!({"residenceMunicipality": "0180", "selfDeclared": {"psychiatricContact": true}}),
            "notEligible",
            "municipality",
        ),
        (
            "0188",
            "hamnkompaniet",
            "",
            "2025-07-01",
            json!({"registeredMunicipality": "0188", "selfDeclared": {"psychiatricContact": true}}),
            "needMoreFacts",
            "",
        ),
        (
            "0188",
            "syn-och-horselinstruktor",
            "",
            "2025-06-30",
            json!({}),
            "notEligible",
            "notInForce",
        ),
        (
            "0188",
            "syn-och-horselinstruktor",
            "",
            "2025-07-01",
            json!({"age": 0, "residenceMunicipality": "0188", "selfDeclared": {"visionOrHearingImpairment": true}}),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0188",
            "syn-och-horselinstruktor",
            "",
            "2025-07-01",
            json!({"residenceMunicipality": "0188", "selfDeclared": {"visionOrHearingImpairment": false}}),
            "notEligible",
            "selfDeclared",
        ),
        (
            "0188",
            "syn-och-horselinstruktor",
            "",
            "2025-07-01",
            json!({"residenceMunicipality": "none"}),
            "notEligible",
            "municipality",
        ),
        (
            "0188",
            "personligt-ombud",
            "",
            "2022-05-31",
            ombud(40, true, true, true),
            "notEligible",
            "notInForce",
        ),
        (
            "0188",
            "personligt-ombud",
            "",
            "2022-06-01",
            ombud(18, true, true, true),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0188",
            "personligt-ombud",
            "",
            "2022-06-01",
            ombud(17, true, true, true),
            "notEligible",
            "age",
        ),
        (
            "0188",
            "personligt-ombud",
            "",
            "2026-06-01",
            ombud(40, true, true, true),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0188",
            "personligt-ombud",
            "",
            "2025-07-01",
            ombud(40, false, true, true),
            "notEligible",
            "selfDeclared",
        ),
        (
            "0188",
            "personligt-ombud",
            "",
            "2025-07-01",
            ombud(40, true, false, true),
            "notEligible",
            "selfDeclared",
        ),
        (
            "0188",
            "personligt-ombud",
            "",
            "2025-07-01",
            ombud(40, true, true, false),
            "notEligible",
            "selfDeclared",
        ),
        // Stockholm, before the law (003).
        (
            "0180",
            "trafflokal",
            "",
            "2022-01-16",
            json!({}),
            "notEligible",
            "notInForce",
        ),
        (
            "0180",
            "trafflokal",
            "",
            "2022-01-17",
            json!({}),
            "eligible",
            "openToAll",
        ),
        (
            "0180",
            "trafflokal",
            "",
            "2025-06-30",
            json!({}),
            "eligible",
            "openToAll",
        ),
        (
            "0180",
            "trafflokal",
            "",
            "2025-07-01",
            json!({}),
            "notEligible",
            "noDecision",
        ),
        (
            "0180",
            "personligt-ombud",
            "",
            "2024-01-01",
            ombud(18, true, true, true),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0180",
            "personligt-ombud",
            "",
            "2024-01-01",
            ombud(17, true, true, true),
            "notEligible",
            "age",
        ),
        (
            "0180",
            "heminstruktor",
            "",
            "2024-01-01",
            json!({"selfDeclared": {"visionOrHearingImpairment": true}}),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0180",
            "heminstruktor",
            "",
            "2024-01-01",
            json!({"selfDeclared": {"visionOrHearingImpairment": false}}),
            "notEligible",
            "selfDeclared",
        ),
        (
            "0180",
            "fixartjanst",
            "",
            "2024-01-01",
            json!({"age": 68}),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0180",
            "fixartjanst",
            "",
            "2024-01-01",
            json!({"age": 67}),
            "notEligible",
            "age",
        ),
        (
            "0180",
            "ungdomsmottagning",
            "",
            "2024-06-01",
            json!({"birthDate": "2012-06-02"}),
            "notEligible",
            "age",
        ),
        (
            "0180",
            "ungdomsmottagning",
            "",
            "2024-06-01",
            json!({"birthDate": "2012-06-01"}),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0180",
            "ungdomsmottagning",
            "",
            "2024-06-01",
            json!({"birthDate": "2001-06-02"}),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0180",
            "ungdomsmottagning",
            "",
            "2024-06-01",
            json!({"birthDate": "2001-06-01"}),
            "notEligible",
            "age",
        ),
        (
            "0180",
            "relationsvaldscentrum",
            "",
            "2024-01-01",
            violence(18, true, false),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0180",
            "relationsvaldscentrum",
            "",
            "2024-01-01",
            violence(18, false, true),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0180",
            "relationsvaldscentrum",
            "",
            "2024-01-01",
            violence(17, true, false),
            "notEligible",
            "age",
        ),
        (
            "0180",
            "relationsvaldscentrum",
            "",
            "2024-01-01",
            violence(18, false, false),
            "notEligible",
            "selfDeclared",
        ),
        (
            "0180",
            "foraldraskapsstod",
            "",
            "2024-01-01",
            json!({"selfDeclared": {"isParent": true}}),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0180",
            "foraldraskapsstod",
            "",
            "2024-01-01",
            json!({"selfDeclared": {"isParent": false}}),
            "notEligible",
            "selfDeclared",
        ),
        (
            "0180",
            "rad-och-stodsamtal",
            "",
            "2024-01-01",
            json!({}),
            "undetermined",
            "criteriaUnknown",
        ),
        (
            "0180",
            "skolsocialt-team",
            "",
            "2024-01-01",
            json!({}),
            "undetermined",
            "criteriaUnknown",
        ),
        (
            "0180",
            "stodsamtal-oppenvard",
            "",
            "2024-01-01",
            json!({}),
            "undetermined",
            "criteriaUnknown",
        ),
        (
            "0180",
            "behandlingsenheten",
            "",
            "2024-01-01",
            json!({}),
            "undetermined",
            "criteriaUnknown",
        ),
        (
            "0180",
            "behandlingsenheten",
            "avhopparverksamhet",
            "2024-01-01",
            json!({"age": 19}),
            "notEligible",
            "age",
        ),
        (
            "0180",
            "behandlingsenheten",
            "avhopparverksamhet",
            "2024-01-01",
            json!({"age": 20}),
            "eligible",
            "meetsCriteria",
        ),
        (
            "0180",
            "mika",
            "",
            "2024-01-01",
            json!({}),
            "undetermined",
            "criteriaUnknown",
        ),
        ("0180", "mika", "", "2025-07-01", json!({}), "notEligible", "noDecision"),
        (
            "0180",
            "kast",
            "",
            "2024-01-01",
            json!({}),
            "undetermined",
            "criteriaUnknown",
        ),
    ]
}

async fn every_insats_is_asked_at_its_boundaries(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut asked: Vec<(&str, &str)> = Vec::new();
    for (kommunkod, insats, activity, day, facts, outcome, reason_code) in rows() {
        let mut question = json!({"asOf": day, "facts": facts});
        if !activity.is_empty() {
            question["activity"] = json!(activity);
        }
        let answer = app.ask(kommunkod, insats, &question).await;
        let given = (
            answer["outcome"].as_str(),
            answer["reasonCode"].as_str().unwrap_or_default(),
        );
        assert_eq!(
            given,
            (Some(outcome), reason_code),
            "{kommunkod} {insats} {question}: {answer}"
        );
        assert_eq!(
            answer["missing"] == json!([]),
            outcome != "needMoreFacts",
            "{insats} {question}"
        );
        asked.push((kommunkod, insats));
    }
    for kommunkod in ["0180", "0188", "1270"] {
        let all = format!(
            "/municipalities/{kommunkod}/insatser?limit=100&status=inForce,upcoming,historical,incomplete,terminated"
        );
        for insats in app.get_json(&all).await["insatser"].as_array().expect("a list") {
            let slug = insats["slug"].as_str().expect("a slug");
            assert!(
                asked.contains(&(kommunkod, slug)),
                "{kommunkod} {slug} is not in the table"
            );
        }
    }
}

async fn every_historical_insats_ends_with_the_old_law(engine: Engine) {
    let app = TestApp::start(engine).await;
    let list = app
        .get_json("/municipalities/0180/insatser?status=historical&limit=100")
        .await;
    let insatser = list["insatser"].as_array().expect("a list");
    assert_eq!(insatser.len(), 13);
    for insats in insatser {
        let slug = insats["slug"].as_str().expect("a slug");
        let ask = async |day: &str| app.ask("0180", slug, &json!({"asOf": day})).await["reasonCode"].clone();
        assert_eq!(ask("2022-01-16").await, "notInForce", "{slug}");
        assert!(
            !["notInForce", "noDecision"].contains(&ask("2022-01-17").await.as_str().unwrap_or_default()),
            "{slug}"
        );
        assert!(
            !["notInForce", "noDecision"].contains(&ask("2025-06-30").await.as_str().unwrap_or_default()),
            "{slug}"
        );
        assert_eq!(ask("2025-07-01").await, "noDecision", "{slug}");
    }
}

async fn every_insats_of_the_template_is_undetermined(engine: Engine) {
    let app = TestApp::start(engine).await;
    let store = Store::open(&app.database.address()).expect("opens");
    let source = SourceFile {
        name: TEMPLATE.0.into(),
        text: TEMPLATE.1.into(),
    };
    let published = import::files(&store, &app.clock, vec![source], Kommunkod::parse("0114"), &author())
        .await
        .expect("published");
    crate::fixtures::publishing::followed(&app, published[0].1.revision).await;
    let levels = [
        ("anhorigstod", "exempt"),
        ("motesplatser", "exempt"),
        ("radgivning-vald-i-nara-relation", "advice"),
        ("boendecoachning-bostadslosa", "required"),
        ("krisstod-placerat-barn", "required"),
        ("efter-barnforhoret", "required"),
        ("familjebehandling", "required"),
    ];
    for (slug, level) in levels {
        let before = app.ask("0114", slug, &json!({"asOf": "2025-06-30"})).await;
        assert_eq!(before["reasonCode"], "notInForce", "{slug}");
        let after = app.ask("0114", slug, &json!({"asOf": "2025-07-01"})).await;
        assert_eq!(
            (&after["outcome"], &after["reasonCode"]),
            (&json!("undetermined"), &json!("criteriaUnknown")),
            "{slug}"
        );
        let rules = app
            .get_json(&format!("/municipalities/0114/insatser/{slug}/documentation-rules"))
            .await;
        assert_eq!(rules["documentation"]["individualLevel"], level, "{slug}");
    }
}

/// Individual level, conclusion and group items of each insats, by fact sheet section 3 and 5.
const RULES: [(&str, &str, &str, u8, &str); 12] = [
    ("1270", "cafe-kryddan", "exempt", 0, "evaluation"),
    ("1270", "rebus", "exempt", 0, "extent content evaluation"),
    (
        "1270",
        "anhorigstod",
        "exempt",
        0,
        "content participants.total evaluation",
    ),
    ("1270", "rad-och-stod", "advice", 0, "kindOfSupport extent patterns"),
    ("1270", "trygghetslarm", "required", 0, ""),
    ("0188", "anhorigstod", "exempt", 2, NORRTALJE),
    ("0188", "traffpunkter", "exempt", 2, NORRTALJE),
    ("0188", "seniorkollo", "exempt", 2, NORRTALJE),
    ("0188", "kvarnen", "exempt", 3, NORRTALJE),
    ("0188", "hamnkompaniet", "exempt", 2, NORRTALJE),
    ("0188", "syn-och-horselinstruktor", "exempt", 2, NORRTALJE),
    ("0188", "personligt-ombud", "outsideAct", 0, "evaluation"),
];

const NORRTALJE: &str = "date method performedBy participants.total participants.gender evaluation";

async fn every_insats_is_served_with_its_sources(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (kommunkod, count, parts) in [
        ("1270", 5, ["004"].as_slice()),
        ("0188", 7, &["000", "002"]),
        ("0180", 13, &["003"]),
    ] {
        let status = if kommunkod == "0180" { "historical" } else { "inForce" };
        let list = app
            .get_json(&format!(
                "/municipalities/{kommunkod}/insatser?status={status}&limit=100"
            ))
            .await;
        let insatser = list["insatser"].as_array().expect("a list");
        assert_eq!(insatser.len(), count, "{kommunkod}");
        for insats in insatser {
            let name = format!("{kommunkod} {}", insats["slug"]);
            let sources = insats["sources"]
                .as_array()
                .unwrap_or_else(|| panic!("{name} has no sources"));
            assert!(!sources.is_empty(), "{name}");
            for source in sources {
                let document = source["document"].as_str().expect("a document");
                assert!(
                    parts.contains(&document) && source["lines"].is_string(),
                    "{name}: {source}"
                );
            }
            assert!(
                insats["name"]["en"].is_string() && insats["summary"]["sv"].is_string(),
                "{name}"
            );
        }
    }
    for (kommunkod, insats, level, conclusion, items) in RULES {
        let path = format!("/municipalities/{kommunkod}/insatser/{insats}/documentation-rules");
        let rules = app.get_json(&path).await["documentation"].clone();
        assert_eq!(rules["individualLevel"], level, "{insats}");
        assert_eq!(
            rules["riskConclusion"].as_u64().unwrap_or_default(),
            u64::from(conclusion),
            "{insats}"
        );
        let wanted: Vec<&str> = items.split_whitespace().collect();
        assert_eq!(rules["groupLevel"]["items"], json!(wanted), "{insats}");
    }
    let anhorigstod = app.get_json("/municipalities/0188/insatser/anhorigstod").await;
    assert_eq!(anhorigstod["activities"].as_array().map(Vec::len), Some(10));
    assert_eq!(anhorigstod["decision"]["followUpDue"], "2026-06");
    let traffpunkter = app.get_json("/municipalities/0188/insatser/traffpunkter").await;
    assert_eq!(traffpunkter["places"].as_array().map(Vec::len), Some(7));
    assert_eq!(
        traffpunkter["documentation"]["groupLevel"]["reporting"]["cycle"],
        "year"
    );
    assert_eq!(
        app.get_json("/municipalities/0188/insatser/kvarnen").await["fee"]["kind"],
        "atCost"
    );
    let instructor = app
        .get_json("/municipalities/0188/insatser/syn-och-horselinstruktor")
        .await;
    assert_eq!(
        (&instructor["fee"]["kind"], &instructor["referralNeeded"]),
        (&json!("free"), &json!(false))
    );
}
