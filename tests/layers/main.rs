//! The direction of imports: main → cli → app → http → releasing → {store, `sign_in`, tokens, interop} → catalogue → documents →
//! domain.

mod circles;
mod documents;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};

/// The modules that each layer may import, besides itself.
const MAY_NAME: [(&str, &[&str]); 20] = [
    ("domain", &[]),
    ("documents", &["domain"]),
    ("catalogue", &["domain"]),
    ("interop", &["domain"]),
    ("private_files", &[]),
    ("secret", &["private_files", "domain"]),
    ("http_client", &[]),
    ("tokens", &["secret", "http_client", "domain", "clock"]),
    ("sign_in", &["tokens", "clock"]),
    (
        "store",
        &["catalogue", "documents", "domain", "private_files", "secret"],
    ),
    ("clock", &[]),
    ("config", &["store", "sign_in", "tokens", "secret", "domain"]),
    ("logging", &["config", "domain"]),
    (
        "http",
        &[
            "http_client",
            "logging",
            "releasing",
            "delivery",
            "store",
            "sign_in",
            "tokens",
            "secret",
            "interop",
            "catalogue",
            "documents",
            "domain",
            "clock",
        ],
    ),
    ("import", &["store", "documents", "domain", "clock"]),
    ("releasing", &["store", "catalogue", "domain"]),
    (
        "delivery",
        &["store", "catalogue", "domain", "secret", "http_client", "clock"],
    ),
    (
        "app",
        &[
            "http",
            "import",
            "logging",
            "private_files",
            "releasing",
            "delivery",
            "store",
            "sign_in",
            "tokens",
            "catalogue",
            "documents",
            "domain",
            "clock",
            "config",
        ],
    ),
    (
        "cli",
        &[
            "app",
            "http",
            "http_client",
            "import",
            "releasing",
            "logging",
            "tokens",
            "store",
            "interop",
            "catalogue",
            "documents",
            "domain",
            "clock",
            "config",
        ],
    ),
    ("main", &["cli"]),
];

/// Libraries that only one layer may use.
const STAYS_IN: [(&str, &[&str]); 35] = [
    ("diesel", &["store"]),
    ("actix_web", &["http", "app", "cli"]),
    ("actix_http", &["app"]),
    ("actix_server", &["app"]),
    ("actix_service", &["app"]),
    ("tokio_rustls", &["app"]),
    ("rlimit", &["app"]),
    ("actix_multipart", &["http"]),
    ("brotli", &["http"]),
    ("flate2", &["http"]),
    ("opentelemetry", &["http"]),
    ("opentelemetry_otlp", &["http"]),
    ("opentelemetry_sdk", &["http"]),
    ("prometheus_client", &["delivery", "http"]),
    ("quick_cache", &["http"]),
    ("quick_xml", &["documents"]),
    ("rust_xlsxwriter", &["documents"]),
    ("oxjsonld", &["interop"]),
    ("oxrdf", &["interop"]),
    ("oxrdfxml", &["interop"]),
    ("oxttl", &["interop"]),
    ("zip", &["documents"]),
    ("askama", &["http"]),
    ("reqwest", &["cli", "tokens", "delivery", "http_client"]),
    ("jsonwebtoken", &["tokens"]),
    ("oauth2", &["sign_in"]),
    (
        "ring",
        &["app", "delivery", "domain", "secret", "tokens", "http_client"],
    ),
    ("rustls", &["app", "delivery", "http_client"]),
    ("clap", &["cli"]),
    ("env_logger", &["logging"]),
    ("csv", &["documents"]),
    ("encoding_rs", &["documents"]),
    ("indicatif", &["cli"]),
    ("tempfile", &["secret", "store"]),
    ("snowball_stemmers_rs", &["domain"]),
];

/// Every source file with its layer.
fn files() -> Vec<(String, PathBuf)> {
    fn below(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                below(&entry.path(), files);
            } else if entry.path().extension().is_some_and(|extension| extension == "rs") {
                files.push(entry.path());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    below(&root, &mut files);
    let layer = |path: &Path| {
        let first = path
            .strip_prefix(&root)
            .expect("below")
            .components()
            .next()
            .expect("a part");
        first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
    };
    files
        .into_iter()
        .map(|path| (layer(&path), path))
        .filter(|(layer, _)| layer != "lib")
        .collect()
}

/// The lines of code, without comments.
fn code(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("text");
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn imports_point_one_way() {
    let layers: Vec<&str> = MAY_NAME.iter().map(|(layer, _)| *layer).collect();
    for (layer, path) in files() {
        let is_a_layer_file = path.parent().is_some_and(|folder| folder.ends_with("src"));
        let allowed = MAY_NAME
            .iter()
            .find(|(name, _)| *name == layer)
            .map(|(_, allowed)| *allowed);
        let allowed = allowed.unwrap_or_else(|| panic!("{layer} has no layer: add it here"));
        for line in code(&path) {
            // Lists every layer, so that this test checks all.
            let is_hidden = line.contains("crate::{")
                || line.contains("super::super")
                || is_a_layer_file && line.starts_with("use super::");
            assert!(!is_hidden, "{}: {line}", path.display());
            for other in &layers {
                let names =
                    line.contains(&format!("crate::{other}::")) || line.contains(&format!("insatskatalog::{other}::"));
                assert!(
                    !names || layer == *other || allowed.contains(other),
                    "{}: {layer} names {other}: {line}",
                    path.display()
                );
            }
        }
    }
}

/// Whether a line names a library, and not a longer name with the same ending.
fn names_library(line: &str, library: &str) -> bool {
    let is_part_of_a_name = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(&format!("{library}::"))
        .any(|(at, _)| !line[..at].ends_with(is_part_of_a_name))
}

#[test]
fn libraries_stay_in_their_layers() {
    for (layer, path) in files() {
        for line in code(&path) {
            for (library, stays_in) in STAYS_IN {
                assert!(
                    !names_library(&line, library) || stays_in.contains(&layer.as_str()),
                    "{}: {layer} names {library}: {line}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn the_domain_names_no_io() {
    for (layer, path) in files() {
        for line in code(&path) {
            for io in [
                "std::fs",
                "std::net",
                "std::env",
                "SystemTime",
                "Utc::now",
                "Local::now",
                "tokio::",
                "serde_json::from",
            ] {
                assert!(
                    layer != "domain" || !line.contains(io),
                    "{}: the domain names {io}: {line}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn files_have_one_subject() {
    for (_, path) in files() {
        let lines = fs::read_to_string(&path).expect("text").lines().count();
        assert!(lines <= 500, "{} has {lines} lines", path.display());
    }
}
