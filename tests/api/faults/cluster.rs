//! A PostgreSQL server that a test may stop and start.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};

use tempfile::TempDir;

/// A server of the test itself, which ends when dropped.
pub struct Cluster {
    folder: TempDir,
    port: u16,
}

/// Where PostgreSQL's server programs are: the newest of those installed.
fn programs() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|programs| programs.join("initdb").exists())
        .collect();
    found.sort();
    found
        .pop()
        .expect("PostgreSQL's server programs (Debian package postgresql) in /usr/lib/postgresql")
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    String::from_utf8_lossy(&id.stdout).trim() == "0"
}

/// Runs a server program. It refuses to run as root, so root runs it as the user postgres.
fn run(line: &str) {
    let line = format!("{}/{line}", programs().display());
    let output = if is_root() {
        Command::new("su")
            .args(["postgres", "-s", "/bin/sh", "-c", &line])
            .output()
    } else {
        Command::new("sh").args(["-c", &line]).output()
    };
    let output = output.expect("runs");
    assert!(
        output.status.success(),
        "{line}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

impl Cluster {
    /// Makes a server and starts it.
    pub fn start() -> Self {
        static NEXT_PORT: AtomicU16 = AtomicU16::new(0);
        // A port that belongs to this process, so that parallel suites do not collide.
        let port = 50_000
            + u16::try_from(std::process::id() % 5_000).expect("small")
            + NEXT_PORT.fetch_add(1, Ordering::Relaxed);
        let folder = TempDir::new().expect("a temporary folder");
        if is_root() {
            let owned = Command::new("chown").arg("postgres").arg(folder.path()).status();
            assert!(owned.expect("chown runs").success());
        }
        let cluster = Self { folder, port };
        run(&format!(
            "initdb --pgdata={}/data --username=postgres --auth=trust --no-sync >/dev/null",
            cluster.folder.path().display()
        ));
        cluster.start_again();
        cluster
    }

    /// Where its database is.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Stops it at once, like a power cut.
    pub fn stop(&self) {
        run(&format!(
            "pg_ctl --pgdata={}/data --mode=immediate stop >/dev/null",
            self.folder.path().display()
        ));
    }

    /// Starts it and waits until it answers.
    pub fn start_again(&self) {
        let folder = self.folder.path().display();
        let port = self.port;
        run(&format!(
            "pg_ctl --pgdata={folder}/data --wait --log={folder}/log --options='-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}' start >/dev/null"
        ));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.path().join("data").display().to_string();
        let line = format!("{}/pg_ctl --pgdata={data} --mode=immediate stop", programs().display());
        let user = if is_root() { "postgres" } else { "" };
        // It may have stopped already.
        let _ = if user.is_empty() {
            Command::new("sh").args(["-c", &line]).output()
        } else {
            Command::new("su").args([user, "-s", "/bin/sh", "-c", &line]).output()
        };
    }
}
