//! The faults of a group record: the answer lists all of them, each with its place and text.

use serde_json::{Map, Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{create, new_insats, refused, refused_case};
use crate::fixtures::reports::{RECORDS, TRAFFPUNKTER, association, hand_in, municipality, post_with, session};
use crate::fixtures::table;
use crate::issuer::{claims, provider_token, signed, token};
use crate::tests;

tests![
    the_rules_of_the_insats_hold,
    individuals_and_children_are_reported_elsewhere,
    small_groups_have_only_their_number,
    who_may_report_and_when,
    nobody_identifiable,
    counts_and_ratings_are_possible,
    every_refusal_has_its_place_and_its_words,
];

/// An accepted session with some members changed; a null removes a member.
fn session_with(changes: &'static str) -> Value {
    let mut record = session("2025-09-14");
    let members = record.as_object_mut().expect("members");
    let changes: Map<String, Value> =
        serde_json::from_str(changes).unwrap_or_else(|_| panic!("changes in JSON, not {changes}"));
    for (member, value) in changes {
        if value.is_null() {
            members.remove(&member).expect("a member to take away");
        } else {
            members.insert(member, value);
        }
    }
    record
}

async fn the_rules_of_the_insats_hold(engine: Engine) {
    let app = TestApp::start(engine).await;
    let bare = json!({"level": "group", "provider": "finska-foreningen", "date": "2025-09-14"});
    refused(
        &app.submit(&association(), TRAFFPUNKTER, &bare).await,
        422,
        &[
            ("/method", "missingMethod"),
            ("/performedBy", "missingPerformedBy"),
            ("/participants", "missingParticipants"),
        ],
    );
    let mut with_participants = bare.clone();
    with_participants["participants"] = json!({"total": 12});
    refused(
        &app.submit(&association(), TRAFFPUNKTER, &with_participants).await,
        422,
        &[
            ("/method", "missingMethod"),
            ("/performedBy", "missingPerformedBy"),
            ("/participants", "missingGender"),
        ],
    );
    let never = json!({"level": "group", "provider": "finska-foreningen"});
    refused(
        &app.submit(&association(), TRAFFPUNKTER, &never).await,
        422,
        &[("", "missingDate")],
    );
    // Another board has other requirements.
    let words = "/municipalities/1270/insatser/sangcafe/group-records";
    let mut cafe = new_insats();
    cafe["validFrom"] = json!("2025-07-01");
    cafe["documentation"]["groupLevel"]["items"] = json!(["kindOfSupport", "extent", "patterns", "content"]);
    assert_eq!(create(&app, &cafe).await.status, 201);
    let own = provider_of_tomelilla(&app, &["sangcafe"]).await;
    let bare = json!({"level": "group", "provider": "egen-regi", "date": "2025-09-14", "participants": {"total": 9}});
    let answered = app.submit(&own, words, &bare).await;
    let errors = answered.json()["errors"].to_string();
    for code in [
        "missingKindOfSupport",
        "missingExtent",
        "missingPatterns",
        "missingContent",
    ] {
        assert!(errors.contains(code), "{errors}");
    }
    // Every code has texts in both languages.
    for (language, word) in [("sv", "Nämnden har beslutat"), ("en", "The board has decided")] {
        let headers = [("content-type", "application/json"), ("accept-language", language)];
        let answered = post_with(&app, &own, words, &headers, bare.to_string().into_bytes()).await;
        assert!(answered.text.contains(word), "{}", answered.text);
    }
}

/// Lets the municipality's own administration carry out insatser of Tomelilla, and returns its token.
async fn provider_of_tomelilla(app: &TestApp, insatser: &[&str]) -> String {
    let editor = token("catalogue:write", "1270");
    let own = "/municipalities/1270/providers/egen-regi";
    let provider = json!({"name": "Egen regi", "kind": "ownAdministration"});
    app.put_as(&editor, own, ("if-none-match", "*"), &provider).await;
    let agreement = json!({"kind": "ownAdministration", "validFrom": "2025-07-01", "insatser": insatser});
    let answered = app
        .put_as(
            &editor,
            &format!("{own}/agreements/egen-regi"),
            ("if-none-match", "*"),
            &agreement,
        )
        .await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    provider_token("records:write records:read", "1270/egen-regi")
}

async fn individuals_and_children_are_reported_elsewhere(engine: Engine) {
    let app = TestApp::start(engine).await;
    let own = provider_of_tomelilla(&app, &["trygghetslarm", "rad-och-stod"]).await;
    let columns = ["municipality", "insats", "provider", "code", "law"];
    for [kommunkod, insats, provider, code, law] in table::rows(include_str!("individuals.txt"), columns, 4) {
        let token = match provider {
            "finska-foreningen" => association(),
            "egen-regi" => own.clone(),
            _ => municipality(kommunkod),
        };
        let path = format!("/municipalities/{kommunkod}/insatser/{insats}/group-records");
        let record = json!({"level": "individual", "provider": provider, "date": "2025-09-14"});
        let headers = [("content-type", "application/json"), ("accept-language", "sv")];
        let answered = post_with(&app, &token, &path, &headers, record.to_string().into_bytes()).await;
        refused_case(&path, &answered, 422, &[("/level", code)]);
        assert!(answered.text.contains(law), "{}", answered.text);
    }
    let mut concern = session("2025-09-14");
    concern["kind"] = json!("childConcern");
    let answered = app.submit(&association(), TRAFFPUNKTER, &concern).await;
    refused(&answered, 422, &[("/kind", "childConcernElsewhere")]);
    assert!(answered.text.contains("112"));
    let mut words = session("2025-09-14");
    words["content"] = json!("En deltagare berättade om oro för ett barn.");
    let answered = app.submit(&association(), TRAFFPUNKTER, &words).await;
    assert_eq!(answered.status, 201);
    assert!(answered.text.contains("mayBeChildConcern"), "{}", answered.text);
    for clear in [
        "Orosanmälan gjordes om ett barn",
        "Vi anmälde oro för Kalle, 8 år, till soc",
        "Barnet hade blåmärken och verkade rädd för pappan",
    ] {
        for member in ["content", "patterns"] {
            let mut record = session("2025-09-14");
            record[member] = json!(clear);
            let answered = app.submit(&association(), TRAFFPUNKTER, &record).await;
            let at = format!("/{member}");
            refused(&answered, 422, &[(&at, "childConcernElsewhere")]);
            assert!(
                answered.text.contains("19") && !answered.text.contains("Kalle"),
                "{}",
                answered.text
            );
        }
    }
    let never = app
        .submit(
            &municipality("0188"),
            "/municipalities/0188/insatser/kontaktperson/group-records",
            &session("2025-09-14"),
        )
        .await;
    refused(&never, 422, &[("/path/slug", "alwaysRequiresIndividualAssessment")]);
    let unknown = app
        .submit(
            &municipality("0188"),
            "/municipalities/0188/insatser/dansbana/group-records",
            &session("2025-09-14"),
        )
        .await;
    assert_eq!(
        (unknown.status.as_u16(), unknown.json()["code"].as_str()),
        (404, Some("unknownInsats"))
    );
}

async fn small_groups_have_only_their_number(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut few = session("2025-09-14");
    few["participants"] = json!({"total": 2, "women": 2});
    few["evaluation"] = json!({"text": "Bra."});
    refused(
        &app.submit(&association(), TRAFFPUNKTER, &few).await,
        422,
        &[
            ("/participants/women", "smallGroup"),
            ("/content", "smallGroup"),
            ("/evaluation", "smallGroup"),
        ],
    );
    few["participants"] = json!({"total": 2});
    for member in ["content", "evaluation"] {
        few.as_object_mut().expect("members").remove(member);
    }
    hand_in(&app, &few).await;
    let mut nobody = session("2025-09-15");
    nobody["participants"] = json!({"total": 0});
    hand_in(&app, &nobody).await;
    // A period of one day is a session by another name, and persons are as few in a long period.
    let period = |from: &str, to: &str, unit: &str| {
        let mut record = json!({"level": "group", "provider": "finska-foreningen", "period": {"from": from, "to": to},
            "unit": unit, "method": "öppen gruppträff", "performedBy": "volontärer", "content": "Samtal.",
            "participants": {"total": 2, "women": 1, "men": 1}});
        if unit == "visits" {
            record["sessions"] = json!(1);
        }
        record
    };
    for narrow in [
        period("2025-09-16", "2025-09-16", "visits"),
        period("2025-08-01", "2025-08-31", "persons"),
    ] {
        let expected = ["/participants/women", "/participants/men", "/content"].map(|at| (at, "smallGroup"));
        refused(&app.submit(&association(), TRAFFPUNKTER, &narrow).await, 422, &expected);
    }
    hand_in(&app, &period("2025-07-01", "2025-07-31", "visits")).await;
    // Under the main rule the municipality documents individuals elsewhere, so a group of two reveals nothing here.
    let own = provider_of_tomelilla(&app, &["trygghetslarm"]).await;
    let larm = "/municipalities/1270/insatser/trygghetslarm/group-records";
    let two = json!({"level": "group", "provider": "egen-regi", "date": "2025-09-14",
        "participants": {"total": 2, "women": 1, "men": 1}, "content": "Larm sattes upp."});
    let answered = app.submit(&own, larm, &two).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
}

async fn who_may_report_and_when(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (date, code) in [("2025-10-02", "dateInFuture"), ("2025-06-30", "notInForce")] {
        refused(
            &app.submit(&association(), TRAFFPUNKTER, &session(date)).await,
            422,
            &[("/date", code)],
        );
    }
    hand_in(&app, &session("2025-10-01")).await;
    let kvarnen = "/municipalities/0188/insatser/kvarnen/group-records";
    refused(
        &app.submit(&association(), kvarnen, &session("2025-09-14")).await,
        422,
        &[("/provider", "providerNotContracted")],
    );
    // This token cannot hand in another provider's records.
    let mut foreign = session("2025-09-14");
    foreign["provider"] = json!("hamnkompaniets-utforare");
    for (body, path) in [(&foreign, TRAFFPUNKTER), (&foreign, kvarnen)] {
        let answered = app.submit(&association(), path, body).await;
        assert_eq!(
            (answered.status.as_u16(), answered.json()["code"].as_str()),
            (403, Some("otherProvider"))
        );
    }
    let mut bodies = claims("records:write", &["0188"]);
    bodies["bodies"] = json!(["en-annan-namnd"]);
    let answered = app.submit(&signed(&bodies), TRAFFPUNKTER, &session("2025-09-15")).await;
    assert_eq!(answered.json()["code"], "otherBody");
    // The municipality posts for its volunteers, who have no token.
    let answered = app
        .submit(&municipality("0188"), TRAFFPUNKTER, &session("2025-09-16"))
        .await;
    let id = answered.json()["id"].as_str().expect("an id").to_owned();
    let shown = app.get_as(&association(), &format!("{RECORDS}/{id}")).await.json();
    assert_eq!(shown["postedBy"], "municipality");
    // Parasoll's agreement ends on the last day of May.
    app.now("2026-07-01T10:00:00Z");
    let ombud = "/municipalities/0188/insatser/personligt-ombud/group-records";
    let visits = |from: &str, to: &str| {
        json!({"level": "group", "provider": "stiftelsen-parasoll", "period": {"from": from, "to": to}, "unit": "persons",
            "participants": {"total": 21}})
    };
    let answered = app
        .submit(&municipality("0188"), ombud, &visits("2026-06-01", "2026-06-30"))
        .await;
    refused(&answered, 422, &[("/period/to", "contractEnded")]);
    assert!(answered.text.contains("2026-05-31"));
    let answered = app
        .submit(&municipality("0188"), ombud, &visits("2026-05-01", "2026-05-31"))
        .await;
    assert_eq!(answered.status, 201, "{}", answered.text);
}

async fn nobody_identifiable(engine: Engine) {
    let app = TestApp::start(engine).await;
    for [text, code] in table::rows(include_str!("personal_details.txt"), ["text", "code"], 10) {
        for member in [
            "content",
            "extent",
            "kindOfSupport",
            "patterns",
            "method",
            "activity",
            "place",
        ] {
            let mut record = session("2025-09-14");
            record[member] = json!(text);
            let answered = app.submit(&association(), TRAFFPUNKTER, &record).await;
            let mut problem = answered.json();
            let errors = problem["errors"].to_string();
            assert_eq!(answered.status, 422, "{member}: {}", answered.text);
            // A random trace id may have any digits.
            problem["instance"].take();
            let shown = problem.to_string();
            assert!(
                errors.contains(code) && errors.contains(&format!("/{member}")),
                "{member}: {errors}"
            );
            for part in ["550702", "karin@", "123 45 67", "www.", "98 02", "9802", "Storgatan"] {
                assert!(!shown.contains(part), "{member} is echoed");
            }
        }
    }
    // The answer lists all faults, those in keys too, and never repeats the name of an unknown member.
    let mut record = session("2025-09-14");
    record["evaluation"] = json!({"text": "Ring 08-123 456 78", "ratings": [
        {"question": "Är 550702-1234 nöjd?", "mean": 4.0, "responses": 5, "scaleMax": 5}]});
    record["19550702-1234"] = json!("x");
    let answered = app.submit(&association(), TRAFFPUNKTER, &record).await;
    let problem = answered.json();
    let errors: Vec<(&str, &str)> = problem["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| {
            (
                error["pointer"].as_str().expect("a pointer"),
                error["code"].as_str().expect("a code"),
            )
        })
        .collect();
    for expected in [
        ("/evaluation/text", "contactDetail"),
        ("/evaluation/ratings/0/question", "personalIdentityNumber"),
        ("", "personalIdentityNumber"),
        ("", "unknownMember"),
    ] {
        assert!(errors.contains(&expected), "{expected:?} in {errors:?}");
    }
    assert!(!answered.text.contains("550702"));
    let mut long = session("2025-09-14");
    long["content"] = json!("å".repeat(2001));
    refused(
        &app.submit(&association(), TRAFFPUNKTER, &long).await,
        400,
        &[("/content", "tooLong")],
    );
    long["content"] = json!("å".repeat(2000));
    hand_in(&app, &long).await;
}

