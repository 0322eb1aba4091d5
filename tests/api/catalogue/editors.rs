//! Several editors: preconditions, races, permissions.

use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::editing::{ALARM, CAFE, NEW, THERE, changed, editor, new_insats, put, read, refused, withdrawal};
use crate::issuer::{claims, signed, token};
use crate::tests;

tests![
    preconditions_are_required_and_checked,
    an_unmet_precondition_says_why,
    two_editors_at_once,
    a_presenter_reaches_what_is_presented,
    a_body_reaches_its_own_insatser,
    a_body_reaches_nothing_of_others_by_a_provider,
    two_editors_share_one_database,
];

async fn preconditions_are_required_and_checked(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (alarm, etag) = read(&app, ALARM).await;
    let put = async |condition: (&str, &str)| {
        let answered = app.put_as(&editor("1270"), ALARM, condition, &alarm).await;
        let code = if answered.status.is_success() {
            String::new()
        } else {
            answered.json()["code"].as_str().expect("a code").to_owned()
        };
        (answered.status.as_u16(), code)
    };
    let of = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(put(("x-none", "")).await, of(428, "preconditionRequired"));
    assert_eq!(put(("if-none-match", "*")).await, of(412, "preconditionFailed"));
    assert_eq!(put(("if-match", "\"1.x\"")).await, of(412, "preconditionFailed"));
    assert_eq!(put(("if-match", "W/\"1.x\"")).await, of(412, "preconditionFailed"));
    assert_eq!(put(("if-match", "\"x,y\"")).await, of(412, "preconditionFailed"));
    // A tag from a proxy that compresses the answer names the same revision.
    assert_eq!(put(("if-match", &format!("W/{etag}"))).await, of(200, ""));
    let unquoted = etag.trim_matches('"');
    for odd in [
        "not a tag",
        unquoted,
        &format!("W/{unquoted}"),
        &format!("*, {etag}"),
        ",",
    ] {
        assert_eq!(put(("if-match", odd)).await, of(400, "invalidPrecondition"), "{odd}");
        assert_eq!(
            put(("if-none-match", odd)).await,
            of(400, "invalidPrecondition"),
            "{odd}"
        );
    }
    assert_eq!(put(("if-none-match", &etag)).await, of(400, "invalidPrecondition"));
    assert_eq!(put(("if-match", &format!("\"x\", {etag}"))).await, of(200, ""));
    assert_eq!(put(("if-match", "*")).await, of(200, ""));
    // Only the revision and its edition count: not the day, not the language, not the build.
    let parts: Vec<&str> = etag.trim_matches('"').split('.').collect();
    let (revision, edition) = (parts[0], parts[1]);
    assert_eq!(
        put(("if-match", &format!("\"{revision}.{edition}.2031-01-01.other.x\""))).await,
        of(200, "")
    );
    let of_another_edition = format!("\"{revision}.000000000000.2031-01-01.other.x\"");
    assert_eq!(
        put(("if-match", &of_another_edition)).await,
        of(412, "preconditionFailed")
    );
}

async fn an_unmet_precondition_says_why(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (alarm, etag) = read(&app, ALARM).await;
    for (path, condition, document, why) in [
        (ALARM, NEW, &alarm, "It exists already."),
        (CAFE, ("if-match", "*"), &new_insats(), "It does not exist."),
        (CAFE, ("if-match", &etag), &new_insats(), "It does not exist."),
        (ALARM, ("if-match", "\"1.x\""), &alarm, "It has changed since"),
    ] {
        let answered = app.put_as(&editor("1270"), path, condition, document).await;
        refused(&answered, 412, &[]);
        let problem = answered.json();
        let detail = problem["detail"].as_str().expect("a detail");
        assert!(detail.starts_with(why), "{path} with {condition:?}: {detail}");
    }
}

async fn two_editors_at_once(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (alarm, etag) = read(&app, ALARM).await;
    // Some rewrite it, some add an upcoming version: the first one wins, and no change is partial.
    let edits = (0..12).map(|at| {
        let mut alarm = alarm.clone();
        alarm["summary"]["sv"] = json!(format!("Utgåva {at}."));
        if at % 2 == 0 {
            alarm["validFrom"] = json!(format!("2027-{:02}-01", at + 1));
        }
        put_owned(&app, etag.clone(), alarm)
    });
    let answered = futures_util::future::join_all(edits).await;
    let won = answered.iter().filter(|status| **status == 200).count();
    assert_eq!(
        (won, answered.iter().filter(|status| **status == 412).count()),
        (1, 11),
        "{answered:?}"
    );
    let changes = app.get_json("/changes?after=61").await;
    assert_eq!(changes["changes"].as_array().map(Vec::len), Some(1));
}

