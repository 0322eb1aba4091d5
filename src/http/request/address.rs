//! Reads a request's address: the limits of all addresses, and the parameters of paths.

use std::borrow::Cow;

use actix_web::http::Uri;
use actix_web::web::PathConfig;
use percent_encoding::percent_decode_str;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::documents::json::not_utf8;
use crate::documents::read::{not_a_slug, unknown_kommunkod};
use crate::domain::personal_details::encoded_text::decoding_steps;
use crate::domain::personal_details::identity::is_identity_shaped;
use crate::domain::text::text;
use crate::domain::{Code, Fault, Kommunkod, Slug};
use crate::http::problems::{Kind, Problem};

/// The longest address that is accepted (national profile, UFN.05).
const LONGEST: usize = 2048;

/// Where an issuer of tokens leads a browser back to. What it adds to the address is random, and nothing keeps it.
pub(crate) const SIGN_IN_CALLBACK: &str = "/provider/callback";

/// The problem of an address that is refused on every route.
pub(crate) fn refused(uri: &Uri) -> Option<Problem> {
    let text = uri.path_and_query().map_or("", |address| address.as_str());
    if text.len() > LONGEST {
        return Some(Problem::of(Kind::UriTooLong));
    }
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let is_as_written = text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'%' | b'+'));
    // Most addresses have nothing to decode.
    if is_as_written && ![path, query].into_iter().any(is_identity_shaped) {
        return None;
    }
    let mut decoded = Vec::new();
    for (pointer, part) in [("/path", path), ("/query", query)] {
        let Some(part) = decode(part) else {
            return Some(Problem::of_faults(vec![Fault {
                pointer: pointer.to_owned(),
                ..not_utf8()
            }]));
        };
        decoded.push((pointer, part));
    }
    if let Some((pointer, _)) = decoded.iter().find(|(_, part)| part.chars().any(char::is_control)) {
        let detail = text!(
            "Adressen innehåller styrtecken. Ta bort dem.",
            "The address contains control characters. Remove them."
        );
        return Some(Problem::of_fault(pointer, Code::ControlCharacter, detail));
    }
    if path == SIGN_IN_CALLBACK {
        return None;
    }
    // A link in the answer may repeat any step of the decoding.
    let (pointer, _) = [("/path", path), ("/query", query)]
        .into_iter()
        .find(|(_, part)| decoding_steps(&part.replace('+', " ")).any(|step| is_identity_shaped(&step)))?;
    let detail = text!(
        "Något i adressen ser ut som ett personnummer eller samordningsnummer. Ta bort det.",
        "Something in the address looks like a personal identity number. Remove it."
    );
    Some(Problem::of_fault(pointer, Code::PersonalIdentityNumber, detail))
}

/// Decodes a part of an address as often as it was encoded, up to a limit. `None` if it is not UTF-8.
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

/// A slug in the path of an object that may be new.
pub(crate) fn slug_in_path(text: &str, pointer: &str) -> Result<Slug, Problem> {
    Slug::parse(text).ok_or_else(|| Problem::of_fault(pointer, Code::InvalidFormat, not_a_slug()))
}

/// Declares the parameters of a path: a municipality, with the code of the example, and other strings.
macro_rules! path_of {
    ($(#[$attribute:meta])* $name:ident($example:tt) { $($(#[$parameter:meta])* $field:ident: String,)* }) => {
        $(#[$attribute])*
        #[derive(serde::Deserialize, utoipa::IntoParams)]
        #[into_params(parameter_in = Path)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $name {
            /// The code of the municipality: four digits. / Kommunens kod: fyra siffror.
            #[param(value_type = String, pattern = "^[0-9]{4}$", example = $example)]
            #[serde(deserialize_with = "crate::http::request::address::known_kommunkod")]
            pub kommunkod: crate::domain::kommun::Kommunkod,
            $($(#[$parameter])* pub $field: String,)*
        }
    };
}
pub(crate) use path_of;

path_of! {
    /// A municipality in the path.
    MunicipalityPath("1270") {
    }
}

path_of! {
    /// An insats of a municipality in the path.
    InsatsPath("1270") {
        /// The short name of the insats. / Insatsens kortnamn.
        #[param(value_type = Slug, inline, example = "trygghetslarm")]
        slug: String,
    }
}

path_of! {
    /// A provider of a municipality in the path.
    ProviderPath("0188") {
        /// The short name of the provider. / Utförarens kortnamn.
        #[param(value_type = Slug, inline, example = "finska-foreningen")]
        provider_slug: String,
    }
}

path_of! {
    /// An agreement of a provider in the path.
    AgreementPath("0188") {
        /// The short name of the provider. / Utförarens kortnamn.
        #[param(value_type = Slug, inline, example = "finska-foreningen")]
        provider_slug: String,
        /// The short name of the agreement. / Avtalets kortnamn.
        #[param(value_type = Slug, inline, example = "avtal-2027")]
        agreement_slug: String,
    }
}

pub(crate) fn known_kommunkod<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kommunkod, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    Kommunkod::parse(&text).ok_or_else(|| D::Error::custom("no municipality has that code"))
}

/// Answers 404 if the path cannot be read: only a municipality's code can be wrong.
pub(crate) fn path_config() -> PathConfig {
    PathConfig::default().error_handler(|_, _| {
        let fault = Fault::new("/path/kommunkod", Code::UnknownKommunkod, unknown_kommunkod());
        Problem {
            errors: vec![fault],
            ..Problem::of(Kind::UnknownMunicipality)
        }
        .into()
    })
}
