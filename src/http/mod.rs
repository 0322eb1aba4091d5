//! The API over HTTP: actix lives here. One file for each resource.

mod accept;
mod across;
mod address;
pub mod annual_report;
mod annual_report_facts;
mod annual_report_keys;
pub mod annual_report_page;
mod annual_report_table;
mod annual_report_words;
mod api_info;
mod assessment_required;
mod audit_events;
mod batches;
pub mod body;
mod changes;
mod criteria;
mod documentation_rules;
mod eligibility;
mod exact_statistics;
mod facts;
mod fault_kinds;
mod feed;
mod follow_ups;
mod front_page;
mod group_records;
mod health;
pub mod idempotency;
mod insats_filter;
mod insats_publishing;
mod insats_view;
mod insatser;
mod link;
mod municipalities;
mod openapi;
mod openapi_examples;
mod page;
mod permission;
mod precondition;
mod problem;
mod problem_entries;
mod problem_entry;
mod problem_kinds;
mod problems;
mod providers;
mod publishing;
mod record_batches;
mod record_changes;
mod record_fault_kinds;
mod record_intake;
mod record_sheets;
mod record_views;
mod release_views;
pub mod released;
mod releases;
mod reply;
mod reporting;
mod screening;
pub mod specification;
pub mod state;
mod statistics;
mod statistics_query;
pub mod trace;
mod unmatched;
pub mod waiting;

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, web};
use utoipa_actix_web::AppExt;
use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::SwaggerUi;

pub use openapi::document;

use specification::Specification;
use state::{BASE_PATH, State};
use unmatched::Paths;

/// The methods of the paths outside the API.
const OUTSIDE_API: [&str; 4] = ["/", "/health/live", "/health/ready", "/docs/{file:.*}"];

/// Every route of the API, in one list: what stands here is served and specified. A request is held against them in
/// this order, so those asked most often stand first.
fn routes(config: &mut ServiceConfig) {
    config
        .service(eligibility::ask_eligibility)
        .service(screening::screen)
        .service(batches::ask_batch)
        .service(api_info::get_api_info)
        .service(specification::get_openapi_json)
        .service(specification::get_openapi_yaml)
        .service(problems::list_problems)
        .service(problems::get_problem)
        .service(municipalities::list_municipalities)
        .service(municipalities::get_municipality)
        .service(insatser::list_insatser)
        .service(insatser::get_insats)
        .service(insatser::list_versions)
        .service(criteria::get_criteria)
        .service(documentation_rules::get_documentation_rules)
        .service(providers::list_providers)
        .service(providers::get_provider)
        .service(across::list_insatser_across)
        .service(facts::list_facts)
        .service(assessment_required::list_assessment_required)
        .service(changes::list_changes)
        .service(municipalities::put_municipality)
        .service(insats_publishing::put_insats)
        .service(insats_publishing::withdraw_insats)
        .service(providers::put_provider)
        .service(providers::put_agreement)
        .service(follow_ups::list_follow_ups)
        .service(audit_events::list_audit_events)
        .service(group_records::post_record)
        .service(record_batches::post_batch)
        .service(group_records::list_records)
        .service(group_records::get_record)
        .service(record_changes::put_record)
        .service(record_changes::withdraw_record)
        .service(record_changes::redact_record)
        .service(record_sheets::get_template)
        .service(reporting::list_reporting)
        .service(reporting::put_reporting)
        .service(statistics::get_statistics)
        .service(exact_statistics::get_exact_statistics)
        .service(releases::post_release)
        .service(releases::list_releases)
        .service(releases::withdraw_cell)
        .service(annual_report::get_annual_report)
        .service(annual_report::get_exact_annual_report);
}

/// What is made once and shared by all of a server's threads.
#[derive(Clone)]
pub struct Shared {
    state: web::Data<State>,
    specification: web::Data<Specification>,
    paths: web::Data<Paths>,
}

impl Shared {
    /// Makes what the threads share.
    #[must_use]
    pub fn new(state: State) -> Self {
        let specification = Specification::new(&state.origins, state.contact_email.as_deref());
        let outside = OUTSIDE_API.iter().map(|path| ((*path).to_owned(), vec!["GET"]));
        let paths = Paths::new(openapi::methods().into_iter().chain(outside));
        Self {
            state: web::Data::new(state),
            specification: web::Data::new(specification),
            paths: web::Data::new(paths),
        }
    }

    /// What every request needs.
    #[must_use]
    pub fn state(&self) -> web::Data<State> {
        self.state.clone()
    }
}

/// The whole application, for one thread of a server.
pub fn application(
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
    let (api, _) = App::new()
        .into_utoipa_app()
        .service(scope(BASE_PATH).configure(routes))
        .split_for_parts();
    api.app_data(shared.state.clone())
        .app_data(shared.specification.clone())
        .app_data(shared.paths.clone())
        .service(front_page::front_page)
        .service(health::live)
        .service(health::ready)
        .service(web::redirect("/docs", "/docs/"))
        .service(
            SwaggerUi::new("/docs/{_:.*}")
                .external_url_unchecked(format!("{BASE_PATH}/openapi.json"), serde_json::Value::Null),
        )
        .default_service(web::to(unmatched::unmatched))
        .wrap(cross_origin())
        .wrap(from_fn(trace::traced))
}

/// Web pages of any origin may read what is public; no credentials go along.
pub fn cross_origin() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allowed_methods(["GET", "HEAD", "POST"])
        .allowed_headers([
            "accept",
            "accept-language",
            "content-type",
            "if-none-match",
            "traceparent",
        ])
        .expose_headers(["etag", "traceparent", "catalogue-age"])
        .max_age(3600)
}
