//! Packages of tables: CSV files in a ZIP archive.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

/// Why a package cannot be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PackageError {
    /// The archive.
    #[error("the archive cannot be written: {0}")]
    Archive(#[from] ZipError),
    /// A file in it.
    #[error("the archive cannot be written: {0}")]
    File(#[from] std::io::Error),
}

/// Rows as CSV (RFC 4180) in UTF-8.
pub(crate) fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("memory takes rows of one length");
    }
    writer.into_inner().expect("memory takes what is written")
}

/// Files in a ZIP archive. The same files give the same archive.
pub(crate) fn zip(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Vec<u8>, PackageError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(&content)?;
    }
    Ok(archive.finish()?.into_inner())
}
