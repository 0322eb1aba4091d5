//! Reads a request's address: its path and its query, as strictly as a body.

use std::borrow::Cow;

use actix_web::HttpRequest;
use actix_web::http::Uri;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Deserializer};
use utoipa::IntoParams;

use crate::documents::faults::Faults;
use crate::documents::json::not_utf8;
use crate::documents::node::{Node, Value, member_pointer};
use crate::documents::read::{not_a_slug, unknown_kommunkod};
use crate::domain::fault::{Code, Fault};
use crate::domain::kommun::Kommunkod;
use crate::domain::personal_details::identity::is_identity_shaped;
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::http::problems::Problem;
use crate::http::problems::kinds::Kind;
use crate::http::response::page::Page;

/// The longest address that is read (national profile, UFN.05).
const LONGEST: usize = 2048;

/// The problem of an address that nothing here may have, whatever its route.
pub(crate) fn refused(uri: &Uri) -> Option<Problem> {
    let text = uri.path_and_query().map_or("", |address| address.as_str());
    if text.len() > LONGEST {
        return Some(Problem::of(Kind::UriTooLong));
    }
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let parts = [("/path", path), ("/query", query)];
    let mut decoded = Vec::new();
    for (pointer, part) in parts {
        let Some(part) = decode(part) else {
            return Some(Problem::of_faults(vec![Fault {
                pointer: pointer.to_owned(),
                ..not_utf8()
            }]));
        };
        decoded.push((pointer, part));
    }
    if let Some((pointer, _)) = decoded.iter().find(|(_, part)| part.chars().any(char::is_control)) {
        let detail = Text::fixed(
            "Adressen innehåller styrtecken. Ta bort dem.",
            "The address has control characters. Remove them.",
        );
        return Some(Problem::of_faults(vec![Fault::new(
            *pointer,
            Code::ControlCharacter,
            detail,
        )]));
    }
    let (pointer, _) = decoded.iter().find(|(_, part)| is_identity_shaped(part))?;
    Some(Problem::of_faults(vec![Fault {
        pointer: (*pointer).to_owned(),
        code: Code::PersonalIdentityNumber,
        detail: Text::fixed(
            "Något i adressen ser ut som ett personnummer eller samordningsnummer. Ta bort det.",
            "Something in the address looks like a Swedish identity number. Remove it.",
        ),
        line: None,
    }]))
}

/// A part of an address as its reader may come to see it: decoded as often as it was encoded, within reason. `None`
/// when it is not UTF-8.
fn decode(part: &str) -> Option<Cow<'_, str>> {
    const MAX_TIMES: usize = 4;
    let mut text = Cow::Borrowed(part);
    for _ in 0..MAX_TIMES {
        if !text.contains(['%', '+']) {
            break;
        }
        let spaced = text.replace('+', " ");
        text = Cow::Owned(percent_decode_str(&spaced).decode_utf8().ok()?.into_owned());
    }
    Some(text)
}

/// Reads the parameters of the query with the document readers; a parameter that is not read is a fault.
///
/// # Errors
/// Every fault, its pointer under `/query`.
pub(crate) fn query<T>(
    request: &HttpRequest,
    read: impl FnOnce(&Node, &mut Faults) -> Option<T>,
) -> Result<T, Problem> {
    query_faults(request, read).map_err(Problem::of_faults)
}

/// Reads a query that may name a page and nothing else.
///
/// # Errors
/// Every fault, its pointer under `/query`.
pub(crate) fn page_query(request: &HttpRequest) -> Result<Page, Problem> {
    query(request, |node, faults| {
        let mut parameters = node.members(faults)?;
        let page = Page::read(&mut parameters);
        parameters.end();
        Some(page)
    })
}

/// Refuses any parameter in the query.
///
/// # Errors
/// Every fault, its pointer under `/query`.
pub(crate) fn no_query(request: &HttpRequest) -> Result<(), Problem> {
    no_query_faults(request).map_err(Problem::of_faults)
}

