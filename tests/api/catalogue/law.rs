//! The law on what is published through the API.

use insatskatalog::documents::embedded::TOMELILLA;
use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::editing::{ALARM, CAFE, create, editor, end, new_insats, put, read, refused, withdrawal};
use crate::fixtures::publishing::{followed, import_text};
use crate::tests;

tests![
    the_law_is_checked,
    gaps_in_the_source_are_remarks,
    a_guideline_holds_for_what_is_published_already,
    a_guideline_holds_for_what_is_in_force_again,
];

fn without(members: &[&str]) -> Value {
    with(|insats| {
        for member in members {
            insats.as_object_mut().expect("an object").remove(*member);
        }
    })
}

fn with(change: impl FnOnce(&mut Value)) -> Value {
    let mut insats = new_insats();
    change(&mut insats);
    insats
}

/// What the law refuses, and its faults.
fn unlawful() -> Vec<(Value, Vec<(&'static str, &'static str)>)> {
    vec![
        (
            with(|insats| {
                insats["name"]["sv"] = json!("Kontaktperson för äldre");
                insats["activities"] = json!([{"slug": "familjehem", "name": {"sv": "x", "en": "x"}}]);
            }),
            vec![
                ("/slug", "alwaysRequiresIndividualAssessment"),
                ("/activities/0/slug", "alwaysRequiresIndividualAssessment"),
            ],
        ),
        (
            with(|insats| insats["validFrom"] = json!("2025-06-30")),
            vec![("/validFrom", "beforeTheLaw")],
        ),
        (
            with(|insats| {
                insats["validFrom"] = json!("2024-01-01");
                insats["validTo"] = json!("2025-06-30");
            }),
            vec![("/validFrom", "beforeTheLaw")],
        ),
        (
            with(|insats| {
                insats.as_object_mut().expect("an object").remove("decision");
                insats["documentation"]
                    .as_object_mut()
                    .expect("an object")
                    .remove("specialReasons");
                insats["documentation"]["riskConclusion"] = json!(1);
            }),
            vec![
                ("/decision", "exemptionWithoutDecision"),
                ("/documentation/specialReasons", "specialReasonsMissing"),
                ("/documentation/riskConclusion", "conclusionDisagrees"),
            ],
        ),
        (
            without(&["decision", "documentation"]),
            vec![
                ("/decision", "decisionMissing"),
                ("/documentation", "documentationMissing"),
            ],
        ),
        (
            with(|insats| {
                insats["name"]["sv"] = json!("Stödboende");
                insats["criteria"] =
                    json!({"kind": "age", "atLeast": 21, "groundForLimit": "notStated", "ageReason": "notStated"});
                insats["activities"] = json!([{"slug": "unga", "name": {"sv": "Unga", "en": "Young"}, "criteria":
                    {"kind": "age", "atLeast": 16, "atMost": 20, "groundForLimit": "notStated", "ageReason": "notStated"}}]);
            }),
            vec![("/activities/0/criteria", "alwaysRequiresIndividualAssessment")],
        ),
        (
            with(|insats| {
                insats["documentation"]["individualLevel"] = json!("advice");
                insats["documentation"]["legalBasis"] = json!(["14 kap. 4 § socialtjänstlagen (2025:400)"]);
                insats["documentation"]["groupLevel"]["items"] = json!([]);
            }),
            vec![
                ("/documentation/individualLevel", "adviceOnly"),
                ("/documentation/groupLevel/items", "groupItemsMissing"),
            ],
        ),
        (
            with(|insats| {
                insats["criteria"] = json!({"kind": "all", "of": [
                    {"kind": "age", "atLeast": 65},
                    {"kind": "not", "of": {"kind": "residesIn", "kommunkod": "1270"}},
                    {"kind": "any", "groundForLimit": "notStated", "of": [{"kind": "declared", "fact": "isParent"}]},
                ]});
            }),
            vec![
                ("/criteria/of/0/groundForLimit", "groundMissing"),
                ("/criteria/of/0/ageReason", "ageReasonMissing"),
                ("/criteria/of/1/of/groundForLimit", "groundMissing"),
            ],
        ),
    ]
}

async fn the_law_is_checked(engine: Engine) {
    let app = TestApp::start(engine).await;
    let cases = unlawful();
    for (insats, faults) in &cases {
        let answered = create(&app, insats).await;
        refused(&answered, 422, faults);
        let detail = answered.json()["errors"][0]["detail"]
            .as_str()
            .expect("text")
            .to_owned();
        assert!(detail.len() > 30, "{detail}");
    }
    let swedish = app
        .send(
            reqwest::Method::PUT,
            CAFE,
            &[
                ("authorization", &format!("Bearer {}", editor("1270"))),
                ("if-none-match", "*"),
                ("content-type", "application/json"),
                ("accept-language", "sv"),
            ],
            Some(cases[3].0.to_string().into_bytes()),
        )
        .await;
    assert!(
        swedish.text.contains("14 kap. 5 § socialtjänstlagen"),
        "{}",
        swedish.text
    );
    // The service stores what the source does not show, with a remark; housing for adults may be open to all.
    let stored = with(|insats| {
        insats["documentation"]["specialReasons"] = json!("notStated");
        insats["name"]["sv"] = json!("Stödboende för vuxna");
        insats["criteria"] =
            json!({"kind": "age", "atLeast": 21, "groundForLimit": "notStated", "ageReason": "notStated"});
    });
    let answered = create(&app, &stored).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    for remark in ["specialReasonsNotStated", "groundNotStated", "ageReasonNotStated"] {
        assert!(answered.text.contains(remark), "{remark}");
    }
    let nobody = with(|insats| insats["criteria"] = json!({"kind": "not", "of": {"kind": "all", "of": []}}));
    refused(&create(&app, &nobody).await, 400, &[("/criteria/of", "empty")]);
}

