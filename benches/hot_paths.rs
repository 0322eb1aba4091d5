//! The pure hot paths, once each, for `benches/instructions`, which counts their instructions by callgrind.
//!
//! Each path is a function that is never inlined, so that callgrind names it.

mod cases;

use std::hint::black_box;

use cases::{FOUR_PERSONS, QUESTION, catalogue, documents, of_persons_and_of_sixty_conditions, thousand_questions};
use chrono::NaiveDate;
use insatskatalog::catalogue::listing::{Selection, Statuses};
use insatskatalog::catalogue::snapshot::Catalogue;
use insatskatalog::documents::questions::{batch, question};
use insatskatalog::domain::criteria::evaluate::evaluate;
use insatskatalog::domain::day;
use insatskatalog::domain::eligibility::Question;
use insatskatalog::domain::insatser::municipality::Municipality;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::search::wanted::Wanted;

/// How often each path is taken. The first time is dearer than the others.
const TIMES: usize = 100;

struct Case {
    catalogue: Catalogue,
    kommunkod: Kommunkod,
    today: NaiveDate,
    out: Vec<u8>,
}

impl Case {
    fn of(catalogue: Catalogue, kommunkod: &str) -> Self {
        Self {
            catalogue,
            kommunkod: Kommunkod::parse(kommunkod).expect("a municipality"),
            today: day::parse("2025-09-01").expect("a day"),
            out: Vec::with_capacity(4 * 1024 * 1024),
        }
    }

    fn municipality(&self) -> &Municipality {
        self.catalogue.municipality(self.kommunkod).expect("there")
    }

    /// Reads a question, answers it and writes the answer.
    fn answer(&mut self, slug: &str, asked: &[u8]) -> usize {
        let asked = question::read(asked, self.today).unwrap_or_else(|_| panic!("a question"));
        let question = Question {
            as_of: self.today,
            activity: None,
            place: None,
            facts: &asked.facts,
        };
        self.out.clear();
        let answer = self.catalogue.answer(self.kommunkod, slug, &question);
        answer.expect("answered").write_json(&mut self.out);
        self.out.len()
    }
}

#[inline(never)]
fn reading_a_question(case: &Case) {
    for _ in 0..TIMES {
        assert!(question::read(black_box(QUESTION), case.today).is_ok(), "a question");
    }
}

#[inline(never)]
fn evaluating(case: &Case) {
    let asked = question::read(QUESTION, case.today).unwrap_or_else(|_| panic!("a question"));
    let insats = &case.municipality().insatser()["trygghetslarm"];
    let standing = insats.on(case.today).expect("in force");
    let criteria = standing.version().held.version.criteria.as_ref().expect("known");
    for _ in 0..TIMES {
        black_box(evaluate(
            black_box(criteria),
            black_box(&asked.facts),
            case.today,
            &mut |_| (),
        ));
    }
}

#[inline(never)]
fn single_questions(case: &mut Case) {
    for _ in 0..TIMES {
        black_box(case.answer(black_box("trygghetslarm"), black_box(QUESTION)));
    }
}

#[inline(never)]
fn questions_with_four_persons(case: &mut Case) {
    for _ in 0..TIMES {
        black_box(case.answer(black_box("hushall"), black_box(FOUR_PERSONS)));
    }
}

#[inline(never)]
fn screening(case: &mut Case) {
    let asked = question::read(QUESTION, case.today).unwrap_or_else(|_| panic!("a question"));
    for _ in 0..TIMES {
        case.out.clear();
        let screened = case
            .catalogue
            .screen(case.kommunkod, case.today, black_box(&asked.facts));
        let screening = screened.expect("answered").expect("has a catalogue");
        serde_json::to_writer(&mut case.out, &screening).expect("written");
    }
}

#[inline(never)]
fn batch_of_a_thousand(case: &mut Case, body: &str) {
    case.out.clear();
    let places = batch::split(black_box(body.as_bytes())).expect("a batch");
    for (at, place) in places.into_iter().enumerate() {
        let item = batch::read(&body[place], at, case.today, &mut batch::Collected::default());
        let item = item.unwrap_or_else(|_| panic!("a question"));
        let question = Question {
            as_of: item.question.as_of.unwrap_or(case.today),
            activity: None,
            place: None,
            facts: &item.question.facts,
        };
        let answer = case.catalogue.answer(item.kommunkod, &item.insats, &question);
        answer.expect("answered").write_json(&mut case.out);
    }
}

#[inline(never)]
fn searching(case: &Case) {
    for _ in 0..TIMES {
        let wanted = Wanted::read(black_box("tryghetslarm pensionär")).unwrap_or_else(|_| panic!("words"));
        let selection = Selection {
            wanted: Some(wanted),
            category: None,
            open_to_all: None,
            status: Statuses::InForceOnDay,
            sort: None,
        };
        let municipalities = case.catalogue.municipalities_by_name();
        black_box(selection.of(&case.catalogue, municipalities, case.today).insatser.len());
    }
}

fn main() {
    let mut tomelilla = Case::of(catalogue(documents()), "1270");
    let mut household = Case::of(catalogue(of_persons_and_of_sixty_conditions()), "0114");
    let body = thousand_questions();
    reading_a_question(&tomelilla);
    evaluating(&tomelilla);
    single_questions(&mut tomelilla);
    questions_with_four_persons(&mut household);
    screening(&mut tomelilla);
    batch_of_a_thousand(&mut tomelilla, &body);
    searching(&tomelilla);
}
