//! Why a workbook is refused.

use crate::domain::text::text;
use crate::domain::{Code, Fault};

/// Why a workbook is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is no workbook, is damaged or has a password.
    Unreadable,
    /// It has too many rows, cells, columns or bytes.
    TooLarge,
    Macros,
    ExternalLinks,
    HiddenSheets,
}

impl Refused {
    /// The fault in words.
    pub(crate) fn fault(self) -> Fault {
        let (code, detail) = match self {
            Self::Unreadable => (
                Code::InvalidFormat,
                text!(
                    "Filen kan inte läsas. Spara den utan lösenord som xlsx, ods eller CSV.",
                    "The file cannot be read. Save it without a password as xlsx, ods or CSV."
                ),
            ),
            Self::TooLarge => (
                Code::TooLong,
                text!(
                    "Arbetsboken är för stor. Ta bort allt utom rubrikraden och raderna med uppgifter.",
                    "The workbook is too large. Remove everything except the header and the rows of records."
                ),
            ),
            Self::Macros => (
                Code::InvalidFormat,
                text!(
                    "Filen har makron. Spara den som xlsx, ods eller CSV utan makron.",
                    "The file has macros. Save it as xlsx, ods or CSV without macros."
                ),
            ),
            Self::ExternalLinks => (
                Code::InvalidFormat,
                text!(
                    "Filen hämtar värden från andra filer. Klistra in dem som värden.",
                    "The file gets values from other files. Paste them as values."
                ),
            ),
            Self::HiddenSheets => (
                Code::InvalidFormat,
                text!(
                    "Filen har dolda blad. Visa dem eller ta bort dem.",
                    "The file has hidden sheets. Show them or remove them."
                ),
            ),
        };
        Fault::new("", code, detail)
    }
}
