//! Records that a provider corrects and withdraws, and periods that it marks as complete.

use serde_json::json;

use super::issuer::IdentityProvider;
use super::visitor::{Page, STREAM, Visitor, signed_in};
use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::reports::{RECORDS, association, hand_in, session};
use crate::tests;

tests![
    a_record_is_corrected_in_the_columns_of_the_sheet,
    a_fault_is_at_its_field_and_keeps_what_was_typed,
    a_record_that_changed_meanwhile_is_not_overwritten,
    a_record_is_withdrawn_with_a_reason,
    a_reason_with_an_identity_number_is_refused,
    records_are_listed_latest_first,
    a_period_is_marked_as_complete_with_its_evaluation,
    an_evaluation_that_is_refused_keeps_what_was_typed,
    missing_reports_are_shown,
];

/// The fields of a form with a record, some of them with other values.
async fn correct(app: &TestApp, visitor: &mut Visitor, form: &Page, id: &str, changed: &[(&str, &str)]) -> Page {
    let names = [
        "datum",
        "plats",
        "aktivitet",
        "metod",
        "utfört_av",
        "antal_deltagare",
        "kvinnor",
        "män",
        "annat_okänt",
    ];
    let mut fields: Vec<(&str, String)> = vec![("form", form.field("form")), ("revision", form.field("revision"))];
    for name in names {
        let changed = changed.iter().find(|(of, _)| *of == name);
        fields.push((
            name,
            changed.map_or_else(|| form.field(name), |(_, value)| (*value).to_owned()),
        ));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    visitor.post(app, &format!("{STREAM}/records/{id}"), &fields).await
}

async fn total(app: &TestApp, id: &str) -> serde_json::Value {
    let record = app.get_as(&association(), &format!("{RECORDS}/{id}")).await.json();
    record["participants"]["total"].clone()
}

async fn a_record_is_corrected_in_the_columns_of_the_sheet(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let id = hand_in(&app, &session("2025-09-02")).await;
    let form = visitor.get(&app, &format!("{STREAM}/records/{id}")).await;
    assert_eq!(form.heading(), "Rätta en uppgift", "{}", form.text);
    assert_eq!(
        (form.field("datum"), form.field("antal_deltagare")),
        ("2025-09-02".into(), "18".into())
    );
    // Texts that the sheet has no column for are there too, since the record has them.
    assert!(
        form.text.contains(">Allsång till dragspel.</textarea>"),
        "{}",
        form.text
    );
    let saved = correct(
        &app,
        &mut visitor,
        &form,
        &id,
        &[("antal_deltagare", "20,0"), ("män", "8")],
    )
    .await;
    assert_eq!(
        (saved.status.as_u16(), saved.heading()),
        (200, "Rättelsen är sparad"),
        "{}",
        saved.text
    );
    assert_eq!(total(&app, &id).await, 20);
}

async fn a_fault_is_at_its_field_and_keeps_what_was_typed(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let id = hand_in(&app, &session("2025-09-02")).await;
    let form = visitor.get(&app, &format!("{STREAM}/records/{id}")).await;
    let changed = [("datum", "14/10/25"), ("aktivitet", "Sång & \"dans\"")];
    let refused = correct(&app, &mut visitor, &form, &id, &changed).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(
        refused.text.contains("<p class=\"fault\" id=\"datum.fault\">"),
        "{}",
        refused.text
    );
    assert_eq!(refused.field("datum"), "14/10/25");
    assert_eq!(refused.field("aktivitet"), "Sång &#38; &#34;dans&#34;");
    // A rule of the board, which no single cell breaks.
    let refused = correct(&app, &mut visitor, &form, &id, &[("antal_deltagare", "3")]).await;
    assert!(
        refused.text.contains("id=\"antal_deltagare.fault\""),
        "{}",
        refused.text
    );
    assert_eq!(total(&app, &id).await, 18);
}

async fn a_record_that_changed_meanwhile_is_not_overwritten(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let id = hand_in(&app, &session("2025-09-02")).await;
    let form = visitor.get(&app, &format!("{STREAM}/records/{id}")).await;
    let first = [("antal_deltagare", "20"), ("män", "8")];
    assert_eq!(correct(&app, &mut visitor, &form, &id, &first).await.status, 200);
    let second = [("antal_deltagare", "22"), ("män", "10")];
    let refused = correct(&app, &mut visitor, &form, &id, &second).await;
    assert!(
        refused.text.contains("Någon har ändrat uppgiften medan ni skrev."),
        "{}",
        refused.text
    );
    assert_eq!(refused.field("antal_deltagare"), "22");
    assert_eq!(total(&app, &id).await, 20);
    // The page has the new revision, so that the reader can decide.
    assert_eq!(correct(&app, &mut visitor, &refused, &id, &[]).await.status, 200);
    assert_eq!(total(&app, &id).await, 22);
}

async fn withdraw(app: &TestApp, visitor: &mut Visitor, id: &str, reason: &str) -> Page {
    let form = visitor.get(app, &format!("{STREAM}/records/{id}")).await;
    let (token, revision) = (form.field("form"), form.field("revision"));
    let fields = [("form", token.as_str()), ("revision", &revision), ("reason", reason)];
    visitor
        .post(app, &format!("{STREAM}/records/{id}/withdrawal"), &fields)
        .await
}

async fn a_record_is_withdrawn_with_a_reason(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let id = hand_in(&app, &session("2025-09-02")).await;
    let removed = withdraw(&app, &mut visitor, &id, "Räknad två gånger.").await;
    assert_eq!(
        (removed.status.as_u16(), removed.heading()),
        (200, "Uppgiften är borttagen"),
        "{}",
        removed.text
    );
    assert_eq!(app.get_as(&association(), &format!("{RECORDS}/{id}")).await.status, 410);
    let gone = visitor.get(&app, &format!("{STREAM}/records/{id}")).await;
    assert_eq!(
        (gone.status.as_u16(), gone.heading()),
        (410, "Uppgiften är redan borttagen")
    );
}

async fn a_reason_with_an_identity_number_is_refused(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let id = hand_in(&app, &session("2025-09-02")).await;
    let refused = withdraw(&app, &mut visitor, &id, "Gäller 19510314-1234").await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(
        refused.text.contains("id=\"reason.fault\"") && !refused.text.contains("1234"),
        "{}",
        refused.text
    );
    assert_eq!(total(&app, &id).await, 18);
}

async fn records_are_listed_latest_first(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    for day in ["2025-09-09", "2025-09-02", "2025-09-16"] {
        hand_in(&app, &session(day)).await;
    }
    let list = visitor.get(&app, &format!("{STREAM}/records")).await;
    let days: Vec<&str> = list
        .text
        .split(">Rätta ")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .collect();
    assert_eq!(days, ["2025-09-16", "2025-09-09", "2025-09-02"]);
}

/// A visitor on a day of 2026, when the year 2025 has ended.
async fn after_the_year(engine: Engine) -> (IdentityProvider, TestApp, Visitor) {
    let issuer = IdentityProvider::start();
    issuer.gives_tokens_for(200 * 24 * 3600);
    issuer.states_in_id_tokens(json!({"exp": 4_000_000_000_u64}));
    let app = issuer.service(engine).await;
    hand_in(&app, &session("2025-09-02")).await;
    app.now("2026-01-10T10:00:00Z");
    let visitor = Visitor::signed_in(&app).await;
    (issuer, app, visitor)
}

async fn a_period_is_marked_as_complete_with_its_evaluation(engine: Engine) {
    let (_issuer, app, mut visitor) = after_the_year(engine).await;
    let form = visitor.get(&app, &format!("{STREAM}/periods/2025")).await;
    assert_eq!(form.heading(), "Markera 2025 som klar", "{}", form.text);
    let token = form.field("form");
    let fields = [
        ("form", token.as_str()),
        ("evaluation", "Uppskattat."),
        ("question", "Hur nöjd är du?"),
        ("mean", "4,2"),
        ("responses", "15"),
        ("scaleMax", "5"),
    ];
    let marked = visitor.post(&app, &format!("{STREAM}/periods/2025"), &fields).await;
    assert_eq!(
        (marked.status.as_u16(), marked.heading()),
        (200, "2025 är klar"),
        "{}",
        marked.text
    );
    let reporting = app
        .get_as(
            &association(),
            "/municipalities/0188/reporting?from=2025-01-01&to=2025-12-31",
        )
        .await;
    let line = &reporting.json()["reporting"][0];
    assert_eq!(
        (&line["state"], &line["evaluationGiven"]),
        (&json!("delivered"), &json!(true)),
        "{line}"
    );
    let stream = visitor.get(&app, STREAM).await;
    assert!(
        stream.text.contains("<span class=\"tag good\">Klar</span>"),
        "{}",
        stream.text
    );
}

async fn an_evaluation_that_is_refused_keeps_what_was_typed(engine: Engine) {
    let (_issuer, app, mut visitor) = after_the_year(engine).await;
    let token = visitor.form_token(&app).await;
    let fields = [
        ("form", token.as_str()),
        ("evaluation", "Ring 070-123 45 67"),
        ("mean", "bra"),
    ];
    let refused = visitor.post(&app, &format!("{STREAM}/periods/2025"), &fields).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    for shown in [
        "id=\"evaluation.fault\"",
        "id=\"mean.fault\"",
        "id=\"question.fault\"",
        ">Ring 070-123 45 67<",
    ] {
        assert!(refused.text.contains(shown), "{shown}: {}", refused.text);
    }
    let fields = [("form", token.as_str()), ("evaluation", "Uppskattat.")];
    let early = visitor.post(&app, &format!("{STREAM}/periods/2026"), &fields).await;
    assert!(early.text.contains("Perioden har inte slutat än."), "{}", early.text);
}

async fn missing_reports_are_shown(engine: Engine) {
    let (_issuer, app, mut visitor) = after_the_year(engine).await;
    app.now("2026-02-10T10:00:00Z");
    let choose = visitor.get(&app, "/provider").await;
    assert!(choose.text.contains("Saknas: 2025"), "{}", choose.text);
}
