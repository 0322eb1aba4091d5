//! A real browser: how a page looks on screens of several widths and on paper.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use serde_json::Value;
use tempfile::TempDir;

/// Debian and other builds have different names.
const NAMES: [&str; 2] = ["chromium", "chromium-browser"];

/// Measures a page in frames of several widths, and writes the result where the browser prints it.
const MEASURE: &str = include_str!("measure.html");

/// Named pages, served to the browser on this machine.
pub struct Served {
    origin: String,
}

impl Served {
    /// Serves pages by path, each under a policy; `/measure` measures one of them.
    pub fn new(pages: Vec<(&'static str, String, String)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                // A browser opens connections that it may never use.
                let pages = pages.clone();
                thread::spawn(move || answer(connection, &pages));
            }
        });
        Self { origin }
    }

    /// The browser's measurements of a page in frames of some widths.
    pub fn measured(&self, path: &str, widths: &[u32]) -> Vec<Value> {
        let widths = widths.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        let address = format!("{}/measure?page={path}&widths={widths}", self.origin);
        let printed = browser(&["--dump-dom", "--virtual-time-budget=20000", &address]);
        let (_, rest) = printed.split_once("<pre id=\"measured\">").expect("what was measured");
        let (measured, _) = rest.split_once("</pre>").expect("its end");
        let measured = measured.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        serde_json::from_str(&measured).unwrap_or_else(|_| panic!("JSON, not {measured}"))
    }

    /// A picture of the page's beginning, as PNG.
    pub fn pictured(&self, path: &str, (width, height): (u32, u32), name: &str) -> Vec<u8> {
        let file = kept(name);
        browser(&[
            &format!("--window-size={width},{height}"),
            "--hide-scrollbars",
            &format!("--screenshot={}", file.display()),
            &format!("{}{path}", self.origin),
        ]);
        std::fs::read(file).expect("a picture")
    }

    /// The page on paper, as PDF.
    pub fn printed(&self, path: &str, name: &str) -> Vec<u8> {
        let file = kept(name);
        browser(&[
            "--no-pdf-header-footer",
            &format!("--print-to-pdf={}", file.display()),
            &format!("{}{path}", self.origin),
        ]);
        std::fs::read(file).expect("a document")
    }
}

/// The folder of pictures and documents, so that the person who runs the tests can look at them.
fn kept(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder.join(name)
}

fn answer(mut connection: TcpStream, pages: &[(&'static str, String, String)]) {
    let mut asked = Vec::new();
    let mut part = [0; 4096];
    while !asked.windows(4).any(|end| end == b"\r\n\r\n") {
        match connection.read(&mut part) {
            Ok(read) if read > 0 => asked.extend_from_slice(&part[..read]),
            _ => return,
        }
    }
    let asked = String::from_utf8_lossy(&asked).into_owned();
    let target = asked.split(' ').nth(1).unwrap_or_default();
    let path = target.split('?').next().unwrap_or_default();
    let own = ("/measure", MEASURE.to_owned(), String::new());
    let found = pages.iter().chain([&own]).find(|(name, ..)| *name == path);
    let (status, body, policy) = match found {
        Some((_, body, policy)) => ("200 OK", body.as_str(), policy.as_str()),
        None => ("404 Not Found", "", ""),
    };
    let policy = if policy.is_empty() {
        String::new()
    } else {
        format!("Content-Security-Policy: {policy}\r\n")
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n{policy}\r\n",
        body.len()
    );
    let _ = connection
        .write_all(head.as_bytes())
        .and_then(|()| connection.write_all(body.as_bytes()));
}

/// Runs the browser and returns what it prints.
fn browser(arguments: &[&str]) -> String {
    let profile = TempDir::new().expect("a temporary folder");
    for name in NAMES {
        let started = Command::new(name)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--lang=sv",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .output();
        match started {
            Ok(output) => {
                let errors = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(output.status.success(), "{name}: {errors}");
                return String::from_utf8_lossy(&output.stdout).into_owned();
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
    panic!("Chromium is missing, and the pages are looked at in it: apt-get install chromium")
}
