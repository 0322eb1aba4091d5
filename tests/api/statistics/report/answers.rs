//! The annual report: its public and exact figures, and its sources.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::singing_cafe::{EXACT, NAME, REPORT, counted, months, own, page, released, responses};
use crate::issuer::token;
use crate::tests;

tests![
    figures_are_what_was_released_and_what_was_handed_in,
    shared_cells_are_shown_as_a_sum,
    the_public_report_knows_releases_only,
    the_public_report_is_what_the_public_answer_says,
    decisions_are_shown,
    a_page_shows_names_as_they_are,
    a_report_of_nothing_is_a_report,
];

/// The counts of a year, by place, and in total as women and men.
fn sum(year: &str, of_place: Option<&str>) -> (i64, i64) {
    let months = crate::fixtures::singing_cafe::months();
    let of_year = months.iter().filter(|month| month.starts_with(year));
    let records = of_year.flat_map(|month| counted(month));
    let of_place = records.filter(|(place, ..)| of_place.is_none_or(|asked| asked == *place));
    of_place.fold((0, 0), |(women, men), (_, w, m)| (women + w, men + m))
}

fn total(year: &str, of_place: Option<&str>) -> i64 {
    let (women, men) = sum(year, of_place);
    women + men
}

async fn report(app: &TestApp, path: &str) -> Value {
    let answered = app.get_as(&own(), path).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    answered.json()
}

/// The row of a table whose member has a value.
fn row<'r>(report: &'r Value, table: &str, member: &str, value: &str) -> &'r Value {
    let rows = report[table]["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row[member] == value);
    row.unwrap_or_else(|| panic!("no {member} {value}: {}", report[table]))
}

fn shown(value: i64) -> Value {
    json!({"value": value, "status": "ok"})
}

fn hidden(status: &str) -> Value {
    json!({"value": null, "status": status})
}

async fn figures_are_what_was_released_and_what_was_handed_in(engine: Engine) {
    let app = released(engine).await;
    let public = report(&app, &format!("{REPORT}?year=2026")).await;
    let exact = report(&app, &format!("{EXACT}&year=2026")).await;
    for (report, variant) in [(&public, "public"), (&exact, "exact")] {
        assert_eq!(report["variant"], variant);
        assert_eq!(report["total"]["thisYear"]["value"], total("2026", None), "{variant}");
        assert_eq!(report["total"]["lastYear"]["value"], total("2025", None), "{variant}");
        // Growth compares the months that both years have: here the last two.
        let (now, before) = (146, total("2025", None));
        assert_eq!(
            report["comparison"],
            json!({"from": "2026-11", "to": "2026-12", "thisYear": shown(now), "lastYear": shown(before), "changePercent": 94.7}),
            "{variant}"
        );
        assert_eq!(report["byMonth"]["rows"].as_array().expect("rows").len(), 12);
        let november = row(report, "byMonth", "month", "2026-11");
        assert_eq!(
            (&november["thisYear"], &november["lastYear"], &november["changePercent"]),
            (&shown(73), &shown(37), &json!(97.3)),
            "{variant}"
        );
        let june = row(report, "byMonth", "month", "2026-06");
        assert_eq!(june["thisYear"], shown(37));
        assert_eq!(june.get("lastYear"), None, "before the act");
        let july = row(report, "byMonth", "month", "2026-07");
        assert_eq!(july["lastYear"], hidden("notApplicable"), "{variant}");
        let of_provider = &row(report, "byProvider", "provider", "sangarna")["thisYear"];
        assert_eq!(
            (&of_provider["value"], &of_provider["rating"]),
            (&json!(total("2026", None)), &json!(4.2)),
            "{variant}"
        );
        // Only the municipality sees the number of sessions.
        let is_exact = variant == "exact";
        assert_eq!(of_provider.get("sessions"), is_exact.then(|| json!(33)).as_ref());
        assert_eq!(
            of_provider.get("meanPerSession"),
            is_exact.then(|| json!(15.0)).as_ref()
        );
    }
    assert_eq!(public.get("notice"), None);
    let first = exact.as_object().expect("an object").keys().next().expect("a member");
    assert_eq!(first, "notice");
    assert!(
        exact["notice"]["sv"]
            .as_str()
            .expect("text")
            .contains("sekretessprövas")
    );
    // Exact figures cover every part.
    for (place, of) in [
        ("torget", "torget"),
        ("biblioteket", "biblioteket"),
        ("parken", "parken"),
    ] {
        let row = row(&exact, "byPlace", "place", place);
        assert_eq!(row["thisYear"], shown(total("2026", Some(of))), "{place}");
        assert_eq!(row["lastYear"], shown(total("2025", Some(of))), "{place}");
    }
    let (women, men) = sum("2026", None);
    assert_eq!(row(&exact, "byGender", "gender", "women")["thisYear"], shown(women));
    assert_eq!(row(&exact, "byGender", "gender", "men")["thisYear"], shown(men));
    assert_eq!(row(&exact, "byMonth", "month", "2026-01")["thisYear"], shown(4));
    let of_year = months().into_iter().filter(|month| month.starts_with("2026"));
    let sessions = of_year.flat_map(|month| counted(&month));
    let answers: i64 = sessions.map(|(_, women, men)| responses(women + men)).sum();
    assert_eq!(
        row(&exact, "byProvider", "provider", "sangarna")["thisYear"]["responses"],
        answers
    );
}

