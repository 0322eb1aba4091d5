//! The hot path without HTTP: evaluation, answers, screening, batches.

mod cases;

use std::hint::black_box;

use cases::{FOUR_PERSONS, QUESTION, catalogue, documents, of_persons_and_of_sixty_conditions, thousand_questions};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use insatskatalog::catalogue::snapshot::Catalogue;
use insatskatalog::documents::questions::{batch, question};
use insatskatalog::domain::criteria::diagram::Diagram;
use insatskatalog::domain::criteria::evaluate::evaluate;
use insatskatalog::domain::day;
use insatskatalog::domain::eligibility::Question;
use insatskatalog::domain::insatser::document::Document;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::slug::Slug;

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
        place: None,
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

fn persons(criterion: &mut Criterion) {
    let catalogue = catalogue(of_persons_and_of_sixty_conditions());
    let kommunkod = Kommunkod::parse("0114").expect("a municipality");
    let today = day::parse("2025-09-01").expect("a day");
    let asked = question::read(FOUR_PERSONS, today).unwrap_or_else(|_| panic!("a question"));
    let ask = Question {
        as_of: today,
        activity: None,
        place: None,
        facts: &asked.facts,
    };
    let mut out = Vec::with_capacity(16 * 1024);
    let mut answered = |slug| {
        out.clear();
        let answer = catalogue
            .answer(kommunkod, black_box(slug), black_box(&ask))
            .expect("answered");
        answer.write_json(&mut out);
        out.len()
    };
    criterion.bench_function("answer eachOf four persons, explained and serialised", |bencher| {
        bencher.iter(|| answered("hushall"));
    });
    let insats = &catalogue.municipality(kommunkod).expect("there").insatser()["sextio"];
    let version = insats.on(today).map(|standing| standing.version().held.version.clone());
    let criteria = version.and_then(|version| version.criteria).expect("known");
    assert!(
        Diagram::where_needed(&criteria).is_some(),
        "one fact answers several conditions"
    );
    criterion.bench_function("diagram of sixty conditions", |bencher| {
        bencher.iter(|| Diagram::where_needed(black_box(&criteria)).is_some());
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
                .expect("answered")
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
                .expect("answered")
                .expect("has a catalogue");
            serde_json::to_writer(&mut out, &screening).expect("written");
            out.len()
        });
    });
}

fn batches(criterion: &mut Criterion) {
    let catalogue = catalogue(documents());
    let today = day::parse("2025-09-01").expect("a day");
    let body = thousand_questions();
    let mut group = criterion.benchmark_group("batch");
    group.throughput(Throughput::Elements(1000));
    let mut out = Vec::with_capacity(4 * 1024 * 1024);
    group.bench_function("1,000 questions read, answered and serialised", |bencher| {
        bencher.iter(|| {
            out.clear();
            let places = batch::split(black_box(body.as_bytes())).expect("a batch");
            for (at, place) in places.into_iter().enumerate() {
                let item = batch::read(&body[place], at, today, &mut batch::Collected::default())
                    .unwrap_or_else(|_| panic!("a question"));
                let ask = Question {
                    as_of: item.question.as_of.unwrap_or(today),
                    activity: item.question.activity.as_deref(),
                    place: None,
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

criterion_group!(benches, single, persons, screening, batches);
criterion_main!(benches);
