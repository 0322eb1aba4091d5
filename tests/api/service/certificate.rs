//! The certificate of the service: https without a proxy, new files while it runs, and files that cannot be used.

use std::fs;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use insatskatalog::http_client;
use rcgen::{CertificateParams, CertifiedIssuer, KeyPair};
use tempfile::TempDir;

use crate::fixtures::PATIENCE;
use crate::fixtures::app::{BASE, Database, Engine};
use crate::fixtures::certificates::authority;
use crate::fixtures::command::{err, program_with};
use crate::fixtures::process::Process;
use crate::tests;

tests![
    it_answers_https_alone,
    new_files_are_used_after_a_hang_up,
    files_that_cannot_be_used_are_named,
];

const CERTIFICATE: &str = "INSATSKATALOG_TLS_CERTIFICATE_FILE";
const KEY: &str = "INSATSKATALOG_TLS_KEY_FILE";

/// An authority, and the files of a certificate for `localhost` that it has issued.
struct Issued {
    authority: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

impl Issued {
    fn new() -> Self {
        let issued = Self {
            authority: authority(),
            folder: TempDir::new().expect("a temporary folder"),
        };
        issued.replace(&issued.authority);
        issued
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes the files of a new certificate.
    fn replace(&self, authority: &CertifiedIssuer<'static, KeyPair>) {
        let key = KeyPair::generate().expect("a key");
        let parameters = CertificateParams::new(["localhost".to_owned()]).expect("a name");
        let certificate = parameters.signed_by(&key, authority).expect("a certificate");
        fs::write(self.file("tls.crt"), certificate.pem()).expect("written");
        fs::write(self.file("tls.key"), key.serialize_pem()).expect("written");
    }

    fn settings(&self) -> [(&'static str, String); 2] {
        [
            (CERTIFICATE, self.file("tls.crt").display().to_string()),
            (KEY, self.file("tls.key").display().to_string()),
        ]
    }
}

/// A client that trusts one authority alone.
fn client_of(authority: &CertifiedIssuer<'static, KeyPair>) -> reqwest::Client {
    let root = reqwest::Certificate::from_pem(authority.pem().as_bytes()).expect("a certificate");
    let client = http_client::builder().no_proxy().tls_certs_only([root]);
    client.build().expect("a client")
}

/// The address of a service as the certificate names it.
fn by_name(origin: &str) -> String {
    let (_, port) = origin.rsplit_once(':').expect("a port");
    format!("https://localhost:{port}")
}

fn start(database: &Database, issued: &Issued) -> Process {
    let [certificate, key] = issued.settings();
    Process::start(&[
        ("DATABASE_URL", database.url.as_str()),
        (certificate.0, &certificate.1),
        (key.0, &key.1),
    ])
}

async fn it_answers_https_alone(engine: Engine) {
    let issued = Issued::new();
    let database = Database::with_catalogues(engine);
    let process = start(&database, &issued);
    assert!(process.origin.starts_with("https://127.0.0.1:"), "{}", process.origin);
    let origin = by_name(&process.origin);
    let client = client_of(&issued.authority);
    let answer = client.get(format!("{origin}{BASE}/municipalities")).send().await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status(), 200);
    let text = answer.text().await.expect("text");
    assert!(
        text.contains(&format!("\"{}{BASE}/municipalities", process.origin)),
        "{text}"
    );
    // The program's own check of its health needs no name.
    let checked = process.run(
        &["health"],
        &[("INSATSKATALOG_LISTEN", process.origin.trim_start_matches("https://"))],
    );
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    let stranger = client_of(&authority());
    assert!(stranger.get(format!("{origin}/health/live")).send().await.is_err());
    // A client that does not speak TLS, or says nothing, loses its connection.
    for sent in ["GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n", ""] {
        let mut stream = TcpStream::connect(process.origin.trim_start_matches("https://")).expect("connects");
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .expect("a timeout");
        stream.write_all(sent.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        let end = stream.read_to_end(&mut answer).map_err(|error| error.kind());
        assert!(matches!(end, Ok(_) | Err(ErrorKind::ConnectionReset)), "{end:?}");
        assert!(!answer.starts_with(b"HTTP"), "{}", String::from_utf8_lossy(&answer));
    }
    let fresh = client_of(&issued.authority);
    let answer = fresh.get(format!("{origin}/health/ready")).send().await;
    assert_eq!(answer.expect("an answer").status(), 200);
}

async fn new_files_are_used_after_a_hang_up(engine: Engine) {
    let issued = Issued::new();
    let database = Database::with_catalogues(engine);
    let process = start(&database, &issued);
    let url = format!("{}/health/live", by_name(&process.origin));
    // A new client each time: TLS begins again.
    let trusts =
        async |authority: &CertifiedIssuer<'static, KeyPair>| client_of(authority).get(&url).send().await.is_ok();
    let other = authority();
    issued.replace(&other);
    assert!(trusts(&issued.authority).await);
    process.signal("HUP");
    let began = Instant::now();
    while !trusts(&other).await {
        assert!(began.elapsed() < PATIENCE);
    }
    assert!(!trusts(&issued.authority).await);
    // Files that cannot be used change nothing.
    fs::write(issued.file("tls.key"), "secret").expect("written");
    process.signal("HUP");
    let began = Instant::now();
    while !process.log().contains(KEY) {
        assert!(began.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(trusts(&other).await);
    assert!(!process.log().contains("secret"), "{}", process.log());
}

async fn files_that_cannot_be_used_are_named(engine: Engine) {
    let (issued, other) = (Issued::new(), Issued::new());
    let database = Database::with_catalogues(engine);
    let [certificate, key] = issued.settings();
    let text = |name: &str, content: &str| {
        let file = issued.file(name);
        fs::write(&file, content).expect("written");
        file.display().to_string()
    };
    let (empty, secret) = (
        text("empty", ""),
        text("secret", "-----BEGIN PRIVATE KEY-----\nsecret\n"),
    );
    let absent = issued.file("absent").display().to_string();
    let [_, other_key] = other.settings();
    for (certificate, key, named) in [
        (
            certificate.1.as_str(),
            other_key.1.as_str(),
            "INSATSKATALOG_TLS_KEY_FILE: the key is not that",
        ),
        (&certificate.1, &empty, "INSATSKATALOG_TLS_KEY_FILE: the file"),
        (&certificate.1, &secret, "INSATSKATALOG_TLS_KEY_FILE: the file"),
        (&certificate.1, &absent, "INSATSKATALOG_TLS_KEY_FILE: the file"),
        (&empty, &key.1, "INSATSKATALOG_TLS_CERTIFICATE_FILE: the file"),
        (&absent, &key.1, "INSATSKATALOG_TLS_CERTIFICATE_FILE: the file"),
        (&certificate.1, "", "INSATSKATALOG_TLS_KEY_FILE: is required"),
        ("", &key.1, "INSATSKATALOG_TLS_CERTIFICATE_FILE: is required"),
    ] {
        let output = program_with(&database.url, &["serve"], &[(CERTIFICATE, certificate), (KEY, key)]);
        assert_eq!(output.status.code(), Some(1), "{named}");
        let error = err(&output);
        assert!(error.contains(named), "{named}: {error}");
        assert!(!error.contains("secret\n"), "{error}");
    }
}
