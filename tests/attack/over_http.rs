//! Attacks the service over HTTP: reports a world as records, releases it month by month, and reads everything that the
//! public can read.
//!
//! In some worlds, each release is asked every question: every set of dimensions, all ranges of months, with and
//! without partial sums, as JSON and as a sheet. That is thousands of answers per release. In the other worlds, each
//! release is asked some of them in turn (always the figures that name every cell), so that all worlds together cover
//! every set of dimensions many times in each way; the test counts them.

mod answers;
mod client;
mod covered;
mod meaning;
mod municipality;
mod pictures;
mod questions;
mod restored;
mod running;

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use answers::{Answer, CSV, JSON};
use client::{Answered, Client, Get};
use covered::Covered;
use insatskatalog::domain::statistics::month::Month;
use meaning::{Cells, Meaning};
use municipality::{Municipality, kommunkoder};
use questions::Question;
use running::Running;
use test_support::Engine;

use crate::algebra::{Looked, attack};
use crate::service::Service;
use crate::solver::Statement;
use crate::worlds::World;

/// The approximate number of questions per release, besides those that name every cell, if not all are asked.
#[derive(Clone, Copy, Debug)]
struct Asked(usize);

/// In the short form, in a build without optimisation.
const SHORT: Asked = Asked(28);
/// In the full form.
const FULL: Asked = Asked(500);
/// In the full form, one world in this many is asked everything; in the short form, one small world.
const ONE_WORLD_OF: u64 = 40;
/// The distance between the turns of two releases of a world.
const STEPS_APART: usize = 17;
/// One question in this many is also asked in another form.
const ASKED_OTHERWISE: usize = 29;
/// The number of answers that must not change before the next release, besides those that name every cell.
const KEPT: usize = 6;
/// The most figures that are read three per page.
const READ_IN_THREES: usize = 30;

/// A world as a municipality of a running service.
struct OverHttp<'a> {
    client: Client,
    municipality: Municipality,
    meaning: Meaning,
    asked: Option<Asked>,
    covered: &'a Mutex<Covered>,
    /// Answers that must not change before the next release.
    kept: Vec<(Get, Answered)>,
}

impl Service for OverHttp<'_> {
    fn release_and_read(&mut self, world: &World, step: usize) -> Vec<Statement> {
        let first = world.shape.months[0];
        let month = world.shape.month_of_step(step);
        self.municipality.settle_k(&mut self.client, world, step);
        if step == 0 {
            self.keep(&questions::all(first, first));
        } else {
            self.keep_again();
        }
        self.municipality.hand_in(&mut self.client, world, step);
        self.municipality.complete(&mut self.client, world, step);
        self.nothing_has_changed();
        self.municipality.release(&mut self.client, world, step);
        let mut sums = BTreeSet::new();
        let mut cells = Cells::default();
        for question in questions::of_cells() {
            self.read(&[question], month, &mut cells, &mut sums);
        }
        cells.find_smallest(&sums);
        let mut questions = questions::all(first, month);
        if let Some(Asked(about)) = self.asked {
            // Odd, so that the questions include both kinds of sums.
            let one_of = (questions.len() / about) | 1;
            let turn = usize::try_from(world.seed).expect("few") + step * STEPS_APART;
            questions = questions.into_iter().skip(turn % one_of).step_by(one_of).collect();
        }
        self.read(&questions, month, &mut cells, &mut sums);
        self.covered.lock().expect("no reader fails").count(&questions);
        self.keep(&questions);
        sums.extend(self.annual_reports(world, month));
        let turn = usize::try_from(world.seed).expect("few") + step;
        sums.extend(self.trends(world, &cells, turn));
        self.charts(world, turn);
        sums.into_iter().collect()
    }
}

