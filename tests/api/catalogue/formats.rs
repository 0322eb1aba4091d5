//! Formats of documents: what an older program would misread is not published before the upgrade ends, and what this
//! program does not know is never answered by the parts it knows.

use diesel::connection::SimpleConnection as _;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use insatskatalog::domain::hash::sha256;
use insatskatalog::store::Store;
use insatskatalog::store::engine::Engine as Connection;
use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::command::{err, out, program};
use crate::fixtures::editing::{
    ALARM, CAFE, NEW, THERE, changed, create, editor, new_insats, read, refused, refused_case, withdrawal,
};
use crate::fixtures::publishing::followed;
use crate::tests;

tests![
    a_higher_format_is_answered_by_no_part_of_it,
    no_part_takes_over_criteria_where_its_own_cannot_be_read,
    a_new_catalogue_accepts_every_format,
    a_new_format_waits_until_the_upgrade_is_finished,
    release_1_0_0_reads_and_writes_until_the_upgrade_is_finished,
    texts_wait_until_the_upgrade_is_finished,
    each_new_member_has_the_second_format,
    a_stored_version_that_a_new_rule_refuses_takes_new_editions,
];

const OTHER_NOT_EVALUATED: &str = r#"{"kind": "notEvaluated", "text": {"sv": "Lugn.", "en": "Calm."}, "assessedBy": "provider", "groundForLimit": "notStated"}"#;

