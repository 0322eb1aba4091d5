//! The secret key of the service, and keyed hashes (HMAC-SHA-256).
//!
//! A plain hash would not hide a subject: it may be a personal identity number, and all of those can be tried.

use std::io::{self, Write};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac::{self, Context, HMAC_SHA256, Key};
use ring::rand::{SecureRandom as _, SystemRandom};
use tempfile::NamedTempFile;

use crate::domain::hash::{hexadecimal, sha256};
use crate::private_files;

/// The name of the key in the data folder.
const FILE: &str = "secret.key";
/// The shortest accepted key.
const MIN_BYTES: usize = 32;

/// The secret key.
#[derive(Clone)]
pub struct Secret {
    key: Vec<u8>,
    id: String,
}

impl Secret {
    /// Creates a secret from a key of at least 32 bytes; `None` if it is shorter.
    pub fn new(key: &[u8]) -> Option<Self> {
        let id = sha256([b"insatskatalog key id ".as_slice(), key].concat());
        (key.len() >= MIN_BYTES).then(|| Self {
            key: key.to_vec(),
            id: id[..8].to_owned(),
        })
    }

    /// Whether the data folder has a key.
    pub(crate) fn is_in_folder(folder: &Path) -> bool {
        folder.join(FILE).exists()
    }

    /// Reads the key in the data folder, and creates it if it is missing.
    ///
    /// # Errors
    /// If the file cannot be read or created, or the key is too short.
    pub(crate) fn of_folder(folder: &Path) -> io::Result<Self> {
        let key = read_or_create(&folder.join(FILE), || {
            let mut fresh = [0; MIN_BYTES];
            SystemRandom::new()
                .fill(&mut fresh)
                .map_err(|_| io::Error::other("the system has no random bytes"))?;
            Ok(fresh.to_vec())
        })?;
        Self::new(&key).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "secret.key is too short"))
    }

    /// The keyed hash of several parts, in hexadecimal. A different `purpose` gives a different hash.
    pub(crate) fn hash(&self, purpose: &str, parts: &[&str]) -> String {
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
        self.hash_bytes(purpose, &parts)
    }

    /// Like [`Self::hash`], for bytes.
    pub(crate) fn hash_bytes(&self, purpose: &str, parts: &[&[u8]]) -> String {
        let mut mac = Context::with_key(&Key::new(HMAC_SHA256, &self.key));
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            // Each length comes first, so that no two lists give the same bytes.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        hexadecimal(mac.sign().as_ref())
    }

    /// Encrypts a text, as Base64. It is read again with the same `purpose`.
    pub(crate) fn encrypt(&self, purpose: &str, text: &[u8]) -> String {
        let mut nonce = [0; NONCE_LEN];
        // The system has random bytes, or the service would not have started.
        SystemRandom::new().fill(&mut nonce).expect("random bytes");
        let mut sealed = text.to_vec();
        self.cipher(purpose)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed)
            .expect("a short text");
        STANDARD.encode([nonce.as_slice(), &sealed].concat())
    }

    /// Reads an encrypted text; `None` if it was changed, or encrypted with another key or for another purpose.
    pub(crate) fn decrypt(&self, purpose: &str, encrypted: &str) -> Option<Vec<u8>> {
        let bytes = STANDARD.decode(encrypted).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut text = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = self.cipher(purpose).open_in_place(nonce, Aad::empty(), &mut text);
        opened.ok().map(|opened| opened.to_vec())
    }

    /// A cipher with a key of its own for each purpose.
    fn cipher(&self, purpose: &str) -> LessSafeKey {
        let key = hmac::sign(
            &Key::new(HMAC_SHA256, &self.key),
            format!("encrypt {purpose}").as_bytes(),
        );
        let key = UnboundKey::new(&CHACHA20_POLY1305, key.as_ref()).expect("a key of 32 bytes");
        LessSafeKey::new(key)
    }

    /// A hash that shows whether two keys are the same.
    pub(crate) fn check(&self) -> String {
        self.hash("check of replicas", &[])
    }

    /// The pseudonym of a user in the audit log: the key's id, and the keyed hash of issuer and subject.
    pub(crate) fn actor(&self, issuer: &str, subject: &str) -> String {
        format!("{}:{}", self.id, self.hash("actor", &[issuer, subject]))
    }
}

/// Reads a file that only its owner may read, and creates it if it is missing.
pub(crate) fn read_or_create(path: &Path, make: impl FnOnce() -> io::Result<Vec<u8>>) -> io::Result<Vec<u8>> {
    if let Some(bytes) = read(path)? {
        return Ok(bytes);
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    private_files::create_folder(folder)?;
    let made = make()?;
    // Complete before it gets its name, because another process may read it at the same time.
    let mut draft = NamedTempFile::new_in(folder)?;
    draft.write_all(&made)?;
    draft.as_file().sync_all()?;
    match draft.persist_noclobber(path) {
        Err(failure) if failure.error.kind() != io::ErrorKind::AlreadyExists => Err(failure.error),
        _ => read(path)?.ok_or_else(|| io::ErrorKind::NotFound.into()),
    }
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
#[path = "../tests/unit/secret.rs"]
mod tests;
