//! Publishing catalogue files: editions, versions, refusals, templates; followed by every running service.

use std::time::Duration;

use insatskatalog::documents::embedded::{TEMPLATE, TOMELILLA};
use insatskatalog::domain::fault::{Code, Fault};
use insatskatalog::domain::hash::sha256;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::import;
use insatskatalog::import::{ImportError, SourceFile};
use insatskatalog::store::Store;
use serde_json::json;

use crate::fixtures::app::{Database, Engine, TestApp, author};
use crate::fixtures::publishing::{followed, import_text};
use crate::tests;

tests![
    an_unchanged_file_changes_nothing,
    a_changed_presentation_is_a_new_edition,
    a_changed_decision_in_force_is_refused,
    a_version_to_come_is_added_and_may_be_replaced,
    a_version_entered_out_of_order_is_refused,
    a_decision_may_be_completed,
    a_broken_file_lists_every_fault_and_changes_nothing,
    what_refers_to_nothing_is_refused,
    one_broken_file_of_several_changes_nothing,
    a_template_is_imported_under_a_code,
    a_template_may_be_filled_in,
    what_is_referred_to_may_not_be_taken_away,
    what_always_requires_assessment_is_refused,
    a_document_of_a_newer_release_is_read_as_far_as_it_is_understood,
    a_named_database_gets_nothing_by_itself,
    reads_go_on_while_the_database_is_away,
];

fn places(faults: &[Fault]) -> Vec<(String, Code, Option<usize>)> {
    faults
        .iter()
        .map(|fault| (fault.pointer.clone(), fault.code, fault.line))
        .collect()
}

/// The line of the file on which a text first occurs.
fn line_of(file: &str, text: &str) -> Option<usize> {
    file.lines().position(|line| line.contains(text)).map(|at| at + 1)
}

async fn an_unchanged_file_changes_nothing(engine: Engine) {
    let app = TestApp::start(engine).await;
    let published = import_text(&app, TOMELILLA).await.expect("published");
    assert_eq!((published.changed.len(), published.revision), (0, 61));
}

async fn a_changed_presentation_is_a_new_edition(engine: Engine) {
    let app = TestApp::start(engine).await;
    let before = app.get("/municipalities/1270/insatser/trygghetslarm").await;
    let other = app.get("/municipalities/1270/insatser/rebus").await;
    let changed = TOMELILLA.replace("Larm i hemmet som ger snabb hjälp", "Ett larm i hemmet som ger hjälp");
    let published = import_text(&app, &changed).await.expect("published");
    assert_eq!(published.changed, ["trygghetslarm@2025-07-01"]);
    assert_eq!(published.revision, 62);
    followed(&app, 62).await;
    let after = app.get("/municipalities/1270/insatser/trygghetslarm").await;
    assert!(
        after.json()["summary"]["sv"]
            .as_str()
            .is_some_and(|text| text.starts_with("Ett larm"))
    );
    assert_eq!(after.json()["version"], 1, "an edition is no new version");
    assert_ne!(after.header("etag"), before.header("etag"));
    let untouched = app.get("/municipalities/1270/insatser/rebus").await;
    assert_eq!(
        untouched.header("etag"),
        other.header("etag"),
        "another insats keeps its ETag"
    );
}

async fn a_changed_decision_in_force_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let changed = TOMELILLA
        .replace("atLeast: 70", "atLeast: 65")
        .replace("men ingen utestängs", "men inte andra")
        .replace("Råd och stöd", "Rådgivning och stöd");
    let faults = import_text(&app, &changed).await.expect_err("refused");
    let wanted = [
        (
            "/insatser/0/targetGroup".to_owned(),
            Code::VersionInForce,
            line_of(&changed, "men inte andra"),
        ),
        (
            "/insatser/4/criteria".to_owned(),
            Code::VersionInForce,
            line_of(&changed, "kind: all\n").or(line_of(&changed, "      kind: all")),
        ),
    ];
    assert_eq!(places(&faults), wanted);
    assert_eq!(
        import_text(&app, TOMELILLA).await.expect("published").revision,
        61,
        "nothing was changed"
    );
}

