//! What is wrong with a form, beside its field; and what no form sends.

use reqwest::Method;

use crate::fixtures::app::{Answered, Database, Engine, TestApp};
use crate::fixtures::browser::{ACCEPT, fill_in, heading, hidden, open, send, without_tags};
use crate::tests;

tests![
    a_question_needs_an_answer,
    identity_numbers_are_refused_and_not_shown,
    dates_that_are_none,
    answers_that_contradict_each_other,
    numbers_of_persons,
    several_faults_are_shown_at_once,
    what_no_form_sends,
    media_types_and_sizes,
    a_form_counts_as_a_question,
];

const ALARM: &str = "/1270/trygghetslarm/eligibility";

/// The fault beside a field, which the summary repeats and the field refers to.
fn fault_of(page: &Answered, field: &str) -> String {
    let text = &page.text;
    let (_, rest) = text.split_once(&format!("id=\"{field}.fault\">")).expect(field);
    let fault = without_tags(rest.split_once("</p>").expect("its end").0);
    assert!(
        text.contains(&format!("{field}.fault\"")) && text.contains("aria-describedby=\""),
        "{text}"
    );
    let (_, summary) = text.split_once("id=\"faults\"").expect("a summary");
    assert!(
        summary
            .split_once("</section>")
            .expect("its end")
            .0
            .contains(&format!("href=\"#{field}"))
    );
    assert!(text.contains(" autofocus "), "the summary has the focus");
    assert!(text.contains("<title>Fel: "), "the title says it");
    fault.trim_start_matches("Fel: ").to_owned()
}

async fn a_question_needs_an_answer(engine: Engine) {
    let app = TestApp::start(engine).await;
    let first = open(&app, ALARM).await;
    let again = fill_in(&app, &first, &[("birthDate", "  ")]).await;
    assert_eq!(again.status, 400);
    assert_eq!(heading(&again), heading(&first));
    assert_eq!(
        fault_of(&again, "birthDate"),
        "Skriv ett födelsedatum, eller välj Vet inte."
    );
    let empty = send(&app, ALARM, &[]).await;
    assert_eq!(
        (empty.status.as_u16(), &*fault_of(&empty, "birthDate")),
        (400, "Skriv ett födelsedatum, eller välj Vet inte.")
    );
    let second = send(&app, ALARM, &[("birthDate", "1950-03-14")]).await;
    let unchosen = fill_in(&app, &second, &[]).await;
    assert_eq!(
        (
            unchosen.status.as_u16(),
            &*fault_of(&unchosen, "registeredMunicipality")
        ),
        (400, "Välj ett av svaren.")
    );
    assert!(
        hidden(&unchosen.text).contains(&("birthDate".to_owned(), "1950-03-14".to_owned())),
        "the rest is kept"
    );
}

async fn identity_numbers_are_refused_and_not_shown(engine: Engine) {
    let app = TestApp::start(engine).await;
    for number in [
        "19500314-1234",
        "195003141234",
        "500314-1234",
        "5003141234",
        "19500374-1234",
        "1950 03 14 1234",
        "195003%2D14-1234",
    ] {
        let refused = send(&app, ALARM, &[("question", "birthDate"), ("birthDate", number)]).await;
        assert_eq!(refused.status, 422, "{number}");
        assert!(fault_of(&refused, "birthDate").contains("personnummer"), "{number}");
        assert!(
            !refused.text.contains("1234") && !refused.text.contains("0374"),
            "{number} is not repeated"
        );
    }
    for field in ["registeredMunicipality", "part", "selfDeclared.homeCare", "partner"] {
        let refused = send(&app, ALARM, &[(field, "19500314-1234")]).await;
        assert_eq!(refused.status, 422, "{field}");
        assert!(!refused.text.contains("1234"), "{field}");
    }
    // A number in the name of a field, or in a button.
    let named = send(&app, ALARM, &[("19500314-1234", "x"), ("question", "19500314-1234")]).await;
    assert_eq!(named.status, 400);
    assert!(!named.text.contains("1234"));
}

