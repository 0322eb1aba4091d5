//! Generated catalogues: they are the same each time, and a municipality could publish them.

use std::path::Path;

use insatskatalog::domain::day;
use insatskatalog::domain::insatser::insats::Standing;
use insatskatalog::store::Store;
use insatskatalog::store::catalogue::loading::load;
use tempfile::TempDir;

use crate::fixtures::app::{Database, Engine};
use crate::fixtures::command::{err, out, program};
use crate::tests;

tests![
    generated_catalogues_are_imported_with_every_version,
    generating_again_gives_the_same,
    the_help_does_not_list_generate,
];

/// The first days of the versions, and the last of the first two.
const VERSIONS: [(&str, Option<&str>); 3] = [
    ("2025-07-01", Some("2025-10-31")),
    ("2025-11-01", Some("2026-02-28")),
    ("2026-03-01", None),
];

/// Generates catalogues, and returns the paths of the files in order.
fn generate(folder: &Path, municipalities: &str) -> Vec<String> {
    let folder = folder.display().to_string();
    let sizes = [
        "--municipalities",
        municipalities,
        "--insatser",
        "30",
        "--versions",
        "3",
    ];
    let arguments: Vec<&str> = ["generate"].into_iter().chain(sizes).chain([folder.as_str()]).collect();
    let output = program("sqlite:unused.db", &arguments);
    assert!(output.status.success(), "{}", err(&output));
    let files = std::fs::read_dir(&folder).expect("a folder").flatten();
    let mut files: Vec<String> = files.map(|file| file.path().display().to_string()).collect();
    files.sort();
    files
}

async fn generated_catalogues_are_imported_with_every_version(engine: Engine) {
    let folder = TempDir::new().expect("a temporary folder");
    let files = generate(folder.path(), "3");
    assert_eq!(files.len(), 3);
    let database = Database::empty(engine);
    let arguments: Vec<&str> = ["import"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let output = program(&database.url, &arguments);
    assert!(output.status.success(), "{}", err(&output));
    let store = Store::open(&database.address()).expect("opens");
    let catalogue = store.read(load).await.expect("loaded");
    assert_eq!(catalogue.municipalities().len(), 3);
    for municipality in catalogue.municipalities() {
        assert_eq!(municipality.insatser().len(), 30);
        assert_eq!(municipality.providers().len(), 3);
        for (slug, insats) in municipality.insatser() {
            for (at, (first, last)) in VERSIONS.into_iter().enumerate() {
                let standing = insats.on(day::parse(first).expect("a day"));
                let Some(Standing::InForce(version)) = standing else {
                    panic!("{slug} on {first}: {standing:?}");
                };
                assert_eq!(version.number, at + 1, "{slug} on {first}");
                assert_eq!(version.last_day, last.and_then(day::parse), "{slug} on {first}");
            }
        }
    }
}

async fn generating_again_gives_the_same(_: Engine) {
    let (one, other) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let read = |files: Vec<String>| files.into_iter().map(|file| std::fs::read(file).expect("read"));
    let one: Vec<_> = read(generate(one.path(), "2")).collect();
    let other: Vec<_> = read(generate(other.path(), "2")).collect();
    assert!(one == other && one[0] != one[1]);
}

async fn the_help_does_not_list_generate(_: Engine) {
    let output = program("sqlite:unused.db", &["--help"]);
    assert!(!out(&output).contains("generate"), "{}", out(&output));
}
