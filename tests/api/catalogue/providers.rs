//! A municipality's settings, providers, agreements and follow-ups.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{ALARM, changed, editor, end, new_insats, put, read, refused, withdrawal};
use crate::tests;

tests![
    identity_numbers_are_refused_as_phone_numbers_and_in_web_addresses,
    providers_and_agreements_are_published,
    a_municipality_begins_and_changes,
    follow_ups_come_by_day,
    an_agreement_that_is_settled_is_no_follow_up,
    a_provider_that_is_unlinked_moves_the_etag,
    referenced_objects_cannot_be_deleted,
];

async fn providers_and_agreements_are_published(engine: Engine) {
    let app = TestApp::start(engine).await;
    let token = editor("1270");
    let own = "/municipalities/1270/providers/egen-regi";
    let agreement = format!("{own}/agreements/egen-regi-larm");
    let covers = json!({"insatser": ["trygghetslarm"], "validFrom": "2025-07-01", "kind": "ownAdministration"});
    let answered = app.put_as(&token, &agreement, ("if-none-match", "*"), &covers).await;
    refused(&answered, 422, &[("", "unknownReference")]);
    let provider = json!({"slug": "egen-regi", "name": "Egen regi", "kind": "ownAdministration"});
    let answered = app.put_as(&token, own, ("if-none-match", "*"), &provider).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    assert_eq!(
        app.put_as(&token, own, ("if-none-match", "*"), &provider).await.status,
        412
    );
    for (change, pointer, code) in [
        (json!({"kind": "main"}), "/kind", "agreementKindDisagrees"),
        (
            json!({"insatser": ["trygghetslarm", "dansbana"]}),
            "/insatser/1",
            "unknownReference",
        ),
        (
            json!({"kind": "addOn", "partOf": "huvud"}),
            "/partOf",
            "unknownReference",
        ),
    ] {
        let mut wrong = covers.clone();
        for (name, value) in change.as_object().expect("members") {
            wrong[name] = value.clone();
        }
        let answered = app.put_as(&token, &agreement, ("if-none-match", "*"), &wrong).await;
        let errors = answered.json()["errors"].to_string();
        assert!(
            answered.status == 422 && errors.contains(pointer) && errors.contains(code),
            "{errors}"
        );
    }
    // A new agreement follows the provider that was read, or creates.
    let read_provider = app.get("/municipalities/1270/providers/egen-regi").await;
    let of_provider = read_provider.header("etag").to_owned();
    let answered = app.put_as(&token, &agreement, ("if-match", "\"1.x\""), &covers).await;
    assert_eq!(answered.status, 412);
    let answered = app
        .put_as(&token, &agreement, ("if-match", &of_provider), &covers)
        .await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    let etag = answered.header("etag").to_owned();
    let again = app.put_as(&token, &agreement, ("if-none-match", "*"), &covers).await;
    assert_eq!(again.status, 412);
    let shown = read(&app, ALARM).await.0;
    assert_eq!(shown["providers"][0]["slug"], "egen-regi");
    assert!(!shown["remarks"].to_string().contains("providerNotStated"));
    // The web pages show its end.
    let mut ended = covers.clone();
    ended["validTo"] = json!("2025-09-30");
    assert_eq!(
        app.put_as(&token, &agreement, ("if-match", "\"1\""), &ended)
            .await
            .status,
        412
    );
    assert_eq!(
        app.put_as(&token, &agreement, ("if-match", &etag), &ended).await.status,
        200
    );
    let warnings = read(&app, ALARM).await.0["warnings"].clone();
    assert_eq!(warnings[0]["code"], "adoptionNotShown", "the source is a proposal");
    assert_eq!(warnings[1]["since"], "2025-10-01");
    let (mut provider, etag) = read(&app, own).await;
    assert_eq!(provider["agreements"][0]["validTo"], "2025-09-30");
    provider["functionPhone"] = json!("0417-180 00");
    assert_eq!(put(&app, "1270", own, &etag, &provider).await.status, 200);
    // The provider changed after its agreement: a new process has it at the same revision.
    let started_later = TestApp::beside(&app).await;
    let revision = |etag: &str| etag.split('.').next().map(str::to_owned);
    let (_, etag) = read(&app, own).await;
    assert_eq!(revision(&read(&started_later, own).await.1), revision(&etag));
    provider["functionPhone"] = json!("0417-180 01");
    assert_eq!(put(&app, "1270", own, &etag, &provider).await.status, 200);
    provider["slug"] = json!("annan");
    refused(
        &put(&app, "1270", own, &etag, &provider).await,
        400,
        &[("/slug", "conflictingMembers")],
    );
    let odd = app
        .put_as(
            &token,
            "/municipalities/1270/providers/Egen%20Regi",
            ("if-none-match", "*"),
            &provider,
        )
        .await;
    refused(&odd, 400, &[("/path/providerSlug", "invalidFormat")]);
}

