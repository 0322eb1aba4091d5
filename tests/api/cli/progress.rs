//! Long commands show their progress on a terminal, and nothing of it elsewhere.

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::command::{err, file, on_terminal, program};
use crate::fixtures::figures::{begin, complete, four_places};
use crate::fixtures::population::csv;
use crate::tests;

tests![a_terminal_gets_the_progress_and_a_pipe_nothing];

/// How a line is cleared on a terminal.
const CLEARED: &str = "\u{1b}[2K";

/// Two months that can be released.
async fn two_months(engine: Engine) -> TestApp {
    let app = begin(engine).await;
    for month in ["2025-07", "2025-08"] {
        four_places(&app, month).await;
        complete(&app, month).await;
    }
    app
}

async fn a_terminal_gets_the_progress_and_a_pipe_nothing(engine: Engine) {
    let app = two_months(engine).await;
    let url = &app.database.url;
    let (_folder, path) = file("population.csv", &csv("1270 Tomelilla", 2024));
    for (arguments, what) in [
        (&["import", "--embedded"][..], "publishing 4 files"),
        (&["population", "import", "--language", "en", &path], "storing"),
        (
            &[
                "release",
                "0114",
                "--through",
                "2025-08",
                "--dry-run",
                "--language",
                "en",
            ],
            "2 months",
        ),
        (&["release", "0114", "2025-07"], "0/1"),
    ] {
        let shown = on_terminal(url, arguments);
        assert!(shown.contains(what) && shown.contains(CLEARED), "{shown}");
    }
    for arguments in [
        &["import", "--embedded"][..],
        &["population", "import", &path],
        &["release", "0114", "--through", "2025-08", "--dry-run"],
        &["release", "0114", "2025-08"],
    ] {
        let output = program(url, arguments);
        assert!(output.status.success(), "{arguments:?}: {}", err(&output));
        assert_eq!(err(&output), "", "{arguments:?}");
    }
}