impl<'a> OverHttp<'a> {
    fn of(
        client: Client,
        municipality: Municipality,
        world: &World,
        (asked, covered): (Option<Asked>, &'a Mutex<Covered>),
    ) -> Self {
        Self {
            client,
            municipality,
            meaning: Meaning::of(&world.shape),
            asked,
            covered,
            kept: Vec::new(),
        }
    }
}

impl OverHttp<'_> {
    /// Asks questions, each as JSON and as a sheet, and reads the answers.
    fn read(&mut self, questions: &[Question], month: Month, cells: &mut Cells, sums: &mut BTreeSet<Statement>) {
        let kommunkod = self.municipality.kommunkod;
        // Further pages of an answer are read between the first pages.
        let mut other_pages = Client::beside(&self.client);
        let gets: Vec<Get> = questions
            .iter()
            .flat_map(|question| both(kommunkod, *question))
            .collect();
        let mut read: Option<Answer> = None;
        let meaning = &self.meaning;
        self.client.ask(&gets, |at, answered| {
            let question = questions[at / 2];
            assert_eq!(answered.status, 200, "{question:?}: {}", answered.body);
            if at % 2 == 0 {
                let answer = answers::whole(&mut other_pages, kommunkod, question, &answered.body);
                says_what_was_asked(kommunkod, question, month, &answer);
                meaning.read_cells(&answer, cells, sums);
                meaning.read_figures(question, &answer, cells, sums);
                if (at / 2) % ASKED_OTHERWISE == 0 {
                    says_the_same_otherwise(&mut other_pages, kommunkod, question, &answer);
                }
                read = Some(answer);
            } else {
                let answer = read.take().expect("it was read as JSON");
                answers::sheet_says_the_same(&answered.body, &answer.figures, question);
            }
        });
    }

    /// Saves some answers.
    fn keep(&mut self, questions: &[Question]) {
        let mut kept = questions::of_cells();
        kept.extend(questions.iter().step_by(questions.len().div_ceil(KEPT)));
        let kommunkod = self.municipality.kommunkod;
        let mut gets: Vec<Get> = kept.iter().flat_map(|question| both(kommunkod, *question)).collect();
        gets.push(Get::new(format!("/municipalities/{kommunkod}/statistics/trends"), JSON));
        gets.push(Get::new(pictures::chart(kommunkod, "month", ""), pictures::SVG));
        self.kept.clear();
        self.client.ask(&gets, |at, answered| {
            assert!(answered.status == 200 && !answered.etag.is_empty(), "{answered:?}");
            self.kept.push((gets[at].clone(), answered));
        });
    }

    /// Saves the same answers after a change of the catalogue, which changes no figure, but the `ETag` of what shows names.
    fn keep_again(&mut self) {
        let gets: Vec<Get> = self.kept.iter().map(|(get, _)| get.clone()).collect();
        let before = std::mem::take(&mut self.kept);
        self.client.ask(&gets, |at, answered| {
            assert_eq!(answered.body, before[at].1.body);
            self.kept.push((gets[at].clone(), answered));
        });
    }

    /// New records change no public answer: no byte, and no `ETag`.
    fn nothing_has_changed(&mut self) {
        let gets: Vec<Get> = self.kept.iter().map(|(get, _)| get.clone()).collect();
        self.client
            .ask(&gets, |at, answered| assert_eq!(answered, self.kept[at].1));
        let known = self.kept.iter().take(KEPT).map(|(get, answered)| Get {
            known: Some(answered.etag.clone()),
            ..get.clone()
        });
        let known: Vec<Get> = known.collect();
        self.client.ask(&known, |_, answered| assert_eq!(answered.status, 304));
    }

    /// The sums in annual reports: of the year, and of its months, genders, places and providers.
    fn annual_reports(&mut self, world: &World, month: Month) -> Vec<Statement> {
        let kommunkod = self.municipality.kommunkod;
        let mut sums = Vec::new();
        for stream in &world.shape.streams {
            let (insats, year) = (&stream.insats, month.year());
            let path = format!("/municipalities/{kommunkod}/insatser/{insats}/annual-report?year={year}");
            let answered = self.client.get(&Get::new(path, JSON));
            assert_eq!(answered.status, 200, "{}", answered.body);
            let shown = answers::of_report(&answered.body, insats, year);
            assert!(!shown.is_empty(), "a report has a total: {}", answered.body);
            sums.extend(shown.iter().filter_map(|figure| self.meaning.sum_of(figure)));
        }
        sums
    }
}

