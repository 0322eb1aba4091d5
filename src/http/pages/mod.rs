//! The pages for people: the start page, a municipality, an insats. They work without scripts.

pub(crate) mod cards;
pub(crate) mod home;

use actix_web::{Resource, guard, web};

use super::html::assets::{self, asset};
use super::html::paths;

/// The paths of the pages, with their methods.
pub(crate) const PATHS: [(&str, &[&str]); 2] = [(paths::HOME, &["GET"]), (assets::PATH, &["GET"])];

pub(crate) fn serve(config: &mut web::ServiceConfig) {
    config
        .service(get(paths::HOME).to(home::home))
        .service(get(assets::PATH).to(asset));
}

/// A path with a method, so that any other method is answered as on every path.
fn get(path: &str) -> Resource {
    web::resource(path).guard(guard::Get())
}
