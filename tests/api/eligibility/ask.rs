//! One question about one insats: the answer, its reasons, missing facts, and dates.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::tests;

tests![
    trygghetslarm_needs_both_age_and_registration,
    living_there_is_no_registration,
    an_age_answers_for_a_birth_date_on_that_day_only,
    born_on_29_february,
    open_to_all_asks_nothing,
    anhorigstod_refers_elsewhere,
    an_activity_has_criteria_of_its_own,
    an_unknown_activity_is_refused,
    before_the_decision_and_after_the_end,
    no_agreement_is_a_warning_not_a_refusal,
    what_nobody_has_decided,
    what_always_requires_assessment,
    criteria_that_the_catalogue_lacks,
    today_is_the_day_in_sweden,
    every_answer_says_that_one_may_apply,
    no_cache_stores_an_answer,
];

fn born(day: &str, as_of: &str) -> Value {
    json!({"asOf": as_of, "facts": {"birthDate": day, "registeredMunicipality": "1270"}})
}

fn missing(answer: &Value) -> Vec<&str> {
    let missing = answer["missing"].as_array().expect("a list");
    missing
        .iter()
        .map(|fact| fact["fact"].as_str().expect("a name"))
        .collect()
}

async fn trygghetslarm_needs_both_age_and_registration(engine: Engine) {
    let app = TestApp::start(engine).await;
    let ask = async |question: Value| app.ask("1270", "trygghetslarm", &question).await;

    let yes = ask(born("1955-07-02", "2025-07-02")).await;
    assert_eq!(
        (&yes["outcome"], &yes["reasonCode"]),
        (&json!("eligible"), &json!("meetsCriteria"))
    );
    assert_eq!(yes["missing"], json!([]));
    assert_eq!(yes["asOf"], "2025-07-02");
    assert_eq!(yes["version"], 1);
    assert_eq!(yes["decision"]["body"], "Vård- och omsorgsnämnden");
    assert_eq!(yes["decision"]["validFrom"], "2025-07-01");
    assert_eq!(
        yes["decision"]["legalBasis"],
        json!(["11 kap. 5 § socialtjänstlagen (2025:400)"])
    );
    assert!(yes.get("eligibleFrom").is_none());

    let no = ask(born("1955-07-02", "2025-07-01")).await;
    assert_eq!(
        (&no["outcome"], &no["reasonCode"]),
        (&json!("notEligible"), &json!("age"))
    );
    assert_eq!(no["eligibleFrom"], "2025-07-02");
    let reason = &no["reasons"][0];
    assert_eq!((&reason["path"], &reason["kind"]), (&json!("/of/0"), &json!("age")));
    assert_eq!(
        (&reason["result"], &reason["fact"]),
        (&json!("notMet"), &json!("birthDate"))
    );
    assert_eq!(reason["text"]["sv"], "Du ska vara 70 år eller äldre: nej.");
    assert_eq!(
        (&reason["groundForLimit"], &reason["ageReason"]),
        (&json!("notStated"), &json!("notStated"))
    );
    let met = &no["reasons"][1];
    assert_eq!((&met["kind"], &met["result"]), (&json!("registeredIn"), &json!("met")));

    let elsewhere = ask(json!({"asOf": "2025-07-02", "facts": {"registeredMunicipality": "1290"}})).await;
    assert_eq!(
        (&elsewhere["outcome"], &elsewhere["reasonCode"]),
        (&json!("notEligible"), &json!("municipality"))
    );
    assert_eq!(elsewhere["missing"], json!([]));
    assert_eq!(elsewhere["reasons"][0]["result"], "unknown");
    assert!(elsewhere["reasons"][0].get("fact").is_none());

    let unknown = ask(json!({"asOf": "2025-07-02"})).await;
    assert_eq!(unknown["outcome"], "needMoreFacts");
    assert!(unknown.get("reasonCode").is_none());
    assert_eq!(missing(&unknown), ["birthDate", "registeredMunicipality"]);
    assert_eq!(
        unknown["missing"][1]["question"]["sv"],
        "I vilken kommun är du folkbokförd?"
    );

    let half = ask(json!({"asOf": "2025-07-02", "facts": {"birthDate": "1950-01-01"}})).await;
    assert_eq!(
        (&half["outcome"], missing(&half)),
        (&json!("needMoreFacts"), vec!["registeredMunicipality"])
    );
}