async fn shared_cells_are_shown_as_a_sum(engine: Engine) {
    let app = released(engine).await;
    let public = report(&app, &format!("{REPORT}?year=2026")).await;
    // January alone would be four.
    for month in ["2026-01", "2026-02"] {
        assert_eq!(
            row(&public, "byMonth", "month", month)["thisYear"],
            hidden("suppressed")
        );
    }
    assert_eq!(
        public["byMonth"]["together"],
        json!([{"months": ["2026-01", "2026-02"], "thisYear": shown(45)}])
    );
    // The library is a cell of its own. Except in March, the park shares one with the square and the visits without a
    // place.
    assert_eq!(
        row(&public, "byPlace", "place", "parken")["thisYear"],
        json!({"value": 12, "status": "partial", "rest": "suppressed"})
    );
    let together = public["byPlace"]["together"].as_array().expect("groups");
    let of = |table: &str, year: &str| -> i64 {
        let sums = ["rows", "together"].map(|part| {
            let rows = public[table][part].as_array().into_iter().flatten();
            rows.filter_map(|row| row[year]["value"].as_i64()).sum::<i64>()
        });
        sums.into_iter().sum()
    };
    for table in ["byMonth", "byPlace", "byGender", "byProvider"] {
        assert_eq!(of(table, "thisYear"), total("2026", None), "nothing is lost: {table}");
        assert_eq!(of(table, "lastYear"), total("2025", None), "nothing is lost: {table}");
    }
    let names: Vec<&Value> = together.iter().map(|group| &group["names"]).collect();
    assert!(names.contains(&&json!(["Parken", "Torget"])), "{together:?}");
    let page = page(&app, &format!("{REPORT}?year=2026"), None).await.text;
    for words in [
        "Januari och februari tillsammans",
        "Parken, Torget och övriga platser tillsammans",
        "<td class=\"word\">ingår i en summa</td>",
        "<td>12<small>+\u{a0}fler</small></td>",
        "Siffran redovisas bara tillsammans med andra, så att ingen liten del av dem kan räknas ut.",
        "Siffrorna är besök, inte personer",
        "+94,7\u{a0}%",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

async fn the_public_report_knows_releases_only(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{REPORT}?year=2026");
    let before = app.get(&path).await;
    let page_before = page(&app, &path, None).await;
    let exact_before = report(&app, &format!("{EXACT}&year=2026")).await;
    let listed = app
        .get_as(
            &own(),
            "/municipalities/1270/group-records?from=2026-06-01&to=2026-06-30",
        )
        .await
        .json();
    let record = &listed["groupRecords"][0];
    let id = record["id"].as_str().expect("an id");
    let answered = app
        .submit(
            &own(),
            &format!("/municipalities/1270/group-records/{id}/withdrawals"),
            &json!({"reason": "Räknad två gånger."}),
        )
        .await;
    assert!(answered.status.is_success(), "{}", answered.text);
    let same = |answered: &Answered, before: &Answered| {
        assert_eq!(answered.text, before.text);
        assert_eq!(answered.header("etag"), before.header("etag"));
    };
    same(&app.get(&path).await, &before);
    same(&page(&app, &path, None).await, &page_before);
    let exact_after = report(&app, &format!("{EXACT}&year=2026")).await;
    assert_ne!(exact_after["total"], exact_before["total"]);
}

async fn the_public_report_is_what_the_public_answer_says(engine: Engine) {
    let app = released(engine).await;
    let public = report(&app, &format!("{REPORT}?year=2026")).await;
    let asked = "/municipalities/1270/statistics?insats=sangcafe&from=2025-07&to=2026-12&limit=100";
    for (by, member, table) in [
        ("year,place", "place", "byPlace"),
        ("year,gender", "gender", "byGender"),
        ("year,insats,provider", "provider", "byProvider"),
        ("month", "month", "byMonth"),
    ] {
        let answer = app.get_json(&format!("{asked}&by={by}&partial=true")).await;
        for figure in answer["figures"].as_array().expect("figures") {
            let is_last = figure["year"] == "2025" || figure["month"].as_str().is_some_and(|of| of < "2026");
            let of = figure[member].as_str().expect("a value");
            let of = if member == "month" && is_last {
                of.replace("2025", "2026")
            } else {
                of.to_owned()
            };
            let row = row(&public, table, member, &of);
            let shown = &row[if is_last { "lastYear" } else { "thisYear" }];
            for part in ["value", "status", "rating"] {
                assert_eq!(shown.get(part), figure.get(part), "{figure} {row}");
            }
        }
    }
}

async fn decisions_are_shown(engine: Engine) {
    let app = released(engine).await;
    let public = report(&app, &format!("{REPORT}?year=2026")).await;
    let decision = &public["decisions"][0];
    assert_eq!(decision["decision"]["reference"], "2025-09-17 § 88");
    assert_eq!(decision["decision"]["followUpDue"], "2026-06");
    assert_eq!(decision["decision"]["followedUp"]["date"], "2026-06-17");
    assert_eq!(decision["reporting"], json!({"cycle": "month", "dueDays": 15}));
    assert_eq!(decision["evaluationRequired"], true);
    assert_eq!(
        decision["askedFor"][1],
        json!({"item": "participants.total", "text": {"sv": "antal deltagare", "en": "number of participants"}})
    );
    let page = page(&app, &format!("{REPORT}?year=2026"), None).await.text;
    for words in [
        "Vård- och omsorgsnämnden, 17\u{a0}september\u{a0}2025, 2025-09-17 § 88",
        "Gäller från 1\u{a0}november\u{a0}2025 tills vidare",
        "juni\u{a0}2026",
        "När, antal deltagare, deltagarnas kön, uppföljning och utvärdering.",
        "Varje månad, senast 15\u{a0}dagar efter månadens slut.",
        "Krävs för varje rapportperiod.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let proposed = "/municipalities/0188/insatser/traffpunkter/annual-report?year=2026";
    let proposed = self::page(&app, proposed, None).await.text;
    for words in [
        "Föreslås gälla från 1\u{a0}juli\u{a0}2025 tills vidare",
        "Källan är ett förslag.",
    ] {
        assert!(proposed.contains(words), "{words}: {proposed}");
    }
}

async fn a_page_shows_names_as_they_are(engine: Engine) {
    let app = released(engine).await;
    let answered = page(&app, &format!("{REPORT}?year=2026"), None).await;
    let escaped = "Sångcafé &#60;b&#62;&#34;Toner &#38; ton&#34;&#60;/b&#62;";
    assert!(answered.text.contains(&format!("<h1>{escaped} <span>2026</span></h1>")));
    assert!(
        answered
            .text
            .contains(&format!("<title>{escaped} 2026 – Tomelilla</title>"))
    );
    assert!(answered.text.contains("Sångarna &#60;&#38;&#34;&#62; vänner"));
    assert!(!answered.text.contains(NAME) && !answered.text.contains("<script"));
    // The page may load its own style and nothing else.
    let (_, rest) = answered.text.split_once("<style>").expect("a style");
    let (style, _) = rest.split_once("</style>").expect("an end");
    let hash = STANDARD.encode(digest(&SHA256, style.as_bytes()));
    let policy = answered.header("content-security-policy");
    assert!(
        policy.starts_with(&format!("default-src 'none'; style-src 'sha256-{hash}';")),
        "the style's hash is {hash}, not as in {policy}"
    );
    // JSON unless the client asks for a page.
    let plain = app.get(&format!("{REPORT}?year=2026")).await;
    assert_eq!(plain.header("content-type"), "application/json");
    let headers = [("accept", "text/csv")];
    let refused = app
        .send(reqwest::Method::GET, &format!("{REPORT}?year=2026"), &headers, None)
        .await;
    assert_eq!(refused.status, 406);
}

async fn a_report_of_nothing_is_a_report(engine: Engine) {
    let app = TestApp::start(engine).await;
    let path = "/municipalities/1270/insatser/trygghetslarm/annual-report?year=2025";
    let report = app.get_json(path).await;
    assert_eq!(report["total"], json!({"thisYear": hidden("pending")}));
    assert_eq!(report.get("comparison"), None);
    assert_eq!(
        report["byMonth"]["rows"].as_array().expect("rows").len(),
        6,
        "from July on"
    );
    let page = page(&app, path, None).await.text;
    assert!(page.contains("Inget är publicerat än.") && page.contains("ingen jämförelse"));
    // A future year, for which there is no decision.
    let report = app
        .get_json("/municipalities/1270/insatser/trygghetslarm/annual-report?year=2035")
        .await;
    assert_eq!(report["total"]["lastYear"], hidden("pending"));
    let exact = app
        .get_as(
            &token("statistics:exact", "1270"),
            "/municipalities/1270/statistics/exact/annual-report?insats=trygghetslarm&year=2026",
        )
        .await
        .json();
    assert_eq!(exact["total"]["thisYear"], hidden("pending"));
    assert_eq!(exact["total"]["lastYear"]["value"], 0);
}
