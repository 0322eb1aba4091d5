//! Search and lists at national size: 290 municipalities with 60 insatser each, and the memory of the index.
//!
//! Prints the time of each question in the process, without HTTP, and the growth of the process.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use insatskatalog::catalogue::listing::{Selection, Sort, Statuses};
use insatskatalog::catalogue::snapshot::Catalogue;
use insatskatalog::documents::generated::Extent;
use insatskatalog::domain::day;
use insatskatalog::domain::insatser::document::Change;
use insatskatalog::domain::insatser::insats::Status;
use insatskatalog::domain::insatser::municipality::Municipality;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::search::index::Index;
use insatskatalog::domain::search::wanted::Wanted;

const ROUNDS: usize = 200;
const QUESTIONS: [&str; 8] = [
    "trygghetslarm tomelilla",
    "stöd anhörig",
    "tryghetslarm pensionär",
    "st ko",
    "psykisk funktionsnedsättning",
    "personer vardagen",
    "demens",
    "finns inte",
];

/// The changes that publish the generated catalogues.
fn changes() -> Vec<(i64, Kommunkod, Change)> {
    let extent = Extent {
        municipalities: 290,
        insatser: 60,
        versions: 1,
    };
    let documents = extent
        .catalogues()
        .flat_map(|(kommunkod, documents)| documents.into_iter().map(move |document| (kommunkod, document)));
    let numbered = documents.zip(1..);
    numbered
        .map(|((kommunkod, document), revision)| (revision, kommunkod, Change::Put(document)))
        .collect()
}

/// The memory of the process in MiB, from Linux.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: usize = status
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0);
    pages / 256
}

fn measure(name: &str, rounds: usize, mut run: impl FnMut() -> usize) {
    let found = run();
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let started = Instant::now();
            black_box(run());
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!("{name}: p50 {:?}, p99 {:?}, {found} found", at(50), at(99));
}

fn main() {
    let today = day::parse("2025-10-01").expect("a day");
    let catalogue = Catalogue::default().after(changes()).expect("a consistent catalogue");
    let municipalities: Vec<&Municipality> = catalogue.municipalities().collect();
    let before = memory();
    let started = Instant::now();
    let again: Vec<Index> = municipalities.iter().copied().map(Index::of).collect();
    let (took, grown) = (started.elapsed(), memory().saturating_sub(before));
    println!("{} indexes: {took:?}, {grown} MiB", again.len());
    drop(again);
    measure("index of one municipality", 5, || {
        black_box(Index::of(municipalities[0]));
        municipalities[0].insatser().len()
    });
    let select = |q: Option<&str>, sort: Option<Sort>, status: Statuses| {
        let selection = Selection {
            wanted: q.map(|q| Wanted::read(q).unwrap_or_else(|_| panic!("words"))),
            category: None,
            open_to_all: None,
            status,
            sort,
        };
        let municipalities = catalogue.municipalities_by_name();
        selection.of(&catalogue, municipalities, today).insatser.len()
    };
    for q in QUESTIONS {
        measure(q, ROUNDS, || select(Some(q), None, Statuses::InForceOnDay));
    }
    for (name, sort) in [
        ("all", None),
        ("all by slug", Some(Sort::Slug)),
        ("all by name", Some(Sort::Name)),
    ] {
        let statuses = || Statuses::AnyOf(vec![Status::InForce, Status::Historical, Status::Incomplete]);
        measure(name, ROUNDS, || select(None, sort, statuses()));
    }
}
