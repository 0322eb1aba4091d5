//! Every route of the API.

use utoipa_actix_web::service_config::ServiceConfig;

use super::{catalogue, eligibility, openapi, records, service, statistics};

/// Every route of the API, in one list: what stands here is served and specified. A request is held against them in
/// this order, so those asked most often stand first.
pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(eligibility::ask::ask_eligibility)
        .service(eligibility::screening::screen)
        .service(eligibility::batches::ask_batch)
        .service(service::api_info::get_api_info)
        .service(openapi::specification::get_openapi_json)
        .service(openapi::specification::get_openapi_yaml)
        .service(service::problems::list_problems)
        .service(service::problems::get_problem)
        .service(catalogue::municipalities::list_municipalities)
        .service(catalogue::municipalities::get_municipality)
        .service(catalogue::insatser::list_insatser)
        .service(catalogue::insatser::get_insats)
        .service(catalogue::insatser::list_versions)
        .service(catalogue::criteria::get_criteria)
        .service(catalogue::documentation_rules::get_documentation_rules)
        .service(catalogue::providers::list_providers)
        .service(catalogue::providers::get_provider)
        .service(catalogue::across::list_insatser_across)
        .service(catalogue::facts::list_facts)
        .service(catalogue::assessment_required::list_assessment_required)
        .service(catalogue::changes::list_changes)
        .service(catalogue::municipalities::put_municipality)
        .service(catalogue::insats_publishing::put_insats)
        .service(catalogue::insats_publishing::withdraw_insats)
        .service(catalogue::providers::put_provider)
        .service(catalogue::providers::put_agreement)
        .service(catalogue::follow_ups::list_follow_ups)
        .service(catalogue::audit_events::list_audit_events)
        .service(records::group_records::post_record)
        .service(records::batches::post_batch)
        .service(records::group_records::list_records)
        .service(records::group_records::get_record)
        .service(records::changes::put_record)
        .service(records::changes::withdraw_record)
        .service(records::changes::redact_record)
        .service(records::sheets::get_template)
        .service(records::reporting::list_reporting)
        .service(records::reporting::put_reporting)
        .service(statistics::public::get_statistics)
        .service(statistics::exact::get_exact_statistics)
        .service(statistics::releases::post_release)
        .service(statistics::releases::list_releases)
        .service(statistics::releases::withdraw_cell)
        .service(statistics::report::get_annual_report)
        .service(statistics::report::get_exact_annual_report);
}