async fn living_there_is_no_registration(engine: Engine) {
    let app = TestApp::start(engine).await;
    let facts = json!({"asOf": "2025-09-01", "facts": {"birthDate": "1950-01-01", "residenceMunicipality": "1270"}});
    let answer = app.ask("1270", "trygghetslarm", &facts).await;
    assert_eq!(
        (&answer["outcome"], missing(&answer)),
        (&json!("needMoreFacts"), vec!["registeredMunicipality"])
    );
    let nowhere = json!({"facts": {"birthDate": "1950-01-01", "registeredMunicipality": "none"}});
    assert_eq!(
        app.ask("1270", "trygghetslarm", &nowhere).await["reasonCode"],
        "municipality"
    );
}

async fn an_age_answers_for_a_birth_date_on_that_day_only(engine: Engine) {
    let app = TestApp::start(engine).await;
    let aged = |age: u8| json!({"asOf": "2025-09-01", "facts": {"age": age, "registeredMunicipality": "1270"}});
    let yes = app.ask("1270", "trygghetslarm", &aged(70)).await;
    assert_eq!(
        (&yes["outcome"], &yes["reasons"][0]["fact"]),
        (&json!("eligible"), &json!("age"))
    );
    let no = app.ask("1270", "trygghetslarm", &aged(69)).await;
    assert_eq!(no["reasonCode"], "age");
    assert!(no.get("eligibleFrom").is_none(), "an age says nothing of the birthday");
    let both = json!({"asOf": "2025-09-01", "facts": {"age": 75, "birthDate": "1950-03-14", "registeredMunicipality": "1270"}});
    assert_eq!(app.ask("1270", "trygghetslarm", &both).await["outcome"], "eligible");
}

async fn born_on_29_february(engine: Engine) {
    let app = TestApp::start(engine).await;
    let no = app
        .ask("1270", "trygghetslarm", &born("1956-02-29", "2026-02-27"))
        .await;
    assert_eq!(
        (&no["outcome"], &no["eligibleFrom"]),
        (&json!("notEligible"), &json!("2026-02-28"))
    );
    assert_eq!(
        app.ask("1270", "trygghetslarm", &born("1956-02-29", "2026-02-28"))
            .await["outcome"],
        "eligible"
    );
}

async fn open_to_all_asks_nothing(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (kommunkod, insats) in [
        ("1270", "cafe-kryddan"),
        ("1270", "rebus"),
        ("1270", "anhorigstod"),
        ("1270", "rad-och-stod"),
        ("0188", "traffpunkter"),
        ("0188", "kvarnen"),
    ] {
        let answer = app.ask(kommunkod, insats, &json!({})).await;
        assert_eq!(
            (&answer["outcome"], &answer["reasonCode"]),
            (&json!("eligible"), &json!("openToAll")),
            "{insats}"
        );
        assert_eq!(answer["reasons"], json!([]));
    }
}

async fn anhorigstod_refers_elsewhere(engine: Engine) {
    let app = TestApp::start(engine).await;
    let ask = async |reasons: Value| {
        let facts = json!({"birthDate": "1970-01-01", "residenceMunicipality": "0188",
            "selfDeclared": {"supportsRelative": true, "relativeReasons": reasons}});
        app.ask("0188", "anhorigstod", &json!({"facts": facts})).await
    };
    let addiction = ask(json!(["beroende"])).await;
    assert_eq!(
        (&addiction["outcome"], &addiction["reasonCode"]),
        (&json!("notEligible"), &json!("referredElsewhere"))
    );
    assert_eq!(addiction["referTo"]["name"], "Socialförvaltningen i Norrtälje kommun");
    assert_eq!(
        ask(json!(["vald_i_nara_relation", "beroende"])).await["reasonCode"],
        "referredElsewhere"
    );
    assert_eq!(
        ask(json!(["beroende", "psykisk_ohalsa"])).await["outcome"],
        "eligible",
        "any of the four suffices"
    );
    assert_eq!(ask(json!([])).await["reasonCode"], "relation");
    assert_eq!(ask(json!(["alder"])).await["outcome"], "eligible");
    let unknown = app.ask("0188", "anhorigstod", &json!({"facts": {"age": 40}})).await;
    assert_eq!(unknown["outcome"], "needMoreFacts");
    assert_eq!(
        missing(&unknown),
        [
            "residenceMunicipality",
            "relativeResidenceMunicipality",
            "selfDeclared.supportsRelative",
            "selfDeclared.relativeReasons"
        ]
    );
    let lives_there = json!({"facts": {"age": 40, "residenceMunicipality": "0188"}});
    let unknown = app.ask("0188", "anhorigstod", &lives_there).await;
    assert_eq!(
        missing(&unknown),
        ["selfDeclared.supportsRelative", "selfDeclared.relativeReasons"]
    );
}

