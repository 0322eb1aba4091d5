//! Decodes the text of a sheet, and notices text that was decoded wrongly before.

use std::borrow::Cow;

use encoding_rs::{MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Text};

/// A possible encoding of a file.
pub(crate) struct Decoding<'bytes> {
    decode: Box<dyn Fn() -> Cow<'bytes, str> + 'bytes>,
    /// The encoding, if nothing but the header shows it.
    pub guessed: Option<Guessed>,
}

impl<'bytes> Decoding<'bytes> {
    fn of(guessed: Option<Guessed>, decode: impl Fn() -> Cow<'bytes, str> + 'bytes) -> Self {
        Self {
            decode: Box::new(decode),
            guessed,
        }
    }

    /// The text in this encoding. It is not kept, because the texts of a large file in every encoding take much memory.
    pub(crate) fn text(&self) -> Cow<'bytes, str> {
        (self.decode)()
    }
}

/// An encoding that a file does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guessed {
    /// Of older Macs.
    MacRoman,
    /// Of DOS.
    Cp850,
    /// UTF-8 that was read as Windows-1252 and saved as UTF-8 again.
    TwiceUtf8,
}

/// A warning about a sheet that is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SheetWarning {
    /// The code.
    pub code: SheetWarningCode,
    /// The line in the sheet, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, example = 7)]
    pub line: Option<usize>,
    /// The warning in words.
    pub text: Text,
}

/// A warning about a sheet that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SheetWarningCode {
    /// The letters å, ä and ö look wrong.
    MayBeWrongEncoding,
    /// The encoding was recognised by the header.
    EncodingGuessed,
    /// A sheet of a workbook has no header and was not read.
    SheetNotRead,
}

/// The upper half of code page 850.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// The most bytes of a text in UTF-8. A file in another encoding can become three times as long.
const MAX_TEXT: usize = 24 * 1024 * 1024;

/// The possible encodings of a file, the most likely first. A byte order mark or a stated charset leaves no choice.
pub(crate) fn possible<'bytes>(
    bytes: &'bytes [u8],
    charset: Option<&str>,
) -> Result<Vec<Decoding<'bytes>>, Vec<Fault>> {
    let only = |text: Cow<'bytes, str>| vec![Decoding::of(None, move || text.clone())];
    for (mark, encoding) in [(&b"\xFF\xFE"[..], UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
            let text = text
                .filter(|text| !text.contains('\0'))
                .ok_or_else(|| vec![no_text()])?;
            return Ok(only(text));
        }
    }
    if bytes.contains(&0) {
        return Err(vec![no_text()]);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return Ok(only(utf8(rest)?.into()));
    }
    if let Some(charset) = charset {
        return of_charset(bytes, charset).map(|decoding| vec![decoding]);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let plainly = Decoding::of(None, move || text.into());
        let once = once_decoded(text).map(|once| Decoding::of(Some(Guessed::TwiceUtf8), move || once.clone().into()));
        return Ok(std::iter::once(plainly).chain(once).collect());
    }
    becomes_short_enough(bytes)?;
    Ok(vec![
        Decoding::of(None, || WINDOWS_1252.decode_without_bom_handling(bytes).0),
        Decoding::of(Some(Guessed::MacRoman), || {
            MACINTOSH.decode_without_bom_handling(bytes).0
        }),
        Decoding::of(Some(Guessed::Cp850), || cp850(bytes).into()),
    ])
}

fn of_charset<'bytes>(bytes: &'bytes [u8], charset: &str) -> Result<Decoding<'bytes>, Vec<Fault>> {
    if ["cp850", "ibm850", "850"].contains(&charset.to_lowercase().as_str()) {
        becomes_short_enough(bytes)?;
        return Ok(Decoding::of(None, || cp850(bytes).into()));
    }
    match encoding_rs::Encoding::for_label(charset.as_bytes()) {
        Some(encoding) if encoding == UTF_8 => {
            let text = utf8(bytes)?;
            Ok(Decoding::of(None, move || text.into()))
        }
        Some(encoding) => {
            becomes_short_enough(bytes)?;
            Ok(Decoding::of(None, move || {
                encoding.decode_without_bom_handling(bytes).0
            }))
        }
        None => Err(vec![Fault::new(
            "",
            Code::InvalidFormat,
            text!(
                "Okänd teckenkodning i Content-Type. Ange charset=utf-8 eller charset=windows-1252.",
                "Unknown charset in Content-Type. State charset=utf-8 or charset=windows-1252."
            ),
        )]),
    }
}

/// Refuses a file whose text in UTF-8 would be too long. No encoding makes more than three bytes of a byte that is not ASCII.
fn becomes_short_enough(bytes: &[u8]) -> Result<(), Vec<Fault>> {
    let others = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if bytes.len() + 2 * others <= MAX_TEXT {
        return Ok(());
    }
    Err(vec![Fault::new(
        "",
        Code::TooLong,
        text!(
            "Filen är för stor i den här teckenkodningen. Spara den som CSV UTF-8, eller dela den.",
            "The file is too large in this encoding. Save it as CSV UTF-8, or divide it."
        ),
    )])
}