async fn dates_that_are_none(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (date, fault) in [
        ("1950-02-30", "Skriv ett datum som finns"),
        ("500314", "Skriv ett datum som finns"),
        ("14 mars 1950", "Skriv ett datum som finns"),
        ("<script>", "Skriv ett datum som finns"),
        ("2025-10-02", "Datumet är senare än i dag."),
        ("1850-01-01", "Kontrollera årtalet."),
        ("1700-01-01", "Kontrollera årtalet."),
        ("2300", "Kontrollera årtalet."),
    ] {
        let refused = send(&app, ALARM, &[("birthDate", date)]).await;
        assert_eq!(refused.status, 400, "{date}");
        assert!(
            fault_of(&refused, "birthDate").starts_with(fault),
            "{date}: {}",
            fault_of(&refused, "birthDate")
        );
        assert!(
            !refused.text.contains(&format!("value=\"{date}\"")),
            "{date} is not repeated"
        );
        assert!(!refused.text.contains("<script>"));
    }
}

async fn answers_that_contradict_each_other(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (field, one, other) in [
        ("birthDate", "1950-03-14", "1960-03-14"),
        ("registeredMunicipality", "1270", "none"),
        ("partner", "0", "1"),
        ("selfDeclared.homeCare", "true", "false"),
        ("selfDeclared.homeCare", "true", "unknown"),
    ] {
        let refused = send(&app, ALARM, &[(field, one), (field, other)]).await;
        assert_eq!(refused.status, 400, "{field}");
        assert!(!fault_of(&refused, field).is_empty());
    }
    let twice = send(&app, ALARM, &[("birthDate", "1950-03-14"), ("birthDate", "1960-03-14")]).await;
    assert_eq!(
        fault_of(&twice, "birthDate"),
        "Svaren säger emot varandra. Svara på nytt."
    );
    let two = [("relativeResidenceMunicipality", "1270"), ("supportedPersons", "2")];
    let refused = send(&app, "/0188/anhorigstod/eligibility", &two).await;
    assert_eq!(
        fault_of(&refused, "relativeResidenceMunicipality"),
        "Svaren säger emot varandra. Svara på nytt."
    );
}

async fn numbers_of_persons(engine: Engine) {
    let app = TestApp::start(engine).await;
    for number in ["21", "1000000000000000000000", "-1", "två", "1.5"] {
        let refused = send(&app, ALARM, &[("household", number)]).await;
        assert_eq!(refused.status, 400, "{number}");
        assert_eq!(
            fault_of(&refused, "household"),
            "Skriv ett tal från 0 till 20.",
            "{number}"
        );
    }
    let partners = send(&app, ALARM, &[("partner", "2")]).await;
    assert_eq!(
        (partners.status.as_u16(), &*fault_of(&partners, "partner")),
        (400, "Välj ett av svaren.")
    );
    assert_eq!(send(&app, ALARM, &[("household", "20")]).await.status, 200);
}

async fn several_faults_are_shown_at_once(engine: Engine) {
    let app = TestApp::start(engine).await;
    let refused = send(
        &app,
        ALARM,
        &[("birthDate", "i våras"), ("registeredMunicipality", "Tomelilla")],
    )
    .await;
    assert_eq!((refused.status.as_u16(), &*heading(&refused)), (400, "Rätta det här"));
    fault_of(&refused, "birthDate");
    assert_eq!(fault_of(&refused, "registeredMunicipality"), "Välj ett av svaren.");
    let half = fill_in(&app, &refused, &[("birthDate", "1950-03-14")]).await;
    assert_eq!(half.status, 400, "both are still asked for");
    fault_of(&half, "registeredMunicipality");
}

