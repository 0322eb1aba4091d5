//! The catalogue as HSDS 3.2 (Open Referral) at `/hsds`.
//!
//! The routes follow the OpenAPI document of HSDS with the patch of the profile, so the specification of the service does not
//! have them.

mod addresses;
pub(crate) mod feed;
mod metadata;
mod organizations;
mod page;
mod query;
mod service_at_locations;
mod services;
mod taxonomies;

use actix_web::web;

/// Where the API begins.
const PATH: &str = "/hsds";

/// The paths of the API; each has GET.
pub(crate) const PATHS: [&str; 13] = [
    PATH,
    "/hsds/profile",
    "/hsds/profile/{file}",
    "/hsds/services",
    "/hsds/services/{id}",
    "/hsds/organizations",
    "/hsds/organizations/{id}",
    "/hsds/service_at_locations",
    "/hsds/service_at_locations/{id}",
    "/hsds/taxonomies",
    "/hsds/taxonomies/{id}",
    "/hsds/taxonomy_terms",
    "/hsds/taxonomy_terms/{id}",
];

/// Serves the API.
pub(crate) fn serve(config: &mut web::ServiceConfig) {
    let scope = web::scope(PATH)
        .service(services::list_services)
        .service(services::get_service)
        .service(organizations::list_organizations)
        .service(organizations::get_organization)
        .service(service_at_locations::list_service_at_locations)
        .service(service_at_locations::get_service_at_location)
        .service(taxonomies::list_taxonomies)
        .service(taxonomies::get_taxonomy)
        .service(taxonomies::list_taxonomy_terms)
        .service(taxonomies::get_taxonomy_term)
        .service(metadata::get_profile)
        .service(metadata::get_patch)
        .service(metadata::get_metadata)
        .service(metadata::get_metadata_at_slash);
    config.service(scope);
}
