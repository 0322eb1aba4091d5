//! What a web site pastes to embed the component.

use std::fmt::Write as _;

use crate::domain::{Kommunkod, Slug};
use crate::http::state::BASE_PATH;

use super::component::current;
use super::file::address;

/// The code that stands for the one of a municipality.
const ANY: &str = "KOMMUNKOD";

/// What to paste, for a municipality, or for one of its insatser.
pub(crate) fn snippet(origin: &str, kommunkod: Option<Kommunkod>, insats: Option<&Slug>) -> String {
    let file = current();
    let code = kommunkod.map_or_else(|| ANY.to_owned(), |kommunkod| kommunkod.to_string());
    let place = kommunkod
        .map(|kommunkod| format!(" i {}", kommunkod.kommun().name))
        .unwrap_or_default();
    let (element, attributes, path) = match insats {
        None => ("insats-lista", format!("kommunkod=\"{code}\""), code.clone()),
        Some(slug) => (
            "insats-kort",
            format!("kommunkod=\"{code}\" insats=\"{slug}\""),
            format!("{code}/{slug}"),
        ),
    };
    let mut written = String::new();
    let _ = writeln!(
        written,
        "<script type=\"module\" src=\"{origin}{}\"\n  integrity=\"{}\" crossorigin=\"anonymous\"></script>\n\
         <{element} {attributes} lang=\"sv\">\n  <a href=\"{origin}/{path}\">Stöd utan behovsprövning{place}</a>\n</{element}>",
        address(file),
        file.integrity(),
    );
    written
}

/// What the Content Security Policy of the site must allow.
pub(crate) fn policy(origin: &str) -> String {
    format!("script-src {origin}/embed/\nconnect-src {origin}{BASE_PATH}/\n")
}
