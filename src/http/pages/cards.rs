//! Insatser in a list: what each is, in a few lines.

use chrono::NaiveDate;
use percent_encoding::utf8_percent_encode;

use crate::catalogue::listing::Listed;
use crate::domain::Text;
use crate::domain::criteria::Criterion;
use crate::domain::criteria::in_words::sentence::sentence;
use crate::domain::insatser::labels;
use crate::http::html::language::{Languages, PageLanguage};
use crate::http::html::paths;
use crate::http::html::shown::Shown;
use crate::http::response::link::NOT_IN_VALUES;
use crate::http::response::page::{Meta, Page};
use crate::interop::code::OPEN_TO_ALL;

use super::standing;

/// How many insatser one page of a list shows.
const ON_A_PAGE: usize = 50;

/// An insats in a list.
pub(crate) struct Card<'a> {
    pub href: String,
    pub name: Shown<'a>,
    pub summary: Shown<'a>,
    pub municipality: &'static str,
    pub category: String,
    /// Whom it is for; `None` if it is open to all, which a mark says.
    pub whom: Option<String>,
    /// From when or until when it is in force, if it is not today.
    pub mark: Option<String>,
}

/// One page of a list.
pub(crate) struct Cards<'a> {
    pub cards: Vec<Card<'a>>,
    pub meta: Meta,
}

impl<'a> Cards<'a> {
    /// The cards of a page of a list, from 1.
    pub(crate) fn of(insatser: Vec<Listed<'a>>, page: usize, today: NaiveDate, language: &PageLanguage) -> Self {
        let page = Page { page, limit: ON_A_PAGE };
        let (shown, meta) = page.of(insatser);
        Self {
            cards: all(&shown, today, language),
            meta,
        }
    }

    /// How many pages the list has.
    pub(crate) fn pages(&self) -> usize {
        self.meta.total_records.div_ceil(ON_A_PAGE)
    }
}

/// The languages of the names and summaries of a list.
pub(crate) fn languages<'l, 'c: 'l>(insatser: impl IntoIterator<Item = &'l Listed<'c>>) -> Languages {
    let mut languages = Languages::default();
    for listed in insatser {
        languages.add(&listed.version().name);
        languages.add(&listed.version().summary);
    }
    languages
}

/// The mark of an insats that is open to all.
pub(crate) fn open_to_all(language: &PageLanguage) -> &'static str {
    const MARK: &Text = &OPEN_TO_ALL;
    language.say(MARK)
}

/// The cards of a whole list.
pub(crate) fn all<'a>(insatser: &[Listed<'a>], today: NaiveDate, language: &PageLanguage) -> Vec<Card<'a>> {
    insatser.iter().map(|listed| card(listed, today, language)).collect()
}

fn card<'a>(listed: &Listed<'a>, today: NaiveDate, language: &PageLanguage) -> Card<'a> {
    let version = listed.version();
    let document = listed.municipality.document();
    let kommun = document.kommunkod.kommun();
    let say = |text: &Text| language.say(text).to_owned();
    let is_open = version.criteria.as_ref().is_some_and(Criterion::is_open_to_all);
    let whom = || say(&sentence(version.criteria.as_ref(), &document.questions));
    Card {
        href: language.link(&paths::of_insats(kommun.kommunkod, &version.slug)),
        name: language.show(&version.name),
        summary: language.show(&version.summary),
        municipality: kommun.name,
        category: say(&labels::of_category(version.category)),
        whom: (!is_open).then(whom),
        mark: standing::mark(listed.standing, today).as_ref().map(say),
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
