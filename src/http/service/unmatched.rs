//! Requests without a route: 404, 405 with the methods of the path, an answer to OPTIONS, or the path without its final
//! slash.

use actix_web::dev::ResourceDef;
use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::http::problems::{Kind, Problem};
use crate::http::response::link::encoded_query;

/// The paths of the service, with their methods.
pub(crate) struct Paths(Vec<(ResourceDef, String)>);

impl Paths {
    pub fn new(paths: impl Iterator<Item = (String, Vec<String>)>) -> Self {
        let allow = |mut methods: Vec<String>| {
            if methods.iter().any(|method| method == "GET") {
                methods.push("HEAD".into());
            }
            methods.push("OPTIONS".into());
            methods.join(", ")
        };
        Self(
            paths
                .map(|(path, methods)| (ResourceDef::new(path), allow(methods)))
                .collect(),
        )
    }

    fn allow(&self, path: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(pattern, _)| pattern.is_match(path))
            .map(|(_, allow)| allow.as_str())
    }
}

pub(crate) async fn unmatched(request: HttpRequest, paths: web::Data<Paths>) -> Result<HttpResponse, Problem> {
    let Some(allow) = paths.allow(request.path()) else {
        let bare = request.path().trim_end_matches('/');
        if bare == request.path() || paths.allow(bare).is_none() {
            return Err(Problem::of(Kind::UnknownPath));
        }
        return Ok(moved(bare, request.query_string()));
    };
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::NoContent().insert_header((header::ALLOW, allow)).finish());
    }
    Err(Problem {
        allow: Some(allow.into()),
        ..Problem::of(Kind::MethodNotAllowed)
    })
}

/// Leads to the same path without its final slash. The client sends the same method and body there.
fn moved(path: &str, query: &str) -> HttpResponse {
    let separator = if query.is_empty() { "" } else { "?" };
    let location = format!("{path}{separator}{}", encoded_query(query));
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, location))
        .finish()
}
