//! No event is lost though the process that delivers dies, and one that comes twice has the same id.

use std::collections::BTreeMap;
use std::time::Duration;

use insatskatalog::http_client;
use reqwest::Client;
use serde_json::{Value, json};

use super::held;
use crate::faults::crashes::{rounds, serve_with};
use crate::fixtures::app::{BASE, Database, Engine};
use crate::fixtures::editing::ALARM;
use crate::fixtures::process::Process;
use crate::fixtures::receiver::{Receiver, SUBSCRIPTIONS, TO_THIS_MACHINE, eventually};
use crate::issuer::{claims, signed};
use crate::tests;

tests![killed_while_it_delivers_no_event_is_lost];

/// The events between two kills.
const EVENTS: usize = 100;

fn start(database: &Database) -> Process {
    serve_with(&database.url, &[TO_THIS_MACHINE])
}

/// A token by the clock of this machine, which the program uses.
fn token() -> String {
    let now = chrono::Utc::now().timestamp();
    let mut fresh = claims("catalogue:write subscriptions:write", &["1270"]);
    fresh["iat"] = json!(now);
    fresh["exp"] = json!(now + 3600);
    signed(&fresh)
}

/// Publishes a change of the alarm, once more if the process dies meanwhile. Returns whether it is acknowledged.
async fn publish(client: &Client, process: &Process, token: &str, alarm: &Value) -> bool {
    let sent = client
        .put(format!("{}{BASE}{ALARM}", process.origin))
        .bearer_auth(token)
        .header("if-match", "*")
        .json(alarm)
        .send();
    sent.await.is_ok_and(|answer| answer.status() == 200)
}

async fn killed_while_it_delivers_no_event_is_lost(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let receiver = Receiver::start();
    let client = http_client::builder().no_proxy().build().expect("a client");
    let token = token();
    let mut process = start(&database);
    let mut alarm = process.get(ALARM).await;
    let created = client
        .post(format!("{}{BASE}{SUBSCRIPTIONS}", process.origin))
        .bearer_auth(&token)
        .json(&json!({"url": receiver.url, "kinds": ["version.changed"]}))
        .send()
        .await
        .expect("an answer");
    assert_eq!(created.status(), 201);
    for round in 0..rounds() {
        for event in 0..EVENTS {
            alarm["summary"]["sv"] = json!(format!("Ändring {event} i omgång {round}."));
            assert!(publish(&client, &process, &token, &alarm).await);
        }
        // It is delivering: the events come faster than they are delivered.
        tokio::time::sleep(Duration::from_millis(u64::try_from(round % 7).unwrap_or_default() * 30)).await;
        process.kill();
        process = start(&database);
    }
    let wanted = rounds() * EVENTS;
    let mut ids: BTreeMap<i64, String> = BTreeMap::new();
    eventually("every event arrives", async || {
        let messages = receiver.messages();
        let revision = |event: &Value| event["data"]["revision"].as_i64().expect("a number");
        ids = messages
            .iter()
            .map(|message| (revision(&message.event()), message.id.clone()))
            .collect();
        ids.len() >= wanted
    })
    .await;
    let messages = receiver.messages();
    let mut latest = 0;
    for message in &messages {
        let revision = message.event()["data"]["revision"].as_i64().expect("a number");
        assert_eq!(ids[&revision], message.id, "an event has one id");
        // What comes again has been there before; what is new comes in order.
        assert!(
            revision <= latest
                || ids
                    .range(..revision)
                    .next_back()
                    .is_none_or(|(before, _)| *before <= latest)
        );
        latest = latest.max(revision);
    }
    assert_eq!(ids.len(), wanted);
    let repeated = messages.len() - wanted;
    let did = format!("the process is killed {} times while it delivers", rounds());
    held(
        engine,
        &did,
        &format!("0 of {wanted} events lost, {repeated} delivered again with the same id"),
    );
}
