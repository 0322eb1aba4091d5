//! The hot path without HTTP: evaluation, answers, screening, batches.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use insatskatalog::catalogue::snapshot::Catalogue;
use insatskatalog::documents::embedded::CATALOGUES;
use insatskatalog::documents::questions::{batch, question};
use insatskatalog::documents::readers::file::CatalogueFile;
use insatskatalog::domain::criteria::evaluate::evaluate;
use insatskatalog::domain::day;
use insatskatalog::domain::eligibility::Question;
use insatskatalog::domain::insatser::document::{Change, Document};
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::publishing::proposal::Proposal;
use insatskatalog::domain::slug::Slug;

const QUESTION: &[u8] = br#"{"asOf":"2025-09-01","facts":{"birthDate":"1950-03-14","registeredMunicipality":"1270"}}"#;

fn documents() -> Vec<(Kommunkod, Document)> {
    let read = |(_, text): (&str, &str)| {
        let file = CatalogueFile::read(text, None).unwrap_or_else(|_| panic!("the embedded catalogues are read"));
        let kommunkod = file.kommunkod.expect("no template");
        file.documents
            .into_iter()
            .filter_map(move |proposed| match proposed.proposal {
                Proposal::Put(document) => Some((kommunkod, document)),
                Proposal::End(_) => None,
            })
            .collect::<Vec<_>>()
    };
    CATALOGUES.into_iter().flat_map(read).collect()
}

fn catalogue(documents: Vec<(Kommunkod, Document)>) -> Catalogue {
    let changes = documents
        .into_iter()
        .zip(1..)
        .map(|((kommunkod, document), revision)| (revision, kommunkod, Change::Put(document)));
    Catalogue::default().after(changes).expect("a consistent catalogue")
}

/// A municipality with sixty insatser: those of Norrtälje and Tomelilla repeated under new names.
fn sixty() -> (Catalogue, Kommunkod) {
    let own = Kommunkod::parse("0114").expect("a municipality");
    let all = documents();
    let of_tomelilla = |(kommunkod, _): &&(Kommunkod, Document)| kommunkod.as_str() == "1270";
    let mut published: Vec<(Kommunkod, Document)> = Vec::new();
    if let Some((_, Document::Municipality(document))) = all.iter().find(of_tomelilla) {
        published.push((own, Document::Municipality(document.clone())));
    }
    let versions = all.iter().filter(|(kommunkod, _)| kommunkod.as_str() != "0180");
    let versions = versions.filter_map(|(_, document)| match document {
        Document::Version(version) => Some(version),
        _ => None,
    });
    for (at, version) in versions.cycle().take(60).enumerate() {
        let mut version = version.clone();
        version.slug = Slug::parse(&format!("insats-{at}")).expect("a slug");
        published.push((own, Document::Version(version)));
    }
    (catalogue(published), own)
}

fn single(criterion: &mut Criterion) {
    let catalogue = catalogue(documents());
    let kommunkod = Kommunkod::parse("1270").expect("a municipality");
    let today = day::parse("2025-09-01").expect("a day");
    let asked = question::read(QUESTION, today).unwrap_or_else(|_| panic!("a question"));
    let insats = &catalogue.municipality(kommunkod).expect("there").insatser()["trygghetslarm"];
    let criteria = insats
        .on(today)
        .and_then(|standing| standing.version().held.version.criteria.as_ref())
        .expect("known");
    criterion.bench_function("evaluate trygghetslarm, facts parsed", |bencher| {
        bencher.iter(|| evaluate(black_box(criteria), black_box(&asked.facts), today, &mut |_| ()));
    });
    let ask = Question {
        as_of: today,
        activity: None,
        facts: &asked.facts,
    };
    let mut out = Vec::with_capacity(16 * 1024);
    criterion.bench_function("answer trygghetslarm, explained and serialised", |bencher| {
        bencher.iter(|| {
            out.clear();
            let answer = catalogue
                .answer(kommunkod, black_box("trygghetslarm"), black_box(&ask))
                .expect("answered");
            answer.write_json(&mut out);
            out.len()
        });
    });
    criterion.bench_function("read a question", |bencher| {
        bencher.iter(|| question::read(black_box(QUESTION), today).is_ok());
    });
}

fn screening(criterion: &mut Criterion) {
    let (catalogue, kommunkod) = sixty();
    let today = day::parse("2025-09-01").expect("a day");
    let asked = question::read(QUESTION, today).unwrap_or_else(|_| panic!("a question"));
    criterion.bench_function("screen 60 insatser", |bencher| {
        bencher.iter(|| {
            let screening = catalogue
                .screen(kommunkod, today, black_box(&asked.facts))
                .expect("has a catalogue");
            screening.eligible.len()
        });
    });
    let mut out = Vec::with_capacity(1024 * 1024);
    criterion.bench_function("screen 60 insatser, serialised", |bencher| {
        bencher.iter(|| {
            out.clear();
            let screening = catalogue
                .screen(kommunkod, today, black_box(&asked.facts))
                .expect("has a catalogue");
            serde_json::to_writer(&mut out, &screening).expect("written");
            out.len()
        });
    });
}

fn batches(criterion: &mut Criterion) {
    let catalogue = catalogue(documents());
    let today = day::parse("2025-09-01").expect("a day");
    let questions: Vec<String> = (0..1000)
        .map(|at| {
            format!(
                r#"{{"reference":"q-{at}","kommunkod":"1270","insats":"trygghetslarm","asOf":"2025-09-01","facts":{{"birthDate":"19{:02}-03-14","registeredMunicipality":"1270"}}}}"#,
                30 + at % 60
            )
        })
        .collect();
    let body = format!(r#"{{"questions":[{}]}}"#, questions.join(","));
    let mut group = criterion.benchmark_group("batch");
    group.throughput(Throughput::Elements(1000));
    let mut out = Vec::with_capacity(4 * 1024 * 1024);
    group.bench_function("1,000 questions read, answered and serialised", |bencher| {
        bencher.iter(|| {
            out.clear();
            let places = batch::split(black_box(body.as_bytes())).expect("a batch");
            for (at, place) in places.into_iter().enumerate() {
                let item = batch::read(&body[place], at, today).unwrap_or_else(|_| panic!("a question"));
                let ask = Question {
                    as_of: item.question.as_of.unwrap_or(today),
                    activity: item.question.activity.as_deref(),
                    facts: &item.question.facts,
                };
                let answer = catalogue.answer(item.kommunkod, &item.insats, &ask).expect("answered");
                answer.write_json(&mut out);
            }
            out.len()
        });
    });
    group.finish();
}

criterion_group!(benches, single, screening, batches);
criterion_main!(benches);
