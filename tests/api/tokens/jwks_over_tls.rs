//! The issuer's keys over https: the service accepts a certificate that the machine trusts, and no other.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use rcgen::{CertifiedIssuer, KeyPair};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

use crate::fixtures::app::{BASE, Database, Engine};
use crate::fixtures::certificates::{authority, of_localhost, tls};
use crate::fixtures::process::Process;
use crate::issuer::{AUDIENCE, ISSUER, Key, jwks};
use crate::tests;
use crate::tokens::jwks::{PATH, good};

tests![keys_come_from_a_trusted_server_only];

/// Answers every request on `localhost` with a text, over TLS, and returns its port.
fn serve(authority: &CertifiedIssuer<'static, KeyPair>, text: String) -> u16 {
    let config = tls(authority, &of_localhost());
    let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that does not trust the certificate hangs up.
            let _ = answer(stream, &config, &text);
        }
    });
    port
}

fn answer(stream: TcpStream, config: &Arc<ServerConfig>, text: &str) -> std::io::Result<()> {
    let connection = ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        request.push(byte[0]);
    }
    let length = text.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{text}"
    )?;
    stream.flush()
}

/// Writes the certificate of an authority where the program looks for those it trusts.
fn trust_file(folder: &TempDir, authority: &CertifiedIssuer<'static, KeyPair>) -> PathBuf {
    let path = folder.path().join("trusted.pem");
    std::fs::write(&path, authority.pem()).expect("written");
    path
}

async fn keys_come_from_a_trusted_server_only(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let key = Key::ed25519("tls");
    let (trusted, stranger) = (authority(), authority());
    let url = format!("https://localhost:{}/jwks", serve(&trusted, jwks(&[&key]).to_string()));
    let bearer = format!("Bearer {}", key.sign(&key.header(), &good()));
    for (authority, status) in [(&trusted, 200), (&stranger, 503)] {
        let folder = TempDir::new().expect("a temporary folder");
        let file = trust_file(&folder, authority).display().to_string();
        let process = Process::start(&[
            ("DATABASE_URL", &database.url),
            ("INSATSKATALOG_JWKS_URL", &url),
            ("INSATSKATALOG_JWT_ISSUER", ISSUER),
            ("INSATSKATALOG_JWT_AUDIENCE", AUDIENCE),
            ("SSL_CERT_FILE", &file),
        ]);
        let answered = process
            .status(&format!("{BASE}{PATH}"), &[("authorization", &bearer)])
            .await;
        assert_eq!(answered, status);
        let is_named = process.log().contains("fetched: its certificate is not trusted");
        assert_eq!(is_named, status == 503, "{}", process.log());
    }
}
