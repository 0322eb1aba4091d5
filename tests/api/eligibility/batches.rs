//! Screening, batches and single questions: each way to ask gives the same answer.

use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::tests;

tests![
    every_way_of_asking_gives_the_same_answer,
    screening_groups_by_outcome,
    screening_lists_missing_facts,
    a_batch_is_answered_in_order,
    a_bad_question_gets_its_own_problem,
    what_is_no_batch_is_refused,
    a_batch_has_limits,
    an_empty_batch_is_answered,
];

/// Facts of persons for whom the answers differ.
fn persons() -> Vec<Value> {
    vec![
        json!({}),
        json!({"birthDate": "1950-03-14", "registeredMunicipality": "1270", "residenceMunicipality": "1270"}),
        json!({"age": 75, "registeredMunicipality": "0188", "selfDeclared": {"relativelyHealthy": true}}),
        json!({"birthDate": "1980-05-05", "residenceMunicipality": "0188", "relativeResidenceMunicipality": "0188",
            "selfDeclared": {"supportsRelative": true, "relativeReasons": ["beroende"], "psychiatricContact": true}}),
        json!({"birthDate": "2012-02-29", "residenceMunicipality": "0188",
            "selfDeclared": {"parentWithMentalIllness": true, "visionOrHearingImpairment": true}}),
        json!({"age": 17, "registeredMunicipality": "none", "selfDeclared": {"isParent": true, "exposedToViolence": true}}),
    ]
}

async fn every_way_of_asking_gives_the_same_answer(engine: Engine) {
    let app = TestApp::start(engine).await;
    for facts in persons() {
        for as_of in ["2024-06-01", "2025-09-01", "2026-07-01"] {
            for kommunkod in ["0127", "0180", "0188", "1270"] {
                let path = format!("/municipalities/{kommunkod}/eligibility");
                let screening = app.post(&path, &json!({"asOf": as_of, "facts": facts})).await;
                assert_eq!(screening.status, 200, "{}", screening.text);
                let screening = screening.json();
                let groups = ["eligible", "needMoreFacts", "notEligible", "undetermined"];
                let mut questions = Vec::new();
                let mut screened = Vec::new();
                for group in groups {
                    for answer in screening[group].as_array().expect("a group") {
                        assert_eq!(answer["outcome"], group);
                        let mut question = json!({"asOf": as_of, "facts": facts});
                        if let Some(activity) = answer.get("activity") {
                            question["activity"] = activity.clone();
                        }
                        let slug = answer["insats"].as_str().expect("a slug");
                        assert_eq!(&app.ask(kommunkod, slug, &question).await, answer, "{slug} {question}");
                        question["reference"] = json!(format!("q{}", questions.len()));
                        question["kommunkod"] = json!(kommunkod);
                        question["insats"] = json!(slug);
                        questions.push(question);
                        screened.push(answer.clone());
                    }
                }
                let batch = app
                    .post("/eligibility-batches", &json!({"questions": questions}))
                    .await
                    .json();
                let results = batch["results"].as_array().expect("results");
                let answers: Vec<Value> = results.iter().map(|result| result["answer"].clone()).collect();
                assert_eq!(answers, screened);
            }
        }
    }
}

async fn screening_groups_by_outcome(engine: Engine) {
    let app = TestApp::start(engine).await;
    let facts = json!({"asOf": "2025-09-01", "facts": {"birthDate": "1950-03-14"}});
    let screening = app.post("/municipalities/1270/eligibility", &facts).await.json();
    let slugs = |group: &str| -> Vec<String> {
        let answers = screening[group].as_array().expect("a group");
        answers
            .iter()
            .map(|answer| answer["insats"].as_str().expect("a slug").to_owned())
            .collect()
    };
    assert_eq!(
        slugs("eligible"),
        ["anhorigstod", "cafe-kryddan", "rad-och-stod", "rebus"]
    );
    assert_eq!(slugs("needMoreFacts"), ["trygghetslarm"]);
    assert_eq!(screening["questions"][0]["fact"], "registeredMunicipality");
    assert_eq!(
        (&screening["kommunkod"], &screening["asOf"]),
        (&json!("1270"), &json!("2025-09-01"))
    );
    // Screening asks only what is in force on the day.
    let before = app
        .post("/municipalities/1270/eligibility", &json!({"asOf": "2025-06-30"}))
        .await
        .json();
    for group in ["eligible", "needMoreFacts", "notEligible", "undetermined"] {
        assert_eq!(before[group], json!([]), "{group}");
    }
    let history = app
        .post("/municipalities/0180/eligibility", &json!({"asOf": "2024-01-01"}))
        .await
        .json();
    assert_eq!(history["undetermined"].as_array().map(Vec::len), Some(7));
    // Screening includes activities with their own criteria.
    let child = json!({"facts": {"age": 10, "residenceMunicipality": "0188", "selfDeclared": {"parentWithMentalIllness": true, "guardianConsents": true}}});
    let screening = app.post("/municipalities/0188/eligibility", &child).await.json();
    let has_activity = |answer: &&Value| answer["activity"] == "rubinens-barngrupp";
    assert!(
        screening["eligible"]
            .as_array()
            .expect("a group")
            .iter()
            .any(|answer| has_activity(&answer))
    );
    let unknown = app.post("/municipalities/0114/eligibility", &json!({})).await;
    assert_eq!(
        (unknown.status.as_u16(), &unknown.json()["code"]),
        (404, &json!("unknownMunicipality"))
    );
}