fn utf8(bytes: &[u8]) -> Result<&str, Vec<Fault>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).replace("\r\n", "\n");
        let detail = text!(
            "Filen säger att den är UTF-8, men ett tecken på raden är det inte. Spara filen igen som CSV UTF-8.",
            "The file says that it is UTF-8, but a character in the row is not. Save the file again as CSV UTF-8."
        );
        vec![Fault {
            line: Some(before.matches(['\n', '\r']).count() + 1),
            ..Fault::new("", Code::NotUtf8, detail)
        }]
    })
}

fn cp850(bytes: &[u8]) -> String {
    let upper: Vec<char> = CP850.chars().collect();
    let letters = bytes.iter().map(|byte| match byte.checked_sub(0x80) {
        Some(place) => upper[usize::from(place)],
        None => char::from(*byte),
    });
    letters.collect()
}

/// The text that was encoded twice, if it was.
fn once_decoded(text: &str) -> Option<String> {
    let (bytes, _, has_errors) = WINDOWS_1252.encode(text);
    if has_errors || text.is_ascii() {
        return None;
    }
    String::from_utf8(bytes.into_owned()).ok()
}

/// The warning about an encoding that only the header shows.
pub(crate) fn guess_warning(guessed: Guessed) -> SheetWarning {
    let name = guessed.name();
    SheetWarning {
        code: SheetWarningCode::EncodingGuessed,
        line: None,
        text: composed!(
            "Filen är inte sparad som UTF-8. Den lästes som {name}. Kontrollera å, ä och ö, eller spara som CSV UTF-8.",
            "The file is not saved as UTF-8. It was read as {name}. Check å, ä and ö, or save it as CSV UTF-8."
        ),
    }
}

impl Guessed {
    const fn name(self) -> &'static str {
        match self {
            Self::MacRoman => "MacRoman",
            Self::Cp850 => "CP850",
            Self::TwiceUtf8 => "UTF-8 (×2)",
        }
    }
}

/// Letters as they look after a wrong decoding, with the letter that is meant. Those of one sign are only wrong between
/// letters.
const WRONG: [(&str, &str, Guessed); 15] = [
    ("Ã¥", "å", Guessed::TwiceUtf8),
    ("Ã¤", "ä", Guessed::TwiceUtf8),
    ("Ã¶", "ö", Guessed::TwiceUtf8),
    ("Ã…", "Å", Guessed::TwiceUtf8),
    ("Ã„", "Ä", Guessed::TwiceUtf8),
    ("Ã–", "Ö", Guessed::TwiceUtf8),
    ("Ã©", "é", Guessed::TwiceUtf8),
    ("Œ", "å", Guessed::MacRoman),
    ("Š", "ä", Guessed::MacRoman),
    ("š", "ö", Guessed::MacRoman),
    ("†", "å", Guessed::Cp850),
    ("„", "ä", Guessed::Cp850),
    ("”", "ö", Guessed::Cp850),
    ("Ž", "Ä", Guessed::Cp850),
    ("™", "Ö", Guessed::Cp850),
];

/// A warning with the first example of a wrong decoding.
pub(crate) fn wrong_letters(text: &str) -> Option<SheetWarning> {
    if text.is_ascii() {
        return None;
    }
    // A text with å, ä or ö may also have a foreign name.
    let is_swedish = text.contains(['å', 'ä', 'ö', 'Å', 'Ä', 'Ö']);
    let found = WRONG.iter().filter_map(|(wrong, meant, encoding)| {
        let mut places = text.match_indices(wrong);
        let (at, _) = places.find(|(at, _)| {
            *encoding == Guessed::TwiceUtf8 || (!is_swedish && is_between_letters(text, *at, wrong.len()))
        })?;
        Some((at, *wrong, *meant, *encoding))
    });
    let (at, wrong, meant, encoding) = found.min_by_key(|(at, ..)| *at)?;
    let name = encoding.name();
    Some(SheetWarning {
        code: SheetWarningCode::MayBeWrongEncoding,
        line: Some(text[..at].matches('\n').count() + 1),
        text: composed!(
            "Tecknet {wrong} ska troligen vara {meant}. Filen verkar vara sparad i {name}. Spara den som CSV UTF-8 och skicka den igen.",
            "The character {wrong} should probably be {meant}. The file seems to be saved as {name}. Save it as CSV UTF-8 and send it again."
        ),
    })
}

fn is_between_letters(text: &str, at: usize, length: usize) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase());
    is_letter(text[..at].chars().next_back()) && is_letter(text[at + length..].chars().next())
}

fn no_text() -> Fault {
    let detail = text!(
        "Filen är inte ett kalkylblad. Spara den som CSV (i Excel: Spara som, CSV UTF-8).",
        "The file is not a sheet. Save it as CSV (in Excel: Save As, CSV UTF-8)."
    );
    Fault::new("", Code::InvalidFormat, detail)
}
