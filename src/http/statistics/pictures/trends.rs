//! Trends of statistics, public and exact.

use std::sync::Arc;

use actix_web::{get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::records::coverage::coverage;
use crate::domain::statistics::figures::TooMany;
use crate::domain::statistics::figures::exact::NOTICE;
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::trends::exact::{ExactBasis, sums_by};
use crate::domain::statistics::trends::growth::GrowthLimits;
use crate::domain::statistics::trends::public::public_answers;
use crate::domain::statistics::trends::{Trends, trends};
use crate::domain::{Kommunkod, Text};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::Query;
use crate::http::records::intake::reach;
use crate::http::request::address::MunicipalityPath;
use crate::http::request::permission::ExactReader;
use crate::http::response::link::{Link, OwnAddress};
use crate::http::response::{Freshness, JSON, bytes, text};
use crate::http::state::municipality;
use crate::http::statistics::basis::notes::{EXACT_NOTE, NOTE};
use crate::http::statistics::basis::query::{check_exact_names, check_public_names, too_many};
use crate::http::statistics::basis::read_for_trends::{ReadForTrends, read_for_trends};
use crate::http::statistics::basis::released::released;
use crate::store::statistics::exact::ExactFilter;
use crate::store::statistics::population::latest_two;

use super::query::TrendsQuery;

/// Trends in an answer.
#[derive(Serialize, ToSchema)]
#[schema(as = TrendsView)]
pub(crate) struct TrendsView {
    /// The figures are not public; absent if they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<Text>,
    /// What the figures mean.
    pub note: Text,
    /// The trends.
    #[serde(flatten)]
    #[schema(inline = false)]
    pub trends: Trends,
    /// This answer, a chart and the figures.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// Get public trends.
///
/// Varje insats månad för månad mot året före, ur de publicerade siffrorna: luckor i rapporterna, och om besöken ökar mer än
/// den gräns som kommunen har bestämt (`settings.statistics.growthThresholdPercent`). Det som bara är publicerat per kvartal
/// eller år visas så.
///
/// Each insats month by month against the year before, from the released figures: gaps in the reports, and whether
/// participations grow more than the threshold that the municipality has decided
/// (`settings.statistics.growthThresholdPercent`). What is released only by quarter or year is shown so.
#[utoipa::path(
    tag = "statistics", params(MunicipalityPath, TrendsQuery),
    responses((status = 200, description = "Utvecklingen. / The trends.", body = TrendsView)),
)]
#[get("/municipalities/{kommunkod}/statistics/trends")]
pub(crate) async fn get_statistics_trends(
    path: web::Path<MunicipalityPath>,
    Query(asked): Query<TrendsQuery>,
    call: Call,
) -> Answer {
    let kommunkod = path.kommunkod;
    let catalogue = Arc::clone(&call.catalogue());
    let municipality = municipality(&catalogue, kommunkod)?;
    let (revision, published) = released(&call, kommunkod).await?;
    let months = asked.months(published.months().last().copied().unwrap_or(FIRST))?;
    check_public_names(
        municipality,
        &published,
        (asked.insats.as_deref(), asked.provider.as_deref()),
    )?;
    let read = call
        .store
        .read(move |connection| latest_two(connection, kommunkod, months.to.year()));
    let stored = read.await?;
    // The threshold is a setting of the municipality.
    let freshness = Freshness::of(catalogue.tagged(municipality.revision()));
    let edition = stored.as_ref().map_or("none", |stored| &stored.edition);
    let variant = format!("json-s{revision}-p{edition}");
    text(&call.request, &freshness, JSON, &variant, || {
        let only = (asked.insats.as_deref(), asked.provider.as_deref());
        let answers = public_answers(kommunkod, &published, months, only).map_err(|TooMany| too_many())?;
        let populations = stored.as_ref().map(|stored| &stored.populations);
        let limits = GrowthLimits::of(municipality, populations, months.to.last_day());
        let trends = trends(&answers, months, &limits).ok_or(Problem::of(Kind::Internal))?;
        bytes(&view(trends, (None, NOTE), call.own(), ""))
    })
}

/// Get exact trends.
///
/// Samma utveckling som den offentliga, med exakta uppgifter för kommunens egen personal. En månad utan uppgifter är noll
/// bara om rapporten är inlämnad. Gör en sekretessprövning före utlämnande eller publicering.
///
/// The same trends as the public ones, with exact figures for the municipality's own staff. A month without records is zero
/// only if its report is complete. Assess secrecy before you release or publish them.
#[utoipa::path(
    tag = "statistics", params(MunicipalityPath, TrendsQuery),
    responses((status = 200, description = "Utvecklingen. / The trends.", body = TrendsView)),
    security(("token" = ["statistics:exact"])),
)]
#[get("/municipalities/{kommunkod}/statistics/exact/trends")]
pub(crate) async fn get_exact_statistics_trends(reader: ExactReader<TrendsQuery>, call: Call) -> Answer {
    let (asked, kommunkod) = (&reader.query, reader.kommunkod);
    let months = asked.months(Month::of(call.today()).previous())?;
    let reach = reach(&call, &reader)?;
    let catalogue = Arc::clone(&call.catalogue());
    let municipality = municipality(&catalogue, kommunkod)?;
    check_exact_names(
        municipality,
        &reach,
        (asked.insats.as_deref(), asked.provider.as_deref()),
    )?;
    let both_years = months.with_year_before();
    let filter = ExactFilter {
        by: sums_by(),
        months: both_years,
        insats: asked.insats.clone(),
        provider: asked.provider.clone(),
    };
    let theirs = reach.insatser.clone();
    let read = call
        .store
        .read(move |connection| read_for_trends(connection, kommunkod, &reach, &filter));
    let ReadForTrends {
        sums,
        reported,
        populations,
    } = read.await?;
    let days = (both_years.from.first_day(), both_years.to.last_day());
    let mut coverage = coverage(municipality, &reported, days, call.today());
    coverage.retain(|line| {
        asked
            .provider
            .as_ref()
            .is_none_or(|provider| line.provider.as_str() == provider)
    });
    let shows = |slug: &str| {
        asked.insats.as_ref().is_none_or(|insats| insats == slug)
            && theirs
                .as_ref()
                .is_none_or(|theirs| theirs.iter().any(|their| their == slug))
    };
    let basis = ExactBasis {
        municipality,
        sums: &sums,
        coverage: &coverage,
        shows: &shows,
        today: call.today(),
    };
    let limits = GrowthLimits::of(municipality, populations.as_ref(), months.to.last_day());
    let trends = trends(&basis.answers(both_years), months, &limits).ok_or(Problem::of(Kind::Internal))?;
    call.uncached_json(&view(trends, (Some(NOTICE), EXACT_NOTE), call.own(), "/exact"))
}

fn view(trends: Trends, (notice, note): (Option<Text>, Text), own: OwnAddress, exact: &str) -> TrendsView {
    let of = |kommunkod: Kommunkod| format!("{}/municipalities/{kommunkod}/statistics{exact}", own.base());
    let statistics = of(trends.kommunkod);
    let chart = format!(
        "{statistics}/chart.svg?by=month&yearBefore=true&from={}&to={}",
        trends.from, trends.to
    );
    TrendsView {
        notice,
        note,
        links: vec![
            Link::get("self", own.with(&[])),
            Link::get("related", chart),
            Link::get("up", statistics),
        ],
        trends,
    }
}