async fn a_municipality_begins_and_changes(engine: Engine) {
    let app = TestApp::start(engine).await;
    let vasby = "/municipalities/0114";
    let token = editor("0114");
    let cafe = "/municipalities/0114/insatser/sangcafe";
    let answered = app.put_as(&token, cafe, ("if-none-match", "*"), &new_insats()).await;
    refused(&answered, 400, &[("", "missingMember")]);
    let document = json!({"settings": {"riskConclusionRequired": false}, "bodies": [{"slug": "von", "name": "Vård- och omsorgsnämnden",
        "applicationContact": {"name": "Biståndsenheten", "functionPhone": "08-590 970 00"}}]});
    assert_eq!(
        app.put_as(&token, vasby, ("if-match", "*"), &document).await.status,
        412
    );
    let answered = app.put_as(&token, vasby, ("if-none-match", "*"), &document).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["name"]),
        (201, &json!("Upplands Väsby")),
        "{}",
        answered.text
    );
    assert_eq!(
        app.put_as(&token, cafe, ("if-none-match", "*"), &new_insats())
            .await
            .status,
        201
    );
    assert_eq!(
        app.ask("0114", "sangcafe", &json!({})).await["rightToApply"]["contact"]["name"],
        "Biståndsenheten"
    );
    let (mut object, etag) = read(&app, vasby).await;
    object["bodies"] = json!([]);
    refused(
        &put(&app, "0114", vasby, &etag, &object).await,
        422,
        &[("/bodies", "unknownReference")],
    );
    // None of this changes another municipality's catalogue.
    assert_eq!(
        app.get_json("/municipalities/1270/insatser").await["_meta"]["totalRecords"],
        5
    );
    let settings_only = crate::issuer::token("catalogue:write", "0114");
    assert_eq!(
        app.put_as(&settings_only, vasby, ("if-match", &etag), &object)
            .await
            .status,
        403
    );
}

