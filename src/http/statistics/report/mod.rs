//! The annual report of an insats: for the public, and for the municipality's own staff.

pub(crate) mod charts;
pub(crate) mod facts;
pub(crate) mod keys;
pub(crate) mod page;
pub(crate) mod table;
pub(crate) mod texts;
pub(crate) mod view;
pub(crate) mod words;

use std::sync::Arc;

use actix_web::{get, web};
use chrono::{Datelike, NaiveDate};
use utoipa::IntoParams;

use crate::documents::faults::Faults;
use crate::documents::node::Node;
use crate::documents::read::{Members, slug, string};
use crate::domain::statistics::figures::TooMany;
use crate::domain::statistics::figures::exact::NOTICE;
use crate::domain::statistics::month::FIRST;
use crate::domain::statistics::report::exact::{exact_report, sums_by, sums_of};
use crate::domain::statistics::report::public::public_report;
use crate::domain::statistics::report::{AnnualReport, Subject, Variant};
use crate::domain::text::{TextLanguage, composed, text};
use crate::domain::{Code, Slug};
use crate::http::call::{Answer, Call};
use crate::http::client::language::preferred_language;
use crate::http::problems::{Kind, Problem};
use crate::http::query::{FromQuery, Query};
use crate::http::records::intake::reach;
use crate::http::request::address::{InsatsPath, MunicipalityPath};
use crate::http::request::permission::ExactReader;
use crate::http::response::accept::preferred;
use crate::http::response::link::Link;
use crate::http::response::{Freshness, JSON, bytes, in_language, text, uncached};
use crate::http::state::municipality;
use crate::http::statistics::basis::notes::{EXACT_NOTE, NOTE};
use crate::http::statistics::basis::query::{too_many, unknown};
use crate::http::statistics::basis::released::released;
use crate::http::statistics::page::{HTML, guarded, policy};
use crate::store::statistics::exact::{ExactFilter, totals};

use page::page;
use view::AnnualReportView;

/// How many years ahead a question may be; such a report is empty.
const MAX_YEARS_AHEAD: i32 = 10;

/// Which year.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct YearQuery {
    /// The year, at most ten years ahead. / Året, högst tio år framåt.
    #[param(maximum = 9999, minimum = 2025, example = 2026)]
    pub year: i32,
}

impl FromQuery for YearQuery {
    fn read(parameters: &mut Members, today: NaiveDate) -> Option<Self> {
        let latest = today.year() + MAX_YEARS_AHEAD;
        let year = parameters.required("year", year_through(latest))?;
        Some(Self { year })
    }
}

/// Which insats.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct InsatsQuery {
    /// The insats. / Insatsen.
    #[param(value_type = Slug, inline, example = "trygghetslarm")]
    insats: Slug,
}

impl FromQuery for InsatsQuery {
    fn read(parameters: &mut Members, _: NaiveDate) -> Option<Self> {
        let insats = parameters.required("insats", slug)?;
        Some(Self { insats })
    }
}

/// Get an annual report.
///
/// Ett års publicerade siffror om en insats, till verksamhetsberättelsen: deltaganden månad för månad, efter kön, plats och
/// utförare, jämfört med året före, och vad besluten kräver för uppföljning. `Accept: text/html` ger en sida att skriva ut, på svenska
/// eller engelska efter `Accept-Language`, med diagram och kommunens brevhuvud (`letterhead`).
///
/// One year's released figures of an insats, for the annual account: participations month by month, by gender, place and
/// provider, compared with the previous year, and the follow-up that the decisions require. `Accept: text/html` gives a
/// page to print, in Swedish or English by `Accept-Language`, with charts and the `letterhead` of the municipality.
#[utoipa::path(
    tag = "statistics", params(InsatsPath, YearQuery),
    responses((status = 200, description = "Rapporten. / The report.", content(
        (AnnualReportView = "application/json"),
        (String = "text/html"),
    ))),
)]
#[get("/municipalities/{kommunkod}/insatser/{slug}/annual-report")]
pub(crate) async fn get_annual_report(
    path: web::Path<InsatsPath>,
    Query(YearQuery { year }): Query<YearQuery>,
    call: Call,
) -> Answer {
    let media_type = preferred(&call.request, &[JSON, HTML])?;
    let catalogue = Arc::clone(&call.catalogue());
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let subject = Subject::find(municipality, &path.slug, year).ok_or(Problem::of(Kind::UnknownInsats))?;
    let (statistics, published) = released(&call, path.kommunkod).await?;
    let freshness = Freshness::of(catalogue.tagged(municipality.revision_of(&path.slug)));
    // A release changes the report, and so does a publication in the catalogue.
    let variant = |of| format!("{of}-s{statistics}");
    let view = || {
        let report = public_report(&published, &subject).map_err(|TooMany| too_many())?;
        Ok::<_, Problem>(view(report, &call.base()))
    };
    if media_type == JSON {
        return text(&call.request, &freshness, JSON, &variant("json"), || bytes(&view()?));
    }
    let language = preferred_language(&call.request).unwrap_or(TextLanguage::Swedish);
    let answer = text(
        &call.request,
        &freshness,
        HTML,
        &variant(language.choose("html", "html-en")),
        || Ok(page(&view()?, language).into_bytes()),
    )?;
    let policy = policy(municipality.document().letterhead.as_ref());
    Ok(guarded(in_language(answer, language), &policy))
}

