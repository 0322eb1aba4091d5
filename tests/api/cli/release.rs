//! `release`: what is due, what is new, and a rehearsal that changes nothing.

use std::process::Output;

use serde_json::Value;

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::command::{err, out, program};
use crate::fixtures::figures::{RELEASES, begin, complete, four_places, hand_in, session, staff};
use crate::tests;

tests![
    several_due_months_need_the_last_one,
    a_rehearsal_releases_nothing,
    only_news_is_printed,
    a_month_alone_is_released_as_before,
    its_words_are_in_both_languages,
];

fn release(app: &TestApp, arguments: &[&str]) -> Output {
    program(&app.database.url, &[&["release", "0114"], arguments].concat())
}

async fn released_months(app: &TestApp) -> Vec<Value> {
    let list = app.get_as(&staff(), RELEASES).await.json();
    let releases = list["releases"].as_array().expect("releases").iter();
    releases.map(|release| release["month"].clone()).collect()
}

/// July with enough participants, August with too few.
async fn two_months(engine: Engine) -> TestApp {
    let app = begin(engine).await;
    four_places(&app, "2025-07").await;
    hand_in(&app, &session("2025-08-12", "alby", (2, 1, 0))).await;
    complete(&app, "2025-08").await;
    complete(&app, "2025-09").await;
    app
}

async fn several_due_months_need_the_last_one(engine: Engine) {
    let app = two_months(engine).await;
    let refused = release(&app, &[]);
    assert_eq!(refused.status.code(), Some(1));
    for wanted in [
        "months can be released: 2025-07, 2025-08, ",
        "--through 20",
        "--dry-run",
    ] {
        assert!(err(&refused).contains(wanted), "{wanted}: {}", err(&refused));
    }
    assert_eq!(out(&refused), "");
    let too_late = release(&app, &["--through", "2199-11"]);
    assert_eq!(too_late.status.code(), Some(1));
    assert!(err(&too_late).contains("2199-11 is not closed"), "{}", err(&too_late));
    assert_eq!(released_months(&app).await, Vec::<Value>::new());
    let through = release(&app, &["--through", "2025-08"]);
    assert!(through.status.success(), "{}", err(&through));
    assert!(!out(&through).contains("2025-09"), "{}", out(&through));
    assert_eq!(released_months(&app).await.len(), 2);
    let both = release(&app, &["2025-09", "--through", "2025-10"]);
    assert_eq!(both.status.code(), Some(2));
}

async fn a_rehearsal_releases_nothing(engine: Engine) {
    let app = two_months(engine).await;
    let rehearsed = release(&app, &["--dry-run"]);
    assert!(rehearsed.status.success(), "{}", err(&rehearsed));
    let lines = out(&rehearsed);
    assert!(
        lines.starts_with(
            "2025-07 would be released (k 5): 1 stream\n  new: sangcafe egen-regi 2025-07\n2025-08 would be released (k 5): 0 streams\n"
        ),
        "{lines}"
    );
    assert!(lines.ends_with("Nothing was changed.\n"), "{lines}");
    assert_eq!(released_months(&app).await, Vec::<Value>::new());
    // What it printed is what a release does.
    let done = out(&release(&app, &["--through", "2025-09"]));
    let rehearsed = lines.replace("would be released", "released");
    assert!(rehearsed.starts_with(&done), "{done}{lines}");
    // A month that cannot be released is refused in a rehearsal too.
    let refused = release(&app, &["--dry-run", "2025-12"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        err(&refused).contains("release 2025-10 before 2025-12"),
        "{}",
        err(&refused)
    );
}

async fn only_news_is_printed(engine: Engine) {
    let app = two_months(engine).await;
    let through = out(&release(&app, &["--through", "2025-09"]));
    let waits: Vec<&str> = through.lines().filter(|line| line.contains("waits: ")).collect();
    assert_eq!(
        waits,
        [
            "  waits: sangcafe egen-regi 2025-08: tooFew (too few participants for a figure that reveals nobody)",
            "  waits: sangcafe egen-regi 2025-09: tooFew (too few participants for a figure that reveals nobody)",
        ],
        "{through}"
    );
    let again = release(&app, &["2025-07"]);
    assert!(again.status.success(), "{}", err(&again));
    assert!(
        out(&again).starts_with("2025-07 was released before, on 20"),
        "{}",
        out(&again)
    );
    assert_eq!(out(&again).lines().count(), 1, "{}", out(&again));
}

async fn a_month_alone_is_released_as_before(engine: Engine) {
    let app = two_months(engine).await;
    let july = release(&app, &["2025-07"]);
    assert!(
        out(&july).starts_with("2025-07 released (k 5): 1 stream\n"),
        "{}{}",
        out(&july),
        err(&july)
    );
    let unknown = program(&app.database.url, &["release", "0115"]);
    assert!(
        err(&unknown).contains("0115 Vallentuna has no catalogue"),
        "{}",
        err(&unknown)
    );
}

async fn its_words_are_in_both_languages(engine: Engine) {
    let app = two_months(engine).await;
    let refused = release(&app, &["--language", "sv"]);
    assert!(
        err(&refused).contains("månader kan publiceras: 2025-07, "),
        "{}",
        err(&refused)
    );
    let july = release(&app, &["2025-07", "--language", "sv"]);
    assert!(
        out(&july).starts_with("2025-07 publicerad (k 5): 1 rapportserie\n"),
        "{}",
        out(&july)
    );
    let url = &app.database.url;
    for (arguments, wanted) in [
        (["audit", "verify", "--language", "sv"], "1270: hel, 6 händelser"),
        (
            ["sums", "verify", "--language", "sv"],
            "månadssummor stämmer med 5 uppgifter",
        ),
    ] {
        let output = program(url, &arguments);
        assert!(out(&output).contains(wanted), "{}{}", out(&output), err(&output));
    }
}
