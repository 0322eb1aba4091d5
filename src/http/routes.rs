//! Every route of the API.

use std::mem::replace;

use actix_web::guard::{Guard, fn_guard};
use actix_web::{Scope, web};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{catalogue, eligibility, records, service, statistics, subscriptions};

/// The most segments of a path after the base.
const MOST_SEGMENTS: usize = 8;

/// The segments of a path after a base.
fn segments(path: &str, base: &str) -> usize {
    let path = path.strip_prefix(base).unwrap_or(path);
    path.bytes().filter(|byte| *byte == b'/').count()
}

/// The segments of the path that a handler declares.
fn declared_segments<Handler: utoipa::Path>(_: &Handler) -> usize {
    segments(&Handler::path(), "")
}

/// Scopes for paths with 0, 1, 2, … segments. actix compares a request with each route in turn, and so only with those
/// whose paths are as long.
fn scopes(base: &'static str) -> Vec<Scope> {
    (0..=MOST_SEGMENTS)
        .map(|length| web::scope(base).guard(of_length(base, length)))
        .collect()
}

fn of_length(base: &'static str, length: usize) -> impl Guard {
    fn_guard(move |context| segments(context.head().uri.path(), base) == length)
}

/// Declares the functions that serve and that describe a list of handlers.
macro_rules! routes {
    ($($handler:path),* $(,)?) => {
        /// Serves the handlers below a base, and what else there is below it.
        pub(crate) fn serve(
            config: &mut web::ServiceConfig,
            base: &'static str,
            others: fn(&mut web::ServiceConfig),
        ) {
            let mut scopes = scopes(base);
            $(
                let scope = &mut scopes[declared_segments(&$handler)];
                *scope = replace(scope, web::scope("")).service($handler);
            )*
            for scope in scopes {
                // Once actix has chosen a scope, it tries no other.
                config.service(scope.configure(others));
            }
        }

        pub(crate) fn declare(config: &mut ServiceConfig) {
            config$(.service($handler))*;
        }
    };
}

// actix compares a request with the routes in this order, so the most frequent come first.
routes! {
    eligibility::ask::ask_eligibility,
    eligibility::screening::screen_municipality,
    eligibility::batches::ask_eligibility_batch,
    service::api_info::get_api_info,
    service::problems::list_problems,
    service::problems::get_problem,
    catalogue::municipalities::list_municipalities,
    catalogue::municipalities::get_municipality,
    catalogue::insatser::list_insatser,
    catalogue::insatser::get_insats,
    catalogue::insatser::list_insats_versions,
    catalogue::criteria::get_criteria,
    catalogue::documentation_rules::get_documentation_rules,
    catalogue::reach::get_reach,
    catalogue::providers::list_providers,
    catalogue::providers::get_provider,
    catalogue::across::list_insatser_across_municipalities,
    catalogue::facts::list_facts,
    catalogue::assessment_required::list_assessment_required,
    catalogue::changes::list_catalogue_changes,
    catalogue::change_feed::get_municipality_changes,
    catalogue::municipalities::put_municipality,
    catalogue::insats_publishing::put_insats,
    catalogue::insats_publishing::withdraw_insats,
    catalogue::insats_publishing::remove_insats,
    catalogue::providers::put_provider,
    catalogue::providers::put_agreement,
    catalogue::follow_ups::list_follow_ups,
    catalogue::audit_events::list_audit_events,
    records::group_records::post_group_record,
    records::batches::post_group_record_batch,
    records::group_records::list_group_records,
    records::group_records::get_group_record,
    records::changes::put_group_record,
    records::changes::withdraw_group_record,
    records::changes::redact_group_record,
    records::sheets::get_group_record_template,
    records::reporting::list_reporting,
    records::reporting::put_reporting,
    statistics::public::get_statistics,
    statistics::exact::get_exact_statistics,
    statistics::pictures::trends::get_statistics_trends,
    statistics::pictures::trends::get_exact_statistics_trends,
    statistics::pictures::chart::get_statistics_chart,
    statistics::pictures::chart::get_exact_statistics_chart,
    statistics::releases::release_statistics,
    statistics::releases::list_statistics_releases,
    statistics::release_document::get_statistics_release,
    statistics::releases::withdraw_statistics_cell,
    statistics::report::get_annual_report,
    statistics::report::get_exact_annual_report,
    statistics::follow_up::get_follow_up_report,
    subscriptions::resources::create_subscription,
    subscriptions::resources::list_subscriptions,
    subscriptions::resources::get_subscription,
    subscriptions::resources::delete_subscription,
    subscriptions::deliveries::list_deliveries,
    subscriptions::deliveries::test_subscription,
    subscriptions::replays::replay_subscription,
    subscriptions::secrets::rotate_subscription_secret,
}
