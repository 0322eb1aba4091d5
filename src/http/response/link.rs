//! Links in answers: absolute, each with its relation and method.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::state::base_of;

/// A link to another resource.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Link {
    /// The absolute address.
    #[schema(
        format = "uri",
        example = "https://api.example.se/insatskatalog/v1/municipalities/1270"
    )]
    pub href: String,
    /// The relation, from the IANA registry if it has one that fits.
    #[schema(value_type = String, example = "self")]
    pub rel: &'static str,
    /// The method to use.
    #[schema(value_type = String, example = "GET")]
    pub method: &'static str,
}

/// The characters that a query must not contain (RFC 3986, 3.4).
const NOT_IN_QUERIES: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The characters of a query value to encode.
pub(crate) const NOT_IN_VALUES: &AsciiSet = &NOT_IN_QUERIES.add(b'&').add(b'+').add(b'%').add(b'=');

/// A query as a client sent it, with everything encoded that it must not contain. Clients and proxies pass on more.
pub(crate) fn encoded_query(sent: &str) -> String {
    utf8_percent_encode(sent, NOT_IN_QUERIES).to_string()
}

impl Link {
    pub(crate) const fn get(rel: &'static str, href: String) -> Self {
        Self {
            href,
            rel,
            method: "GET",
        }
    }

    pub(crate) const fn post(rel: &'static str, href: String) -> Self {
        Self {
            href,
            rel,
            method: "POST",
        }
    }
}

/// The address of a request, for links to other pages of the list.
#[derive(Clone, Copy)]
pub(crate) struct OwnAddress<'a> {
    pub origin: &'a str,
    pub path: &'a str,
    /// The query, without its question mark.
    pub query: &'a str,
}

impl OwnAddress<'_> {
    pub(crate) fn base(&self) -> String {
        base_of(self.origin)
    }

    /// The address with some parameters replaced.
    pub(crate) fn with(&self, set: &[(&str, String)]) -> String {
        if self.query.is_empty() && set.is_empty() {
            return [self.origin, self.path].concat();
        }
        let others = url::form_urlencoded::parse(self.query.as_bytes())
            .filter(|(name, _)| set.iter().all(|(other, _)| other != name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()));
        let all = others.chain(set.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        let encoded = |text: &str| utf8_percent_encode(text, NOT_IN_VALUES).to_string();
        let query: Vec<String> = all
            .map(|(name, value)| format!("{}={}", encoded(&name), encoded(&value)))
            .collect();
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{}{}{separator}{}", self.origin, self.path, query.join("&"))
    }
}
