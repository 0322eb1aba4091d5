//! Attacks a service whose database is lost after some releases: a copy from before the release is restored, the release
//! is imported from its public document, and what was reported is reported again, as it is corrected by then.

use std::process::Command;
use std::sync::Mutex;

use tempfile::TempDir;
use test_support::Engine;

use insatskatalog::domain::statistics::month::Month;

use super::answers::JSON;
use super::client::Get;
use super::covered::Covered;
use super::municipality::{Municipality, kommunkoder};
use super::running::Running;
use super::{Asked, OverHttp};
use crate::algebra::{Breach, Looked, attack};
use crate::service::Service;
use crate::solver::Statement;
use crate::worlds::World;

/// The questions per release, besides those that name every cell.
const ASKED: Asked = Asked(12);

/// The number of worlds in which lost releases are forgotten; the short form stops at the first that breaks.
const WORLDS_OF_CONTROL: u64 = 20;

/// What happens to a release that the restored copy lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LostRelease {
    /// It is imported.
    Imported,
    /// It is forgotten, and so its month is released again.
    Forgotten,
}

/// A service that loses its database after some releases.
struct Restored<'a> {
    lost_release: LostRelease,
    running: Running,
    service: OverHttp<'a>,
    restores: u64,
}

impl Service for Restored<'_> {
    fn release_and_read(&mut self, world: &World, step: usize) -> Vec<Statement> {
        // Every other release; after the last one nothing is released.
        let turn = usize::try_from(world.seed).expect("few") + step;
        if turn % 2 == 1 || step + 1 == world.records.len() {
            return self.service.release_and_read(world, step);
        }
        let backup = self.running.database.backup();
        let stored = self.service.municipality.clone();
        let statements = self.service.release_and_read(world, step);
        let month = world.shape.month_of_step(step);
        let document = self.document(month);
        self.running.stop();
        self.running.database.restore(&backup);
        self.service.municipality = stored;
        match self.lost_release {
            LostRelease::Imported => self.import(month, &document),
            LostRelease::Forgotten => self.command(&["restored", "--released-through", "none"]),
        }
        self.running.start();
        self.service.client = self.running.client();
        match self.lost_release {
            // The same answers as before the loss.
            LostRelease::Imported => {
                self.service.municipality.released = step + 1;
                self.service.keep_again();
            }
            LostRelease::Forgotten => self.service.kept.clear(),
        }
        self.restores += 1;
        statements
    }
}

impl Restored<'_> {
    /// The public document of a release.
    fn document(&mut self, month: Month) -> String {
        let kommunkod = self.service.municipality.kommunkod;
        let path = format!("/municipalities/{kommunkod}/statistics/releases/{month}");
        let answered = self.service.client.get(&Get::new(path, JSON));
        assert_eq!(answered.status, 200, "{}", answered.body);
        answered.body
    }

    fn import(&self, month: Month, document: &str) {
        let folder = TempDir::new().expect("a temporary folder");
        let file = folder.path().join("release.json");
        std::fs::write(&file, document).expect("written");
        self.command(&["restored", "--released-through", &month.to_string()]);
        self.command(&["release", "import", &file.display().to_string()]);
    }

    fn command(&self, arguments: &[&str]) {
        let folder = TempDir::new().expect("a temporary folder");
        let output = Command::new(env!("CARGO_BIN_EXE_insatskatalog"))
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .env("DATABASE_URL", &self.running.database.url)
            .output()
            .expect("the program runs");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }
}

/// Attacks a service for a world, and counts the restores.
fn attack_restored(engine: Engine, world: &World, lost_release: LostRelease) -> (Result<Looked, Breach>, u64) {
    let running = Running::on(engine);
    let kommunkod = kommunkoder()[0];
    let municipality = Municipality::new(kommunkod, running.token().to_owned(), world);
    municipality.publish(&mut running.client(), world);
    running.let_months_pass();
    let covered = Mutex::new(Covered::default());
    let mut service = Restored {
        service: OverHttp::of(running.client(), municipality, world, (Some(ASKED), &covered)),
        running,
        lost_release,
        restores: 0,
    };
    (attack(world, &mut service), service.restores)
}

#[test]
fn a_restore_reveals_nothing() {
    let worlds: u64 = if crate::is_full() { 200 } else { 10 };
    let (mut looked, mut restores) = (Looked::default(), 0);
    for seed in 0..worlds {
        let world = World::of(seed);
        let engines = Engine::available().into_iter();
        // PostgreSQL copies whole databases.
        for engine in engines.filter(|engine| *engine == Engine::Sqlite || seed % 5 == 0) {
            let (of_world, of_them) = attack_restored(engine, &world, LostRelease::Imported);
            looked = looked.and(&of_world.unwrap_or_else(|breach| panic!("seed {seed}: {breach:?}\n{world:?}")));
            restores += of_them;
        }
    }
    crate::print_extent(&format!("over HTTP, {restores} restores: {looked:?}"));
    assert!(
        restores >= worlds / 2 && looked.corrections > 0,
        "{restores} {looked:?}"
    );
    assert_eq!(looked.entangled, 0);
    assert!(looked.least >= Some(7), "{looked:?}");
}

#[test]
fn a_lost_release_must_not_be_forgotten() {
    let (mut restores, mut breaches) = (0, 0);
    for seed in 0..WORLDS_OF_CONTROL {
        let (found, of_them) = attack_restored(Engine::Sqlite, &World::of(seed), LostRelease::Forgotten);
        restores += of_them;
        breaches += u64::from(found.is_err());
        if breaches > 0 && !crate::is_full() {
            break;
        }
    }
    crate::print_extent(&format!(
        "over HTTP, {restores} lost releases forgotten: {breaches} worlds broken"
    ));
    assert!(breaches > 0, "{restores} restores");
}
