//! The public figures of an insats as files to save: month by month, as CSV and as JSON-stat.

use std::sync::Arc;

use actix_web::web;

use crate::documents::sheets::figures;
use crate::domain::statistics::figures::{Figures, Question, TooMany};
use crate::domain::statistics::{By, Dimension};
use crate::http::call::{Answer, Call};
use crate::http::html::language::PageLanguage;
use crate::http::html::parameters::Parameters;
use crate::http::records::sheets::CSV;
use crate::http::request::address::InsatsPath;
use crate::http::response::{Freshness, as_file, in_language, text};
use crate::http::state::{insats, municipality};
use crate::http::statistics::basis::query::too_many;
use crate::http::statistics::basis::released::released;
use crate::http::statistics::json_stat;
use crate::http::statistics::public::all_released;
use crate::interop::json_stat::JSON_STAT;

use super::asked::answer;

/// The figures month by month as CSV.
pub(crate) async fn csv(path: web::Path<InsatsPath>, call: Call) -> Answer {
    let catalogue = Arc::clone(&call.catalogue());
    insats(municipality(&catalogue, path.kommunkod)?, &path.slug)?;
    let (revision, published) = released(&call, path.kommunkod).await?;
    let question = Question {
        by: By::new(vec![Dimension::Month]),
        months: all_released(&published),
        insats: Some(path.slug.clone()),
        provider: None,
        partial: false,
    };
    let freshness = Freshness::of(catalogue.generation().tagged(revision, revision));
    let answer = text(&call.request, &freshness, CSV, "csv", || {
        let figures = Figures::of(&published, &question).map_err(|TooMany| too_many())?;
        let rows = (0..figures.count()).map(|at| figures.figure(at));
        Ok(figures::public(rows, &question.by).into_bytes())
    })?;
    let name = json_stat::file_name(&path.slug, path.kommunkod, question.months);
    Ok(as_file(answer, &name))
}

/// The figures month by month as JSON-stat.
pub(crate) async fn json_stat(path: web::Path<InsatsPath>, call: Call) -> Answer {
    let catalogue = Arc::clone(&call.catalogue());
    let municipality = municipality(&catalogue, path.kommunkod)?;
    insats(municipality, &path.slug)?;
    let language = PageLanguage::of(&call.request, &Parameters::of(&call.request)).words;
    let (revision, published) = released(&call, path.kommunkod).await?;
    let (by, months) = (By::new(vec![Dimension::Month]), all_released(&published));
    // It shows names of the catalogue.
    let freshness = Freshness::of(catalogue.tagged(municipality.revision()));
    let variant = format!("jsonstat-{}-s{revision}", language.tag());
    let answer = text(&call.request, &freshness, JSON_STAT, &variant, || {
        let answer = answer(&published, municipality, &path.slug, by, months)?;
        json_stat::json_stat(&answer, municipality, Some(&path.slug), language, &call.own())
    })?;
    Ok(in_language(answer, language))
}
