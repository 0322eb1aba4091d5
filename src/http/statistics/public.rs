//! Public statistics: what was released, and nothing else.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::released::released;
use crate::documents::sheets::figures;
use crate::domain::fault::{Code, Fault};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::kommun::Kommunkod;
use crate::domain::statistics::dimension::{Dimension, Months};
use crate::domain::statistics::figures::figure::{Figure, ReleasedCell};
use crate::domain::statistics::figures::{Figures, Question, TooMany};
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::release::cell_name::CellName;
use crate::domain::statistics::release::published::Published;
use crate::domain::text::Text;
use crate::http::problems::Problem;
use crate::http::records::sheets::CSV;
use crate::http::request::address::MunicipalityPath;
use crate::http::response::accept::preferred;
use crate::http::response::link::{Link, OwnAddress};
use crate::http::response::page::{Meta, Page};
use crate::http::response::{Freshness, JSON, bytes, text};
use crate::http::state::{State, municipality};

use super::query::{MAX_YEARS, StatisticsParameters, StatisticsQuery};

/// What every public answer says of its figures.
pub(crate) const NOTE: Text = Text::fixed(
    "Siffrorna är deltaganden, inte personer: den som kommer två gånger räknas två gånger. En del av en siffra som kunde säga \
     något om ett fåtal redovisas bara tillsammans med annat.",
    "The figures are participations, not persons: whoever comes twice counts twice. A part of a figure that could tell \
     something of a few is told together with others only.",
);

/// How public figures are shown.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "names the parameter in the specification")]
pub(crate) struct PartialQuery {
    /// `true`: where some cells of a figure are not shown, the sum of the others, with status `partial`. / Summan av det som
    /// visas, där något inte visas.
    #[param(example = false, default = false)]
    partial: Option<bool>,
}

/// Public figures.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Statistics {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// What the figures are told by.
    pub by: Vec<Dimension>,
    /// The first month.
    #[schema(value_type = String, example = "2025-07")]
    pub from: Month,
    /// The last month.
    #[schema(value_type = String, example = "2025-12")]
    pub to: Month,
    /// The last month released; absent while nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "2025-12")]
    pub released_through: Option<Month>,
    /// What the figures are.
    pub note: Text,
    /// The figures, by their dimensions in order.
    pub figures: Vec<Figure>,
    /// The released cells, and groups of cells, that these figures name.
    pub cells: Vec<ReleasedCell>,
    /// Where the page stands.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// The page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// Get public statistics.
///
/// Deltaganden per insats, utförare, plats, aktivitet och kön, månad för månad, ur det som kommunen har publicerat. Det som
/// inte visas säger varför (`status`) och i vilken publicerad cell det ingår (`within`).
///
/// Participations by insats, provider, place, activity and gender, month by month, from what the municipality has released.
/// What is not shown says why (`status`) and in which released cell it lies (`within`).
#[utoipa::path(
    tag = "statistics", params(MunicipalityPath, StatisticsParameters, PartialQuery, Page),
    responses((status = 200, description = "Siffrorna. / The figures.", content(
        (Statistics = "application/json"),
        (String = "text/csv"),
    ))),
)]
#[get("/municipalities/{kommunkod}/statistics")]
pub(crate) async fn get_statistics(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<MunicipalityPath>,
) -> Result<HttpResponse, Problem> {
    let kommunkod = path.kommunkod.known()?;
    let asked = StatisticsQuery::read(&request, true)?;
    let media_type = preferred(&request, &[JSON, CSV])?;
    let catalogue = state.catalogue();
    let municipality = municipality(&catalogue, kommunkod)?;
    let (revision, published) = released(&state, kommunkod).await?;
    let question = question(&asked, &published)?;
    known(&asked, municipality, &published)?;
    let freshness = Freshness { revision, today: None };
    let figures = || Figures::of(&published, &question).map_err(|TooMany| too_many());
    if media_type == CSV {
        return text(&request, &freshness, CSV, "csv", || {
            let figures = figures()?;
            let count = figures.count();
            let rows = asked.page.map_or(0..count, |page| page.range(count));
            let rows = rows.map(|at| figures.figure(at));
            Ok(figures::public(rows, &question.by).into_bytes())
        });
    }
    text(&request, &freshness, JSON, "json", || {
        let page = asked.page.unwrap_or_default();
        let own = OwnAddress::of(&request, &state);
        bytes(&statistics(kommunkod, &published, &question, &figures()?, page, own))
    })
}