async fn a_version_to_come_is_added_and_may_be_replaced(engine: Engine) {
    let app = TestApp::start(engine).await;
    let add = |age: u8| {
        let start = TOMELILLA.find("  - slug: trygghetslarm").expect("there");
        let next = TOMELILLA[start..]
            .replace(
                "validFrom: 2025-07-01\n    validFromNotStated: true",
                "validFrom: 2026-01-01",
            )
            .replace("atLeast: 70", &format!("atLeast: {age}"));
        format!("{TOMELILLA}\n{next}")
    };
    let published = import_text(&app, &add(65)).await.expect("published");
    assert_eq!(published.changed, ["trygghetslarm@2026-01-01"]);
    let replaced = import_text(&app, &add(67)).await.expect("published");
    assert_eq!(replaced.changed, ["trygghetslarm@2026-01-01"]);
    followed(&app, replaced.revision).await;

    let versions = app
        .get_json("/municipalities/1270/insatser/trygghetslarm/versions")
        .await;
    let statuses: Vec<_> = versions["versions"]
        .as_array()
        .expect("versions")
        .iter()
        .map(|one| one["status"].clone())
        .collect();
    assert_eq!(statuses, [json!("inForce"), json!("upcoming")]);
    assert_eq!(versions["versions"][0]["lastDayInForce"], "2025-12-31");
    let now = app.get_json("/municipalities/1270/insatser/trygghetslarm").await;
    assert_eq!((&now["version"], &now["validFrom"]), (&json!(1), &json!("2025-07-01")));
    let then = app
        .get_json("/municipalities/1270/insatser/trygghetslarm?asOf=2026-01-01")
        .await;
    assert_eq!(
        (&then["version"], &then["criteria"]["of"][0]["atLeast"]),
        (&json!(2), &json!(67))
    );

    // The same facts become eligible when the later version starts, and the answer says so.
    let facts = json!({"asOf": "2025-10-01", "facts": {"birthDate": "1958-03-01", "registeredMunicipality": "1270"}});
    let answer = app.ask("1270", "trygghetslarm", &facts).await;
    assert_eq!(
        (&answer["outcome"], &answer["eligibleFrom"]),
        (&json!("notEligible"), &json!("2026-01-01"))
    );
    // Without a restart it comes into force at midnight in Sweden.
    app.now("2025-12-31T23:00:00Z");
    assert_eq!(
        app.get_json("/municipalities/1270/insatser/trygghetslarm").await["version"],
        2
    );
}

async fn a_version_entered_out_of_order_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let start = TOMELILLA.find("  - slug: trygghetslarm").expect("there");
    let earlier = TOMELILLA[start..].replace("validFrom: 2025-07-01", "validFrom: 2025-06-01");
    let file = format!("{TOMELILLA}\n{earlier}");
    let faults = import_text(&app, &file).await.expect_err("refused");
    assert_eq!(
        (faults[0].code, faults[0].pointer.as_str()),
        (Code::VersionOutOfOrder, "/insatser/5/validFrom")
    );
}

async fn a_decision_may_be_completed(engine: Engine) {
    let app = TestApp::start(engine).await;
    let decision = "decision: {body: Vård- och omsorgsnämnden, adoption: notStated}";
    let adopted = "decision: {body: Vård- och omsorgsnämnden, date: 2025-06-12, reference: \"2025-06-12 § 40\", adoption: adopted}";
    let completed = TOMELILLA.replace(decision, adopted);
    assert_eq!(import_text(&app, &completed).await.expect("published").changed.len(), 5);
    let moved = completed.replace("date: 2025-06-12", "date: 2025-06-13");
    let faults = import_text(&app, &moved).await.expect_err("refused");
    assert_eq!(faults.len(), 5);
    assert!(
        faults
            .iter()
            .all(|fault| fault.code == Code::VersionInForce && fault.pointer.ends_with("/decision"))
    );
    let followed_up = completed.replace("adoption: adopted", "adoption: adopted, followUpDue: \"2026-12\"");
    assert_eq!(
        import_text(&app, &followed_up).await.expect("published").changed.len(),
        5
    );
}

