//! The parts of a zip archive, within limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::refused::Refused;

/// The most bytes of one part after decompression.
const MAX_PART: u64 = 16 << 20;
/// The most bytes of all parts after decompression.
const MAX_ALL: u64 = 64 << 20;
/// The most parts.
const MAX_PARTS: usize = 1_000;

/// A zip archive in memory.
pub(crate) struct Archive<'bytes>(ZipArchive<Cursor<&'bytes [u8]>>);

/// Whether a file is a zip archive.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

impl<'bytes> Archive<'bytes> {
    /// Opens an archive. Every part is decompressed once and only counted, because it may state a wrong size.
    pub(crate) fn open(bytes: &'bytes [u8]) -> Result<Self, Refused> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Unreadable)?;
        if archive.len() > MAX_PARTS {
            return Err(Refused::TooLarge);
        }
        let mut all = 0;
        for at in 0..archive.len() {
            let part = archive.by_index(at).map_err(|_| Refused::Unreadable)?;
            let counted = std::io::copy(&mut part.take(MAX_PART + 1), &mut std::io::sink());
            let counted = counted.map_err(|_| Refused::Unreadable)?;
            all += counted;
            if counted > MAX_PART || all > MAX_ALL {
                return Err(Refused::TooLarge);
            }
        }
        Ok(Self(archive))
    }

    /// Whether some part has a name.
    pub(crate) fn has(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        self.0.file_names().flatten().any(|name| is_meant(&name))
    }

    /// The text of a part.
    pub(crate) fn text(&mut self, name: &str) -> Result<String, Refused> {
        let part = self.0.by_name(name).map_err(|_| Refused::Unreadable)?;
        let mut text = String::new();
        let read = part.take(MAX_PART).read_to_string(&mut text);
        read.map_err(|_| Refused::Unreadable)?;
        Ok(text)
    }
}
