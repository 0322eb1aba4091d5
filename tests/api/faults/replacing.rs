//! Replicas are replaced one by one under load, and no request fails.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use insatskatalog::http_client;

use crate::faults::crashes::{Sent, check, kept, request, send, serve_with, token_of_now};
use crate::fixtures::app::{BASE, Database, Engine};
use crate::fixtures::process::Process;
use crate::tests;

tests![replicas_are_replaced_and_no_request_fails];

/// How long a stopping replica still accepts requests, in seconds: several times as long as between two probes.
const DELAY: (&str, &str) = ("INSATSKATALOG_STOP_DELAY_SECONDS", "2");
const BETWEEN_PROBES: Duration = Duration::from_millis(200);

/// Sends each request to the next replica that was ready at the latest probe. It tries no request again.
#[derive(Default)]
struct Balancer {
    replicas: RefCell<Vec<(String, bool)>>,
    next: Cell<usize>,
    is_done: Cell<bool>,
}

impl Balancer {
    fn origin(&self) -> String {
        let replicas = self.replicas.borrow();
        let ready: Vec<&String> = replicas
            .iter()
            .filter(|(_, ready)| *ready)
            .map(|(origin, _)| origin)
            .collect();
        assert!(!ready.is_empty(), "a replica is ready");
        self.next.set(self.next.get() + 1);
        ready[self.next.get() % ready.len()].clone()
    }

    async fn probe(&self, client: &reqwest::Client) {
        let origins: Vec<String> = self
            .replicas
            .borrow()
            .iter()
            .map(|(origin, _)| origin.clone())
            .collect();
        for asked in origins {
            let answer = client.get(format!("{asked}/health/ready")).send().await;
            let is_ready = answer.is_ok_and(|answer| answer.status().is_success());
            if let Some(known) = self
                .replicas
                .borrow_mut()
                .iter_mut()
                .find(|(origin, _)| *origin == asked)
            {
                known.1 = is_ready;
            }
        }
    }
}

fn client() -> reqwest::Client {
    let builder = http_client::builder().no_proxy().timeout(Duration::from_secs(10));
    builder.build().expect("a client")
}

/// Reads until the replicas are replaced, and counts the answers.
async fn read(balancer: Rc<Balancer>) -> usize {
    let client = client();
    let mut read = 0;
    while !balancer.is_done.get() {
        let url = format!("{}{BASE}/municipalities/0188", balancer.origin());
        let answer = client.get(url).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        answer.bytes().await.expect("the whole answer");
        read += 1;
    }
    read
}

/// Posts records until the replicas are replaced.
async fn write(balancer: Rc<Balancer>, next: Rc<Cell<usize>>) -> Vec<Sent> {
    let (client, token) = (client(), token_of_now());
    let mut all = Vec::new();
    while !balancer.is_done.get() {
        let mut sent = request(next.replace(next.get() + 1));
        let status = send(&client, &balancer.origin(), &token, &sent).await;
        assert!(matches!(status, Some(200 | 201)), "{}: {status:?}", sent.key);
        sent.acknowledged = true;
        all.push(sent);
    }
    all
}

async fn started(url: &str) -> Process {
    let url = url.to_owned();
    let started = tokio::task::spawn_blocking(move || serve_with(&url, &[DELAY]));
    started.await.expect("a replica")
}

async fn replicas_are_replaced_and_no_request_fails(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let balancer = Rc::new(Balancer::default());
    let mut replicas = vec![started(&database.url).await, started(&database.url).await];
    for replica in &replicas {
        balancer.replicas.borrow_mut().push((replica.origin.clone(), true));
    }
    let prober = Rc::clone(&balancer);
    let probing = tokio::task::spawn_local(async move {
        let client = client();
        while !prober.is_done.get() {
            prober.probe(&client).await;
            tokio::time::sleep(BETWEEN_PROBES).await;
        }
    });
    let next = Rc::new(Cell::new(0));
    let readers: Vec<_> = (0..2)
        .map(|_| tokio::task::spawn_local(read(Rc::clone(&balancer))))
        .collect();
    let writers = (0..2).map(|_| tokio::task::spawn_local(write(Rc::clone(&balancer), Rc::clone(&next))));
    let writers: Vec<_> = writers.collect();
    for _ in 0..2 {
        let fresh = started(&database.url).await;
        balancer.replicas.borrow_mut().push((fresh.origin.clone(), false));
        let begun = Instant::now();
        let is_ready = |origin: &String| {
            balancer
                .replicas
                .borrow()
                .iter()
                .any(|known| known.1 && known.0 == *origin)
        };
        while !is_ready(&fresh.origin) {
            assert!(begun.elapsed() < Duration::from_secs(10), "the new replica is ready");
            tokio::time::sleep(BETWEEN_PROBES).await;
        }
        replicas.push(fresh);
        let mut old = replicas.remove(0);
        let origin = old.origin.clone();
        let ended = tokio::task::spawn_blocking(move || {
            old.signal("TERM");
            old.ended_within(Duration::from_secs(20))
        });
        assert_eq!(ended.await.expect("its end"), Some(0));
        balancer.replicas.borrow_mut().retain(|(known, _)| *known != origin);
    }
    balancer.is_done.set(true);
    let (mut reads, mut all) = (0, Vec::new());
    for reader in readers {
        reads += reader.await.expect("every read has its answer");
    }
    for writer in writers {
        all.extend(writer.await.expect("every write has its answer"));
    }
    probing.await.expect("probed");
    assert!(reads > 100 && all.len() > 50, "{reads} reads, {} writes", all.len());
    check(&all, &kept(&database.url));
}
