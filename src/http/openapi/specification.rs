//! The specification as it is served: OpenAPI 3.1 in JSON and YAML, and OpenAPI 3.0 in JSON.

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::{get, web};
use serde_json::Value;

use crate::documents::yaml;
use crate::http::call::{Answer, Call};
use crate::http::query::NoQuery;
use crate::http::response::{Freshness, text};

use super::committed::of_service;
use super::version_3_0::rendering;

/// The specification for each public address, rendered once.
pub(crate) struct Specification(Vec<Rendered>);

struct Rendered {
    origin: String,
    json: Vec<u8>,
    yaml: Vec<u8>,
    json_3_0: Vec<u8>,
    /// Differs between operators.
    variant: String,
}

impl Specification {
    pub fn new(committed: &Value, origins: &[String], contact_email: Option<&str>) -> Self {
        let render = |origin: &String| {
            let document = of_service(committed, origin, contact_email);
            let json = written(&document);
            let mut hasher = DefaultHasher::new();
            json.hash(&mut hasher);
            Rendered {
                origin: origin.clone(),
                variant: format!("{:08x}", hasher.finish() >> 32),
                yaml: yaml::write(&document).into_bytes(),
                json_3_0: written(&rendering(&document)),
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

/// A document as indented JSON with a line break at the end.
fn written(document: &Value) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(document).expect("a JSON value is written");
    json.push(b'\n');
    json
}

/// The paths of the specification below the base path. It does not describe itself, since a client generated from it has no
/// use for that.
pub(crate) const PATHS: [&str; 3] = ["/openapi.json", "/openapi.yaml", "/openapi-3.0.json"];

/// Serves the specification in every form.
pub(crate) fn serve(config: &mut web::ServiceConfig) {
    config
        .service(get_openapi_json)
        .service(get_openapi_yaml)
        .service(get_openapi_3_0_json);
}

#[get("/openapi.json")]
async fn get_openapi_json(specification: web::Data<Specification>, _: NoQuery, call: Call) -> Answer {
    answer(&call, &specification, "json", "json", |rendered| &rendered.json)
}

#[get("/openapi.yaml")]
async fn get_openapi_yaml(specification: web::Data<Specification>, _: NoQuery, call: Call) -> Answer {
    answer(&call, &specification, "yaml", "yaml", |rendered| &rendered.yaml)
}

#[get("/openapi-3.0.json")]
async fn get_openapi_3_0_json(specification: web::Data<Specification>, _: NoQuery, call: Call) -> Answer {
    answer(&call, &specification, "json", "json-3.0", |rendered| &rendered.json_3_0)
}

/// Answers with a form of the specification, of a media type below `application/`.
fn answer(
    call: &Call,
    specification: &Specification,
    subtype: &str,
    form: &str,
    text_of: impl Fn(&Rendered) -> &Vec<u8>,
) -> Answer {
    let rendered = specification.of(call.origin());
    let variant = format!("{form}.{}", rendered.variant);
    let media_type = format!("application/{subtype}");
    text(&call.request, &Freshness::BUILD_ONLY, &media_type, &variant, || {
        Ok(text_of(rendered).clone())
    })
}
