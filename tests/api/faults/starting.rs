//! Several processes start on the same empty database at the same moment.

use super::held;
use crate::faults::crashes::serve_with;
use crate::fixtures::app::{Database, Engine};
use crate::tests;

tests![three_processes_migrate_at_once];

async fn three_processes_migrate_at_once(engine: Engine) {
    let database = Database::empty(engine);
    let starting: Vec<_> = (0..3)
        .map(|_| {
            let url = database.url.clone();
            std::thread::spawn(move || serve_with(&url, &[]))
        })
        .collect();
    let mut processes: Vec<_> = starting
        .into_iter()
        .map(|process| process.join().expect("it starts"))
        .collect();
    for process in &processes {
        assert_eq!(process.status("/health/ready", &[]).await, 200);
    }
    let imported = processes[0].run(&["import", "--embedded"], &[]);
    assert!(
        imported.status.success(),
        "{}",
        String::from_utf8_lossy(&imported.stderr)
    );
    for process in &mut processes {
        assert_eq!(process.stop(), Some(0));
    }
    held(
        engine,
        "three processes start on an empty database",
        "one migrates, all three serve",
    );
}