async fn gaps_in_the_source_are_remarks(engine: Engine) {
    let app = TestApp::start(engine).await;
    // If the catalogue does not contain the criteria, the insats is open to nobody.
    let mut unknown = without(&["decision", "documentation", "criteria"]);
    unknown["criteriaNotStated"] = json!(true);
    let answered = create(&app, &unknown).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    for remark in ["decisionNotStated", "documentationNotStated", "criteriaNotStated"] {
        assert!(answered.text.contains(remark), "{remark}");
    }
    // A file contains what its source shows; a gap in the source is a remark.
    let cut = |text: &str, from: &str, to: &str| {
        let start = text.rfind(from).expect("there");
        let end = start + text[start..].find(to).expect("after it");
        format!("{}{}", &text[..start], &text[end..])
    };
    let file = cut(TOMELILLA, "    decision:", "    legalBasis:");
    let file = cut(&file, "    documentation:", "    sources:");
    let app = TestApp::on(Database::empty(engine), &[]).await;
    let published = import_text(&app, &file).await.expect("stored");
    followed(&app, published.revision).await;
    let (alarm, etag) = read(&app, ALARM).await;
    let remarks = alarm["remarks"].to_string();
    assert!(
        remarks.contains("decisionNotStated") && remarks.contains("documentationNotStated"),
        "{remarks}"
    );
    // An editor may fill in both while it is in force.
    let whole = TestApp::start(engine).await;
    let (filled, _) = read(&whole, ALARM).await;
    let answered = put(&app, "1270", ALARM, &etag, &filled).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
}

async fn a_guideline_holds_for_what_is_published_already(engine: Engine) {
    let app = TestApp::start(engine).await;
    // Norrtälje's guideline requires a conclusion for every insats under the Act.
    let cafe = "/municipalities/0188/insatser/sangcafe";
    let mut insats = new_insats();
    insats["decision"]["body"] = json!("Direktionen för Kommunalförbundet sjukvård och omsorg i Norrtälje");
    let answered = app.put_as(&editor("0188"), cafe, ("if-none-match", "*"), &insats).await;
    refused(
        &answered,
        422,
        &[("/documentation/riskConclusion", "riskConclusionMissing")],
    );
    insats["documentation"]["riskConclusion"] = json!(3);
    assert_eq!(
        app.put_as(&editor("0188"), cafe, ("if-none-match", "*"), &insats)
            .await
            .status,
        201
    );
    // Tomelilla cannot require it before its insatser have one.
    let (mut tomelilla, etag) = read(&app, "/municipalities/1270").await;
    tomelilla["settings"]["riskConclusionRequired"] = json!(true);
    let answered = put(&app, "1270", "/municipalities/1270", &etag, &tomelilla).await;
    assert_eq!(answered.status, 422);
    assert_eq!(answered.json()["errors"].as_array().map(Vec::len), Some(5));
    assert_eq!(answered.json()["code"], "riskConclusionMissing");
}

async fn a_guideline_holds_for_what_is_in_force_again(engine: Engine) {
    let app = TestApp::start(engine).await;
    let list = app.get_json("/municipalities/1270/insatser").await;
    for insats in list["insatser"].as_array().expect("a list") {
        let path = format!(
            "/municipalities/1270/insatser/{}",
            insats["slug"].as_str().expect("a slug")
        );
        let answered = end(&app, &path, &withdrawal("2025-10-05")).await;
        assert_eq!(answered.status, 200, "{}", answered.text);
    }
    app.now("2025-10-10T10:00:00Z");
    let (mut tomelilla, etag) = read(&app, "/municipalities/1270").await;
    tomelilla["settings"]["riskConclusionRequired"] = json!(true);
    let answered = put(&app, "1270", "/municipalities/1270", &etag, &tomelilla).await;
    assert_eq!(answered.status, 200, "nothing is in force: {}", answered.text);
    // Its last day may be corrected while it stays ended, and not so that it is in force again.
    let mut correction = withdrawal("2025-10-07");
    correction["validFrom"] = json!("2025-07-01");
    let answered = end(&app, ALARM, &correction).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    correction["lastDay"] = json!("2025-12-31");
    let answered = end(&app, ALARM, &correction).await;
    refused(&answered, 422, &[("/lastDay", "riskConclusionMissing")]);
}