async fn counts_and_ratings_are_possible(engine: Engine) {
    let app = TestApp::start(engine).await;
    let columns = ["status", "pointer", "code", "changes"];
    for [status, pointer, code, changes] in table::rows(include_str!("counts_and_ratings.txt"), columns, 9) {
        let answered = app.submit(&association(), TRAFFPUNKTER, &session_with(changes)).await;
        let status = status.parse().expect("a status");
        refused_case(changes, &answered, status, &[(pointer, code)]);
    }
    let mut record = session("2025-09-14");
    record["place"] = json!("stockholm");
    let answered = app.submit(&association(), TRAFFPUNKTER, &record).await;
    refused(&answered, 422, &[("/place", "outsideInsats")]);
    assert!(answered.text.contains("norrtalje"), "names an allowed value");
    record["place"] = json!("Norrtälje");
    record["evaluation"] = json!({"ratings": [{"question": "Nöjd?", "mean": 4.25, "responses": 18, "scaleMax": 5}]});
    let id = hand_in(&app, &record).await;
    let shown = app.get_as(&association(), &format!("{RECORDS}/{id}")).await.json();
    assert_eq!(shown["place"], "norrtalje", "a place by its name is the listed one");
    assert_eq!(shown["evaluation"]["ratings"][0]["mean"], 4.25);
    refused(
        &app.submit(
            &association(),
            TRAFFPUNKTER,
            &json!({"level": "group", "provider": "finska-foreningen",
            "date": "2025-09-31", "session": 0, "performedBy": "Karin"}),
        )
        .await,
        400,
        &[
            ("/date", "invalidDate"),
            ("/session", "outOfRange"),
            ("/performedBy", "notInList"),
        ],
    );
}

