//! Requests that no route takes: 404, 405 with the methods the path has, or an answer to OPTIONS.

use actix_web::dev::ResourceDef;
use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::http::problems::{Kind, Problem};

/// The paths of the service and the methods that each has.
pub(crate) struct Paths(Vec<(ResourceDef, String)>);

impl Paths {
    /// The paths with their methods.
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

/// Answers a request that no route takes.
///
/// # Errors
/// 404 for an unknown path, 405 for a method that the path does not have.
pub(crate) async fn unmatched(request: HttpRequest, paths: web::Data<Paths>) -> Result<HttpResponse, Problem> {
    let Some(allow) = paths.allow(request.path()) else {
        return Err(Problem::of(Kind::UnknownPath));
    };
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::NoContent().insert_header((header::ALLOW, allow)).finish());
    }
    Err(Problem {
        allow: Some(allow.into()),
        ..Problem::of(Kind::MethodNotAllowed)
    })
}
