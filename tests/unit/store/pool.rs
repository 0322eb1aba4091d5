//! Tests of `pool.rs`.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tempfile::TempDir;

use crate::store::{Address, StoreError};

use super::Connections;

const SHORT: Duration = Duration::from_millis(500);
const LONG: Duration = Duration::from_millis(1500);

fn run(longest_job: Option<Duration>, test: impl AsyncFnOnce(Arc<Connections>)) {
    let folder = TempDir::new().expect("a temporary folder");
    let address = Address::parse(&format!("sqlite:{}", folder.path().join("test.db").display()));
    let connections = Connections::open(&address.expect("an address"), 1, longest_job).expect("opens");
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
