//! Charts of statistics, public and exact.

use std::sync::Arc;

use actix_web::{get, web};

use crate::domain::Kommunkod;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::statistics::chart::{AskedChart, Chart};
use crate::domain::statistics::figures::answer::FigureAnswer;
use crate::domain::statistics::figures::exact::{ExactFigures, NOTICE};
use crate::domain::statistics::figures::names::Names;
use crate::domain::statistics::figures::{Question, TooMany};
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::{Dimension, Months};
use crate::domain::text::TextLanguage;
use crate::http::call::{Answer, Call};
use crate::http::client::language::preferred_language;
use crate::http::problems::Problem;
use crate::http::query::Query;
use crate::http::records::intake::reach;
use crate::http::request::address::MunicipalityPath;
use crate::http::request::permission::ExactReader;
use crate::http::response::accept::preferred;
use crate::http::response::{Freshness, in_language, text, uncached};
use crate::http::state::municipality;
use crate::http::statistics::basis::query::{check_exact_names, check_public_names, too_many};
use crate::http::statistics::basis::released::released;
use crate::http::statistics::drawing::{Frame, MAX_SLOTS, drawn};
use crate::http::statistics::page::guarded;
use crate::store::statistics::exact::{ExactFilter, totals};

use super::query::ChartQuery;

const SVG: &str = "image/svg+xml";

/// The picture may load nothing and run nothing.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'";

/// Get a chart of public statistics.
///
/// Ett stapel- eller linjediagram (SVG) av publicerade siffror, med rubrik, beskrivning och en länk till siffrorna som tabell.
/// Det visar bara det som den offentliga statistiken svarar på samma fråga.
///
/// A chart (SVG) of released figures, with title, description and a link to the figures as a table. It shows only what the
/// public statistics answer to the same question.
#[utoipa::path(
    tag = "statistics", params(MunicipalityPath, ChartQuery),
    responses((status = 200, description = "Diagrammet. / The chart.", content((String = "image/svg+xml")))),
)]
#[get("/municipalities/{kommunkod}/statistics/chart.svg")]
pub(crate) async fn get_statistics_chart(
    path: web::Path<MunicipalityPath>,
    Query(asked): Query<ChartQuery>,
    call: Call,
) -> Answer {
    preferred(&call.request, &[SVG])?;
    let catalogue = Arc::clone(&call.catalogue());
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let (revision, published) = released(&call, path.kommunkod).await?;
    let (months, by) = asked.months(published.months().last().copied().unwrap_or(FIRST))?;
    check_public_names(
        municipality,
        &published,
        (asked.insats.as_deref(), asked.provider.as_deref()),
    )?;
    let language = language(&asked, &call);
    let question = Question {
        months: asked.answered_months(months, &by),
        by,
        insats: asked.insats.clone(),
        provider: asked.provider.clone(),
        partial: false,
    };
    // A chart shows names of the catalogue.
    let freshness = Freshness::of(catalogue.tagged(municipality.revision()));
    let variant = format!("svg-{}-s{revision}", language.tag());
    let answer = text(&call.request, &freshness, SVG, &variant, || {
        let answer = FigureAnswer::public(path.kommunkod, &published, &question).map_err(|TooMany| too_many())?;
        Ok(picture(&answer, &asked, (months, language), municipality, &call.base())?.into_bytes())
    })?;
    Ok(guarded(in_language(answer, language), POLICY))
}

