//! The specification as it is served: OpenAPI in JSON and YAML.

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde_json::Value;

use crate::documents::yaml;
use crate::http::problems::Problem;
use crate::http::query::NoQuery;
use crate::http::response::{Freshness, text};
use crate::http::state::State;

/// The specification for each public address, rendered once.
pub(crate) struct Specification(Vec<Rendered>);

/// The specification for one public address.
struct Rendered {
    origin: String,
    json: Vec<u8>,
    yaml: Vec<u8>,
    /// Tells it from the specification of another operator.
    variant: String,
}

impl Specification {
    /// Renders the specification for each public address; `document` makes the one of an address.
    pub fn new(origins: &[String], document: impl Fn(&str) -> Value) -> Self {
        let render = |origin: &String| {
            let document = document(origin);
            let json = json_bytes(&document);
            let mut hasher = DefaultHasher::new();
            json.hash(&mut hasher);
            Rendered {
                origin: origin.clone(),
                variant: format!("{:08x}", hasher.finish() >> 32),
                yaml: yaml::write(&document).into_bytes(),
                json,
            }
        };
        Self(origins.iter().map(render).collect())
    }

    fn of(&self, origin: &str) -> &Rendered {
        self.0
            .iter()
            .find(|rendered| rendered.origin == origin)
            .unwrap_or(&self.0[0])
    }
}

/// The document as it is committed: indented, with a line break at the end.
pub fn json_bytes(document: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Get the specification in JSON.
///
/// Hämtar den här specifikationen i JSON.
///
/// Gets this specification in JSON.
#[utoipa::path(tag = "api", responses((status = 200, description = "Specifikationen. / The specification.", body = Object)))]
#[get("/openapi.json")]
pub(crate) async fn get_openapi_json(
    state: web::Data<State>,
    specification: web::Data<Specification>,
    _: NoQuery,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    serve(&state, &specification, &request, "json", |rendered| &rendered.json)
}

/// Get the specification in YAML.
///
/// Hämtar den här specifikationen i YAML.
///
/// Gets this specification in YAML.
#[utoipa::path(tag = "api", responses((status = 200, description = "Specifikationen. / The specification.", body = String, content_type = "application/yaml")))]
#[get("/openapi.yaml")]
pub(crate) async fn get_openapi_yaml(
    state: web::Data<State>,
    specification: web::Data<Specification>,
    _: NoQuery,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    serve(&state, &specification, &request, "yaml", |rendered| &rendered.yaml)
}

fn serve(
    state: &State,
    specification: &Specification,
    request: &HttpRequest,
    format: &str,
    text_of: impl Fn(&Rendered) -> &Vec<u8>,
) -> Result<HttpResponse, Problem> {
    let rendered = specification.of(state.origin(request));
    let variant = format!("{format}.{}", rendered.variant);
    let media_type = format!("application/{format}");
    text(request, &Freshness::BUILD_ONLY, &media_type, &variant, || {
        Ok(text_of(rendered).clone())
    })
}