async fn screening_lists_missing_facts(engine: Engine) {
    let app = TestApp::start(engine).await;
    let screening = app
        .post("/municipalities/0188/eligibility", &json!({"asOf": "2025-09-01"}))
        .await
        .json();
    let facts: Vec<&str> = screening["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .map(|one| one["fact"].as_str().expect("a name"))
        .collect();
    // Four insatser ask about residence: anhörigstöd, its children's group, Hamnkompaniet and the instructor.
    assert_eq!(facts[0], "residenceMunicipality");
    assert!(facts.contains(&"birthDate") && facts.contains(&"selfDeclared.psychiatricContact"));
    let asked = screening["questions"][0]["question"]["sv"].as_str();
    assert_eq!(asked, Some("I vilken kommun bor du?"));
    let answered = json!({"asOf": "2025-09-01", "facts": {"residenceMunicipality": "0188"}});
    let next = app.post("/municipalities/0188/eligibility", &answered).await.json();
    assert!(!next["questions"].to_string().contains("\"residenceMunicipality\""));
}

async fn a_batch_is_answered_in_order(engine: Engine) {
    let app = TestApp::start(engine).await;
    let question = |at: usize| {
        json!({"reference": format!("q-{at}"), "kommunkod": "1270", "insats": "trygghetslarm",
            "asOf": "2025-09-01", "facts": {"age": at % 131, "registeredMunicipality": "1270"}})
    };
    let questions: Vec<Value> = (0..10_000).map(question).collect();
    let answered = app.post("/eligibility-batches", &json!({"questions": questions})).await;
    assert_eq!(answered.status, 200);
    assert_eq!(answered.header("cache-control"), "no-store");
    let results = answered.json()["results"].as_array().expect("results").clone();
    assert_eq!(results.len(), 10_000);
    for (at, result) in results.iter().enumerate() {
        assert_eq!(result["reference"], format!("q-{at}"));
        let outcome = if at % 131 >= 70 { "eligible" } else { "notEligible" };
        assert_eq!(result["answer"]["outcome"], outcome, "{at}");
        assert!(result.get("problem").is_none());
    }
}

async fn a_bad_question_gets_its_own_problem(engine: Engine) {
    let app = TestApp::start(engine).await;
    let good = |reference: &str| json!({"reference": reference, "kommunkod": "1270", "insats": "rebus"});
    let mut wrong_fact = good("wrong");
    wrong_fact["facts"] = json!({"age": -1, "height": 180});
    let mut with_identity = good("identity");
    with_identity["facts"] = json!({"birthDate": "19550702-1234"});
    let mut no_activity = good("activity");
    no_activity["activity"] = json!("dans");
    let questions = json!([
        good("first"),
        wrong_fact,
        7,
        {"reference": "x", "kommunkod": "12", "insats": "Inget!", "slug": 1},
        {"reference": "19550702-1234", "kommunkod": "1270", "insats": "rebus"},
        with_identity,
        {"reference": "unknown", "kommunkod": "1270", "insats": "dansbana"},
        no_activity,
        good("last")
    ]);
    let answered = app.post("/eligibility-batches", &json!({"questions": questions})).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let results = answered.json()["results"].clone();
    let code = |at: usize| results[at]["problem"]["code"].clone();
    let pointers = |at: usize| -> Vec<Value> {
        let errors = results[at]["problem"]["errors"].as_array().expect("errors");
        errors.iter().map(|error| error["pointer"].clone()).collect()
    };
    assert_eq!(results[0]["answer"]["outcome"], "eligible");
    assert_eq!(
        (&results[1]["reference"], code(1)),
        (&json!("wrong"), json!("invalidRequest"))
    );
    assert_eq!(pointers(1), ["/questions/1/facts/age", "/questions/1/facts"]);
    assert_eq!(
        (results[2].get("reference"), code(2), pointers(2)),
        (None, json!("wrongType"), vec![json!("/questions/2")])
    );
    assert_eq!(
        pointers(3),
        ["/questions/3/kommunkod", "/questions/3/insats", "/questions/3"]
    );
    assert_eq!(
        (results[4].get("reference"), code(4)),
        (None, json!("personalIdentityNumber"))
    );
    assert_eq!(code(5), "personalIdentityNumber");
    assert_eq!(
        (&results[6]["problem"]["status"], code(6)),
        (&json!(404), json!("unknownInsats"))
    );
    assert_eq!(
        (code(7), pointers(7)),
        (json!("unknownActivity"), vec![json!("/questions/7/activity")])
    );
    assert_eq!(results[8]["answer"]["outcome"], "eligible");
    assert!(!answered.text.contains("195507") && !answered.text.contains("1234\""));
    let instance = results[1]["problem"]["instance"]
        .as_str()
        .expect("text")
        .trim_start_matches("urn:trace:")
        .to_owned();
    assert!(answered.header("traceparent").contains(&instance));
}

async fn what_is_no_batch_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (body, pointer, code) in [
        ("", "", "syntax"),
        ("{\"questions\": [", "", "syntax"),
        ("{\"questions\": [{\"a\": 01}]}", "", "syntax"),
        ("{\"questions\": []} x", "", "syntax"),
        ("[]", "", "wrongType"),
        ("[[]]", "", "wrongType"),
        ("7", "", "wrongType"),
        ("null", "", "nullNotAllowed"),
        ("{}", "/questions", "missingMember"),
        ("{\"questions\": {}}", "/questions", "wrongType"),
        ("{\"questions\": \"a\"}", "/questions", "wrongType"),
        ("{\"questions\": null}", "/questions", "nullNotAllowed"),
        ("{\"questions\": [], \"mode\": 1}", "", "unknownMember"),
        (
            "{\"questions\": [], \"questions\": []}",
            "/questions",
            "duplicateMember",
        ),
        (
            "{\"questions\": [], \"who\": [\"550702-1234\"]}",
            "",
            "personalIdentityNumber",
        ),
    ] {
        let answered = app.post_bytes("/eligibility-batches", body.as_bytes().to_vec()).await;
        assert!(answered.status.is_client_error(), "{body}");
        let problem = answered.json();
        let errors = problem["errors"].as_array().expect("errors");
        let has = errors
            .iter()
            .any(|error| error["pointer"] == pointer && error["code"] == code);
        assert!(has, "{body}: {problem}");
    }
    let not_utf8 = app
        .post_bytes("/eligibility-batches", b"{\"questions\": [\"\xff\"]}".to_vec())
        .await;
    assert_eq!(not_utf8.json()["code"], "notUtf8");
    let deep = format!("{{\"questions\": [{}1{}]}}", "[".repeat(200), "]".repeat(200));
    let answered = app.post_bytes("/eligibility-batches", deep.into_bytes()).await;
    assert_eq!(answered.json()["results"][0]["problem"]["code"], "tooDeep");
}

