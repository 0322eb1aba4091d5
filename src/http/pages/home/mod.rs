//! The start page: choose a municipality, search all of them, and what this is.

mod texts;

use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDate;

use crate::catalogue::listing::{Listing, Selection, Statuses};
use crate::catalogue::snapshot::Catalogue;
use crate::domain::Kommunkod;
use crate::domain::eligibility::answer::MAY_APPLY_ANYWAY;
use crate::domain::letters::folded;
use crate::domain::search::wanted::Wanted;
use crate::domain::text::{composed, counted};
use crate::http::call::{Answer, Call};
use crate::http::catalogue::insats_filter::wanted;
use crate::http::html::answer::{page, uncached_page};
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::html::parameters::Parameters;
use crate::http::html::paths;
use crate::http::query::number;
use crate::http::state::BASE_PATH;

use super::cards::{self, Cards};
use texts::Texts;

#[derive(Template)]
#[template(path = "pages/home/page.html")]
struct Home<'a> {
    layout: Layout,
    say: Texts,
    municipalities: Vec<(String, &'static str)>,
    /// What was searched for.
    q: &'a str,
    fault: Option<String>,
    found: Option<Found<'a>>,
    right: String,
    open_to_all: &'static str,
    /// The path of the API.
    api: &'static str,
    /// The address of an eligibility question, and its municipality.
    question: String,
    kommunkod: Kommunkod,
}

/// What a search found.
struct Found<'a> {
    /// How much it is, in words.
    heading: String,
    municipalities: Vec<(String, &'static str)>,
    cards: Cards<'a>,
    /// That there is more, which no longer is in force.
    historical: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

pub(crate) async fn home(call: Call) -> Answer {
    let parameters = Parameters::of(&call.request);
    let language = PageLanguage::of(&call.request, &parameters);
    let catalogue = call.catalogue();
    let (today, freshness) = call.day(None, catalogue.tagged(catalogue.revision()));
    let read = parameters.read("q", wanted);
    let q = parameters.get("q").filter(|_| read.is_ok()).unwrap_or_default();
    let at = parameters.read("page", number(1, i64::MAX)).ok().flatten().unwrap_or(1);
    let (wanted, fault) = match read {
        Ok(wanted) => (wanted, None),
        Err(fault) => (None, Some(language.say(&fault).to_owned())),
    };
    let is_refused = fault.is_some();
    let make = || {
        let mut layout = Layout::new(&language, &call, &call.request, paths::HOME);
        let found = wanted.map(|wanted| {
            let selection = selection(wanted);
            let listing = selection.of(&catalogue, catalogue.municipalities_by_name(), today);
            layout = Layout::new(&language, &call, &call.request, paths::HOME)
                .offering(&cards::languages(&listing.insatser), paths::HOME, &[("q", q)])
                .unlisted();
            found(listing, &catalogue, (q, at), today, &language)
        });
        let (kommunkod, insats) = example(&catalogue);
        Ok(Home {
            say: Texts::new(language.words),
            municipalities: municipalities(&catalogue, &language, |_| true),
            q,
            fault,
            found,
            open_to_all: cards::open_to_all(&language),
            right: language.say(&MAY_APPLY_ANYWAY).to_owned(),
            api: BASE_PATH,
            question: format!(
                "{}/municipalities/{kommunkod}/insatser/{insats}/eligibility",
                call.base()
            ),
            kommunkod,
            layout: if is_refused { layout.unlisted() } else { layout },
        })
    };
    if is_refused {
        return uncached_page(StatusCode::BAD_REQUEST, &language, &make()?);
    }
    page(&call.request, &freshness, &language, "home", make)
}

/// The same list as the API's across municipalities.
const fn selection(wanted: Wanted) -> Selection {
    Selection {
        wanted: Some(wanted),
        category: None,
        open_to_all: None,
        status: Statuses::InForceOnDay,
        sort: None,
    }
}

fn found<'a>(
    Listing { insatser, historical }: Listing<'a>,
    catalogue: &Catalogue,
    (q, at): (&str, usize),
    today: NaiveDate,
    language: &PageLanguage,
) -> Found<'a> {
    let count = insatser.len();
    let cards = Cards::of(insatser, at, today, language);
    let heading = counted!(
        count,
        ("insats hittades", "service found"),
        ("insatser hittades", "services found")
    );
    let folded_q = folded(q);
    let historical = historical.map(|count| {
        composed!(
            "Antal insatser som inte gäller längre men som har orden: {count}.",
            "Services that are no longer in force but have the words: {count}."
        )
    });
    let page = |at: usize| language.link(&cards::page_link(paths::HOME, &[("q", q)], at));
    Found {
        heading: language.say(&heading).to_owned(),
        municipalities: municipalities(catalogue, language, |name| folded(name).starts_with(&folded_q)),
        historical: historical.map(|text| language.say(&text).to_owned()),
        before: (at > 1 && at <= cards.pages() + 1).then(|| page(at - 1)),
        after: (at < cards.pages()).then(|| page(at + 1)),
        cards,
    }
}

/// The pages of municipalities, by name.
fn municipalities(
    catalogue: &Catalogue,
    language: &PageLanguage,
    is_shown: impl Fn(&str) -> bool,
) -> Vec<(String, &'static str)> {
    let all = catalogue.municipalities_by_name().into_iter();
    all.map(|municipality| municipality.document().kommunkod.kommun())
        .filter(|kommun| is_shown(kommun.name))
        .map(|kommun| (language.link(&paths::of_municipality(kommun.kommunkod)), kommun.name))
        .collect()
}

/// An insats to ask about: the one of the documentation if the catalogue has it, otherwise the first.
fn example(catalogue: &Catalogue) -> (Kommunkod, String) {
    let documented = Kommunkod::parse("1270").filter(|kommunkod| catalogue.municipality(*kommunkod).is_some());
    let first = || {
        catalogue.municipalities().find_map(|municipality| {
            let (slug, _) = municipality.insatser().first_key_value()?;
            Some((municipality.document().kommunkod, slug.to_string()))
        })
    };
    documented
        .map(|kommunkod| (kommunkod, "trygghetslarm".to_owned()))
        .or_else(first)
        .unwrap_or_else(|| (Kommunkod::all()[0].kommunkod, "trygghetslarm".to_owned()))
}
