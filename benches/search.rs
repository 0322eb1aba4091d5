//! Search and lists at national size: 290 municipalities with 60 insatser each, and the memory of the index.
//!
//! Prints the time of each question in the process, without HTTP, and the growth of the process.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use insatskatalog::catalogue::listing::{Selection, Sort, Statuses};
use insatskatalog::catalogue::snapshot::Catalogue;
use insatskatalog::documents::embedded::CATALOGUES;
use insatskatalog::documents::readers::file::CatalogueFile;
use insatskatalog::domain::day;
use insatskatalog::domain::insatser::document::{Change, Document};
use insatskatalog::domain::insatser::insats::Status;
use insatskatalog::domain::insatser::municipality::Municipality;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::publishing::proposal::Proposal;
use insatskatalog::domain::search::index::Index;
use insatskatalog::domain::search::wanted::Wanted;
use insatskatalog::domain::slug::Slug;

const INSATSER: usize = 60;
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

fn embedded() -> Vec<Document> {
    let read = |(_, text): (&str, &str)| {
        let file = CatalogueFile::read(text, None).unwrap_or_else(|_| panic!("the embedded catalogues are read"));
        file.documents
            .into_iter()
            .filter_map(|proposed| match proposed.proposal {
                Proposal::Put(document) => Some(document),
                Proposal::End(_) | Proposal::Remove(_) => None,
            })
    };
    CATALOGUES.into_iter().flat_map(read).collect()
}

/// The changes that publish the embedded insatser, over and over, in every municipality.
fn changes() -> Vec<(i64, Kommunkod, Change)> {
    let all = embedded();
    let versions: Vec<_> = all
        .iter()
        .filter_map(|document| match document {
            Document::Version(version) => Some(version.clone()),
            _ => None,
        })
        .collect();
    let pattern = all.iter().find_map(|document| match document {
        Document::Municipality(document) => Some(document.clone()),
        _ => None,
    });
    let pattern = pattern.expect("a municipality");
    let codes = (0..10_000).filter_map(|code| Kommunkod::parse(&format!("{code:04}")));
    let documents = codes.enumerate().flat_map(|(number, kommunkod)| {
        let mut municipality = pattern.clone();
        municipality.kommunkod = kommunkod;
        let insatser = versions.iter().cycle().skip(number).take(INSATSER).enumerate();
        let insatser = insatser.map(|(at, version)| {
            let mut version = version.clone();
            version.slug = Slug::parse(&format!("insats-{at}")).expect("a slug");
            Document::Version(version)
        });
        let documents: Vec<Document> = [Document::Municipality(municipality)]
            .into_iter()
            .chain(insatser)
            .collect();
        documents.into_iter().map(move |document| (kommunkod, document))
    });
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