impl OverHttp<'_> {
    /// The sums in trends, each stream in one of the ways in turn.
    fn trends(&mut self, world: &World, cells: &Cells, turn: usize) -> Vec<Statement> {
        let kommunkod = self.municipality.kommunkod;
        let mut sums = Vec::new();
        for stream in &world.shape.streams {
            let paths = pictures::trends(kommunkod, &stream.insats, &stream.provider);
            for path in in_turn(&paths, turn) {
                let provider = path.contains("provider=").then_some(&*stream.provider);
                let answered = self.client.get(&Get::new(path.clone(), JSON));
                assert_eq!(answered.status, 200, "{}", answered.body);
                let shown = pictures::of_trends(&answered.body, provider);
                sums.extend(shown.iter().filter_map(|figure| self.meaning.sum_of(figure)));
                for (cell, value) in pictures::together(&answered.body) {
                    assert_eq!(cells.value(&cell), Some(value), "{cell}: {}", answered.body);
                }
            }
        }
        sums
    }

    /// The numbers in charts are those of the answers to the same questions, in the same order; some charts in turn.
    fn charts(&mut self, world: &World, turn: usize) {
        let kommunkod = self.municipality.kommunkod;
        let insats = format!("&insats={}", world.shape.streams[0].insats);
        for by in in_turn(&pictures::WITH_NUMBERS, turn) {
            for more in in_turn(&["", &*insats], turn / pictures::WITH_NUMBERS.len()) {
                let chart = self
                    .client
                    .get(&Get::new(pictures::chart(kommunkod, by, more), pictures::SVG));
                assert_eq!(chart.status, 200, "{}", chart.body);
                let table = chart.body.split_once("<a href=\"").expect("a link to the table").1;
                let (_, query) = table.split_once("/statistics?").expect("a query");
                let query = query.split('"').next().unwrap_or_default();
                let query = query.replace("&#38;", "&").replace("&amp;", "&");
                let path = format!(
                    "/municipalities/{kommunkod}/statistics?{query}&{}",
                    answers::first_page()
                );
                let answer = self.client.get(&Get::new(path, JSON));
                let figures = answers::page(&answer.body).figures;
                let shown: Vec<i64> = figures.iter().filter_map(|figure| figure.value).collect();
                assert_eq!(pictures::numbers(&chart.body), shown, "{by}{more}: {}", chart.body);
            }
        }
        for more in in_turn(&["", "&kind=lines", "&yearBefore=true"], turn) {
            let chart = self
                .client
                .get(&Get::new(pictures::chart(kommunkod, "month", more), pictures::SVG));
            assert_eq!(chart.status, 200, "{}", chart.body);
            assert!(pictures::numbers(&chart.body).is_empty(), "{}", chart.body);
        }
    }
}

/// One of several, by the number of its turn.
fn in_turn<T>(all: &[T], turn: usize) -> impl Iterator<Item = &T> {
    all.iter().skip(turn % all.len()).take(1)
}

/// A question as JSON and as a sheet.
fn both(kommunkod: &str, question: Question) -> [Get; 2] {
    [
        Get::new(question.path(kommunkod, &answers::first_page()), JSON),
        Get::new(question.path(kommunkod, ""), CSV),
    ]
}

fn says_what_was_asked(kommunkod: &str, question: Question, month: Month, answer: &Answer) {
    assert_eq!(
        (answer.kommunkod.as_str(), &answer.released_through),
        (kommunkod, &Some(month.to_string()))
    );
    assert_eq!(answer.by, question.dimensions());
    if let Some((from, to)) = question.months {
        assert_eq!((&answer.from, &answer.to), (&from.to_string(), &to.to_string()));
    }
}

/// The figures are the same with the dimensions in another order, and with three per page.
fn says_the_same_otherwise(client: &mut Client, kommunkod: &str, question: Question, answer: &Answer) {
    let reversed = client.get(&Get::new(
        question.path_in_reverse(kommunkod, &answers::first_page()),
        JSON,
    ));
    let reversed = answers::page(&reversed.body);
    let first = answer.figures.len().min(reversed.figures.len());
    assert_eq!(reversed.meta.total_records, answer.figures.len(), "{question:?}");
    assert_eq!(reversed.figures, answer.figures[..first], "{question:?}");
    if answer.figures.len() > READ_IN_THREES {
        return;
    }
    let pages = 1..=answer.figures.len().div_ceil(3) + 1;
    let gets: Vec<Get> = pages
        .map(|page| Get::new(question.path(kommunkod, &format!("limit=3&page={page}")), JSON))
        .collect();
    let (mut figures, mut cells) = (Vec::new(), Vec::new());
    client.ask(&gets, |_, answered| {
        let page = answers::page(&answered.body);
        figures.extend(page.figures);
        cells.extend(page.cells);
    });
    cells.sort_by(|one, other| one.id.cmp(&other.id));
    cells.dedup();
    assert_eq!(
        (figures, cells),
        (answer.figures.clone(), answer.cells.clone()),
        "{question:?}"
    );
}