/// Get an exact annual report.
///
/// Samma rapport som den offentliga, med exakta uppgifter för kommunens egen personal: även små grupper, och tillfällen med
/// medel per tillfälle. Gör en sekretessprövning före utlämnande eller publicering. Utförare får den aldrig.
///
/// The same report as the public one, with exact figures for the municipality's own staff: also small groups, and sessions
/// with their mean. Assess secrecy before you release or publish it. Providers never get it.
#[utoipa::path(
    tag = "statistics", params(MunicipalityPath, InsatsQuery, YearQuery),
    responses((status = 200, description = "Rapporten. / The report.", content(
        (AnnualReportView = "application/json"),
        (String = "text/html"),
    ))),
    security(("token" = ["statistics:exact"])),
)]
#[get("/municipalities/{kommunkod}/statistics/exact/annual-report")]
pub(crate) async fn get_exact_annual_report(reader: ExactReader<(InsatsQuery, YearQuery)>, call: Call) -> Answer {
    let media_type = preferred(&call.request, &[JSON, HTML])?;
    let (InsatsQuery { insats }, YearQuery { year }) = &reader.query;
    let (kommunkod, reach) = (reader.kommunkod, reach(&call, &reader)?);
    let catalogue = Arc::clone(&call.catalogue());
    let subject = Subject::find(municipality(&catalogue, kommunkod)?, insats.as_str(), *year)
        .ok_or_else(|| Problem::of_faults(vec![unknown("/query/insats")]))?;
    if !reach.has_insats(insats) {
        return Err(Problem::of(Kind::Fault(Code::OtherBody)));
    }
    let sums = match exact_sums_asked(insats, *year) {
        Some(filter) => {
            let read = call
                .store
                .read(move |connection| totals(connection, kommunkod, &reach, &filter));
            read.await?
        }
        None => Vec::new(),
    };
    let view = view(exact_report(&sums, &subject, call.today()), &call.base());
    if media_type == JSON {
        return call.uncached_json(&view);
    }
    let language = preferred_language(&call.request).unwrap_or(TextLanguage::Swedish);
    let policy = policy(view.report.letterhead.as_ref());
    let answer = uncached(HTML, page(&view, language));
    Ok(guarded(in_language(answer, language), &policy))
}

/// The sums of an exact report; `None` before the act came into force.
pub(crate) fn exact_sums_asked(insats: &Slug, year: i32) -> Option<ExactFilter> {
    Some(ExactFilter {
        by: sums_by(),
        months: sums_of(year)?,
        insats: Some(insats.to_string()),
        provider: None,
    })
}

pub(crate) fn view(report: AnnualReport, base: &str) -> AnnualReportView {
    let of_municipality = format!("{base}/municipalities/{}", report.kommunkod);
    let insats = format!("{of_municipality}/insatser/{}", report.insats);
    let public = format!("{insats}/annual-report?year={}", report.year);
    let (notice, note, own) = match report.variant {
        Variant::Public => (None, NOTE, Link::get("self", public)),
        Variant::Exact => {
            let exact = format!(
                "{of_municipality}/statistics/exact/annual-report?insats={}&year={}",
                report.insats, report.year
            );
            (Some(NOTICE), EXACT_NOTE, Link::get("self", exact))
        }
    };
    AnnualReportView {
        notice,
        note,
        report,
        links: vec![own, Link::get("up", insats)],
    }
}

/// A year from the first with statistics to the latest allowed.
fn year_through(latest: i32) -> impl Fn(&Node, &mut Faults) -> Option<i32> {
    move |node, faults| {
        let text = string(node, faults)?;
        let first = FIRST.year();
        let is_year = text.len() == 4 && text.bytes().all(|digit| digit.is_ascii_digit());
        let Some(year) = text.parse().ok().filter(|_: &i32| is_year) else {
            let detail = text!(
                "Skriv ett år med fyra siffror, som 2026.",
                "Write a year with four digits, such as 2026."
            );
            faults.at(node, Code::InvalidFormat, detail);
            return None;
        };
        if (first..=latest).contains(&year) {
            return Some(year);
        }
        let detail = composed!(
            "Skriv ett år från {first} till {latest}.",
            "Write a year from {first} to {latest}."
        );
        faults.at(node, Code::OutOfRange, detail);
        None
    }
}