async fn an_activity_has_criteria_of_its_own(engine: Engine) {
    let app = TestApp::start(engine).await;
    let child = json!({"birthDate": "2015-05-05", "residenceMunicipality": "0188",
        "selfDeclared": {"parentWithMentalIllness": true, "guardianConsents": true}});
    let asked = json!({"asOf": "2025-09-01", "activity": "rubinens-barngrupp", "facts": child});
    let answer = app.ask("0188", "anhorigstod", &asked).await;
    assert_eq!(
        (&answer["outcome"], &answer["activity"]),
        (&json!("eligible"), &json!("rubinens-barngrupp"))
    );
    assert_eq!(answer["eligibleUntil"], "2033-05-04", "until the day before turning 18");

    let insats = app
        .ask("0188", "anhorigstod", &json!({"asOf": "2025-09-01", "facts": child}))
        .await;
    assert_eq!(insats["reasonCode"], "age");
    let activities = insats["activities"].as_array().expect("activities");
    assert_eq!(
        activities[7],
        json!({"slug": "rubinens-barngrupp", "outcome": "eligible"})
    );
    assert!(
        activities[..7].iter().all(|one| one["outcome"] == "undetermined"),
        "{insats}"
    );
    assert!(insats.get("activity").is_none());

    // An activity without criteria of its own has the insats's.
    let inherits = json!({"asOf": "2025-09-01", "activity": "yoga-mindfulness", "facts": child});
    assert_eq!(app.ask("0188", "anhorigstod", &inherits).await["reasonCode"], "age");
}

async fn an_unknown_activity_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let path = "/municipalities/0188/insatser/anhorigstod/eligibility";
    let answered = app.post(path, &json!({"activity": "dans"})).await;
    assert_eq!(answered.status, 400);
    let problem = answered.json();
    assert_eq!(problem["code"], "unknownActivity");
    assert_eq!(problem["errors"][0]["pointer"], "/activity");
}

async fn before_the_decision_and_after_the_end(engine: Engine) {
    let app = TestApp::start(engine).await;
    let before = app
        .ask("1270", "trygghetslarm", &born("1950-01-01", "2025-06-30"))
        .await;
    assert_eq!(
        (&before["outcome"], &before["reasonCode"]),
        (&json!("notEligible"), &json!("notInForce"))
    );
    assert_eq!(before["eligibleFrom"], "2025-07-01");
    // Stockholm's insatser are history: evaluated before the Act, unknown after it.
    let young = |as_of: &str| json!({"asOf": as_of, "facts": {"birthDate": "2005-03-10"}});
    let was = app.ask("0180", "ungdomsmottagning", &young("2025-06-30")).await;
    assert_eq!(
        (&was["outcome"], was.get("eligibleUntil")),
        (&json!("eligible"), None),
        "the last day is the catalogue's"
    );
    let is = app.ask("0180", "ungdomsmottagning", &young("2025-07-01")).await;
    assert_eq!(
        (&is["outcome"], &is["reasonCode"]),
        (&json!("undetermined"), &json!("noDecision")),
    );
}

async fn no_agreement_is_a_warning_not_a_refusal(engine: Engine) {
    let app = TestApp::start(engine).await;
    let facts = json!({"age": 40, "selfDeclared": {"psychiatricDisability": true, "substantialDifficulties": true,
        "complexSupportNeeds": true}});
    let running = app
        .ask(
            "0188",
            "personligt-ombud",
            &json!({"asOf": "2026-05-31", "facts": facts}),
        )
        .await;
    assert_eq!(running["outcome"], "eligible");
    assert!(running.get("warnings").is_none());
    let ended = app
        .ask(
            "0188",
            "personligt-ombud",
            &json!({"asOf": "2026-06-01", "facts": facts}),
        )
        .await;
    assert_eq!(ended["outcome"], "eligible");
    assert_eq!(ended["warnings"][0]["code"], "noRunningAgreement");
    assert_eq!(ended["warnings"][0]["since"], "2026-06-01");
    let notice = ended["notice"]["sv"].as_str().expect("text");
    assert!(notice.contains("laglig rätt"), "{notice}");
}