async fn a_presenter_reaches_what_is_presented(engine: Engine) {
    let app = TestApp::start(engine).await;
    let presenter = token("catalogue:present", "1270");
    let (mut alarm, etag) = read(&app, ALARM).await;
    alarm["howToGetIt"] = json!({"sv": "Ring.", "en": "Call."});
    alarm["places"] = json!([{"slug": "vaxeln", "name": "Växeln", "functionPhone": "0417-180 00"}]);
    let answered = app.put_as(&presenter, ALARM, ("if-match", &etag), &alarm).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let etag = answered.header("etag").to_owned();
    let alarm = answered.json();
    for (member, value) in [
        ("validFrom", json!("2027-01-01")),
        (
            "decision",
            json!({"body": "Vård- och omsorgsnämnden", "adoption": "adopted"}),
        ),
        ("validTo", json!("2030-01-01")),
        ("fee", json!({"kind": "free"})),
        (
            "activities",
            json!([{"slug": "prova-larmet", "name": {"sv": "Prova", "en": "Try"}, "targetGroup": {"sv": "Nya.", "en": "New."}}]),
        ),
    ] {
        let mut more = alarm.clone();
        more[member] = value;
        let answered = app.put_as(&presenter, ALARM, ("if-match", &etag), &more).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (403, &json!("scopeMissing")),
            "{member}"
        );
        assert!(answered.header("www-authenticate").contains("catalogue:write"));
    }
    assert_eq!(
        app.put_as(&presenter, CAFE, ("if-none-match", "*"), &new_insats())
            .await
            .status,
        403
    );
    assert_eq!(
        app.post_as(
            &presenter,
            &format!("{ALARM}/withdrawals"),
            ("if-match", "*"),
            &withdrawal("2026-01-01")
        )
        .await
        .status,
        403
    );
}