async fn a_batch_has_limits(engine: Engine) {
    let app = TestApp::start(engine).await;
    let many = format!("{{\"questions\": [{}]}}", vec!["{}"; 10_001].join(","));
    let answered = app.post_bytes("/eligibility-batches", many.into_bytes()).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (413, &json!("contentTooLarge"))
    );
    assert!(
        answered.json()["detail"]
            .as_str()
            .is_some_and(|text| text.contains("10000")),
        "{}",
        answered.text
    );
    // The service refuses the largest number of questions that fits in 16 MiB, without reading them.
    let endless = format!("{{\"questions\": [{}1]}}", "1,".repeat(8_000_000));
    assert_eq!(
        app.post_bytes("/eligibility-batches", endless.into_bytes())
            .await
            .status,
        413
    );
    let mut large = b"{\"questions\": []}".to_vec();
    large.resize(16 * 1024 * 1024, b' ');
    assert_eq!(app.post_bytes("/eligibility-batches", large.clone()).await.status, 200);
    large.push(b' ');
    let answered = app.post_bytes("/eligibility-batches", large).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (413, &json!("contentTooLarge"))
    );
    assert!(
        answered.json()["detail"]
            .as_str()
            .is_some_and(|text| text.contains("16 MiB"))
    );
    let single = app
        .post_bytes("/municipalities/1270/eligibility", vec![b' '; 64 * 1024 + 1])
        .await;
    assert_eq!(single.status, 413);
}

async fn an_empty_batch_is_answered(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = app.post("/eligibility-batches", &json!({"questions": []})).await;
    assert_eq!(
        (answered.status.as_u16(), answered.text.as_str()),
        (200, r#"{"results":[]}"#)
    );
    let wrong = app
        .send(
            Method::POST,
            "/eligibility-batches",
            &[("content-type", "text/plain")],
            Some(Vec::new()),
        )
        .await;
    assert_eq!(wrong.status, 415);
}
