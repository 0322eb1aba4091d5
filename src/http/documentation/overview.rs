//! The page with every operation.

use actix_web::get;
use askama::Template;

use crate::domain::text::TextLanguage;
use crate::http::call::{Answer, Call};
use crate::http::html::answer::page;
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::html::parameters::Parameters;
use crate::http::response::Freshness;
use crate::http::state::BASE_PATH;

use super::prose::{paragraphs, phrase};
use super::reference::{Group, Operation, groups, schemas, specification};
use super::schema::schema_path;
use super::texts::Texts;

#[derive(Template)]
#[template(path = "documentation/overview.html")]
struct Overview {
    layout: Layout,
    say: Texts,
    groups: Vec<Group>,
    base: String,
    api: &'static str,
    version: &'static str,
    /// The prose of the specification, as HTML.
    about: String,
    schemas: Vec<&'static str>,
}

impl Overview {
    fn address(&self, operation: &Operation) -> String {
        self.layout.link(&format!("/docs/{}", operation.id()))
    }

    fn schema_address(&self, name: &str) -> String {
        self.layout.link(&schema_path(name))
    }

    /// What an operation does, as HTML.
    fn summary(&self, operation: &Operation) -> String {
        phrase(&operation.summary(self.layout.language.words))
    }
}

#[get("/docs/")]
pub(crate) async fn show_overview(call: Call) -> Answer {
    let parameters = Parameters::of(&call.request);
    let language = PageLanguage::of(&call.request, &parameters);
    let base = call.base();
    let variant = format!("docs.{base}");
    page(&call.request, &Freshness::BUILD_ONLY, &language, &variant, || {
        let info = &specification()["info"];
        Ok(Overview {
            layout: Layout::new(&language, &call, &call.request, "/docs/"),
            say: Texts::new(language.words),
            groups: groups(language.words),
            api: BASE_PATH,
            version: info["version"].as_str().unwrap_or_default(),
            about: paragraphs(about(info["description"].as_str().unwrap_or_default(), language.words)),
            schemas: schemas().keys().map(String::as_str).collect(),
            base,
        })
    })
}

/// The prose of the specification in a language: it begins with the name of the language.
fn about(description: &'static str, language: TextLanguage) -> &'static str {
    const SWEDISH: &str = "**Svenska.**";
    const ENGLISH: &str = "**English.**";
    let (swedish, english) = description.split_once(ENGLISH).unwrap_or((description, description));
    language.choose(swedish.trim_start_matches(SWEDISH), english).trim()
}