fn run(database: &Database, statements: &str) {
    let mut connection = database.address().connect().expect("connects");
    connection.batch_execute(statements).expect("the statements run");
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The first column of the only row of a query.
fn only(database: &Database, query: &str) -> Result<String, String> {
    let mut connection = database.address().connect().expect("connects");
    let query = sql_query(query);
    let row: Result<Line, _> = match &mut connection {
        Connection::Postgres(connection) => query.get_result(connection),
        Connection::Sqlite(connection) => query.get_result(connection),
    };
    row.map(|row| row.line).map_err(|error| error.to_string())
}

fn minimum_format(database: &Database) -> String {
    only(
        database,
        "SELECT CAST(minimum_format AS TEXT) AS line FROM catalogue_state",
    )
    .expect("a row")
}

/// The catalogue as release 1.0.0 left it, then migrated by this program.
fn upgraded(engine: Engine) -> Database {
    let database = Database::with_catalogues(engine);
    // The same on both engines.
    let down = include_str!("../../../migrations/sqlite/2026-11-28-000001_catalogue_format/down.sql");
    run(
        &database,
        &format!("{down}; DELETE FROM __diesel_schema_migrations WHERE version = '20261128000001';"),
    );
    assert_eq!(Store::migrate(&database.address()).expect("migrates").len(), 1);
    database
}

/// Publishes a version of the singing café as a program of another release would.
fn publish_as_another_release(app: &TestApp, document: &Value, format: i32) {
    let text = document.to_string();
    let hash = sha256(&text);
    let statements = format!(
        "INSERT INTO catalogue_changes VALUES (62, '1270', 'version', 'sangcafe@2025-08-01', '{text}', '{hash}', {format}, '2025-09-01 00:00:00');
         INSERT INTO catalogue_current VALUES ('1270', 'version', 'sangcafe@2025-08-01', 62);
         UPDATE catalogue_state SET revision = 62;"
    );
    run(&app.database, &statements);
}

/// A singing café in two rooms, with two activities, that everybody is welcome to by what this program understands.
fn in_rooms() -> Value {
    let mut cafe = new_insats();
    cafe["validFrom"] = json!("2025-08-01");
    cafe["places"] =
        json!([{"slug": "stora-salen", "name": "Stora salen"}, {"slug": "lilla-salen", "name": "Lilla salen"}]);
    cafe["activities"] = json!([
        {"slug": "kor", "name": {"sv": "Kör", "en": "Choir"}},
        {"slug": "allsang", "name": {"sv": "Allsång", "en": "Sing-along"}, "criteria": {"kind": "all", "of": []}},
    ]);
    cafe
}

/// Asserts that whatever part is asked, the criteria are unknown.
async fn knows_no_criteria(app: &TestApp) {
    for part in [
        json!({}),
        json!({"activity": "kor"}),
        json!({"activity": "allsang"}),
        json!({"place": "stora-salen"}),
        json!({"place": "lilla-salen"}),
        json!({"activity": "kor", "place": "lilla-salen"}),
    ] {
        let mut question = part.clone();
        question["asOf"] = json!("2025-09-01");
        question["facts"] = json!({"age": 80, "registeredMunicipality": "1270"});
        let answer = app.ask("1270", "sangcafe", &question).await;
        assert_eq!(
            (&answer["outcome"], &answer["reasonCode"]),
            (&json!("undetermined"), &json!("criteriaUnknown")),
            "{part}"
        );
        assert!(answer.get("activities").is_none() && answer.get("places").is_none());
    }
    let shown = app.get_json("/municipalities/1270/insatser/sangcafe").await;
    assert_eq!(shown["status"], "incomplete");
}

async fn a_higher_format_is_answered_by_no_part_of_it(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut cafe = in_rooms();
    // A kind that does not exist, in one room only; all else could be read.
    cafe["places"][0]["criteria"] = json!({"kind": "singsInTune", "atLeast": 3});
    publish_as_another_release(&app, &cafe, 3);
    followed(&app, 62).await;
    knows_no_criteria(&app).await;
    // A program that starts on the same database loads it in the same way.
    knows_no_criteria(&TestApp::beside(&app).await).await;
    let stored = app.get_json("/changes?after=61").await;
    let change = &stored["changes"][0];
    assert_eq!(change["document"], cafe, "the document is stored as it is");
    assert_eq!(change["format"], 3);
}

async fn no_part_takes_over_criteria_where_its_own_cannot_be_read(engine: Engine) {
    for part in ["activities", "places"] {
        let app = TestApp::start(engine).await;
        let mut cafe = in_rooms();
        cafe[part][0]["criteria"] = json!({"kind": "not", "of": {"kind": "singsInTune"}});
        publish_as_another_release(&app, &cafe, 1);
        followed(&app, 62).await;
        knows_no_criteria(&app).await;
    }
}

async fn a_new_catalogue_accepts_every_format(engine: Engine) {
    let database = Database::empty(engine);
    Store::migrate(&database.address()).expect("migrates");
    assert_eq!(minimum_format(&database), "2");
    let finished = program(&database.url, &["migrate", "--finish"]);
    assert!(
        out(&finished).contains("already accepts format 2"),
        "{}",
        out(&finished)
    );
}

async fn a_new_format_waits_until_the_upgrade_is_finished(engine: Engine) {
    let app = TestApp::on(upgraded(engine), &[]).await;
    assert_eq!(minimum_format(&app.database), "1");
    assert_eq!(
        create(&app, &new_insats()).await.status,
        201,
        "the first format is published"
    );
    let mut cafe = in_rooms();
    cafe["validFrom"] = json!("2026-01-01");
    cafe["criteria"] = serde_json::from_str(OTHER_NOT_EVALUATED).expect("JSON");
    cafe["activities"][1]["criteria"] = json!({"kind": "any", "of": [
        {"kind": "ageInYear", "atLeast": 65, "groundForLimit": "notStated", "ageReason": "notStated"},
        {"kind": "declared", "fact": "homeCare", "groundForLimit": "notStated"}]});
    cafe["places"][1]["criteria"] = json!({"kind": "declared", "fact": "isParent", "groundForLimit": "notStated"});
    cafe["withoutGuardianFrom15"] = json!("suitable");
    cafe["validTo"] = json!("2095-12-31");
    cafe["validToNotStated"] = json!(true);
    let answered = app.put_as(&editor("1270"), CAFE, THERE, &cafe).await;
    refused(
        &answered,
        422,
        &[
            ("/criteria", "formatNotAccepted"),
            ("/activities/1/criteria", "formatNotAccepted"),
            ("/places/1/criteria", "formatNotAccepted"),
            ("/withoutGuardianFrom15", "formatNotAccepted"),
            ("/validToNotStated", "formatNotAccepted"),
        ],
    );
    let municipality = "/municipalities/1270";
    let (mut complete, _) = read(&app, municipality).await;
    complete["catalogueComplete"] = json!({"from": "2025-10-01"});
    let unread = app.put_as(&editor("1270"), municipality, THERE, &complete).await;
    refused(&unread, 422, &[("/catalogueComplete", "formatNotAccepted")]);
    assert!(answered.text.contains("migrate --finish"), "{}", answered.text);

    // The command goes by the clock of the machine.
    let mut later = cafe.clone();
    later["validFrom"] = json!("2090-01-01");
    let file = format!("kommunkod: \"1270\"\ninsatser:\n- {later}\n");
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("cafe.yaml");
    std::fs::write(&path, file).expect("written");
    let path = path.display().to_string();
    for arguments in [&["import", &path][..], &["import", "--dry-run", &path]] {
        let output = program(&app.database.url, arguments);
        assert_eq!(output.status.code(), Some(1));
        let wanted = format!("{path}:3: /insatser/0/criteria: formatNotAccepted: ");
        assert!(err(&output).contains(&wanted), "{}", err(&output));
    }

    let finished = program(&app.database.url, &["migrate", "--finish"]);
    assert!(
        out(&finished).contains("now accepts format 2"),
        "{}{}",
        out(&finished),
        err(&finished)
    );
    assert_eq!(minimum_format(&app.database), "2");
    // The running program notices it by itself.
    let answered = app.put_as(&editor("1270"), CAFE, THERE, &cafe).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let format = "SELECT CAST(format AS TEXT) AS line FROM catalogue_changes ORDER BY revision DESC LIMIT 1";
    assert_eq!(only(&app.database, format).as_deref(), Ok("2"));
    let answer = app.ask("1270", "sangcafe", &json!({"asOf": "2026-01-01"})).await;
    assert_eq!(answer["reasonCode"], "conditionNotEvaluated");
    let answered = app.put_as(&editor("1270"), municipality, THERE, &complete).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert_eq!(only(&app.database, format).as_deref(), Ok("2"));
}

async fn texts_wait_until_the_upgrade_is_finished(engine: Engine) {
    let app = TestApp::on(upgraded(engine), &[]).await;
    let easy = json!({"sv": "Sång.", "en": "Singing.", "svEasy": "Du får sjunga."});
    let finnish = json!({"sv": "Sång.", "en": "Singing.", "fi": "Laulua."});
    let swedish = json!({"sv": "Sång."});
    let mut cafe = new_insats();
    cafe["summary"] = easy;
    cafe["places"] = json!([{"slug": "torget", "name": "Torget", "note": swedish,
        "openingHours": [{"weekday": "friday", "opens": "20:00", "closes": "21:00"}]}]);
    cafe["decision"]["note"] = finnish.clone();
    let mut tomelilla = read(&app, "/municipalities/1270").await.0;
    tomelilla["sourceDocuments"][0]["title"] = swedish.clone();
    let provider = json!({"name": "Hemma",
        "availability": {"state": "full", "note": finnish, "updatedAt": "2025-10-01T08:00:00Z"}});
    let agreement = json!({"insatser": ["trygghetslarm"], "kind": "main", "note": swedish});
    let mut withdrawal = withdrawal("2026-01-31");
    withdrawal["note"] = swedish;
    let own = "/municipalities/1270";
    let hemma = "/municipalities/1270/providers/hemma";
    let editor = editor("1270");
    let not_accepted = [
        (CAFE, NEW, &cafe, "/summary /places/0/note /decision/note"),
        (own, THERE, &tomelilla, "/sourceDocuments/0/title"),
        (hemma, NEW, &provider, "/availability/note"),
    ];
    for (path, condition, body, pointers) in not_accepted {
        let answered = app.put_as(&editor, path, condition, body).await;
        let faults: Vec<(&str, &str)> = pointers.split(' ').map(|at| (at, "formatNotAccepted")).collect();
        refused_case(path, &answered, 422, &faults);
    }
    let ends = format!("{ALARM}/withdrawals");
    let answered = app.post_as(&editor, &ends, THERE, &withdrawal).await;
    refused(&answered, 422, &[("/note", "formatNotAccepted")]);
    // Hours that the first release cannot read have no text.
    let mut at_night = new_insats();
    at_night["places"] = json!([{"slug": "torget", "name": "Torget",
        "openingHours": [{"weekday": "friday", "opens": "20:00", "closes": "02:00"}]}]);
    let answered = app.put_as(&editor, CAFE, NEW, &at_night).await;
    refused(&answered, 422, &[("", "formatNotAccepted")]);

    assert!(Store::finish_upgrade(&app.database.address()).expect("raised"));
    for (path, condition, body, _) in not_accepted {
        let answered = app.put_as(&editor, path, condition, body).await;
        assert!(answered.status.is_success(), "{path}: {}", answered.text);
    }
    let answered = app
        .put_as(&editor, &format!("{hemma}/agreements/avtal"), NEW, &agreement)
        .await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    assert_eq!(app.post_as(&editor, &ends, THERE, &withdrawal).await.status, 200);
    let formats = "SELECT CAST(SUM(format) AS TEXT) AS line FROM catalogue_changes WHERE revision > 61";
    assert_eq!(
        only(&app.database, formats).as_deref(),
        Ok("10"),
        "five documents of the second format"
    );
}

async fn release_1_0_0_reads_and_writes_until_the_upgrade_is_finished(engine: Engine) {
    let database = upgraded(engine);
    let head = "SELECT CAST(revision AS TEXT) AS line FROM catalogue_head";
    assert_eq!(only(&database, head).as_deref(), Ok("61"));
    // The statements by which it locks the row and counts on.
    run(
        &database,
        "UPDATE catalogue_head SET revision = catalogue_head.revision",
    );
    run(&database, "UPDATE catalogue_head SET revision = 62");
    let state = "SELECT CAST(revision AS TEXT) AS line FROM catalogue_state";
    assert_eq!(only(&database, state).as_deref(), Ok("62"));
    // A start of this program does not end the upgrade.
    Store::migrate(&database.address()).expect("migrates");
    assert_eq!(only(&database, head).as_deref(), Ok("62"));
    assert!(Store::finish_upgrade(&database.address()).expect("raised"));
    assert!(only(&database, head).is_err(), "1.0.0 can read the catalogue no more");
    assert!(!Store::finish_upgrade(&database.address()).expect("nothing to raise"));
    assert_eq!(only(&database, state).as_deref(), Ok("62"));
}

async fn each_new_member_has_the_second_format(engine: Engine) {
    let app = TestApp::start(engine).await;
    let listed = json!({"kind": "age", "atLeast": 75, "groundForLimit": "notStated", "ageReason": "notStated"});
    let cases = [
        ("open to all", json!({"kind": "all", "of": []}), 1),
        ("age", listed.clone(), 1),
        (
            "relativeResidesIn",
            json!({"kind": "relativeResidesIn", "kommunkod": "1270", "groundForLimit": "notStated"}),
            1,
        ),
        (
            "isParent",
            json!({"kind": "declared", "fact": "isParent", "groundForLimit": "notStated"}),
            1,
        ),
        (
            "homeCare",
            json!({"kind": "not", "of": {"kind": "declared", "fact": "homeCare", "groundForLimit": "notStated"}}),
            2,
        ),
        (
            "residesInAnyOf",
            json!({"kind": "residesInAnyOf", "kommunkoder": ["1270", "1265"], "groundForLimit": "notStated"}),
            2,
        ),
        (
            "eachOf",
            json!({"kind": "eachOf", "persons": "partner", "where": listed, "groundForLimit": "notStated"}),
            2,
        ),
        (
            "someOf",
            json!({"kind": "someOf", "persons": "children", "where": listed, "groundForLimit": "notStated"}),
            2,
        ),
    ];
    let path = |at: usize| format!("/municipalities/1270/insatser/sangcafe-{at}");
    for (at, (case, criteria, format)) in cases.into_iter().enumerate() {
        let mut cafe = new_insats();
        cafe["slug"] = json!(format!("sangcafe-{at}"));
        cafe["criteria"] = criteria;
        let answered = app.put_as(&editor("1270"), &path(at), NEW, &cafe).await;
        assert_eq!(answered.status, 201, "{case}: {}", answered.text);
        let query = format!(
            "SELECT CAST(format AS TEXT) AS line FROM catalogue_changes WHERE object_key = 'sangcafe-{at}@2026-01-01'"
        );
        assert_eq!(only(&app.database, &query), Ok(format.to_string()), "{case}");
    }
}

async fn a_stored_version_that_a_new_rule_refuses_takes_new_editions(engine: Engine) {
    let app = TestApp::start(engine).await;
    let ground = json!({"sv": "Platserna är få.", "en": "There are few places."});
    let age = json!({"kind": "age", "atLeast": 65, "groundForLimit": ground, "ageReason": "notStated"});
    let mut cafe = in_rooms();
    cafe["criteria"] = json!({"kind": "all", "of": [age, {"kind": "not", "of": age}]});
    publish_as_another_release(&app, &cafe, 1);
    followed(&app, 62).await;
    let question = json!({"asOf": "2025-09-01", "facts": {"age": 70}});
    let answer = app.ask("1270", "sangcafe", &question).await;
    assert_eq!(
        (&answer["outcome"], &answer["reasonCode"]),
        (&json!("notEligible"), &json!("age"))
    );
    // Neither a new name nor a translation of a condition makes the condition new.
    cafe["criteria"]["of"][0]["groundForLimit"]["fi"] = json!("Paikkoja on vähän.");
    let presented = |shown: &mut Value| {
        shown["name"]["sv"] = json!("Kafé med sång");
        shown["criteria"] = cafe["criteria"].clone();
    };
    let (shown, _) = changed(&app, "1270", CAFE, presented).await;
    assert_eq!(shown["criteria"], cafe["criteria"]);
    // The same criteria of a new version are refused.
    let (mut later, etag) = read(&app, CAFE).await;
    later["validFrom"] = json!("2026-01-01");
    later["criteria"]["of"][0]["atLeast"] = json!(66);
    later["criteria"]["of"][1]["of"]["atLeast"] = json!(66);
    let answered = app.put_as(&editor("1270"), CAFE, ("if-match", &etag), &later).await;
    refused(&answered, 422, &[("/criteria", "neverMet")]);
}
