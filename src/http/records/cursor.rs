//! Cursors: opaque positions among a municipality's changed records, which the service signs.
//!
//! A cursor has the form of a UUID, which no check takes for an identity number. Its digits are the beginning of the
//! generation, a keyed hash, and the number of the change, encrypted with a keyed hash of that hash. The number would
//! otherwise show how much other providers report.

use uuid::Uuid;

use crate::domain::{Generation, Kommunkod};
use crate::secret::Secret;

/// The digits of the generation, of the keyed hash and of the number.
const GENERATION: usize = 6;
const HASH: usize = 12;
const NUMBER: usize = 14;

/// Why a cursor cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoPosition {
    /// The service did not make it for this municipality.
    Invalid,
    /// It is of an earlier generation.
    EarlierGeneration,
    /// It is after the latest change.
    AfterLatest,
}

/// Writes a cursor. The number must fit in 56 bits: at 8 million a change, that is 8 billion changes.
pub(crate) fn write(secret: &Secret, generation: &Generation, kommunkod: Kommunkod, change: i64) -> String {
    let generation = beginning(generation.as_str(), GENERATION);
    let hash = hash(secret, generation, kommunkod, change);
    let number = change.cast_unsigned() ^ mask(secret, &hash);
    let digits = format!("{generation}{hash}{number:014x}");
    Uuid::try_parse(&digits).map_or(digits, |uuid| uuid.to_string())
}

/// Reads the number of the change in a cursor.
pub(crate) fn read(
    secret: &Secret,
    generation: &Generation,
    kommunkod: Kommunkod,
    cursor: &str,
) -> Result<i64, NoPosition> {
    let uuid = Uuid::try_parse(cursor).map_err(|_| NoPosition::Invalid)?;
    if uuid.to_string() != cursor {
        return Err(NoPosition::Invalid);
    }
    let digits = uuid.simple().to_string();
    let (of, rest) = digits.split_at(GENERATION);
    let (signature, number) = rest.split_at(HASH);
    let number = u64::from_str_radix(number, 16).map_err(|_| NoPosition::Invalid)?;
    let change = (number ^ mask(secret, signature)).cast_signed();
    if hash(secret, of, kommunkod, change) != signature {
        return Err(NoPosition::Invalid);
    }
    if of != beginning(generation.as_str(), GENERATION) {
        return Err(NoPosition::EarlierGeneration);
    }
    Ok(change)
}

fn hash(secret: &Secret, generation: &str, kommunkod: Kommunkod, change: i64) -> String {
    let parts = [generation, kommunkod.as_str(), &change.to_string()];
    let mut hash = secret.hash("cursor", &parts);
    hash.truncate(HASH);
    hash
}

fn mask(secret: &Secret, hash: &str) -> u64 {
    let mask = secret.hash("cursor number", &[hash]);
    u64::from_str_radix(beginning(&mask, NUMBER), 16).unwrap_or_default()
}

fn beginning(text: &str, digits: usize) -> &str {
    text.get(..digits).unwrap_or(text)
}

#[cfg(test)]
#[path = "../../../tests/unit/http/records/cursor.rs"]
mod tests;