async fn a_broken_file_lists_every_fault_and_changes_nothing(engine: Engine) {
    let app = TestApp::start(engine).await;
    let broken = TOMELILLA
        .replace("kommunkod: \"1270\"\n\nmunicipality", "kommunkod: 1270\n\nmunicipality")
        .replace("category: anhorigstod", "category: anhörigstöd")
        .replace("atLeast: 70", "atLeast: 700")
        .replace("riskConclusionRequired: false", "riskConclusionRequired: nej")
        .replace("anonymous: false", "anonymus: false")
        .replace("  - slug: rebus", "  - slug: REBUS");
    let faults = import_text(&app, &broken).await.expect_err("refused");
    let mut found = places(&faults);
    found.sort();
    let wanted = [
        ("/insatser/1/slug", Code::InvalidFormat, "slug: REBUS"),
        ("/insatser/2/category", Code::NotInList, "category: anhörigstöd"),
        ("/insatser/4", Code::UnknownMember, "anonymus: false"),
        ("/insatser/4/criteria/of/0/atLeast", Code::OutOfRange, "atLeast: 700"),
        ("/kommunkod", Code::WrongType, "kommunkod: 1270"),
        (
            "/municipality/settings/riskConclusionRequired",
            Code::WrongType,
            "riskConclusionRequired: nej",
        ),
    ];
    let wanted: Vec<_> = wanted
        .iter()
        .map(|(pointer, code, text)| ((*pointer).to_owned(), *code, line_of(&broken, text)))
        .collect();
    assert_eq!(found, wanted);
    assert_eq!(import_text(&app, TOMELILLA).await.expect("published").revision, 61);
    let no_yaml = import_text(&app, "insatser: [").await.expect_err("refused");
    assert_eq!((no_yaml.len(), no_yaml[0].code), (1, Code::Syntax));
    assert!(no_yaml[0].line.is_some());
}

async fn what_refers_to_nothing_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let providers = "providers:\n  - slug: egen-regi\n    name: Egen regi\n    agreements:\n      - {slug: avtal, insatser: [dans], kind: addOn, partOf: annat}";
    let broken = TOMELILLA
        .replace("providers: []", providers)
        .replacen(
            "decision: {body: Vård- och omsorgsnämnden",
            "decision: {body: Nämnden",
            1,
        )
        .replacen("{document: \"004\", lines: \"37-44\"}", "{document: \"009\"}", 1);
    let faults = import_text(&app, &broken).await.expect_err("refused");
    let found: Vec<_> = faults
        .iter()
        .filter(|fault| fault.code == Code::UnknownReference)
        .map(|fault| fault.pointer.as_str())
        .collect();
    for pointer in [
        "/insatser/0/decision/body",
        "/insatser/0/sources/0/document",
        "/providers/0/agreements/0/insatser/0",
        "/providers/0/agreements/0/partOf",
    ] {
        assert!(found.contains(&pointer), "{pointer} in {found:?}");
    }
}

async fn one_broken_file_of_several_changes_nothing(engine: Engine) {
    let app = TestApp::on(Database::empty(engine), &[]).await;
    let store = Store::open(&app.database.address()).expect("opens");
    let source = |name: &str, text: &str| SourceFile {
        name: name.into(),
        text: text.into(),
    };
    let sources = vec![source("good.yaml", TOMELILLA), source("template.yaml", TEMPLATE.1)];
    let refused = import::files(&store, &app.clock, sources, None, &author()).await;
    assert!(matches!(refused, Err(ImportError::Template(name)) if name == "template.yaml"));
    let twice = vec![source("one.yaml", TOMELILLA), source("two.yaml", TOMELILLA)];
    assert!(matches!(
        import::files(&store, &app.clock, twice, None, &author()).await,
        Err(ImportError::SameMunicipality(..))
    ));
    let broken = TOMELILLA
        .replace("riskConclusionRequired: false", "x: 1")
        .replace("1270", "0114");
    let sources = vec![source("good.yaml", TOMELILLA), source("broken.yaml", &broken)];
    let Err(ImportError::Faults(faulty)) = import::files(&store, &app.clock, sources, None, &author()).await else {
        panic!("refused");
    };
    assert_eq!((faulty.len(), faulty[0].0.as_str()), (1, "broken.yaml"));
    let revision = store
        .read(insatskatalog::store::catalogue::changes::revision)
        .await
        .expect("read");
    assert_eq!(revision, 0);
}