/// Get a chart of exact statistics.
///
/// Samma diagram som det offentliga, med exakta uppgifter för kommunens egen personal. Gör en sekretessprövning före
/// utlämnande eller publicering.
///
/// The same chart as the public one, with exact figures for the municipality's own staff. Assess secrecy before you release
/// or publish it.
#[utoipa::path(
    tag = "statistics", params(MunicipalityPath, ChartQuery),
    responses((status = 200, description = "Diagrammet. / The chart.", content((String = "image/svg+xml")))),
    security(("token" = ["statistics:exact"])),
)]
#[get("/municipalities/{kommunkod}/statistics/exact/chart.svg")]
pub(crate) async fn get_exact_statistics_chart(reader: ExactReader<ChartQuery>, call: Call) -> Answer {
    preferred(&call.request, &[SVG])?;
    let (asked, kommunkod) = (&reader.query, reader.kommunkod);
    let this_month = Month::of(call.today()).max(FIRST);
    let (months, by) = asked.months(this_month)?;
    let reach = reach(&call, &reader)?;
    let catalogue = Arc::clone(&call.catalogue());
    let municipality = municipality(&catalogue, kommunkod)?;
    check_exact_names(
        municipality,
        &reach,
        (asked.insats.as_deref(), asked.provider.as_deref()),
    )?;
    let filter = ExactFilter {
        by: by.clone(),
        months: asked.answered_months(months, &by),
        insats: asked.insats.clone(),
        provider: asked.provider.clone(),
    };
    let answered_months = filter.months;
    let read = call
        .store
        .read(move |connection| totals(connection, kommunkod, &reach, &filter));
    let figures = ExactFigures::of(read.await?, by);
    let rows = 0..figures.count();
    let answer = FigureAnswer::exact(kommunkod, &figures, rows, (answered_months, this_month));
    let language = language(asked, &call);
    let picture = picture(&answer, asked, (months, language), municipality, &call.base())?;
    Ok(guarded(in_language(uncached(SVG, picture), language), POLICY))
}

fn language(asked: &ChartQuery, call: &Call) -> TextLanguage {
    let asked = asked.language.or_else(|| preferred_language(&call.request));
    asked.unwrap_or(TextLanguage::Swedish)
}

/// The picture of an answer.
fn picture(
    answer: &FigureAnswer,
    asked: &ChartQuery,
    (months, language): (Months, TextLanguage),
    municipality: &Municipality,
    base: &str,
) -> Result<String, Problem> {
    let names = Names::of(municipality, &answer.by, asked.insats.as_deref(), language);
    let chart = AskedChart {
        months,
        kind: asked.kind,
        has_year_before: asked.year_before,
        of: name_of_one(municipality, asked, language),
        language,
    };
    let chart = Chart::of(answer, &chart, &names).filter(|chart| chart.slots.len() <= MAX_SLOTS);
    let chart = chart.ok_or_else(too_many)?;
    let notice = NOTICE;
    let frame = Frame {
        width: asked.width,
        prefix: "chart",
        class: "",
        table: Some(table_address(answer, asked, base)),
        has_heading: true,
        notice: answer.is_exact.then(|| language.of(&notice)),
    };
    Ok(drawn(&chart, &frame))
}

/// The name of the only insats or provider.
fn name_of_one(municipality: &Municipality, asked: &ChartQuery, language: TextLanguage) -> Option<String> {
    let by = crate::domain::statistics::By::new(vec![Dimension::Insats, Dimension::Provider]);
    let names = || Names::of(municipality, &by, asked.insats.as_deref(), language);
    let named = [
        (Dimension::Insats, asked.insats.as_deref()),
        (Dimension::Provider, asked.provider.as_deref()),
    ];
    let named = named.into_iter().filter(|(_, slug)| slug.is_some());
    let all: Vec<String> = named.map(|(dimension, slug)| names().name(dimension, slug)).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The address of the same figures as a table.
fn table_address(answer: &FigureAnswer, asked: &ChartQuery, base: &str) -> String {
    let of = |kommunkod: Kommunkod, exact: &str| format!("{base}/municipalities/{kommunkod}/statistics{exact}");
    let own = of(answer.kommunkod, if answer.is_exact { "/exact" } else { "" });
    let by = crate::domain::word::written(&asked.by);
    let (from, to) = (answer.months.from, answer.months.to);
    let named = [("insats", &asked.insats), ("provider", &asked.provider)];
    let named: String = named
        .into_iter()
        .filter_map(|(name, slug)| Some(format!("&{name}={}", slug.as_ref()?)))
        .collect();
    format!("{own}?by={by}&from={from}&to={to}{named}")
}
