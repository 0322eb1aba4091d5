//! The API over HTTP, built on actix. One file for each resource.

mod browser_policy;
mod call;
mod catalogue;
pub mod client;
mod cross_origin;
mod documentation;
mod eligibility;
pub(crate) mod embed;
pub mod encoding;
pub(crate) mod exchange;
pub(crate) mod hsds;
pub(crate) mod html;
pub mod in_flight;
pub mod load;
pub mod metrics;
pub(crate) mod openapi;
pub(crate) mod pages;
pub(crate) mod problems;
pub(crate) mod provider;
mod query;
mod records;
pub mod released_cache;
pub mod request;
mod response;
mod routes;
pub(crate) mod service;
pub mod spans;
pub mod state;
pub(crate) mod statistics;
mod subscriptions;
pub mod trace;
pub mod waiting;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, web};
use utoipa::OpenApi;
use utoipa_actix_web::AppExt;
use utoipa_actix_web::scope::scope;

pub use cross_origin::EXPOSED;
use openapi::committed::{committed, methods};
use openapi::specification::{self, Specification};
use problems::{ProblemDetails, ProblemError};
use request::address::path_config;
use service::unmatched::Paths;
use state::{BASE_PATH, State};

/// The methods of the paths outside the API.
const OUTSIDE_API: [&str; 7] = [
    "/.well-known/api-catalog",
    "/.well-known/security.txt",
    "/datasets/dcat",
    BASE_PATH,
    "/health",
    "/health/live",
    "/health/ready",
];

/// The values that all threads of a server share.
#[derive(Clone)]
pub(crate) struct Shared {
    state: web::Data<State>,
    specification: web::Data<Specification>,
    paths: web::Data<Paths>,
}

impl Shared {
    pub fn new(state: State) -> Self {
        let committed = committed();
        let specification = Specification::new(&committed, &state.origins, state.contact_email.as_deref());
        let own = specification::PATHS.map(|path| format!("{BASE_PATH}{path}"));
        let outside = OUTSIDE_API.into_iter().chain(hsds::PATHS).chain(documentation::PATHS);
        let undescribed = own.into_iter().chain(outside.map(str::to_owned));
        let undescribed = undescribed.map(|path| (path, vec!["GET".to_owned()]));
        let methods_of = |methods: &[&str]| methods.iter().map(|method| (*method).to_owned()).collect();
        let of_pages = pages::PATHS.into_iter().chain(embed::PATHS).chain(provider::PATHS);
        let of_pages = of_pages.map(|(path, methods)| (path.to_owned(), methods_of(methods)));
        let paths = Paths::new(methods(&committed).chain(undescribed).chain(of_pages));
        Self {
            state: web::Data::new(state),
            specification: web::Data::new(specification),
            paths: web::Data::new(paths),
        }
    }

    pub(crate) fn state(&self) -> web::Data<State> {
        self.state.clone()
    }
}

/// The schemas of errors, which no handler declares.
#[derive(OpenApi)]
#[openapi(components(schemas(ProblemDetails, ProblemError)))]
struct ErrorSchemas;

/// The operations and schemas that the handlers declare, from which `openapi/openapi.json` is built.
pub fn declared() -> utoipa::openapi::OpenApi {
    let declaring = App::new()
        .into_utoipa_app()
        .openapi(ErrorSchemas::openapi())
        .service(scope(BASE_PATH).configure(routes::declare));
    declaring.split_for_parts().1
}

/// What is below the base path and not in the specification.
fn undescribed(config: &mut web::ServiceConfig) {
    config.configure(specification::serve).service(service::api_info::base);
}

/// The whole application, for one thread of a server.
pub(crate) fn application(
    shared: &Shared,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = Error,
        InitError = (),
    > + use<>,
> {
    App::new()
        .configure(|config| routes::serve(config, BASE_PATH, undescribed))
        .configure(hsds::serve)
        .app_data(shared.state.clone())
        .app_data(shared.specification.clone())
        .app_data(shared.paths.clone())
        .app_data(path_config())
        .service(service::data_catalogue::data_catalogue)
        .service(service::well_known::api_catalog)
        .service(service::well_known::security_txt)
        .service(service::health::checks)
        .service(service::health::live)
        .service(service::health::ready)
        .configure(documentation::serve)
        .configure(embed::serve)
        .configure(pages::serve)
        .configure(provider::serve)
        .default_service(web::to(service::unmatched::unmatched))
        .wrap(from_fn(trace::traced))
}