async fn a_template_is_imported_under_a_code(engine: Engine) {
    let app = TestApp::start(engine).await;
    let store = Store::open(&app.database.address()).expect("opens");
    let source = SourceFile {
        name: TEMPLATE.0.into(),
        text: TEMPLATE.1.into(),
    };
    let published = import::files(&store, &app.clock, vec![source], Kommunkod::parse("0114"), &author())
        .await
        .expect("published");
    assert_eq!(published[0].0.as_str(), "0114");
    followed(&app, published[0].1.revision).await;
    let list = app.get_json("/municipalities/0114/insatser?status=incomplete").await;
    assert_eq!(list["_meta"]["totalRecords"], 7);
    assert_eq!(
        app.get_json("/municipalities/0114/insatser").await["_meta"]["totalRecords"],
        0
    );
    let answer = app.ask("0114", "motesplatser", &json!({})).await;
    assert_eq!(
        (&answer["outcome"], &answer["reasonCode"]),
        (&json!("undetermined"), &json!("criteriaUnknown"))
    );
    let shown = app.get_json("/municipalities/0114/insatser/motesplatser").await;
    assert_eq!(
        (&shown["status"], &shown["openToAll"]),
        (&json!("incomplete"), &json!(false))
    );
}

async fn a_template_may_be_filled_in(engine: Engine) {
    let app = TestApp::on(Database::empty(engine), &[]).await;
    let own = format!("kommunkod: \"0114\"\n{}", TEMPLATE.1);
    import_text(&app, &own).await.expect("published");
    let filled = own
        .replacen("criteriaNotStated: true", "criteria: {kind: all, of: []}", 1)
        .replacen("items: []", "items: [evaluation]", 1);
    let published = import_text(&app, &filled).await.expect("what was missing is filled in");
    assert_eq!(published.changed, ["anhorigstod@2025-07-01"]);
    followed(&app, published.revision).await;
    assert_eq!(
        app.ask("0114", "anhorigstod", &json!({})).await["reasonCode"],
        "openToAll"
    );
    // The criteria are now decided.
    let again = filled.replacen(
        "criteria: {kind: all, of: []}",
        "criteria: {kind: declared, fact: isParent, groundForLimit: notStated}",
        1,
    );
    assert_eq!(
        import_text(&app, &again).await.expect_err("refused")[0].code,
        Code::VersionInForce
    );
}

async fn what_is_referred_to_may_not_be_taken_away(engine: Engine) {
    let app = TestApp::start(engine).await;
    let faults = import_text(&app, "kommunkod: \"1270\"\nmunicipality: {bodies: []}")
        .await
        .expect_err("refused");
    assert!(
        faults
            .iter()
            .all(|fault| fault.code == Code::UnknownReference && fault.pointer.starts_with("/municipality/"))
    );
    for list in ["bodies", "sourceDocuments"] {
        let pointer = format!("/municipality/{list}");
        assert!(
            faults.iter().any(|fault| fault.pointer == pointer),
            "{list}: {faults:?}"
        );
    }
    let answer = app.ask("1270", "trygghetslarm", &json!({})).await;
    assert!(answer["rightToApply"]["contact"]["name"].is_string());
}

