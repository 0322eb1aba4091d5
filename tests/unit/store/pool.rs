//! Tests of `pool.rs`.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::{RunQueryDsl as _, sql_query};
use tempfile::TempDir;

use crate::store::connection::sqlite::OpenedFile;
use crate::store::engine::Engine;
use crate::store::{Address, StoreError};

use super::{Connections, tested, with_connection};

const SHORT: Duration = Duration::from_millis(500);
const LONG: Duration = Duration::from_millis(1500);

fn run(longest_job: Option<Duration>, test: impl AsyncFnOnce(Arc<Connections>)) {
    let folder = TempDir::new().expect("a temporary folder");
    let address = Address::parse(&format!("sqlite:{}", folder.path().join("test.db").display()));
    let connections = Connections::open(&address.expect("an address"), None, 1, longest_job).expect("opens");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime").block_on(test(Arc::new(connections)));
}

async fn sleep(connections: &Arc<Connections>) -> Result<(), StoreError> {
    let job = |_: &mut _| {
        std::thread::sleep(LONG);
        Ok(())
    };
    connections.run(job).await
}

#[test]
fn a_job_without_an_answer_is_given_up_and_its_connections_are_replaced() {
    run(Some(SHORT), async |connections| {
        assert!(matches!(sleep(&connections).await, Err(StoreError::Unavailable)));
        assert_eq!(connections.abandoned.load(Ordering::Acquire), 1);
        // The only connection is still in use, and a new one works.
        assert!(connections.run(|_| Ok(())).await.is_ok());
        tokio::time::sleep(2 * LONG).await;
        assert_eq!(connections.abandoned.load(Ordering::Acquire), 0, "the job has ended");
    });
}

#[test]
fn without_a_limit_a_job_may_take_its_time() {
    run(None, async |connections| {
        assert!(sleep(&connections).await.is_ok());
        assert_eq!(connections.abandoned.load(Ordering::Acquire), 0);
    });
}

#[test]
fn a_moved_file_gets_no_empty_one_in_its_place() {
    let folder = TempDir::new().expect("a temporary folder");
    let (path, elsewhere) = (folder.path().join("a 1%?#.db"), folder.path().join("moved.db"));
    let address = Address::parse(&format!("sqlite:{}", path.display())).expect("an address");
    let mut writer = address.connect().expect("connects");
    writer
        .batch_execute("CREATE TABLE kept (value INTEGER)")
        .expect("created");
    let file = address.file().map(|path| Arc::new(OpenedFile::of(path)));
    let connections = Connections::open(&address, file, 2, None).expect("opens");
    std::fs::rename(&path, &elsewhere).expect("moved");
    // The connection that is open goes on. The pool opens another in its place, as soon as it is taken.
    let mut first = connections.current.load().get().expect("the open connection");
    first.is_broken = true;
    drop(first);
    let count = |connection: &mut Engine| Ok(sql_query("SELECT value FROM kept").execute(connection)?);
    let second = tested(&connections.current.load()).and_then(|connection| with_connection(connection, count));
    assert!(matches!(second, Err(StoreError::Unavailable)));
    assert!(!path.exists(), "no file is created");
    std::fs::rename(&elsewhere, &path).expect("moved back");
    let second = tested(&connections.current.load()).and_then(|connection| with_connection(connection, count));
    assert!(second.is_ok(), "{second:?}");
}
