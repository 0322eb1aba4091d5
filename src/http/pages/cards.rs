//! Insatser in a list: what each is, in a few lines.

use percent_encoding::utf8_percent_encode;

use crate::catalogue::listing::Listed;
use crate::domain::criteria::Criterion;
use crate::domain::criteria::in_words::sentence::sentence;
use crate::domain::insatser::insats::Status;
use crate::domain::insatser::labels;
use crate::http::html::language::{Languages, PageLanguage};
use crate::http::html::paths;
use crate::http::html::shown::Shown;
use crate::http::response::link::NOT_IN_VALUES;
use crate::http::response::page::{Meta, Page};

/// How many insatser one page of a list shows.
const ON_A_PAGE: usize = 50;

/// An insats in a list.
pub(crate) struct Card<'a> {
    pub href: String,
    pub name: Shown<'a>,
    pub summary: Shown<'a>,
    /// The municipality, in a list of several.
    pub municipality: Option<&'static str>,
    pub category: String,
    /// Whom it is for; `None` if it is open to all, which a mark says.
    pub whom: Option<String>,
    /// That it is not in force without more ado.
    pub status: Option<String>,
}

/// One page of a list.
pub(crate) struct Cards<'a> {
    pub cards: Vec<Card<'a>>,
    pub meta: Meta,
}

impl<'a> Cards<'a> {
    /// The cards of a page of a list, from 1.
    pub(crate) fn of(
        insatser: Vec<Listed<'a>>,
        page: usize,
        language: &PageLanguage,
        names_municipality: bool,
    ) -> Self {
        let page = Page { page, limit: ON_A_PAGE };
        let (shown, meta) = page.of(insatser);
        let cards = shown.into_iter();
        Self {
            cards: cards
                .map(|listed| card(&listed, language, names_municipality))
                .collect(),
            meta,
        }
    }

    /// How many pages the list has.
    pub(crate) fn pages(&self) -> usize {
        self.meta.total_records.div_ceil(ON_A_PAGE)
    }
}

/// The languages of the names and summaries of a list.
pub(crate) fn languages(insatser: &[Listed]) -> Languages {
    let mut languages = Languages::default();
    for listed in insatser {
        languages.add(&listed.version().name);
        languages.add(&listed.version().summary);
    }
    languages
}

fn card<'a>(listed: &Listed<'a>, language: &PageLanguage, names_municipality: bool) -> Card<'a> {
    let version = listed.version();
    let document = listed.municipality.document();
    let kommun = document.kommunkod.kommun();
    let status = listed.standing.status();
    let is_open = version.criteria.as_ref().is_some_and(Criterion::is_open_to_all);
    let whom = || {
        language
            .say(&sentence(version.criteria.as_ref(), &document.questions))
            .to_owned()
    };
    Card {
        href: language.link(&paths::of_insats(kommun.kommunkod, &version.slug)),
        name: language.show(&version.name),
        summary: language.show(&version.summary),
        municipality: names_municipality.then_some(kommun.name),
        category: language.say(&labels::of_category(version.category)).to_owned(),
        whom: (!is_open).then(whom),
        status: (!matches!(status, Status::InForce | Status::Incomplete))
            .then(|| language.say(&labels::of_status(status)).to_owned()),
    }
}

/// The address of a page of a list, with the parameters that it keeps.
pub(crate) fn page_link(path: &str, kept: &[(&str, &str)], page: usize) -> String {
    let encoded = |value: &str| utf8_percent_encode(value, NOT_IN_VALUES).to_string();
    let kept = kept.iter().filter(|(_, value)| !value.is_empty());
    let kept = kept.map(|(name, value)| format!("{name}={}", encoded(value)));
    let page = (page > 1).then(|| format!("page={page}"));
    let query = kept.chain(page).collect::<Vec<_>>().join("&");
    let separator = if query.is_empty() { "" } else { "?" };
    format!("{path}{separator}{query}")
}