/// Attacks a service with worlds, each as its own municipality, several at a time.
fn attack_service(engine: Engine, worlds: &[World], asked: Asked, whole: &[u64], covered: &Mutex<Covered>) -> Looked {
    let running = Running::on(engine);
    let kommunkoder = kommunkoder();
    assert!(worlds.len() <= kommunkoder.len());
    let mut client = running.client();
    let municipalities = worlds.iter().zip(kommunkoder).map(|(world, kommunkod)| {
        let municipality = Municipality::new(kommunkod, running.token().to_owned(), world);
        municipality.publish(&mut client, world);
        Mutex::new(Some(municipality))
    });
    let municipalities: Vec<Mutex<Option<Municipality>>> = municipalities.collect();
    running.let_months_pass();
    let next = AtomicUsize::new(0);
    let attack_some = || {
        let mut looked = Looked::default();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(world) = worlds.get(at) else {
                return looked;
            };
            let taken = municipalities[at].lock().expect("taken once").take();
            let asked = (!whole.contains(&world.seed)).then_some(asked);
            let municipality = taken.expect("taken once");
            let mut service = OverHttp::of(running.client(), municipality, world, (asked, covered));
            let of_world = attack(world, &mut service);
            looked =
                looked.and(&of_world.unwrap_or_else(|breach| panic!("seed {}: {breach:?}\n{world:?}", world.seed)));
        }
    };
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(attack_some)).collect();
        all.into_iter()
            .fold(Looked::default(), |all, some| all.and(&some.join().expect("no breach")))
    })
}

/// The number of worlds.
fn worlds() -> u64 {
    if crate::is_full() { 2000 } else { 100 }
}

/// The number of worlds on PostgreSQL too, if available.
const ON_POSTGRESQL: usize = 6;

/// The worlds that are asked everything.
fn asked_everything(worlds: &[World]) -> Vec<u64> {
    let is_small = |world: &&World| world.records.len() == 2 && world.shape.streams.len() == 2;
    let some = worlds
        .iter()
        .filter(|world| crate::is_full() && world.seed % ONE_WORLD_OF == 0);
    let small = worlds.iter().find(is_small);
    some.chain(small).map(|world| world.seed).collect()
}

#[test]
fn everything_public_comes_down_to_disjoint_cells() {
    let asked = if crate::is_full() { FULL } else { SHORT };
    let worlds: Vec<World> = (0..worlds()).map(World::of).collect();
    let whole = asked_everything(&worlds);
    let covered = Mutex::new(Covered::default());
    let mut looked = Looked::default();
    for some in worlds.chunks(kommunkoder().len()) {
        looked = looked.and(&attack_service(Engine::Sqlite, some, asked, &whole, &covered));
        crate::print_extent(&format!("over HTTP: {looked:?}"));
    }
    let covered = covered.into_inner().expect("no reader fails");
    crate::print_extent(&format!("over HTTP: {covered:?}, everything in {} worlds", whole.len()));
    covered.assert_each_was_asked(2);
    assert_eq!(
        (looked.worlds, looked.entangled),
        (u64::try_from(worlds.len()).expect("few"), 0)
    );
    assert!(
        looked.cells > looked.worlds && looked.targets > looked.worlds && looked.corrections > 10,
        "{looked:?}"
    );
    assert!(
        looked.least >= Some(7),
        "a cell has at least 2k, and so a part of it 2k + 1 values: {looked:?}"
    );
    if Engine::available().contains(&Engine::Postgresql) {
        let some = &worlds[..ON_POSTGRESQL];
        let looked = attack_service(Engine::Postgresql, some, asked, &[], &Mutex::default());
        assert_eq!((looked.entangled, looked.least >= Some(7)), (0, true), "{looked:?}");
    }
}