async fn every_refusal_has_its_place_and_its_words(engine: Engine) {
    let app = TestApp::start(engine).await;
    let columns = ["insats", "pointer", "code", "changes"];
    for [insats, pointer, code, changes] in table::rows(include_str!("places_and_words.txt"), columns, 19) {
        let path = format!("/municipalities/0188/insatser/{insats}/group-records");
        let record = session_with(changes);
        let mut words = Vec::new();
        for language in ["sv", "en"] {
            let headers = [("content-type", "application/json"), ("accept-language", language)];
            let answered = post_with(
                &app,
                &municipality("0188"),
                &path,
                &headers,
                record.to_string().into_bytes(),
            )
            .await;
            let problem = answered.json();
            let errors = problem["errors"].as_array().expect("errors");
            let error = errors
                .iter()
                .find(|error| error["pointer"] == pointer && error["code"] == code);
            let error = error.unwrap_or_else(|| panic!("{code} at {pointer}: {problem}"));
            words.push(error["detail"].as_str().expect("words").to_owned());
            let page = app.get_json(&format!("/problems/{code}")).await;
            assert!(
                page["title"]["sv"].is_string() && page["title"]["en"].is_string(),
                "{code}: {page}"
            );
        }
        assert!(
            words[0] != words[1] && words.iter().all(|text| text.len() > 10),
            "{code}: {words:?}"
        );
    }
    // Other tests show the rest: contractEnded and unknownInsats with who may report, the others with advice.
}
