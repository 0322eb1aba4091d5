//! The forms in which a batch arrives: JSON, a sheet, or a web form with a sheet.

use actix_multipart::{Field, Multipart};
use actix_web::HttpRequest;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::http::header::HeaderMap;
use actix_web::web::Bytes;
use futures_util::{StreamExt, stream};

use crate::domain::Code;
use crate::domain::text::{composed, text};
use crate::http::problems::{Kind, Problem};

/// A batch as it arrives.
pub(crate) enum Upload {
    Json,
    Sheet {
        /// The charset that the sender states.
        charset: Option<String>,
    },
    /// A web form with one file.
    Form,
}

/// The media types of sheets. Programs name the same file in many ways, so the content decides what it is.
const SHEETS: [&str; 11] = [
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.ms-excel",
    "application/csv",
    "application/x-csv",
    "text/x-csv",
    "text/comma-separated-values",
    "text/tab-separated-values",
    "text/plain",
    // The last, since it needs a name.
    OCTET_STREAM,
];

/// The type of any file. The name must show that it is a sheet.
const OCTET_STREAM: &str = "application/octet-stream";

const JSON: &str = "application/json";
const FORM: &str = "multipart/form-data";

/// The endings of the names of sheets.
const ENDINGS: [&str; 5] = [".csv", ".xlsx", ".ods", ".txt", ".tsv"];

/// The most bytes that are given to the reader of a form at a time.
const CHUNK: usize = 32 * 1024;

impl Upload {
    /// The form of a request; 415 for any other.
    pub(crate) fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let headers = request.headers();
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let media_type = text(header::CONTENT_TYPE).unwrap_or_default();
        let essence = essence(media_type);
        match essence.as_str() {
            JSON => Ok(Self::Json),
            FORM => Ok(Self::Form),
            _ if is_sheet(&essence, file_name(text(header::CONTENT_DISPOSITION))) => Ok(Self::Sheet {
                charset: charset(media_type),
            }),
            _ => Err(unsupported()),
        }
    }
}

/// The file of a web form, with its charset; 400 unless the form has one file and nothing more.
pub(crate) async fn file_of_form(headers: &HeaderMap, body: &Bytes) -> Result<(Bytes, Option<String>), Problem> {
    let mut form = parts_of(headers, body);
    let mut file = None;
    while let Some(field) = form.next().await {
        let field = field.map_err(|_| not_one_file())?;
        if file.is_some() {
            return Err(not_one_file());
        }
        file = Some(read(field).await?);
    }
    file.ok_or_else(not_one_file)
}

/// The parts of a web form that was received.
pub(crate) fn parts_of(headers: &HeaderMap, body: &Bytes) -> Multipart {
    let mut form_headers = HeaderMap::new();
    if let Some(media_type) = headers.get(header::CONTENT_TYPE) {
        form_headers.insert(header::CONTENT_TYPE, media_type.clone());
    }
    let starts = (0..body.len()).step_by(CHUNK);
    let chunks: Vec<Result<Bytes, PayloadError>> = starts
        .map(|start| Ok(body.slice(start..body.len().min(start + CHUNK))))
        .collect();
    Multipart::new(&form_headers, stream::iter(chunks))
}

async fn read(mut field: Field) -> Result<(Bytes, Option<String>), Problem> {
    let disposition = field.content_disposition();
    let name = disposition
        .and_then(|disposition| disposition.get_filename())
        .map(str::to_owned);
    if name.is_none() {
        return Err(not_one_file());
    }
    let media_type = field.content_type().map(ToString::to_string).unwrap_or_default();
    if !is_sheet(&essence(&media_type), name) {
        return Err(unsupported());
    }
    let mut content = actix_web::web::BytesMut::new();
    while let Some(chunk) = field.next().await {
        content.extend_from_slice(&chunk.map_err(|_| not_one_file())?);
    }
    Ok((content.freeze(), charset(&media_type)))
}

fn is_sheet(essence: &str, name: Option<String>) -> bool {
    let name = name.unwrap_or_default().to_lowercase();
    SHEETS.contains(&essence) && (essence != OCTET_STREAM || ENDINGS.iter().any(|ending| name.ends_with(ending)))
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

fn charset(media_type: &str) -> Option<String> {
    media_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// The file name of `Content-Disposition`.
fn file_name(disposition: Option<&str>) -> Option<String> {
    let disposition = header::HeaderValue::from_str(disposition?).ok()?;
    let disposition = header::ContentDisposition::from_raw(&disposition).ok()?;
    disposition.get_filename().map(str::to_owned)
}

/// The problem of another media type, which names every accepted one.
fn unsupported() -> Problem {
    let sheets = SHEETS
        .split_last()
        .map(|(_, others)| others.join(", "))
        .unwrap_or_default();
    Problem {
        detail: Some(composed!(
            "Skicka {JSON}, {FORM} med en fil, eller ett kalkylblad: {sheets}, eller {OCTET_STREAM} med ett filnamn i Content-Disposition.",
            "Send {JSON}, {FORM} with one file, or a sheet: {sheets}, or {OCTET_STREAM} with a file name in Content-Disposition."
        )),
        ..Problem::of(Kind::UnsupportedMediaType)
    }
}

fn not_one_file() -> Problem {
    Problem::of_fault(
        "",
        Code::InvalidFormat,
        text!(
            "Formuläret ska ha en enda fil och inget mer.",
            "The form must have one file and nothing more."
        ),
    )
}
