//! Reads the public document of a release.

use crate::documents::json::{content, not_json, not_utf8};
use crate::domain::statistics::release_document::ReleaseDocument;
use crate::domain::text::composed;
use crate::domain::{Code, Fault};

/// Reads a saved answer of `…/statistics/releases/{month}`.
///
/// # Errors
/// The first fault, with its line and column.
pub(crate) fn read(bytes: &[u8]) -> Result<ReleaseDocument, Fault> {
    let text = std::str::from_utf8(content(bytes)?).map_err(|_| not_utf8())?;
    serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            other_document(&error)
        } else {
            not_json(&error)
        }
    })
}

/// The text is JSON, but not such a document.
fn other_document(error: &serde_json::Error) -> Fault {
    let (line, column) = (error.line(), error.column());
    let detail = composed!(
        "Filen ska vara ett sparat svar från …/statistics/releases/{{month}}: se tecken {column}.",
        "The file must be a saved answer of …/statistics/releases/{{month}}: see column {column}."
    );
    Fault {
        line: Some(line),
        ..Fault::new("", Code::InvalidFormat, detail)
    }
}
