//! Reads a request's address: its path and its query, as strictly as a body.

use actix_web::HttpRequest;
use actix_web::http::Uri;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::catalogue::faults::Faults;
use crate::catalogue::json::not_utf8;
use crate::catalogue::node::{Node, Value, member_pointer};
use crate::catalogue::read::unknown_kommunkod;
use crate::domain::fault::{Code, Fault};
use crate::domain::identity::is_identity_shaped;
use crate::domain::kommun::Kommunkod;
use crate::domain::text::Text;

use super::problem::Problem;
use super::problem_kinds::Kind;

/// The longest address that is read (national profile, UFN.05).
const LONGEST: usize = 2048;

/// The problem of an address that nothing here may have, whatever its route.
#[must_use]
pub fn refused(uri: &Uri) -> Option<Problem> {
    let text = uri.path_and_query().map_or("", |address| address.as_str());
    if text.len() > LONGEST {
        return Some(Problem::of(Kind::UriTooLong));
    }
    let plain = text.bytes().all(|b| b != b'%' && b != b'+');
    let decoded;
    let text = if plain {
        text
    } else {
        let Ok(utf8) = percent_decode_str(text).decode_utf8() else {
            return Some(Problem::of_faults(vec![not_utf8()]));
        };
        decoded = utf8.replace('+', " ");
        &decoded
    };
    if text.chars().any(char::is_control) {
        return Some(Problem::of(Kind::UnknownPath));
    }
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let pointer = if is_identity_shaped(path) {
        "/path"
    } else if is_identity_shaped(query) {
        "/query"
    } else {
        return None;
    };
    Some(Problem::of_faults(vec![Fault {
        pointer: pointer.to_owned(),
        code: Code::PersonalIdentityNumber,
        detail: Text::fixed(
            "Något i adressen ser ut som ett personnummer eller samordningsnummer. Ta bort det.",
            "Something in the address looks like a Swedish identity number. Remove it.",
        ),
        line: None,
    }]))
}

/// Reads the parameters of the query with the document readers; a parameter that is not read is a fault.
///
/// # Errors
/// Every fault, its pointer under `/query`.
pub fn query<T>(request: &HttpRequest, read: impl FnOnce(&Node, &mut Faults) -> Option<T>) -> Result<T, Problem> {
    let parameters = url::form_urlencoded::parse(request.query_string().as_bytes());
    let node = |pointer: String, value| Node {
        value,
        pointer,
        line: None,
    };
    let members = parameters
        .map(|(name, value)| {
            let pointer = member_pointer("/query", &name);
            (name.into_owned(), node(pointer, Value::Text(value.into_owned())))
        })
        .collect();
    let root = node("/query".into(), Value::Object(members));
    let mut faults = Faults::strict();
    let read = read(&root, &mut faults);
    faults.end(read).map_err(Problem::of_faults)
}

/// Refuses any parameter in the query.
///
/// # Errors
/// Every fault, its pointer under `/query`.
pub fn no_query(request: &HttpRequest) -> Result<(), Problem> {
    if request.query_string().is_empty() {
        return Ok(());
    }
    query(request, |node, faults| {
        node.members(faults)?.end();
        Some(())
    })
}

/// A municipality in the path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfMunicipality {
    /// The municipality's code: four digits. / Kommunens kod: fyra siffror.
    #[param(pattern = "^[0-9]{4}$", example = "1270")]
    kommunkod: String,
}

/// An insats of a municipality in the path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfInsats {
    /// The municipality's code: four digits. / Kommunens kod: fyra siffror.
    #[param(pattern = "^[0-9]{4}$", example = "1270")]
    kommunkod: String,
    /// The insats's short name. / Insatsens kortnamn.
    #[param(max_length = 64, example = "trygghetslarm")]
    pub slug: String,
}

/// A provider of a municipality in the path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct OfProvider {
    /// The municipality's code: four digits. / Kommunens kod: fyra siffror.
    #[param(pattern = "^[0-9]{4}$", example = "0188")]
    kommunkod: String,
    /// The provider's short name. / Utförarens kortnamn.
    #[param(max_length = 64, example = "finska-foreningen")]
    pub provider_slug: String,
}

impl OfMunicipality {
    /// The municipality.
    ///
    /// # Errors
    /// 404 when no municipality has that code.
    pub fn kommunkod(&self) -> Result<Kommunkod, Problem> {
        kommunkod(&self.kommunkod)
    }
}

impl OfInsats {
    /// The municipality.
    ///
    /// # Errors
    /// 404 when no municipality has that code.
    pub fn kommunkod(&self) -> Result<Kommunkod, Problem> {
        kommunkod(&self.kommunkod)
    }
}

impl OfProvider {
    /// The municipality.
    ///
    /// # Errors
    /// 404 when no municipality has that code.
    pub fn kommunkod(&self) -> Result<Kommunkod, Problem> {
        kommunkod(&self.kommunkod)
    }
}

fn kommunkod(text: &str) -> Result<Kommunkod, Problem> {
    Kommunkod::parse(text).ok_or_else(|| {
        Problem::in_address(
            Kind::UnknownMunicipality,
            "/path/kommunkod",
            Code::UnknownKommunkod,
            unknown_kommunkod(),
        )
    })
}
