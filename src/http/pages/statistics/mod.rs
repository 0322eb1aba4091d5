//! The public figures of an insats on a page: charts, tables, why some figures are not shown, and files. It shows only what
//! the public statistics answer.

mod asked;
mod files;
mod texts;

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::web;
use askama::Template;

use crate::domain::insatser::municipality::Municipality;
use crate::domain::statistics::chart::{AskedChart, Chart, ChartKind};
use crate::domain::statistics::figures::in_words;
use crate::domain::statistics::figures::names::Names;
use crate::domain::statistics::figures::title::title;
use crate::domain::statistics::month::Month;
use crate::domain::statistics::release::published::Published;
use crate::domain::statistics::{By, Dimension};
use crate::domain::text::{TextLanguage, text};
use crate::domain::{Text, word};
use crate::http::call::{Answer, Call};
use crate::http::html::answer::page;
use crate::http::html::language::{Languages, PageLanguage};
use crate::http::html::layout::Layout;
use crate::http::html::parameters::Parameters;
use crate::http::html::paths;
use crate::http::html::shown::{LangAttributes, Shown};
use crate::http::problems::{Kind, Problem};
use crate::http::request::address::InsatsPath;
use crate::http::response::Freshness;
use crate::http::state::{insats, municipality};
use crate::http::statistics::basis::notes::NOTE;
use crate::http::statistics::basis::released::released;
use crate::http::statistics::drawing::MAX_SLOTS;
use crate::http::statistics::pictures::query::twelve_months;
use crate::http::statistics::pictures::table::{FigureTable, WORDS};
use crate::http::statistics::public::all_released;
use crate::http::statistics::report::charts::in_both_widths;

pub(crate) use files::{csv, json_stat};

use asked::answer;
use texts::Texts;

#[derive(Template)]
#[template(path = "pages/statistics/page.html")]
struct Page<'a> {
    layout: Layout,
    say: Texts,
    name: Shown<'a>,
    municipality: &'static str,
    note: String,
    /// The last month published; `None` if there are no figures of the insats.
    through: Option<String>,
    sections: Vec<Section>,
    words: String,
    /// The words that replace figures, and their meaning.
    explained: BTreeMap<String, String>,
    /// The years with an annual report, and the address of each.
    reports: Vec<(i32, String)>,
    csv: String,
    json_stat: String,
}

/// Figures by one dimension.
struct Section {
    heading: String,
    /// What the figures are, and of which months.
    caption: String,
    /// A chart as SVG; empty without figures to draw.
    chart: String,
    table: FigureTable,
}

/// The figures of an insats.
pub(crate) async fn statistics(path: web::Path<InsatsPath>, call: Call) -> Answer {
    let catalogue = Arc::clone(&call.catalogue());
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let versions = insats(municipality, &path.slug)?;
    let language = PageLanguage::of(&call.request, &Parameters::of(&call.request));
    let (revision, published) = released(&call, path.kommunkod).await?;
    let freshness = Freshness::of(catalogue.tagged(municipality.revision()));
    page(&call.request, &freshness, &language, &format!("s{revision}"), || {
        let last = versions.versions().last();
        let version = last.ok_or(Problem::of(Kind::UnknownInsats))?;
        let version = &version.held.version;
        let mut languages = Languages::default();
        languages.add(&version.name);
        let own = paths::of_statistics(path.kommunkod, &version.slug);
        let name = language.show(&version.name);
        let through = published.months().last().copied();
        let sections = match through {
            Some(through) => sections(&published, municipality, &path.slug, through, language.words)?,
            None => Vec::new(),
        };
        let api = format!("{}/municipalities/{}", call.base(), path.kommunkod);
        let layout = Layout::new(&language, &call, &call.request, &own).offering(&languages, &own, &[]);
        let layout = layout.below(
            language.link(&paths::of_municipality(path.kommunkod)),
            path.kommunkod.kommun().name,
            LangAttributes::of("sv", language.words),
        );
        let layout = layout.below(
            language.link(&paths::of_insats(path.kommunkod, &version.slug)),
            name.to_string(),
            name.lang.clone(),
        );
        Ok(Page {
            layout: layout.in_json(format!("{api}/statistics?by=month&insats={}", path.slug)),
            say: Texts::new(language.words),
            municipality: path.kommunkod.kommun().name,
            note: language.say(&NOTE).to_owned(),
            through: through.map(|month| language.say(&in_words::published_through(month)).to_owned()),
            words: language.say(&WORDS).to_owned(),
            explained: sections
                .iter()
                .flat_map(|section| section.table.explained.clone())
                .collect(),
            reports: through.map_or_else(Vec::new, |through| {
                let years = all_released(&published).from.year()..=through.year();
                let report = |year| format!("{api}/insatser/{}/annual-report?year={year}", path.slug);
                years.rev().map(|year| (year, report(year))).collect()
            }),
            csv: format!("{own}.csv"),
            json_stat: language.link(&format!("{own}.json")),
            sections,
            name,
        })
    })
}

/// The figures of an insats month by month, year by year, and the latest months by place, provider and gender. What one
/// dimension has no value for is left out.
fn sections(
    published: &Published,
    municipality: &Municipality,
    slug: &str,
    through: Month,
    language: TextLanguage,
) -> Result<Vec<Section>, Problem> {
    let (recent, all) = (twelve_months(through), all_released(published));
    let asked = [
        (Dimension::Month, recent),
        (Dimension::Year, all),
        (Dimension::Place, recent),
        (Dimension::Activity, recent),
        (Dimension::Provider, recent),
        (Dimension::Gender, recent),
    ];
    let mut sections = Vec::new();
    for (dimension, months) in asked {
        let by = By::new(vec![dimension]);
        let months = months.whole(by.step());
        let answer = answer(published, municipality, slug, by, months)?;
        let is_stated = answer.rows.iter().any(|row| row.labels.iter().any(Option::is_some));
        if !is_stated {
            continue;
        }
        let names = Names::of(municipality, &answer.by, Some(slug), language);
        let chart = AskedChart {
            months,
            kind: ChartKind::Bars,
            has_year_before: false,
            of: None,
            language,
        };
        let chart = Chart::of(&answer, &chart, &names).filter(|chart| chart.slots.len() <= MAX_SLOTS);
        sections.push(Section {
            heading: language.of(&heading(dimension)).to_owned(),
            caption: language.of(&title(&answer, months)).to_owned(),
            chart: chart.map_or_else(String::new, |chart| in_both_widths(&chart, &word::written(&dimension))),
            table: FigureTable::of(&answer, municipality, Some(slug), language),
        });
    }
    Ok(sections)
}

fn heading(dimension: Dimension) -> Text {
    match dimension {
        Dimension::Month => text!("De senaste månaderna", "The latest months"),
        Dimension::Year => text!("År för år", "Year by year"),
        other => in_words::dimension(other),
    }
}
