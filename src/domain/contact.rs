//! Contact details of functions: a board, an office, a switchboard. Never of a person.

use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

/// Contact details of a function, never of a person.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// The name of the function.
    #[schema(example = "Socialförvaltningen i Norrtälje kommun")]
    pub name: String,
    /// The function's phone number.
    #[schema(example = "0176-713 00")]
    pub function_phone: Option<String>,
    /// The function's e-mail address.
    #[schema(example = "registrator@example.se")]
    pub function_email: Option<String>,
    /// The function's web page.
    #[schema(format = "uri", example = "https://www.example.se/stod")]
    pub web_page: Option<String>,
    /// Where to send letters.
    pub postal_address: Option<Address>,
    /// Where to visit.
    pub visiting_address: Option<Address>,
}

/// An address of an authority or another function; members as in HSDS, in camelCase.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// The street address or the box.
    #[serde(rename = "address1")]
    #[schema(example = "Box 801")]
    pub address_1: String,
    /// The postal code.
    #[schema(example = "761 28")]
    pub postal_code: Option<String>,
    /// The town.
    #[schema(example = "Norrtälje")]
    pub city: Option<String>,
}

impl Address {
    /// The address on one line.
    pub(crate) fn on_one_line(&self) -> String {
        let town = [self.postal_code.as_deref(), self.city.as_deref()];
        let town = town.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let parts = [self.address_1.as_str(), town.as_str()];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// Whether a text is an e-mail address. An internationalised domain may be in its own letters.
pub(crate) fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
        !local.is_empty()
            && local.chars().all(allowed)
            && Url::parse(&format!("https://{domain}/")).is_ok()
            && domain.contains('.')
    })
}
