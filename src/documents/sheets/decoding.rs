//! Decodes the text of a sheet.

use encoding_rs::WINDOWS_1252;

use crate::domain::{Code, Fault, Text};

/// The text of a sheet.
pub(crate) fn decoded(bytes: &[u8]) -> Result<String, Vec<Fault>> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.contains(&0) {
        return Err(vec![no_text()]);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    })
}

fn no_text() -> Fault {
    let detail = Text::fixed(
        "Filen är inte en textfil. Spara arket som CSV (i Excel: Spara som, CSV UTF-8).",
        "The file is not a text file. Save the sheet as CSV (in Excel: Save As, CSV UTF-8).",
    );
    Fault::new("", Code::InvalidFormat, detail)
}
