//! The specification as it is served: OpenAPI in JSON and YAML.

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::{get, web};
use serde_json::Value;

use crate::documents::yaml;
use crate::http::call::{Answer, Call};
use crate::http::query::NoQuery;
use crate::http::response::{Freshness, text};

use super::committed::of_service;

/// The specification for each public address, rendered once.
pub(crate) struct Specification(Vec<Rendered>);

struct Rendered {
    origin: String,
    json: Vec<u8>,
    yaml: Vec<u8>,
    /// Differs between operators.
    variant: String,
}

impl Specification {
    pub fn new(committed: &Value, origins: &[String], contact_email: Option<&str>) -> Self {
        let render = |origin: &String| {
            let document = of_service(committed, origin, contact_email);
            let mut json = serde_json::to_vec_pretty(&document).expect("a JSON value is written");
            json.push(b'\n');
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

/// Get the specification in JSON.
///
/// Hämtar den här specifikationen i JSON.
///
/// Gets this specification in JSON.
#[utoipa::path(tag = "api", responses((status = 200, description = "Specifikationen. / The specification.", body = Object)))]
#[get("/openapi.json")]
pub(crate) async fn get_openapi_json(specification: web::Data<Specification>, _: NoQuery, call: Call) -> Answer {
    serve(&call, &specification, "json", |rendered| &rendered.json)
}

/// Get the specification in YAML.
///
/// Hämtar den här specifikationen i YAML.
///
/// Gets this specification in YAML.
#[utoipa::path(tag = "api", responses((status = 200, description = "Specifikationen. / The specification.", body = String, content_type = "application/yaml")))]
#[get("/openapi.yaml")]
pub(crate) async fn get_openapi_yaml(specification: web::Data<Specification>, _: NoQuery, call: Call) -> Answer {
    serve(&call, &specification, "yaml", |rendered| &rendered.yaml)
}

fn serve(call: &Call, specification: &Specification, format: &str, text_of: impl Fn(&Rendered) -> &Vec<u8>) -> Answer {
    let rendered = specification.of(call.origin());
    let variant = format!("{format}.{}", rendered.variant);
    let media_type = format!("application/{format}");
    text(&call.request, &Freshness::BUILD_ONLY, &media_type, &variant, || {
        Ok(text_of(rendered).clone())
    })
}
