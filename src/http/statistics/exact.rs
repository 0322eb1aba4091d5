//! Exact statistics, for the municipality's own staff.

use std::sync::Arc;

use actix_web::get;
use serde::Serialize;
use utoipa::ToSchema;

use crate::documents::sheets::figures;
use crate::domain::statistics::dimension::{Dimension, Months};
use crate::domain::statistics::figures::MAX_FIGURES;
use crate::domain::statistics::figures::answer::FigureAnswer;
use crate::domain::statistics::figures::exact::{ExactFigure, ExactFigures, NOTICE};
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::text::TextLanguage;
use crate::domain::{Kommunkod, Text};
use crate::http::call::{Answer, Call};
use crate::http::client::language::preferred_language;
use crate::http::records::intake::reach;
use crate::http::records::sheets::{CSV, sheet};
use crate::http::request::address::MunicipalityPath;
use crate::http::request::permission::ExactReader;
use crate::http::response::accept::preferred;
use crate::http::response::link::Link;
use crate::http::response::page::{Meta, Page};
use crate::http::response::{JSON, in_language, uncached};
use crate::http::state::municipality;
use crate::interop::json_stat::JSON_STAT;
use crate::store::statistics::exact::{ExactFilter, some_totals, totals};

use super::basis::query::{StatisticsQuery, check_exact_names, too_many};
use super::json_stat::{JsonStatDataset, file_name, json_stat};
use super::page::{HTML, guarded, policy};
use super::pictures::table::table_page;

/// Exact figures.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExactStatistics {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The figures are not public.
    pub notice: Text,
    /// The dimensions of the figures.
    pub by: Vec<Dimension>,
    /// The first month.
    #[schema(value_type = String, example = "2025-07")]
    pub from: Month,
    /// The last month.
    #[schema(value_type = String, example = "2025-12")]
    pub to: Month,
    /// The figures, by their dimensions in order.
    pub figures: Vec<ExactFigure>,
    /// The position of the page in the list.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// This page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// Get exact statistics.
///
/// Exakta uppgifter för kommunens egen personal: tillfällen, deltagare, medel per tillfälle och skattningar, ur
/// månadssummorna. Gör en sekretessprövning före utlämnande eller publicering. Utförare får dem aldrig.
///
/// Exact figures for the municipality's own staff: sessions, participants, mean per session and ratings, from the monthly
/// sums. Assess secrecy before you release or publish them. Providers never get them.
#[utoipa::path(
    tag = "statistics", params(MunicipalityPath, StatisticsQuery, Page),
    responses((status = 200, description = "Siffrorna. / The figures.", content(
        (ExactStatistics = "application/json"),
        (String = "text/csv"),
        (JsonStatDataset = "application/vnd.json-stat+json"),
        (String = "text/html"),
    ))),
    security(("token" = ["statistics:exact"])),
)]
#[get("/municipalities/{kommunkod}/statistics/exact")]
pub(crate) async fn get_exact_statistics(reader: ExactReader<(StatisticsQuery, Option<Page>)>, call: Call) -> Answer {
    let (asked, page) = &reader.query;
    let media_type = preferred(&call.request, &[JSON, CSV, JSON_STAT, HTML])?;
    let this = Month::of(call.today()).max(FIRST);
    let months = asked.months(Months {
        from: Month::first_of(this.year()).max(FIRST),
        to: this,
    })?;
    let kommunkod = reader.kommunkod;
    let reach = reach(&call, &reader)?;
    let catalogue = Arc::clone(&call.catalogue());
    let municipality = municipality(&catalogue, kommunkod)?;
    check_exact_names(
        municipality,
        &reach,
        (asked.insats.as_deref(), asked.provider.as_deref()),
    )?;
    let filter = ExactFilter {
        by: asked.by.clone(),
        months,
        insats: asked.insats.clone(),
        provider: asked.provider.clone(),
    };
    // A sheet and a dataset have every row unless the query names a page.
    let page = (media_type == JSON).then(|| page.unwrap_or_default()).or(*page);
    let by = asked.by.clone();
    let read = call.store.read(move |connection| {
        let Some(page) = page else {
            let sums = totals(connection, kommunkod, &reach, &filter)?;
            return Ok(ExactFigures::of(sums, by));
        };
        let range = ExactFigures::sums_of(&page.range(usize::MAX), &by);
        let first = range.start;
        let (sums, count) = some_totals(connection, kommunkod, &reach, &filter, range)?;
        Ok(ExactFigures::part(sums, first, count, by))
    });
    let all = read.await?;
    let count = all.count();
    if count > MAX_FIGURES {
        return Err(too_many());
    }
    if media_type == CSV {
        let rows = page.map_or(0..count, |page| page.range(count));
        let rows = rows.map(|at| all.figure(at));
        let name = file_name("statistics-exact", kommunkod, months);
        return Ok(sheet(figures::exact(rows, &asked.by), &name));
    }
    if media_type == JSON_STAT || media_type == HTML {
        let rows = page.map_or(0..count, |page| page.range(count));
        let answer = FigureAnswer::exact(kommunkod, &all, rows, (months, this));
        let language = preferred_language(&call.request).unwrap_or(TextLanguage::Swedish);
        let insats = asked.insats.as_deref();
        if media_type == HTML {
            let page = table_page(&answer, municipality, insats, language, call.own().with(&[]));
            return Ok(guarded(in_language(uncached(HTML, page), language), &policy(None)));
        }
        let dataset = json_stat(&answer, municipality, insats, language, &call.own())?;
        return Ok(in_language(uncached(JSON_STAT, dataset), language));
    }
    let page = page.unwrap_or_default();
    let figures: Vec<ExactFigure> = page.range(count).map(|at| all.figure(at)).collect();
    call.uncached_json(&ExactStatistics {
        kommunkod,
        notice: NOTICE,
        by: all.by().dimensions().to_vec(),
        from: months.from,
        to: months.to,
        links: page.links(call.own(), count),
        meta: page.meta(count, figures.len()),
        figures,
    })
}
