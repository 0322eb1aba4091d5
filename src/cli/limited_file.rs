//! Reads files up to a limit, which is checked before anything is read.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::domain::text::composed;
use crate::domain::{Code, Fault};

use super::records::file::unreadable;

/// A megabyte in bytes.
pub(crate) const MEGABYTE: u64 = 1_000_000;

/// The content of a file of at most so many bytes.
///
/// # Errors
/// A fault if it cannot be read or is larger.
pub(crate) fn read(path: &Path, most: u64) -> Result<Vec<u8>, Fault> {
    let open = |path: &Path| {
        let file = File::open(path)?;
        Ok((file.metadata()?.len(), file))
    };
    let (size, file) = open(path).map_err(|error: std::io::Error| unreadable(&error))?;
    if size > most {
        return Err(too_large(most));
    }
    // A pipe has no size.
    let mut bytes = Vec::new();
    let read = file.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > most {
        return Err(too_large(most));
    }
    Ok(bytes)
}

fn too_large(most: u64) -> Fault {
    let most = most / MEGABYTE;
    let detail = composed!(
        "Filen är större än {most} megabyte.",
        "The file is larger than {most} megabytes."
    );
    Fault::new("", Code::TooLong, detail)
}
