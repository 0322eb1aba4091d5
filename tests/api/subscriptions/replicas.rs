//! Any number of replicas deliver together: each event in order, and none by two at once.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::json;

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::editing::{ALARM, changed};
use crate::fixtures::receiver::{Receiver, Reply, TO_THIS_MACHINE, subscribed};
use crate::tests;

tests![three_replicas_deliver_each_event_once];

async fn three_replicas_deliver_each_event_once(engine: Engine) {
    const CHANGES: usize = 40;
    let database = Database::with_catalogues(engine);
    let app = TestApp::on(database.shared(), &[TO_THIS_MACHINE]).await;
    let _others = [
        TestApp::on(database.shared(), &[TO_THIS_MACHINE]).await,
        TestApp::on(database.shared(), &[TO_THIS_MACHINE]).await,
    ];
    let receivers = [(); 6].map(|()| Receiver::start());
    for (receiver, millis) in receivers.iter().zip([0, 0, 0, 5, 20, 50]) {
        receiver.replies(Reply {
            after: Duration::from_millis(millis),
            ..Reply::status(204)
        });
        subscribed(&app, receiver, &["version.changed"]).await;
    }
    for change in 0..CHANGES {
        let word = format!("Ändring {change}.");
        changed(&app, "1270", ALARM, |alarm| alarm["summary"]["sv"] = json!(word)).await;
    }
    for receiver in &receivers {
        let messages = receiver.after(CHANGES).await;
        let revision = |message: &crate::fixtures::receiver::Message| {
            message.event()["data"]["revision"].as_i64().expect("a number")
        };
        let revisions: Vec<i64> = messages.iter().map(revision).collect();
        assert!(revisions.windows(2).all(|pair| pair[0] < pair[1]), "{revisions:?}");
        let ids: HashSet<String> = messages.into_iter().map(|message| message.id).collect();
        assert_eq!(ids.len(), CHANGES);
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(
        receivers.iter().all(|receiver| receiver.messages().len() == CHANGES),
        "none twice"
    );
}
