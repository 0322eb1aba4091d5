//! Contact details of functions: a board, an office, a switchboard. Never of a person.

use serde::Serialize;
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
}