async fn a_body_reaches_its_own_insatser(engine: Engine) {
    let app = TestApp::start(engine).await;
    // Norrtälje has a second board with its own insats.
    changed(&app, "0188", "/municipalities/0188", |norrtalje| {
        norrtalje["bodies"]
            .as_array_mut()
            .expect("bodies")
            .push(json!({"slug": "socialnamnden", "name": "Socialnämnden"}));
    })
    .await;
    let of_body = |bodies: Value| {
        let mut claims = claims("catalogue:write", &["0188"]);
        claims["bodies"] = bodies;
        signed(&claims)
    };
    let cafe = "/municipalities/0188/insatser/sangcafe";
    let mut insats = new_insats();
    insats["decision"]["body"] = json!("Socialnämnden");
    insats["documentation"]["riskConclusion"] = json!(2);
    let put = async |bodies: Value, path: &str, condition: (&str, &str), body: &Value| {
        let answered = app.put_as(&of_body(bodies), path, condition, body).await;
        (
            answered.status.as_u16(),
            answered.json()["code"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let other = (403, "otherBody".to_owned());
    assert_eq!(
        put(json!(["direktionen"]), cafe, ("if-none-match", "*"), &insats).await,
        other
    );
    assert_eq!(put(json!([]), cafe, ("if-none-match", "*"), &insats).await, other);
    assert_eq!(
        put(json!(["Socialnämnden"]), cafe, ("if-none-match", "*"), &insats)
            .await
            .0,
        201
    );
    let kvarnen = "/municipalities/0188/insatser/kvarnen";
    let (mut theirs, etag) = read(&app, kvarnen).await;
    theirs["summary"]["sv"] = json!("Övertagen.");
    assert_eq!(
        put(json!(["socialnamnden"]), kvarnen, ("if-match", &etag), &theirs).await,
        other
    );
    // The editor may not claim the decision as its own either.
    theirs["validFrom"] = json!("2027-01-01");
    theirs["decision"]["body"] = json!("Socialnämnden");
    assert_eq!(
        put(json!(["socialnamnden"]), kvarnen, ("if-match", &etag), &theirs).await,
        other
    );
    let ends = app
        .post_as(
            &of_body(json!(["socialnamnden"])),
            &format!("{kvarnen}/withdrawals"),
            ("if-match", "*"),
            &json!({"lastDay": "2026-01-01",
            "decision": {"body": "Socialnämnden", "adoption": "adopted"}}),
        )
        .await;
    assert_eq!((ends.status.as_u16(), &ends.json()["code"]), (403, &json!("otherBody")));
    let agreement = json!({"insatser": ["kvarnen"], "kind": "main"});
    let path = "/municipalities/0188/providers/finska-foreningen/agreements/nytt";
    assert_eq!(
        put(json!(["socialnamnden"]), path, ("if-none-match", "*"), &agreement).await,
        other
    );
}

async fn a_body_reaches_nothing_of_others_by_a_provider(engine: Engine) {
    let app = TestApp::start(engine).await;
    let norrtalje = "/municipalities/0188";
    changed(&app, "0188", norrtalje, |norrtalje| {
        norrtalje["bodies"]
            .as_array_mut()
            .expect("bodies")
            .push(json!({"slug": "socialnamnden", "name": "Socialnämnden"}));
    })
    .await;
    let mut claims = claims("catalogue:write municipality:write", &["0188"]);
    claims["bodies"] = json!(["socialnamnden"]);
    let own = signed(&claims);
    let mut insats = new_insats();
    insats["decision"]["body"] = json!("Socialnämnden");
    insats["documentation"]["riskConclusion"] = json!(2);
    let put = async |condition: (&str, &str), path: &str, body: &Value| {
        let answered = app.put_as(&own, path, condition, body).await;
        (answered.status.as_u16(), answered.json()["code"].clone())
    };
    let other = (403, json!("otherBody"));
    assert_eq!(put(NEW, "/municipalities/0188/insatser/sangcafe", &insats).await.0, 201);
    // An agreement on another board's insats, then claimed as one's own, and its provider.
    let theirs = "/municipalities/0188/providers/finska-foreningen";
    let agreement = json!({"insatser": ["sangcafe"], "kind": "main"});
    assert_eq!(
        put(
            THERE,
            &format!("{theirs}/agreements/avtal-finska-foreningen"),
            &agreement
        )
        .await,
        other
    );
    let renamed = json!({"name": "Övertagna föreningen", "kind": "association"});
    assert_eq!(put(THERE, theirs, &renamed).await, other);
    // A provider of one's own, until it provides another board's insats.
    let korus = "/municipalities/0188/providers/sangkoren";
    let mut koren = json!({"name": "Sångkören", "kind": "association"});
    let ours = format!("{korus}/agreements/avtal-kor");
    assert_eq!(put(NEW, korus, &koren).await.0, 201);
    assert_eq!(put(NEW, &ours, &agreement).await.0, 201);
    koren["name"] = json!("Stora sångkören");
    assert_eq!(put(THERE, korus, &koren).await.0, 200);
    let too = json!({"insatser": ["kvarnen"], "kind": "addOn", "partOf": "avtal-kor"});
    let of_all = format!("{korus}/agreements/avtal-too");
    assert_eq!(put(NEW, &of_all, &too).await, other);
    let answered = app.put_as(&editor("0188"), &of_all, NEW, &too).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    koren["name"] = json!("Kören");
    assert_eq!(put(THERE, korus, &koren).await, other);
    let ended = json!({"insatser": ["sangcafe"], "kind": "main", "validTo": "2025-12-31"});
    assert_eq!(put(THERE, &ours, &ended).await, other, "the add-on would end with it");
    // The municipality document names every body.
    let mut itself = read(&app, norrtalje).await.0;
    itself["bodies"][0]["applicationContact"]["name"] = json!("Någon annan");
    assert_eq!(put(THERE, norrtalje, &itself).await, other);
}

async fn two_editors_share_one_database(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let one = TestApp::on(database, &[]).await;
    let other = TestApp::beside(&one).await;
    let (mut alarm, etag) = read(&one, ALARM).await;
    alarm["summary"]["sv"] = json!("Från den ena.");
    assert_eq!(put(&one, "1270", ALARM, &etag, &alarm).await.status, 200);
    // The other service may not have it yet; the database does.
    alarm["summary"]["sv"] = json!("Från den andra.");
    assert_eq!(put(&other, "1270", ALARM, &etag, &alarm).await.status, 412);
    crate::fixtures::publishing::followed(&other, 62).await;
    assert_eq!(read(&other, ALARM).await.0["summary"]["sv"], "Från den ena.");
}

async fn put_owned(app: &TestApp, etag: String, body: Value) -> u16 {
    put(app, "1270", ALARM, &etag, &body).await.status.as_u16()
}
