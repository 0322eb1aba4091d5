//! How to reach a function: a board, an office, a switchboard. Never a person.

use serde::Serialize;
use utoipa::ToSchema;

/// How to reach a function. Contact details of persons have no place here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// What the function is called.
    #[schema(example = "Socialförvaltningen i Norrtälje kommun")]
    pub name: String,
    /// A telephone number to the function.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "0176-713 00")]
    pub function_phone: Option<String>,
    /// An e-mail address to the function.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "registrator@example.se")]
    pub function_email: Option<String>,
    /// A web page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri", example = "https://www.example.se/stod")]
    pub web_page: Option<String>,
}