async fn what_always_requires_assessment_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let renamed = TOMELILLA.replace("slug: trygghetslarm", "slug: kontaktperson");
    let faults = import_text(&app, &renamed).await.expect_err("refused");
    assert_eq!(
        (faults[0].pointer.as_str(), faults[0].code),
        ("/insatser/4/slug", Code::AlwaysRequiresIndividualAssessment)
    );
}

async fn a_document_of_a_newer_release_is_read_as_far_as_it_is_understood(engine: Engine) {
    let app = TestApp::start(engine).await;
    let shown = app
        .get_json("/municipalities/1270/insatser/trygghetslarm/versions")
        .await["versions"][0]
        .clone();
    let mut document = json!({});
    for member in ["slug", "name", "summary", "validFrom", "decision", "documentation"] {
        document[member] = shown[member].clone();
    }
    document["category"] = json!("rymdfart");
    document["hologram"] = json!({"x": 1});
    document["criteria"] =
        json!({"kind": "all", "of": [{"kind": "age", "atLeast": 70}, {"kind": "height", "atLeast": 150}]});
    document["documentation"]["groupLevel"]["items"] = json!(["date", "mood"]);
    let text = document.to_string();
    let sha256 = sha256(&text);
    let statements = format!(
        "INSERT INTO catalogue_changes VALUES (62, '1270', 'version', 'trygghetslarm@2025-07-01', '{text}', '{sha256}', 2, '2026-01-01 00:00:00');
         INSERT INTO catalogue_changes VALUES (63, '1270', 'constellation', 'x', '{{}}', '', 2, '2026-01-01 00:00:00');
         UPDATE catalogue_current SET revision = 62 WHERE object_key = 'trygghetslarm@2025-07-01';
         UPDATE catalogue_state SET revision = 63;"
    );
    let mut connection = app.database.address().connect().expect("connects");
    diesel::connection::SimpleConnection::batch_execute(&mut connection, &statements).expect("written");
    followed(&app, 63).await;
    let shown = app.get_json("/municipalities/1270/insatser/trygghetslarm").await;
    assert_eq!(
        (&shown["category"], &shown["status"]),
        (&json!("ovrigt"), &json!("incomplete"))
    );
    assert_eq!(shown["documentation"]["groupLevel"]["items"], json!(["date"]));
    // Incomplete criteria are unknown criteria.
    let answer = app.ask("1270", "trygghetslarm", &json!({"facts": {"age": 40}})).await;
    assert_eq!(answer["outcome"], "undetermined");
}

async fn a_named_database_gets_nothing_by_itself(engine: Engine) {
    let app = TestApp::on(Database::empty(engine), &[]).await;
    assert_eq!(app.get_json("/municipalities").await["municipalities"], json!([]));
    let answered = app
        .post("/municipalities/1270/insatser/trygghetslarm/eligibility", &json!({}))
        .await;
    assert_eq!(answered.status, 404, "nobody knows the insats");
}

async fn reads_go_on_while_the_database_is_away(engine: Engine) {
    let app = TestApp::start(engine).await;
    app.database.take_away();
    tokio::time::sleep(Duration::from_millis(300)).await;
    for _ in 0..3 {
        assert_eq!(app.get("/municipalities/1270/insatser").await.status, 200);
        let ready = app
            .send_anywhere(reqwest::Method::GET, "/health/ready", &[], None)
            .await;
        // A file that is gone is a fault of this machine; a server that is gone is one of all replicas.
        let expected = if engine == Engine::Sqlite { 503 } else { 200 };
        assert_eq!(ready.status, expected);
    }
    let facts = json!({"asOf": "2025-09-01", "facts": {"age": 70, "registeredMunicipality": "1270"}});
    assert_eq!(app.ask("1270", "trygghetslarm", &facts).await["outcome"], "eligible");
    app.database.bring_back();
    let changed = TOMELILLA.replace("Larm i hemmet som ger snabb hjälp", "Ett larm i hemmet som ger hjälp");
    let published = import_text(&app, &changed).await.expect("published");
    followed(&app, published.revision).await;
}
