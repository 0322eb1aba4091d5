//! Answers with linked data, in the syntax that the client prefers.

use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

use crate::http::problems::{Kind, Problem};
use crate::interop::syntax::{Syntax, Unwritable};

use super::accept::Offered;
use super::{Freshness, text};

impl Offered for Syntax {
    fn media_type(&self) -> &str {
        (*self).media_type()
    }
}

/// Answers with a document in a syntax, or with 304 if the client already has it. `variant` names the document among those
/// of the same address.
pub(crate) fn linked(
    request: &HttpRequest,
    freshness: &Freshness,
    syntax: Syntax,
    variant: &str,
    render: impl FnOnce() -> Value,
) -> Result<HttpResponse, Problem> {
    let variant = format!("{variant}{}", syntax.name());
    text(request, freshness, syntax.media_type(), &variant, || {
        let written = syntax.written(&render());
        written.map_err(|Unwritable| Problem::of(Kind::Internal))
    })
}
