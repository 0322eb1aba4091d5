//! The documentation of the API at `/docs/`, made from its specification: a page with every operation, and a page for each
//! operation and for each schema.

mod operation;
mod overview;
mod prose;
mod reference;
mod schema;
mod texts;

use actix_web::web;

/// The paths of the documentation.
pub(crate) const PATHS: [&str; 3] = ["/docs/", "/docs/{operation}", "/docs/schemas/{schema}"];

pub(crate) fn serve(config: &mut web::ServiceConfig) {
    config
        .service(web::redirect("/docs", "/docs/"))
        .service(overview::show_overview)
        .service(schema::show_schema)
        .service(operation::show_operation);
}