/// Shows a page of public figures.
pub fn statistics(
    kommunkod: Kommunkod,
    published: &Published,
    question: &Question,
    figures: &Figures,
    page: Page,
    own: OwnAddress,
) -> Statistics {
    let shown: Vec<Figure> = page.range(figures.count()).map(|at| figures.figure(at)).collect();
    let named: BTreeSet<CellName> = shown
        .iter()
        .flat_map(|figure| figure.within.iter().chain(&figure.cells))
        .filter_map(|name| CellName::parse(name))
        .collect();
    let mut links = page.links(own, figures.count());
    links.push(Link::get("up", format!("{}/municipalities/{kommunkod}", own.base())));
    Statistics {
        kommunkod,
        by: question.by.dimensions().to_vec(),
        from: question.months.from,
        to: question.months.to,
        released_through: published.months().last().copied(),
        note: NOTE,
        cells: named
            .iter()
            .filter_map(|name| ReleasedCell::of(published, name))
            .collect(),
        meta: page.meta(figures.count(), shown.len()),
        figures: shown,
        links,
    }
}

/// The question that was asked: of everything released, where it names no months.
fn question(asked: &StatisticsQuery, published: &Published) -> Result<Question, Problem> {
    let released = published.months();
    let to = released.last().copied().unwrap_or(FIRST);
    let of_roots = published.streams().values().flat_map(|stream| stream.roots.values());
    let earliest = of_roots.flat_map(|shown| &shown.root.months).chain(released).min();
    let unasked = Months {
        // As far back as one answer may reach.
        from: earliest
            .copied()
            .unwrap_or(FIRST)
            .max(Month::first_of(to.year() - MAX_YEARS + 1)),
        to,
    };
    Ok(Question {
        by: asked.by.clone(),
        months: asked.months(unasked)?,
        insats: asked.insats.clone(),
        provider: asked.provider.clone(),
        partial: asked.partial,
    })
}

/// Refuses an insats or provider that neither the catalogue nor what was released knows: a misspelt one would be
/// answered with nothing.
fn known(asked: &StatisticsQuery, municipality: &Municipality, published: &Published) -> Result<(), Problem> {
    let streams = || published.streams().keys();
    let is_insats =
        |slug: &str| municipality.insatser().contains_key(slug) || streams().any(|stream| stream.insats == slug);
    let is_provider =
        |slug: &str| municipality.providers().contains_key(slug) || streams().any(|stream| stream.provider == slug);
    let mut faults = Vec::new();
    if asked.insats.as_deref().is_some_and(|slug| !is_insats(slug)) {
        faults.push(unknown("/query/insats"));
    }
    if asked.provider.as_deref().is_some_and(|slug| !is_provider(slug)) {
        faults.push(unknown("/query/provider"));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::of_faults(faults))
    }
}

/// That a parameter names nothing.
pub(crate) fn unknown(pointer: &str) -> Fault {
    let detail = Text::fixed("Kommunen har ingen sådan.", "The municipality has no such.");
    Fault::new(pointer, Code::UnknownReference, detail)
}

/// That there would be more figures than one answer may hold.
pub(crate) fn too_many() -> Problem {
    let detail = Text::fixed(
        "Fråga om färre månader, en insats eller färre uppdelningar.",
        "Ask for fewer months, one insats or fewer dimensions.",
    );
    Problem::of_faults(vec![Fault::new("/query/by", Code::TooManyFigures, detail)])
}
