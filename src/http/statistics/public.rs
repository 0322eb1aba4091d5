//! Public statistics: only released figures.

use std::sync::Arc;

use actix_web::{get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::documents::sheets::figures;
use crate::domain::statistics::asked_months::MAX_YEARS;
use crate::domain::statistics::dimension::{Dimension, Months};
use crate::domain::statistics::figures::answer::{FigureAnswer, named_cells};
use crate::domain::statistics::figures::figure::{Figure, ReleasedCell};
use crate::domain::statistics::figures::{Figures, Question, TooMany};
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::release::published::Published;
use crate::domain::text::TextLanguage;
use crate::domain::{Kommunkod, Text};
use crate::http::call::{Answer, Call};
use crate::http::client::language::preferred_language;
use crate::http::problems::Problem;
use crate::http::query::{Query, query, true_or_false};
use crate::http::records::sheets::CSV;
use crate::http::request::address::MunicipalityPath;
use crate::http::response::accept::preferred;
use crate::http::response::link::{Link, OwnAddress};
use crate::http::response::page::{Meta, Page};
use crate::http::response::{Freshness, JSON, as_file, in_language, json, text};
use crate::http::state::municipality;
use crate::interop::json_stat::JSON_STAT;

use super::basis::notes::NOTE;
use super::basis::query::{StatisticsQuery, check_public_names, too_many};
use super::basis::released::released;
use super::json_stat::{JsonStatDataset, file_name, json_stat};
use super::page::{HTML, guarded, policy};
use super::pictures::table::table_page;

query! {
    /// How public figures are shown.
    PartialQuery {
        /// `true` shows the sum of the visible cells if some cells of a figure are hidden, with status `partial`. / `true` visar
        /// summan av det som visas, om något inte visas.
        #[param(value_type = Option<bool>, example = false, default = false)]
        partial: bool = "partial", true_or_false => false;
    }
}

/// Public figures.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Statistics {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The dimensions of the figures.
    pub by: Vec<Dimension>,
    /// The first month.
    #[schema(value_type = String, example = "2025-07")]
    pub from: Month,
    /// The last month.
    #[schema(value_type = String, example = "2025-12")]
    pub to: Month,
    /// The last month released; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "2025-12")]
    pub released_through: Option<Month>,
    /// What the figures mean.
    pub note: Text,
    /// The figures, by their dimensions in order.
    pub figures: Vec<Figure>,
    /// The released cells, and groups of cells, that the figures refer to.
    pub cells: Vec<ReleasedCell>,
    /// The position of the page in the list.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// This page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// Get public statistics.
///
/// Deltaganden per insats, utförare, plats, aktivitet och kön, månad för månad, som kommunen har publicerat. En siffra som
/// inte visas har ett skäl (`status`) och den publicerade cell som den ingår i (`within`).
///
/// Participations by insats, provider, place, activity and gender, month by month, as released by the municipality. A
/// figure that is not shown has a reason (`status`) and the released cell that includes it (`within`).
#[utoipa::path(
    tag = "statistics", params(MunicipalityPath, StatisticsQuery, PartialQuery, Page),
    responses((status = 200, description = "Siffrorna. / The figures.", content(
        (Statistics = "application/json"),
        (String = "text/csv"),
        (JsonStatDataset = "application/vnd.json-stat+json"),
        (String = "text/html"),
    ))),
)]
#[get("/municipalities/{kommunkod}/statistics")]
pub(crate) async fn get_statistics(
    path: web::Path<MunicipalityPath>,
    Query((asked, partial, page)): Query<(StatisticsQuery, PartialQuery, Option<Page>)>,
    call: Call,
) -> Answer {
    let media_type = preferred(&call.request, &[JSON, CSV, JSON_STAT, HTML])?;
    let catalogue = Arc::clone(&call.catalogue());
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let (revision, published) = released(&call, path.kommunkod).await?;
    let question = question(&asked, &partial, &published)?;
    check_public_names(
        municipality,
        &published,
        (asked.insats.as_deref(), asked.provider.as_deref()),
    )?;
    let freshness = Freshness::of(catalogue.generation().tagged(revision, revision));
    let figures = || Figures::of(&published, &question).map_err(|TooMany| too_many());
    if media_type == CSV {
        let answer = text(&call.request, &freshness, CSV, "csv", || {
            let figures = figures()?;
            let rows = page.map_or(0..figures.count(), |page| page.range(figures.count()));
            let rows = rows.map(|at| figures.figure(at));
            Ok(figures::public(rows, &question.by).into_bytes())
        })?;
        return Ok(as_file(
            answer,
            &file_name("statistics", path.kommunkod, question.months),
        ));
    }
    if media_type == JSON_STAT || media_type == HTML {
        let language = preferred_language(&call.request).unwrap_or(TextLanguage::Swedish);
        // They show names of the catalogue.
        let freshness = Freshness::of(catalogue.tagged(municipality.revision()));
        let form = if media_type == HTML { "html" } else { "jsonstat" };
        let variant = format!("{form}-{}-s{revision}", language.tag());
        let answer = text(&call.request, &freshness, media_type, &variant, || {
            let answer = FigureAnswer::public(path.kommunkod, &published, &question).map_err(|TooMany| too_many())?;
            let rows = page.map_or(0..answer.rows.len(), |page| page.range(answer.rows.len()));
            let (answer, insats) = (answer.some(rows), question.insats.as_deref());
            if media_type == HTML {
                let address = call.own().with(&[]);
                return Ok(table_page(&answer, municipality, insats, language, address).into_bytes());
            }
            json_stat(&answer, municipality, insats, language, &call.own())
        })?;
        let answer = in_language(answer, language);
        return Ok(if media_type == HTML {
            guarded(answer, &policy(None))
        } else {
            answer
        });
    }
    let page = page.unwrap_or_default();
    json(&call.request, &freshness, || {
        let shown = (&*published, &question, &figures()?);
        Ok(statistics(path.kommunkod, shown, page, call.own()))
    })
}

fn statistics(
    kommunkod: Kommunkod,
    (published, question, figures): (&Published, &Question, &Figures),
    page: Page,
    own: OwnAddress,
) -> Statistics {
    let shown: Vec<Figure> = page.range(figures.count()).map(|at| figures.figure(at)).collect();
    let mut links = page.links(own, figures.count());
    links.push(Link::get("up", format!("{}/municipalities/{kommunkod}", own.base())));
    Statistics {
        kommunkod,
        by: question.by.dimensions().to_vec(),
        from: question.months.from,
        to: question.months.to,
        released_through: published.months().last().copied(),
        note: NOTE,
        cells: named_cells(published, &shown),
        meta: page.meta(figures.count(), shown.len()),
        figures: shown,
        links,
    }
}

/// The question; about everything released if it names no months.
fn question(asked: &StatisticsQuery, partial: &PartialQuery, published: &Published) -> Result<Question, Problem> {
    let unasked = all_released(published);
    Ok(Question {
        by: asked.by.clone(),
        months: asked.months(unasked)?,
        insats: asked.insats.clone(),
        provider: asked.provider.clone(),
        partial: partial.partial,
    })
}

/// All months that have been released, but no more than one answer may have.
pub(crate) fn all_released(published: &Published) -> Months {
    let released = published.months();
    let to = released.last().copied().unwrap_or(FIRST);
    let of_roots = published.streams().values().flat_map(|stream| stream.roots.values());
    let earliest = of_roots.flat_map(|shown| &shown.root.months).chain(released).min();
    let longest = Month::first_of(to.year() - MAX_YEARS + 1);
    Months {
        from: earliest.copied().unwrap_or(FIRST).max(longest),
        to,
    }
}
