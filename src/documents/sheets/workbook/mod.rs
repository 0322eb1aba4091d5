//! Reads workbooks, `.xlsx` and `.ods`, within limits of memory and time.

pub(crate) mod archive;
mod grid;
mod number_formats;
mod ods;
mod refused;
mod shared_strings;
mod worksheet;
mod xlsx;
mod xml;

use crate::domain::Fault;

use super::row::Row;
use archive::{Archive, is_archive};
use refused::Refused;

/// The beginning of older Excel files, and of files with a password.
const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0";

/// Whether a file is a workbook, of a format that can be read or not.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    is_archive(bytes) || bytes.starts_with(COMPOUND_FILE)
}

/// The rows of each sheet of a workbook.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Vec<Row>>, Vec<Fault>> {
    sheets(bytes).map_err(|refused| vec![refused.fault()])
}

fn sheets(bytes: &[u8]) -> Result<Vec<Vec<Row>>, Refused> {
    let mut archive = Archive::open(bytes)?;
    if archive
        .has(|name| name.ends_with("vbaProject.bin") || name.starts_with("Basic/") || name.starts_with("Scripts/"))
    {
        return Err(Refused::Macros);
    }
    if archive.has(|name| name.starts_with("xl/externalLinks/")) {
        return Err(Refused::ExternalLinks);
    }
    if archive.has(|name| name == "content.xml") {
        ods::sheets(&archive.text("content.xml")?)
    } else {
        xlsx::sheets(&mut archive)
    }
}