async fn what_no_form_sends(engine: Engine) {
    let app = TestApp::start(engine).await;
    for field in [
        "name",
        "asOf",
        "age",
        "facts",
        "partner.0.partner",
        "selfDeclared.guess",
        "selfDeclared.local.okand",
    ] {
        let refused = send(&app, ALARM, &[(field, "true")]).await;
        assert_eq!(refused.status, 400, "{field}");
        assert!(refused.header("content-type").starts_with("text/html"), "{field}");
    }
    let other = send(&app, ALARM, &[("part", "activity.finns-inte")]).await;
    assert_eq!(
        (other.status.as_u16(), &*fault_of(&other, "part")),
        (400, "Välj ett av svaren.")
    );
    let controls = [
        ("question", "name"),
        ("change", "<b>"),
        ("skip", "../x"),
        ("birthDate", "1950-03-14"),
    ];
    let page = send(&app, ALARM, &controls).await;
    assert_eq!(
        (page.status.as_u16(), &*heading(&page)),
        (200, "I vilken kommun är du folkbokförd?")
    );
    let not_utf8 = app.send_anywhere(
        Method::POST,
        ALARM,
        &[ACCEPT, ("content-type", "application/x-www-form-urlencoded")],
        Some(b"birthDate=%FF%FE".to_vec()),
    );
    assert_eq!(not_utf8.await.status, 400);
}

async fn media_types_and_sizes(engine: Engine) {
    let app = TestApp::start(engine).await;
    let post = async |media_type: &str, body: Vec<u8>| {
        let headers = [ACCEPT, ("content-type", media_type)];
        app.send_anywhere(Method::POST, ALARM, &headers, Some(body)).await
    };
    for media_type in [
        "application/json",
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/x-www-form-urlencoded; charset=iso-8859-1",
    ] {
        let refused = post(media_type, b"birthDate=1950-03-14".to_vec()).await;
        assert_eq!(refused.status, 415, "{media_type}");
        assert!(refused.header("content-type").starts_with("text/html"), "{media_type}");
    }
    let form = "application/x-www-form-urlencoded; charset=UTF-8";
    assert_eq!(post(form, b"birthDate=1950-03-14".to_vec()).await.status, 200);
    let large = post(form, vec![b'a'; 64 * 1024 + 1]).await;
    assert_eq!(large.status, 413);
    assert!(large.header("content-type").starts_with("text/html"));
    let put = app.send_anywhere(Method::PUT, ALARM, &[ACCEPT], None).await;
    assert_eq!((put.status.as_u16(), put.header("allow").contains("POST")), (405, true));
}

async fn a_form_counts_as_a_question(engine: Engine) {
    let settings = [
        ("INSATSKATALOG_TRUSTED_PROXIES", "127.0.0.1"),
        ("INSATSKATALOG_FORWARDED_HEADER", "X-Forwarded-For"),
        ("INSATSKATALOG_QUESTIONS_PER_MINUTE", "10000"),
    ];
    let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
    let headers = [
        ACCEPT,
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-forwarded-for", "192.0.2.7"),
    ];
    let body = || Some(b"birthDate=1950-03-14".to_vec());
    let counted = app.send_anywhere(Method::POST, ALARM, &headers, body()).await;
    assert_eq!(counted.status, 200);
    assert_eq!(counted.header("ratelimit-policy"), "\"questions\";q=10000;w=60");
    assert!(
        counted.header("ratelimit").starts_with("\"questions\";r=9"),
        "{}",
        counted.header("ratelimit")
    );
    // It counts before the body is read, so a refused one counts too.
    let refused = app
        .send_anywhere(Method::POST, ALARM, &[ACCEPT, headers[2]], body())
        .await;
    assert_eq!(
        (refused.status.as_u16(), refused.header("ratelimit").is_empty()),
        (415, false)
    );
    let opened = app.send_anywhere(Method::GET, ALARM, &[ACCEPT, headers[2]], None).await;
    assert_eq!((opened.status.as_u16(), opened.header("ratelimit")), (200, ""));
}