async fn follow_ups_come_by_day(engine: Engine) {
    let app = TestApp::start(engine).await;
    app.now("2026-07-01T10:00:00Z");
    let path = "/municipalities/0188/follow-ups?limit=100";
    let list = app.get_as(&editor("0188"), path).await.json();
    let all = list["followUps"].as_array().expect("a list");
    assert_eq!(
        (&all[0]["kind"], &all[0]["due"], &all[0]["provider"], &all[0]["overdue"]),
        (
            &json!("agreementEnds"),
            &json!("2026-05-31"),
            &json!("stiftelsen-parasoll"),
            &json!(true)
        )
    );
    let decisions: Vec<&Value> = all.iter().filter(|one| one["kind"] == "decision").collect();
    assert_eq!(decisions.len(), 6);
    assert!(
        decisions
            .iter()
            .all(|one| one["due"] == "2026-06" && one["overdue"] == true)
    );
    // In June it is not yet overdue; after the tick it is gone.
    app.now("2026-06-30T10:00:00Z");
    let list = app.get_as(&editor("0188"), path).await.json();
    assert!(
        list["followUps"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|one| one["kind"] == "decision")
            .all(|one| one["overdue"] == false)
    );
    let kvarnen = "/municipalities/0188/insatser/kvarnen";
    changed(&app, "0188", kvarnen, |kvarnen| {
        kvarnen["decision"]["followedUp"] = json!({"date": "2026-06-17"});
    })
    .await;
    let list = app.get_as(&editor("0188"), path).await.json();
    let left = list["followUps"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["kind"] == "decision")
        .count();
    assert_eq!(left, 5);
    // An agreement that continues ends nothing.
    let next = json!({"insatser": ["personligt-ombud"], "validFrom": "2026-06-01", "kind": "main"});
    let path_of = "/municipalities/0188/providers/stiftelsen-parasoll/agreements/avtal-2026";
    assert_eq!(
        app.put_as(&editor("0188"), path_of, ("if-none-match", "*"), &next)
            .await
            .status,
        201
    );
    let list = app.get_as(&editor("0188"), path).await.json();
    assert!(!list.to_string().contains("agreementEnds"), "{list}");
}

/// Puts a new association with an agreement.
async fn agree(app: &TestApp, kommunkod: &str, provider: &str, agreement: &Value) {
    let path = format!("/municipalities/{kommunkod}/providers/{provider}");
    let association = json!({"name": provider, "kind": "association"});
    for (path, body) in [(&path, &association), (&format!("{path}/agreements/avtal"), agreement)] {
        let answered = app.put_as(&editor(kommunkod), path, ("if-none-match", "*"), body).await;
        assert_eq!(answered.status, 201, "{}", answered.text);
    }
}

async fn an_agreement_that_is_settled_is_no_follow_up(engine: Engine) {
    let app = TestApp::start(engine).await;
    let ends = json!({"insatser": ["trygghetslarm", "rebus"], "kind": "main", "validTo": "2025-12-31"});
    agree(&app, "1270", "forsta", &ends).await;
    let open = async || {
        let list = app
            .get_as(&editor("1270"), "/municipalities/1270/follow-ups")
            .await
            .json();
        let all = list["followUps"].as_array().expect("a list").clone();
        let mut ending = all.iter().filter(|one| one["kind"] == "agreementEnds");
        ending.next().map(|one| one["insatser"].clone())
    };
    assert_eq!(open().await, Some(json!(["trygghetslarm", "rebus"])));
    // One ends after it; in between the insats has no agreement.
    assert_eq!(end(&app, ALARM, &withdrawal("2026-01-31")).await.status, 200);
    app.now("2026-01-15T10:00:00Z");
    assert_eq!(open().await, Some(json!(["trygghetslarm", "rebus"])));
    app.now("2026-02-01T10:00:00Z");
    assert_eq!(open().await, Some(json!(["rebus"])));
    // Another provider continues the other, after a pause.
    let carries_on = json!({"insatser": ["rebus"], "kind": "main", "validFrom": "2026-02-10"});
    agree(&app, "1270", "andra", &carries_on).await;
    assert_eq!(open().await, Some(json!(["rebus"])));
    app.now("2026-02-10T10:00:00Z");
    assert_eq!(open().await, None);
}

