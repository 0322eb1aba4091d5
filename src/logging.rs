//! The log, as lines of text or JSON.
//!
//! Lines are buffered briefly and written together to standard error, so that no request waits for the disk. If nobody
//! reads them, later lines are lost and counted, and no request waits.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{Timelike, Utc};
use env_logger::{Builder, Target};
use log::kv::{Error, Key, Value, VisitSource};
use log::{Level, Metadata, Record};
use serde_json::{Map, json};

use crate::config::LogFormat;
use crate::domain::day;

/// The longest time that a line is buffered.
const MAX_WAIT: Duration = Duration::from_millis(100);
/// The number of buffered bytes that are written at once.
const ENOUGH: usize = 64 * 1024;
/// The most bytes that are buffered. Further lines are lost.
const MOST: usize = 4 * 1024 * 1024;
/// How long the end of the process waits for the last lines to be written.
const LONGEST_END: Duration = Duration::from_secs(1);

/// Starts the log. `RUST_LOG` sets the level, for libraries at most `info`; default `info`.
pub fn start(format: LogFormat) {
    let mut builder = Builder::new();
    builder.parse_filters(&std::env::var("RUST_LOG").unwrap_or_else(|_| "info,actix_server=warn".into()));
    builder.target(Target::Pipe(Box::new(Gathering(Arc::clone(&GATHERED)))));
    match format {
        LogFormat::Text => builder.format(|out, record| {
            if is_shown(record.metadata()) {
                out.write_all(&text_line(record))?;
            }
            Ok(())
        }),
        LogFormat::Json => builder.format(|out, record| {
            if is_shown(record.metadata()) {
                writeln!(out, "{}", json_line(record))?;
            }
            Ok(())
        }),
    };
    // A second start has no effect: tests start several services in one process.
    if builder.try_init().is_ok() {
        let gathered = Arc::clone(&GATHERED);
        let started = std::thread::Builder::new()
            .name("log".into())
            .spawn(move || gathered.write_for_ever());
        // Without the thread, nothing is written.
        started.expect("a thread can be started");
    }
}

/// Whether a line is written. At debug and trace, libraries quote the headers of requests, which may contain anything, so
/// only the program's own lines are written.
fn is_shown(line: &Metadata) -> bool {
    line.level() <= Level::Info || line.target().starts_with(env!("CARGO_CRATE_NAME"))
}

/// Writes all buffered lines before the process ends, if somebody reads them.
pub(crate) fn finish() {
    let (written, end) = std::sync::mpsc::channel();
    let write = move || {
        GATHERED.write_now();
        let _ = written.send(());
    };
    if std::thread::Builder::new().spawn(write).is_ok() {
        let _ = end.recv_timeout(LONGEST_END);
    }
}

/// The number of lines that were lost because nobody read the log in time.
pub(crate) fn lost_lines() -> u64 {
    GATHERED.lost.load(Ordering::Relaxed)
}

static GATHERED: LazyLock<Arc<Gathered>> = LazyLock::new(Arc::default);

#[derive(Default)]
struct Gathered {
    lines: Mutex<Vec<u8>>,
    is_enough: Condvar,
    /// Locked during a write, so that lines stay in order.
    writing: Mutex<()>,
    /// The number of lines that found no room.
    lost: AtomicU64,
}

impl Gathered {
    fn lines(&self) -> MutexGuard<'_, Vec<u8>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_now(&self) {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = std::mem::take(&mut *self.lines());
        // There is nowhere to report that the log cannot be written.
        let _ = io::stderr().write_all(&lines);
    }

    fn write_for_ever(&self) {
        let mut known = 0;
        loop {
            let lines = self.lines();
            let lines = self.is_enough.wait_while(lines, |lines| lines.is_empty());
            let lines = lines.unwrap_or_else(PoisonError::into_inner);
            let few = |lines: &mut Vec<u8>| lines.len() < ENOUGH;
            drop(self.is_enough.wait_timeout_while(lines, MAX_WAIT, few));
            self.write_now();
            let lost = self.lost.load(Ordering::Relaxed);
            if lost > known {
                log::warn!("{} lines of the log were lost: nobody read them in time", lost - known);
                known = lost;
            }
        }
    }
}

struct Gathering(Arc<Gathered>);

impl Write for Gathering {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut lines = self.0.lines();
        let before = lines.len();
        if before + line.len() > MOST {
            self.0.lost.fetch_add(1, Ordering::Relaxed);
            return Ok(line.len());
        }
        lines.extend_from_slice(line);
        if before == 0 || (before < ENOUGH && lines.len() >= ENOUGH) {
            self.0.is_enough.notify_one();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A line of text: time, level, target, message and key-value pairs.
fn text_line(record: &Record) -> Vec<u8> {
    let mut line = Vec::with_capacity(256);
    let now = Utc::now();
    line.extend_from_slice(day::Written::of(now.date_naive()).as_str().as_bytes());
    for (before, number) in [(b'T', now.hour()), (b':', now.minute()), (b':', now.second())] {
        line.push(before);
        line.extend([number / 10, number % 10].map(|digit| b"0123456789"[digit as usize % 10]));
    }
    line.extend_from_slice(b"Z ");
    // If a part cannot be written, the rest of the line is still logged.
    let _ = write!(line, "{:5} ", record.level().as_str());
    line.extend_from_slice(record.target().as_bytes());
    line.extend_from_slice(b": ");
    let _ = match record.args().as_str() {
        Some(message) => line.write_all(message.as_bytes()),
        None => write!(line, "{}", record.args()),
    };
    let _ = record.key_values().visit(&mut Words(&mut line));
    line.push(b'\n');
    line
}

struct Words<'l>(&'l mut Vec<u8>);

impl<'kvs> VisitSource<'kvs> for Words<'_> {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), Error> {
        self.0.push(b' ');
        self.0.extend_from_slice(key.as_str().as_bytes());
        self.0.push(b'=');
        // Of every line of a request: without the machinery of formatting.
        match (value.to_borrowed_str(), value.to_u64()) {
            (Some(text), _) => self.0.extend_from_slice(text.as_bytes()),
            (None, Some(number)) => self.0.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
            (None, None) => write!(self.0, "{value}")?,
        }
        Ok(())
    }
}

fn json_line(record: &Record) -> serde_json::Value {
    let mut members = Members(Map::new());
    members.0.insert(
        "at".into(),
        json!(Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true)),
    );
    members.0.insert("level".into(), json!(record.level().as_str()));
    members.0.insert("target".into(), json!(record.target()));
    members.0.insert("message".into(), json!(record.args().to_string()));
    // If a pair cannot be written, the message is still logged.
    let _ = record.key_values().visit(&mut members);
    serde_json::Value::Object(members.0)
}

struct Members(Map<String, serde_json::Value>);

impl<'kvs> VisitSource<'kvs> for Members {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), Error> {
        let value = value
            .to_u64()
            .map_or_else(|| json!(value.to_string()), |number| json!(number));
        self.0.insert(key.to_string(), value);
        Ok(())
    }
}

#[cfg(test)]
#[path = "../tests/unit/logging.rs"]
mod tests;