/// Refuses any parameter in the query, for those who have more to tell.
///
/// # Errors
/// Every fault, its pointer under `/query`.
pub(crate) fn no_query_faults(request: &HttpRequest) -> Result<(), Vec<Fault>> {
    if request.query_string().is_empty() {
        return Ok(());
    }
    query_faults(request, |node, faults| {
        node.members(faults)?.end();
        Some(())
    })
}

fn query_faults<T>(request: &HttpRequest, read: impl FnOnce(&Node, &mut Faults) -> Option<T>) -> Result<T, Vec<Fault>> {
    let parameters = url::form_urlencoded::parse(request.query_string().as_bytes());
    let members = parameters.map(|(name, value)| {
        let value = Node::new(Value::Text(value.into_owned()), member_pointer("/query", &name), None);
        (name.into_owned(), value)
    });
    let root = Node::new(Value::Object(members.collect()), "/query".into(), None);
    let mut faults = Faults::strict();
    let read = read(&root, &mut faults);
    faults.end(read)
}

/// A slug in the path of what may be new.
///
/// # Errors
/// 400 when the text has not a slug's form.
pub(crate) fn slug_in_path(text: &str, pointer: &str) -> Result<Slug, Problem> {
    Slug::parse(text).ok_or_else(|| Problem::of_faults(vec![Fault::new(pointer, Code::InvalidFormat, not_a_slug())]))
}

/// A municipality in the path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct MunicipalityPath {
    /// The municipality's code: four digits. / Kommunens kod: fyra siffror.
    #[param(value_type = String, pattern = "^[0-9]{4}$", example = "1270")]
    pub kommunkod: KommunkodInPath,
}

/// An insats of a municipality in the path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct InsatsPath {
    /// The municipality's code: four digits. / Kommunens kod: fyra siffror.
    #[param(value_type = String, pattern = "^[0-9]{4}$", example = "1270")]
    pub kommunkod: KommunkodInPath,
    /// The insats's short name. / Insatsens kortnamn.
    #[param(max_length = 64, example = "trygghetslarm")]
    pub slug: String,
}

/// A provider of a municipality in the path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProviderPath {
    /// The municipality's code: four digits. / Kommunens kod: fyra siffror.
    #[param(value_type = String, pattern = "^[0-9]{4}$", example = "0188")]
    pub kommunkod: KommunkodInPath,
    /// The provider's short name. / Utförarens kortnamn.
    #[param(max_length = 64, example = "finska-foreningen")]
    pub provider_slug: String,
}

/// An agreement of a provider in the path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
#[expect(
    dead_code,
    reason = "the permission reads the municipality; here it is named for the specification"
)]
pub(crate) struct AgreementPath {
    /// The municipality's code: four digits. / Kommunens kod: fyra siffror.
    #[param(value_type = String, pattern = "^[0-9]{4}$", example = "0188")]
    pub kommunkod: KommunkodInPath,
    /// The provider's short name. / Utförarens kortnamn.
    #[param(max_length = 64, example = "finska-foreningen")]
    pub provider_slug: String,
    /// The agreement's short name. / Avtalets kortnamn.
    #[param(max_length = 64, example = "avtal-2027")]
    pub agreement_slug: String,
}

/// A municipality's code as it stands in a path.
#[derive(Clone, Copy)]
pub(crate) struct KommunkodInPath(Option<Kommunkod>);

impl<'de> Deserialize<'de> for KommunkodInPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Ok(Self(Kommunkod::parse(&text)))
    }
}

impl KommunkodInPath {
    /// The municipality.
    ///
    /// # Errors
    /// 404 when no municipality has that code.
    pub(crate) fn known(self) -> Result<Kommunkod, Problem> {
        self.0.ok_or_else(|| {
            Problem::in_address(
                Kind::UnknownMunicipality,
                "/path/kommunkod",
                Code::UnknownKommunkod,
                unknown_kommunkod(),
            )
        })
    }
}
