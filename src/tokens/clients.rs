//! What the operator grants to clients whose tokens cannot state it themselves.

use std::path::Path;

use serde::Deserialize;

use crate::domain::{Kommunkod, Slug};

use super::caller::provider;
use super::scope::SCOPES;

/// The largest accepted file, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// The clients of the file, each with what it grants.
#[derive(Default)]
pub(crate) struct Clients(Vec<Client>);

/// What the file grants to a client. A member that the file lacks comes from the token.
#[derive(Debug)]
pub(crate) struct Client {
    client_id: String,
    /// The only subject (`sub`) that this applies to; `None` for every subject of the client.
    subject: Option<String>,
    pub scopes: Option<Vec<String>>,
    pub municipalities: Option<Vec<Kommunkod>>,
    pub providers: Option<Vec<(Kommunkod, Slug)>>,
    pub bodies: Option<Vec<String>>,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientsFile {
    clients: Vec<ClientEntry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClientEntry {
    client_id: String,
    subject: Option<String>,
    scopes: Option<Vec<String>>,
    municipalities: Option<Vec<String>>,
    providers: Option<Vec<String>>,
    bodies: Option<Vec<String>>,
}

impl Clients {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with the file, and where: a position or a JSON Pointer. Never quotes a value.
    pub(crate) fn of_file(path: &Path) -> Result<Self, String> {
        let unreadable = |error: std::io::Error| format!("the file cannot be read: {error}");
        if std::fs::metadata(path).map_err(unreadable)?.len() > MAX_BYTES {
            return Err(format!("the file is larger than {MAX_BYTES} bytes"));
        }
        Self::read(&std::fs::read(path).map_err(unreadable)?)
    }

    fn read(json: &[u8]) -> Result<Self, String> {
        let file: ClientsFile = serde_json::from_slice(json).map_err(|error| {
            let what = if error.is_data() {
                "a member is unknown, missing or of another type; see docs/tokens.md"
            } else {
                "not JSON"
            };
            format!("line {}, column {}: {what}", error.line(), error.column())
        })?;
        let mut faults = Vec::new();
        let mut clients: Vec<Client> = Vec::with_capacity(file.clients.len());
        for (at, entry) in file.clients.into_iter().enumerate() {
            let client = entry.read(at, &mut faults);
            let is_known = |other: &Client| other.client_id == client.client_id && other.subject == client.subject;
            if clients.iter().any(is_known) {
                faults.push(format!("/clients/{at}: the same client is listed before"));
            }
            clients.push(client);
        }
        if faults.is_empty() {
            Ok(Self(clients))
        } else {
            Err(faults.join("\n"))
        }
    }

    /// The entry for a token. An entry with the subject of the token comes before one without a subject.
    pub(crate) fn find(&self, client_id: &str, subject: &str) -> Option<&Client> {
        let of_client = || self.0.iter().filter(|client| client.client_id == client_id);
        let own = of_client().find(|client| client.subject.as_deref() == Some(subject));
        own.or_else(|| of_client().find(|client| client.subject.is_none()))
    }
}

impl ClientEntry {
    fn read(self, at: usize, faults: &mut Vec<String>) -> Client {
        let scopes = self.scopes;
        for (index, scope) in scopes.iter().flatten().enumerate() {
            if !SCOPES.contains(&scope.as_str()) {
                faults.push(format!(
                    "/clients/{at}/scopes/{index}: must be one of {}",
                    SCOPES.join(", ")
                ));
            }
        }
        let municipalities = parsed(self.municipalities, Kommunkod::parse, |index| {
            faults.push(format!(
                "/clients/{at}/municipalities/{index}: must be the code of a municipality, such as 0188"
            ));
        });
        let providers = parsed(self.providers, provider, |index| {
            faults.push(format!(
                "/clients/{at}/providers/{index}: must be a municipality and a provider, such as 0188/finska-foreningen"
            ));
        });
        if let (Some(municipalities), Some(providers)) = (&municipalities, &providers) {
            for (index, (kommunkod, _)) in providers.iter().enumerate() {
                if !municipalities.contains(kommunkod) {
                    faults.push(format!(
                        "/clients/{at}/providers/{index}: its municipality is missing in municipalities"
                    ));
                }
            }
        }
        Client {
            client_id: self.client_id,
            subject: self.subject,
            scopes,
            municipalities,
            providers,
            bodies: self.bodies,
        }
    }
}

/// Parses each word of an optional list, and calls `on_fault` with the index of each that is invalid.
fn parsed<T>(
    words: Option<Vec<String>>,
    parse: impl Fn(&str) -> Option<T>,
    mut on_fault: impl FnMut(usize),
) -> Option<Vec<T>> {
    let words = words?.into_iter().enumerate();
    let parsed = words.filter_map(|(index, word)| {
        let value = parse(&word);
        if value.is_none() {
            on_fault(index);
        }
        value
    });
    Some(parsed.collect())
}

#[cfg(test)]
#[path = "../../tests/unit/tokens/clients.rs"]
mod tests;
