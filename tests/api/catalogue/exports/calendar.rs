//! The opening hours of an insats as a calendar. `tests/shapes` reads it with another program.

use reqwest::Method;
use serde_json::json;

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::{CAFE, create, new_insats};
use crate::tests;

tests![
    opening_hours_repeat_every_week,
    schedules_repeat_by_their_rules,
    a_calendar_without_hours_is_empty,
];

/// A singing café with two places.
fn cafe() -> serde_json::Value {
    let mut cafe = new_insats();
    cafe["validTo"] = json!("2026-06-30");
    cafe["places"] = json!([
        {
            "slug": "torget", "name": "Torget", "address": "Storgatan 1, Tomelilla",
            "openingHours": [
                {"weekday": "monday", "opens": "10:00", "closes": "15:00"},
                {"weekday": "friday", "opens": "22:00", "closes": "02:00"},
            ],
            "closedPeriods": [{"from": "2026-04-01", "to": "2026-04-12"}],
        },
        {
            "slug": "skolan", "name": "Skolan",
            "schedules": [
                {"freq": "WEEKLY", "interval": 2, "byday": "TU,TH", "opensAt": "13:30", "closesAt": "15:00",
                 "validFrom": "2026-01-15", "validTo": "2026-05-31"},
                {"freq": "MONTHLY", "interval": 1, "byday": "-1SA"},
            ],
        },
    ]);
    cafe
}

async fn calendar(app: &TestApp, path: &str) -> Answered {
    let answered = app.send(Method::GET, path, &[("accept", "text/calendar")], None).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    assert_eq!(answered.header("content-type"), "text/calendar; charset=utf-8");
    answered
}

/// The events of a calendar, each as its unfolded lines.
fn events(answered: &Answered) -> Vec<Vec<String>> {
    let text = &answered.text;
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    let unfolded = text.replace("\r\n ", "");
    let events = unfolded.split("BEGIN:VEVENT\r\n").skip(1);
    let lines = |event: &str| {
        let (own, _) = event.split_once("END:VEVENT").expect("an end");
        own.lines().map(str::to_owned).collect()
    };
    events.map(lines).collect()
}

fn has(event: &[String], line: &str) {
    assert!(event.iter().any(|own| own == line), "{line} in {event:#?}");
}

async fn opening_hours_repeat_every_week(engine: Engine) {
    let app = TestApp::start(engine).await;
    let created = create(&app, &cafe()).await;
    assert_eq!(created.status, 201, "{}", created.text);
    let answered = calendar(&app, CAFE).await;
    assert!(answered.text.contains("BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\n"));
    let events = events(&answered);
    assert_eq!(events.len(), 4);
    for line in [
        "DTSTAMP:20251001T000000Z",
        "DTSTART;TZID=Europe/Stockholm:20260105T100000",
        "DTEND;TZID=Europe/Stockholm:20260105T150000",
        // The last second of 30 June, in summer time.
        "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260630T215959Z",
        "EXDATE;TZID=Europe/Stockholm:20260406T100000",
        "SUMMARY;LANGUAGE=sv:Sångcafé: Torget",
        "LOCATION;LANGUAGE=sv:Torget\\, Storgatan 1\\, Tomelilla",
        "DESCRIPTION;LANGUAGE=sv:måndag 10:00–15:00",
    ] {
        has(&events[0], line);
    }
    has(&events[1], "DTSTART;TZID=Europe/Stockholm:20260102T220000");
    has(&events[1], "DTEND;TZID=Europe/Stockholm:20260103T020000");
    let closed = events[1].iter().filter(|line| line.starts_with("EXDATE"));
    assert_eq!(closed.count(), 2, "two Fridays");
    let mut names: Vec<&String> = events
        .iter()
        .flatten()
        .filter(|line| line.starts_with("UID:"))
        .collect();
    names.dedup();
    assert_eq!(names.len(), 4);
    let known = [("accept", "text/calendar"), ("if-none-match", answered.header("etag"))];
    assert_eq!(app.send(Method::GET, CAFE, &known, None).await.status, 304);
}

async fn schedules_repeat_by_their_rules(engine: Engine) {
    let app = TestApp::start(engine).await;
    assert_eq!(create(&app, &cafe()).await.status, 201);
    let events = events(&calendar(&app, CAFE).await);
    // A Thursday, the first day of the rule; its week is the first of every two.
    has(&events[2], "DTSTART;TZID=Europe/Stockholm:20260115T133000");
    has(
        &events[2],
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20260531T215959Z",
    );
    has(&events[3], "DTSTART;VALUE=DATE:20260131");
    has(&events[3], "RRULE:FREQ=MONTHLY;BYDAY=-1SA;UNTIL=20260630");
}

async fn a_calendar_without_hours_is_empty(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = calendar(&app, "/municipalities/1270/insatser/trygghetslarm").await;
    assert!(events(&answered).is_empty());
    let list = app
        .send(
            Method::GET,
            "/municipalities/1270/insatser",
            &[("accept", "text/calendar")],
            None,
        )
        .await;
    assert_eq!(list.status, 406);
}
