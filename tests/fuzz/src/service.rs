//! A running service on a connection that stays open, for what is reached only by requests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread;

use insatskatalog::app::App;
use insatskatalog::clock::Clock;
use insatskatalog::config::Config;
use test_support::issuer::{AUDIENCE, ISSUER, jwks_file};
use test_support::{Database, Engine, NOW};

/// A connection to a service with the embedded catalogues.
pub struct Connection {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Starts a service in a thread of its own.
    pub fn to_new_service() -> Self {
        let (started, address) = mpsc::channel();
        thread::spawn(move || actix_web::rt::System::new().block_on(serve(&started)));
        let address = address.recv().expect("the service starts");
        Self {
            address,
            stream: connect(address),
        }
    }

    /// The status of the answer to a request with a header, whose value is any line.
    pub fn status(&mut self, request: &str, header: &[u8]) -> u16 {
        let mut sent = request.as_bytes().to_vec();
        sent.extend(header.iter().filter(|byte| !matches!(byte, b'\r' | b'\n')));
        sent.extend(b"\r\n\r\n");
        // The service closes a connection after what is no HTTP.
        if let Some(status) = self.answer(&sent) {
            return status;
        }
        self.stream = connect(self.address);
        self.answer(&sent).expect("an answer on a new connection")
    }

    fn answer(&mut self, sent: &[u8]) -> Option<u16> {
        self.stream.get_mut().write_all(sent).ok()?;
        let mut line = String::new();
        self.stream.read_line(&mut line).ok()?;
        let status = line.split(' ').nth(1)?.parse().ok()?;
        let mut length = 0;
        loop {
            line.clear();
            if self.stream.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if line == "\r\n" {
                break;
            }
            let (name, value) = line.split_once(':')?;
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().ok()?;
            }
        }
        let has_body = status != 304 && status != 204;
        self.stream
            .read_exact(&mut vec![0; if has_body { length } else { 0 }])
            .ok()?;
        Some(status)
    }
}

fn connect(address: SocketAddr) -> BufReader<TcpStream> {
    BufReader::new(TcpStream::connect(address).expect("a connection"))
}

async fn serve(started: &mpsc::Sender<SocketAddr>) {
    let database = Database::with_catalogues(Engine::Sqlite);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().display().to_string();
    let given = [
        ("DATABASE_URL", database.url.as_str()),
        ("INSATSKATALOG_DATA", &data),
        ("INSATSKATALOG_LISTEN", "127.0.0.1:0"),
        ("INSATSKATALOG_METRICS_LISTEN", "off"),
        ("INSATSKATALOG_WORKERS", "1"),
        ("INSATSKATALOG_JWKS_FILE", jwks_file()),
        ("INSATSKATALOG_JWT_ISSUER", ISSUER),
        ("INSATSKATALOG_JWT_AUDIENCE", AUDIENCE),
    ];
    let read = |name: &str| {
        let found = given.iter().find(|(variable, _)| *variable == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    let config = Config::read(read).expect("settings");
    let clock = Clock::fixed(NOW.parse().expect("an instant"));
    let app = App::build(config, clock).await.expect("the service starts");
    started.send(app.address()).expect("somebody waits");
    app.run().await.expect("the service runs");
}
