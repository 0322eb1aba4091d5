//! Hashes of documents and audit events.

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, digest};
use uuid::{Builder, Uuid};

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The SHA-256 of bytes, as 64 hexadecimal digits.
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hexadecimal(digest(&SHA256, bytes.as_ref()).as_ref())
}

/// The first hexadecimal digits of the SHA-256 of bytes: an even number of them.
pub(crate) fn sha256_beginning(bytes: impl AsRef<[u8]>, digits: usize) -> String {
    hexadecimal(&digest(&SHA256, bytes.as_ref()).as_ref()[..digits / 2])
}

/// The SHA-384 of bytes, as bytes.
pub(crate) fn sha384(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    digest(&SHA384, bytes.as_ref()).as_ref().to_vec()
}

/// The UUID of a name in a namespace (version 5 of RFC 9562, which asks for SHA-1).
pub(crate) fn named_uuid(namespace: Uuid, name: &str) -> Uuid {
    let hash = digest(
        &SHA1_FOR_LEGACY_USE_ONLY,
        &[namespace.as_bytes(), name.as_bytes()].concat(),
    );
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_ref()[..16]);
    Builder::from_sha1_bytes(bytes).into_uuid()
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{named_uuid, sha256};

    /// RFC 9562, appendix A.4.
    #[test]
    fn names_as_the_standard_says() {
        assert_eq!(
            named_uuid(Uuid::NAMESPACE_DNS, "www.example.com").to_string(),
            "2ed6657d-e927-568b-95e1-2665a8aea6a2"
        );
    }

    /// FIPS 180-4, example of one block.
    #[test]
    fn hashes_as_the_standard_says() {
        assert_eq!(
            sha256("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
