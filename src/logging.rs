//! The log: a line for people, or a JSON object a line.

use std::io::Write;

use chrono::Utc;
use env_logger::Builder;
use log::kv::{Error, Key, Value, VisitSource};
use serde_json::{Map, json};

use crate::config::LogFormat;

/// Starts the log; `RUST_LOG` chooses what is logged, `info` when it says nothing.
pub fn start(format: LogFormat) {
    let mut builder = Builder::new();
    builder.parse_filters(&std::env::var("RUST_LOG").unwrap_or_else(|_| "info,actix_server=warn".into()));
    if format == LogFormat::Json {
        builder.format(|out, record| {
            let mut members = Members(Map::new());
            members.0.insert(
                "at".into(),
                json!(Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true)),
            );
            members.0.insert("level".into(), json!(record.level().as_str()));
            members.0.insert("target".into(), json!(record.target()));
            members.0.insert("message".into(), json!(record.args().to_string()));
            // Nothing is lost if a key cannot be visited: the message stands all the same.
            let _ = record.key_values().visit(&mut members);
            writeln!(out, "{}", serde_json::Value::Object(members.0))
        });
    }
    // A second start keeps the first log: tests start several services in one process.
    let _ = builder.try_init();
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
