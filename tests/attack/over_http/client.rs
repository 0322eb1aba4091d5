//! A client with a persistent connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// The base path of the API.
const BASE: &str = "/insatskatalog/v1";
/// The service may close a connection that was idle longer.
const MAX_REST: Duration = Duration::from_secs(2);

pub struct Client {
    address: SocketAddr,
    connection: BufReader<TcpStream>,
    last_used: Instant,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub status: u16,
    /// The `ETag`; empty if there is none.
    pub etag: String,
    pub body: String,
}

/// A read request: path below the base path, and header lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Get {
    pub path: String,
    /// The accepted media type.
    pub accept: &'static str,
    /// The known `ETag`.
    pub known: Option<String>,
}

/// A write request.
pub struct Change<'a> {
    pub method: &'static str,
    pub path: &'a str,
    pub token: &'a str,
    /// One more header line, such as `if-match: *`.
    pub condition: Option<&'a str>,
    pub body: String,
}

impl Get {
    pub fn new(path: String, accept: &'static str) -> Self {
        Self {
            path,
            accept,
            known: None,
        }
    }

    fn written(&self, host: SocketAddr) -> String {
        let known = self.known.as_ref();
        let known = known.map_or_else(String::new, |etag| format!("if-none-match: {etag}\r\n"));
        let (path, accept) = (&self.path, self.accept);
        format!("GET {BASE}{path} HTTP/1.1\r\nhost: {host}\r\naccept: {accept}\r\n{known}\r\n")
    }
}

impl Client {
    pub fn of(address: SocketAddr) -> Self {
        Self {
            address,
            connection: connect(address),
            last_used: Instant::now(),
        }
    }

    pub fn beside(other: &Self) -> Self {
        Self::of(other.address)
    }

    /// Sends requests in order, and passes on each answer with the number of its request.
    pub fn ask(&mut self, questions: &[Get], mut take: impl FnMut(usize, Answered)) {
        for (at, question) in questions.iter().enumerate() {
            take(at, self.get(question));
        }
    }

    pub fn get(&mut self, question: &Get) -> Answered {
        self.write(&question.written(self.address));
        self.read()
    }

    pub fn change(&mut self, change: &Change) -> Answered {
        let Change {
            method,
            path,
            token,
            condition,
            body,
        } = change;
        let condition = condition.map_or_else(String::new, |line| format!("{line}\r\n"));
        let (host, length) = (self.address, body.len());
        self.write(&format!(
            "{method} {BASE}{path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n{condition}\r\n{body}"
        ));
        self.read()
    }

    fn write(&mut self, request: &str) {
        if self.last_used.elapsed() > MAX_REST {
            self.connection = connect(self.address);
        }
        let connection = self.connection.get_mut();
        connection.write_all(request.as_bytes()).expect("the service reads");
    }

    fn read(&mut self) -> Answered {
        let status = self.line();
        let status = status.split(' ').nth(1).and_then(|status| status.parse().ok());
        let (mut etag, mut length) = (String::new(), 0);
        loop {
            let line = self.line();
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "etag" => value.trim().clone_into(&mut etag),
                "content-length" => length = value.trim().parse().expect("a length"),
                "transfer-encoding" => panic!("an answer of unknown length"),
                _ => {}
            }
        }
        let status = status.expect("a status");
        let mut body = vec![0; if status == 304 { 0 } else { length }];
        self.connection.read_exact(&mut body).expect("a body");
        self.last_used = Instant::now();
        Answered {
            status,
            etag,
            body: String::from_utf8(body).expect("text"),
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.connection.read_line(&mut line).expect("the service answers");
        line.trim_end().to_owned()
    }
}

fn connect(address: SocketAddr) -> BufReader<TcpStream> {
    let stream = TcpStream::connect(address).expect("the service listens");
    stream.set_nodelay(true).expect("a TCP connection");
    BufReader::new(stream)
}
