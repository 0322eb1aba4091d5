//! The follow-up of a year to the board.

pub(crate) mod page;
pub(crate) mod texts;
pub(crate) mod view;

use std::sync::Arc;

use actix_web::get;
use chrono::NaiveDate;
use utoipa::IntoParams;

use crate::documents::read::{Members, line};
use crate::domain::Slug;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::records::coverage::{AllReported, Coverage, coverage};
use crate::domain::statistics::Months;
use crate::domain::statistics::follow_up::basis::{FollowUpBasis, months};
use crate::domain::statistics::follow_up::follow_up_report;
use crate::domain::statistics::trends::exact::sums_by;
use crate::domain::text::TextLanguage;
use crate::http::call::{Answer, Call};
use crate::http::client::language::preferred_language;
use crate::http::problems::Problem;
use crate::http::query::FromQuery;
use crate::http::records::intake::reach;
use crate::http::request::address::MunicipalityPath;
use crate::http::request::permission::ExactReader;
use crate::http::response::accept::preferred;
use crate::http::response::{JSON, in_language, uncached};
use crate::http::state::municipality;
use crate::http::statistics::basis::query::unknown;
use crate::http::statistics::basis::read_for_trends::{ReadForTrends, read_for_trends};
use crate::http::statistics::page::{HTML, guarded, policy};
use crate::http::statistics::report::YearQuery;
use crate::store::statistics::exact::ExactFilter;

use page::page;
use view::{FollowUpReportView, view};

/// Whose insatser.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BodyQuery {
    /// Only the insatser of this body, by short name or name. / Bara insatser som den här nämnden har beslutat.
    #[param(value_type = Option<String>, max_length = 300, example = "vard-och-omsorgsnamnden")]
    body: Option<String>,
}

impl FromQuery for BodyQuery {
    fn read(parameters: &mut Members, _: NaiveDate) -> Option<Self> {
        Some(Self {
            body: parameters.optional("body", line),
        })
    }
}

/// Get the follow-up of a year for the board.
///
/// En sida om nämndens alla insatser ett år: beslut, deltagande och utveckling per insats, vad som inte är rapporterat, vilka
/// beslut och avtal som upphör, och vad besluten kräver för uppföljning. Siffrorna är exakta. Gör en sekretessprövning före
/// utlämnande eller publicering. `Accept: text/html` ger en sida att skriva ut, på svenska eller engelska.
///
/// One page about all insatser of a body in a year: decision, participation and trend of each insats, what was not reported,
/// which decisions and agreements end, and the follow-up that the decisions require. The figures are exact. Assess secrecy
/// before you release or publish it. `Accept: text/html` gives a page to print, in Swedish or English.
#[utoipa::path(
    tag = "statistics", params(MunicipalityPath, YearQuery, BodyQuery),
    responses((status = 200, description = "Uppföljningen. / The follow-up.", content(
        (FollowUpReportView = "application/json"),
        (String = "text/html"),
    ))),
    security(("token" = ["statistics:exact"])),
)]
#[get("/municipalities/{kommunkod}/follow-up-report")]
pub(crate) async fn get_follow_up_report(reader: ExactReader<(YearQuery, BodyQuery)>, call: Call) -> Answer {
    let media_type = preferred(&call.request, &[JSON, HTML])?;
    let (YearQuery { year }, BodyQuery { body }) = &reader.query;
    let (kommunkod, reach) = (reader.kommunkod, reach(&call, &reader)?);
    let catalogue = Arc::clone(&call.catalogue());
    let municipality = municipality(&catalogue, kommunkod)?;
    let body = match body {
        Some(asked) => Some(named_body(municipality, asked).ok_or_else(unknown_body)?),
        None => None,
    };
    let theirs = reach.clone();
    let (year, today) = (*year, call.today());
    let filter = sums_asked(year);
    let read = call
        .store
        .read(move |connection| read_for_trends(connection, kommunkod, &theirs, &filter));
    let ReadForTrends {
        sums,
        reported,
        populations,
    } = read.await?;
    let coverage = covered(municipality, &reported, months(year), today);
    let report = follow_up_report(&FollowUpBasis {
        municipality,
        year,
        body,
        sums: &sums,
        coverage: &coverage,
        populations: populations.as_ref(),
        shows: &|slug: &Slug| reach.has_insats(slug),
        today,
    });
    let base = call.base();
    let own = own_address(municipality, year, body, &base);
    let view = view(report, own, &base);
    if media_type == JSON {
        return call.uncached_json(&view);
    }
    let language = preferred_language(&call.request).unwrap_or(TextLanguage::Swedish);
    let policy = policy(view.report.letterhead.as_ref());
    let answer = uncached(HTML, page(&view, language));
    Ok(guarded(in_language(answer, language), &policy))
}

/// The name of a body, from its short name or its name.
pub(crate) fn named_body<'a>(municipality: &'a Municipality, asked: &str) -> Option<&'a str> {
    let mut bodies = municipality.document().bodies.iter();
    let body = bodies.find(|body| body.slug.as_str() == asked || body.name == asked)?;
    Some(&body.name)
}

/// The address of a report.
pub(crate) fn own_address(municipality: &Municipality, year: i32, body: Option<&str>, base: &str) -> String {
    let document = municipality.document();
    let body = document.bodies.iter().find(|own| Some(own.name.as_str()) == body);
    let body = body.map(|body| format!("&body={}", body.slug)).unwrap_or_default();
    let kommunkod = document.kommunkod;
    format!("{base}/municipalities/{kommunkod}/follow-up-report?year={year}{body}")
}

fn unknown_body() -> Problem {
    Problem::of_faults(vec![unknown("/query/body")])
}

/// The sums that the report of a year needs.
pub(crate) fn sums_asked(year: i32) -> ExactFilter {
    ExactFilter {
        by: sums_by(),
        months: months(year),
        insats: None,
        provider: None,
    }
}

/// The reports that were due in some months.
pub(crate) fn covered(
    municipality: &Municipality,
    reported: &AllReported,
    months: Months,
    today: NaiveDate,
) -> Vec<Coverage> {
    let days = (months.from.first_day(), months.to.last_day());
    coverage(municipality, reported, days, today)
}
