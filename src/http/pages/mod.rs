//! The pages for people: the start page, a municipality, an insats. They work without scripts.

pub(crate) mod cards;
pub(crate) mod changes;
pub(crate) mod contacts;
pub(crate) mod eligibility;
pub(crate) mod home;
pub(crate) mod insats;
pub(crate) mod municipality;
pub(crate) mod sitemap;
pub(crate) mod standing;
pub(crate) mod statistics;

use actix_web::web;

use super::html::assets::{self, asset};
use super::html::paths;
use super::html::route::{get, post};

/// The paths of the pages, with their methods.
pub(crate) const PATHS: [(&str, &[&str]); 11] = [
    (paths::HOME, &["GET"]),
    (assets::PATH, &["GET"]),
    (paths::MUNICIPALITY, &["GET"]),
    (paths::INSATS, &["GET"]),
    (paths::FORM, &["GET", "POST"]),
    (paths::STATISTICS, &["GET"]),
    (paths::STATISTICS_CSV, &["GET"]),
    (paths::STATISTICS_JSON, &["GET"]),
    (paths::CHANGES, &["GET"]),
    (paths::SITEMAP, &["GET"]),
    (paths::ROBOTS, &["GET"]),
];

pub(crate) fn serve(config: &mut web::ServiceConfig) {
    config
        .service(get(paths::HOME).to(home::home))
        .service(get(assets::PATH).to(asset))
        .service(get(paths::MUNICIPALITY).to(municipality::municipality_page))
        .service(get(paths::CHANGES).to(changes::changes))
        .service(get(paths::INSATS).to(insats::insats_page))
        .service(get(paths::FORM).to(eligibility::form))
        .service(post(paths::FORM).to(eligibility::answers))
        .service(get(paths::STATISTICS).to(statistics::statistics))
        .service(get(paths::STATISTICS_CSV).to(statistics::csv))
        .service(get(paths::STATISTICS_JSON).to(statistics::json_stat))
        .service(get(paths::SITEMAP).to(sitemap::sitemap))
        .service(get(paths::ROBOTS).to(sitemap::robots));
}
