//! Replicas are replaced one by one under load, and no request fails.
//!
//! `INSATSKATALOG_PROXY` puts nginx with the shipped configuration in front of them. `INSATSKATALOG_FAULT_READS` and
//! `INSATSKATALOG_FAULT_WRITES` are the numbers of requests after which it ends.

use std::cell::{Cell, RefCell};
use std::net::TcpListener;
use std::process::{Child, Command};
use std::rc::Rc;
use std::time::{Duration, Instant};

use insatskatalog::http_client;
use tempfile::TempDir;

use super::held;
use crate::faults::crashes::{Sent, check, kept, request, send, serve_with, token_of_now};
use crate::fixtures::PATIENCE;
use crate::fixtures::app::{BASE, Database, Engine};
use crate::fixtures::process::Process;
use crate::tests;

tests![replicas_are_replaced_and_no_request_fails];

/// How long a stopping replica still accepts requests, in seconds: several times as long as between two probes.
const DELAY: (&str, &str) = ("INSATSKATALOG_STOP_DELAY_SECONDS", "2");
const BETWEEN_PROBES: Duration = Duration::from_millis(200);

/// The shipped configuration of nginx.
const SHIPPED: &str = include_str!("../../../deploy/nginx.conf");

/// Sends each request to the next replica that was ready at the latest probe. It tries no request again.
#[derive(Default)]
struct Balancer {
    replicas: RefCell<Vec<(String, bool)>>,
    next: Cell<usize>,
    /// The address of a proxy that chooses instead.
    proxy: Option<String>,
    /// The number of reads that had their answers.
    reads: Cell<usize>,
    is_done: Cell<bool>,
}

impl Balancer {
    fn origin(&self) -> String {
        if let Some(proxy) = &self.proxy {
            return proxy.clone();
        }
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

/// Reads until the replicas are replaced.
async fn read(balancer: Rc<Balancer>) {
    let client = client();
    while !balancer.is_done.get() {
        let url = format!("{}{BASE}/municipalities/0188", balancer.origin());
        let answer = client.get(url).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        answer.bytes().await.expect("the whole answer");
        balancer.reads.set(balancer.reads.get() + 1);
    }
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

/// A replica on a port, behind a proxy of this machine.
async fn started(url: &str, port: u16) -> Process {
    let (url, listen) = (url.to_owned(), format!("127.0.0.1:{port}"));
    let started = tokio::task::spawn_blocking(move || {
        let settings = [
            DELAY,
            ("INSATSKATALOG_LISTEN", &listen),
            ("INSATSKATALOG_TRUSTED_PROXIES", "127.0.0.1"),
        ];
        serve_with(&url, &settings)
    });
    started.await.expect("a replica")
}

/// A free port.
fn port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
    listener.local_addr().expect("an address").port()
}

/// nginx with the shipped configuration, between its own port and those of the replicas.
struct Proxy {
    running: Child,
    _folder: TempDir,
}

impl Proxy {
    fn start(program: &str, own: u16, replicas: [u16; 2]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        // Like the name of several containers, a group without memory of those that did not answer.
        let servers = replicas.map(|port| format!("server 127.0.0.1:{port} max_fails=0;"));
        let group = format!("upstream insatskatalog {{ {} }}\n", servers.concat());
        let of_this_machine = SHIPPED
            .replace("resolver 127.0.0.11 valid=5s;", &group)
            .replace("http://$replicas:8080", "http://$replicas")
            .replace("listen 8080;", &format!("listen 127.0.0.1:{own};"))
            .replace("/dev/stdout", "access.log")
            .replace("include /etc/nginx/tls/*.conf;", "");
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, of_this_machine).expect("written");
        let mut command = Command::new(program);
        command
            .args(["-p", &folder.path().display().to_string(), "-c"])
            .arg(&file);
        command.args([
            "-g",
            &format!("daemon off; pid {};", folder.path().join("pid").display()),
        ]);
        Self {
            running: command.spawn().expect("nginx starts"),
            _folder: folder,
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // A killed nginx would leave its workers, and they the output of the test open.
        let _ = Command::new("kill").arg(self.running.id().to_string()).status();
        let _ = self.running.wait();
    }
}

async fn replicas_are_replaced_and_no_request_fails(engine: Engine) {
    let number = |setting: &str, usual: usize| {
        let set = std::env::var(setting).ok();
        set.map_or(usual, |number| number.parse().expect("a number"))
    };
    let (most_reads, most_writes) = (
        number("INSATSKATALOG_FAULT_READS", 100),
        number("INSATSKATALOG_FAULT_WRITES", 50),
    );
    let database = Database::with_catalogues(engine);
    let ports = [port(), port()];
    let mut replicas = vec![
        started(&database.url, ports[0]).await,
        started(&database.url, ports[1]).await,
    ];
    let nginx = std::env::var("INSATSKATALOG_PROXY").ok();
    let own = port();
    let proxy = nginx.map(|program| Proxy::start(&program, own, ports));
    let balancer = Rc::new(Balancer {
        proxy: proxy.as_ref().map(|_| format!("http://127.0.0.1:{own}")),
        ..Balancer::default()
    });
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
    // nginx needs a moment to listen.
    tokio::time::sleep(BETWEEN_PROBES).await;
    let next = Rc::new(Cell::new(0));
    let readers: Vec<_> = (0..2)
        .map(|_| tokio::task::spawn_local(read(Rc::clone(&balancer))))
        .collect();
    let writers = (0..2).map(|_| tokio::task::spawn_local(write(Rc::clone(&balancer), Rc::clone(&next))));
    let writers: Vec<_> = writers.collect();
    let mut replaced = 0;
    while replaced < 2 || balancer.reads.get() < most_reads || next.get() < most_writes {
        let at = replaced % 2;
        let mut old = replicas.remove(at);
        let ended = tokio::task::spawn_blocking(move || {
            old.signal("TERM");
            old.ended_within(Duration::from_secs(20))
        });
        assert_eq!(ended.await.expect("its end"), Some(0));
        replicas.insert(at, started(&database.url, ports[at]).await);
        let begun = Instant::now();
        let is_ready = || balancer.replicas.borrow()[at].1;
        while !is_ready() {
            assert!(begun.elapsed() < PATIENCE, "the new replica is ready");
            tokio::time::sleep(BETWEEN_PROBES).await;
        }
        replaced += 1;
    }
    balancer.is_done.set(true);
    for reader in readers {
        reader.await.expect("every read has its answer");
    }
    let (reads, mut all) = (balancer.reads.get(), Vec::new());
    for writer in writers {
        all.extend(writer.await.expect("every write has its answer"));
    }
    probing.await.expect("probed");
    assert!(
        reads >= most_reads && all.len() >= most_writes,
        "{reads} reads, {} writes",
        all.len()
    );
    check(&all, &kept(&database.url));
    let seen = format!("0 of {reads} reads and 0 of {} writes failed", all.len());
    let behind = if proxy.is_some() {
        " behind the shipped proxy"
    } else {
        ""
    };
    held(
        engine,
        &format!("{replaced} times a replica of two{behind} is replaced"),
        &seen,
    );
}