async fn what_nobody_has_decided(engine: Engine) {
    let app = TestApp::start(engine).await;
    // Tomelilla has not decided on Norrtälje's insatser; Malmö has no catalogue here.
    for kommunkod in ["1270", "1280"] {
        let answer = app.ask(kommunkod, "seniorkollo", &json!({})).await;
        assert_eq!(
            (&answer["outcome"], &answer["reasonCode"]),
            (&json!("undetermined"), &json!("noDecision"))
        );
        assert!(answer.get("version").is_none() && answer.get("decision").is_none());
    }
    let answered = app
        .post("/municipalities/1270/insatser/dansbana/eligibility", &json!({}))
        .await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (404, &json!("unknownInsats"))
    );
}

async fn what_always_requires_assessment(engine: Engine) {
    let app = TestApp::start(engine).await;
    for insats in [
        "kontaktperson",
        "ekonomiskt-bistand",
        "heldygnsvard-sol",
        "hvb-barn-och-unga",
    ] {
        let answer = app.ask("1270", insats, &json!({})).await;
        assert_eq!(answer["outcome"], "notEligible");
        assert_eq!(answer["reasonCode"], "alwaysRequiresIndividualAssessment", "{insats}");
    }
}

async fn criteria_that_the_catalogue_lacks(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answer = app.ask("0180", "mika", &json!({"asOf": "2024-01-01"})).await;
    assert_eq!(
        (&answer["outcome"], &answer["reasonCode"]),
        (&json!("undetermined"), &json!("criteriaUnknown"))
    );
    // An activity with known conditions still has an answer.
    let exit = json!({"asOf": "2024-01-01", "activity": "avhopparverksamhet", "facts": {"age": 20}});
    assert_eq!(
        app.ask("0180", "behandlingsenheten", &exit).await["outcome"],
        "eligible"
    );
}

async fn today_is_the_day_in_sweden(engine: Engine) {
    let app = TestApp::start(engine).await;
    let facts = json!({"facts": {"birthDate": "1955-11-20", "registeredMunicipality": "1270"}});
    app.now("2025-11-19T22:59:59Z");
    let before = app.ask("1270", "trygghetslarm", &facts).await;
    assert_eq!(
        (&before["asOf"], &before["outcome"]),
        (&json!("2025-11-19"), &json!("notEligible"))
    );
    app.now("2025-11-19T23:00:00Z");
    let after = app.ask("1270", "trygghetslarm", &facts).await;
    assert_eq!(
        (&after["asOf"], &after["outcome"]),
        (&json!("2025-11-20"), &json!("eligible"))
    );
}

async fn every_answer_says_that_one_may_apply(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (kommunkod, insats) in [
        ("1270", "trygghetslarm"),
        ("0188", "kvarnen"),
        ("1270", "kontaktperson"),
        ("0180", "kast"),
    ] {
        let answer = app.ask(kommunkod, insats, &json!({})).await;
        let text = answer["rightToApply"]["text"]["sv"].as_str().expect("text");
        assert!(text.contains("alltid rätt att ansöka"), "{insats}: {text}");
        assert!(
            answer["notice"]["sv"]
                .as_str()
                .is_some_and(|text| text.contains("inte ett beslut")),
            "{insats}"
        );
        assert!(!answer.to_string().contains("har rätt till"), "{insats}");
    }
    let with_contact = app.ask("0188", "kvarnen", &json!({})).await;
    assert_eq!(with_contact["rightToApply"]["contact"]["functionPhone"], "0176-713 00");
}

async fn no_cache_stores_an_answer(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = app
        .post("/municipalities/1270/insatser/rebus/eligibility", &json!({}))
        .await;
    assert_eq!(answered.header("cache-control"), "no-store");
    assert_eq!(answered.header("etag"), "");
}