async fn a_provider_that_is_unlinked_moves_the_etag(engine: Engine) {
    let app = TestApp::start(engine).await;
    for provider in ["forsta", "andra", "tredje"] {
        agree(
            &app,
            "1270",
            provider,
            &json!({"insatser": ["trygghetslarm"], "kind": "main"}),
        )
        .await;
    }
    let agreement = "/municipalities/1270/providers/forsta/agreements/avtal";
    let (alarm, stale) = read(&app, ALARM).await;
    assert_eq!(alarm["providers"].as_array().map(Vec::len), Some(3));
    let etag = read(&app, "/municipalities/1270/providers/forsta").await.1;
    let unlinked = json!({"insatser": ["rebus"], "kind": "main"});
    assert_eq!(put(&app, "1270", agreement, &etag, &unlinked).await.status, 200);
    let answered = app
        .send(reqwest::Method::GET, ALARM, &[("if-none-match", &stale)], None)
        .await;
    assert_eq!(answered.status, 200, "it is not what it was");
    assert_eq!(answered.json()["providers"].as_array().map(Vec::len), Some(2));
    assert_eq!(put(&app, "1270", ALARM, &stale, &alarm).await.status, 412);
    let revision = |etag: &str| etag.split('.').next().map(str::to_owned);
    let beside = TestApp::beside(&app).await;
    assert_eq!(
        revision(&read(&beside, ALARM).await.1),
        revision(answered.header("etag"))
    );
}

async fn referenced_objects_cannot_be_deleted(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (mut tomelilla, etag) = read(&app, "/municipalities/1270").await;
    tomelilla.as_object_mut().expect("an object").remove("sourceDocuments");
    let answered = put(&app, "1270", "/municipalities/1270", &etag, &tomelilla).await;
    refused(&answered, 422, &[("/sourceDocuments", "unknownReference")]);
    // An agreement with add-ons is no add-on.
    agree(&app, "1270", "forsta", &json!({"insatser": ["rebus"], "kind": "main"})).await;
    let provider = "/municipalities/1270/providers/forsta";
    let add_on = |of: &str| json!({"insatser": ["rebus"], "kind": "addOn", "partOf": of});
    for (agreement, body) in [
        ("tillagg", add_on("avtal")),
        ("annat", json!({"insatser": ["rebus"], "kind": "main"})),
    ] {
        let path = format!("{provider}/agreements/{agreement}");
        let answered = app.put_as(&editor("1270"), &path, ("if-none-match", "*"), &body).await;
        assert_eq!(answered.status, 201, "{}", answered.text);
    }
    let etag = read(&app, provider).await.1;
    let path = format!("{provider}/agreements/avtal");
    let answered = put(&app, "1270", &path, &etag, &add_on("annat")).await;
    refused(&answered, 422, &[("/kind", "unknownReference")]);
}

async fn identity_numbers_are_refused_as_phone_numbers_and_in_web_addresses(engine: Engine) {
    let app = TestApp::start(engine).await;
    let own = "/municipalities/1270/providers/growing";
    let mut provider = json!({"name": "Växande", "kind": "association"});
    let made = app
        .put_as(&editor("1270"), own, ("if-none-match", "*"), &provider)
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    let (_, etag) = read(&app, own).await;
    for number in ["050314-1234", "+19000101-9802", "900101", "0503141234", "19000101-9802"] {
        let mut provider = provider.clone();
        provider["functionPhone"] = json!(number);
        let answered = put(&app, "1270", own, &etag, &provider).await;
        assert_eq!(answered.status, 422, "{number}: {}", answered.text);
        assert!(answered.text.contains("/functionPhone") && !answered.text.contains(number));
    }
    for page in [
        "900101%2D9802",
        "900101%252D9802",
        "195507021234",
        "18.3b9001019802ab4c5d6e",
    ] {
        let mut provider = provider.clone();
        provider["webPage"] = json!(format!("https://example.se/{page}"));
        let answered = put(&app, "1270", own, &etag, &provider).await;
        refused(&answered, 422, &[("/webPage", "personalIdentityNumber")]);
    }
    // Document systems put time stamps and long ids in addresses, and area codes look like dates.
    provider["webPage"] = json!("https://example.se/download/18.7a5507021234bc4d2e1f/1755070212345/avtal.pdf");
    provider["functionPhone"] = json!("0303-238 000");
    let answered = put(&app, "1270", own, &etag, &provider).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
}
