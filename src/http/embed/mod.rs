//! The component that other web sites embed: its file at addresses that never change, and a page that shows it.

pub(crate) mod component;
pub(crate) mod demo;
pub(crate) mod file;
pub(crate) mod snippet;

use actix_web::web;

use super::html::route::get;

/// The paths, with their methods.
pub(crate) const PATHS: [(&str, &[&str]); 3] = [
    (file::LATEST, &["GET"]),
    (file::FIXED, &["GET"]),
    (demo::PATH, &["GET"]),
];

pub(crate) fn serve(config: &mut web::ServiceConfig) {
    config
        .service(get(file::LATEST).to(file::latest))
        .service(get(file::FIXED).to(file::fixed))
        .service(get(demo::PATH).to(demo::demo));
}
