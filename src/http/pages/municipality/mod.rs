//! The page of a municipality: its insatser, whom to contact, and what the catalogue builds on.

pub(crate) mod filter;
mod texts;

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use crate::domain::day::in_words;
use crate::domain::eligibility::answer::MAY_APPLY_ANYWAY;
use crate::domain::insatser::body::{Body, MunicipalityDocument};
use crate::domain::kommun::Kommun;
use crate::domain::text::{composed, counted, text};
use crate::domain::{Kommunkod, Text};
use crate::http::call::{Answer, Call};
use crate::http::html::answer::{page, uncached_page};
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::html::parameters::Parameters;
use crate::http::html::paths;
use crate::http::html::shown::Shown;
use crate::http::request::address::MunicipalityPath;
use crate::http::state::municipality;

use super::cards::{self, Card, Cards};
use super::contacts::ShownContact;
use filter::{Choice, Choices, Filter, Groups};
use texts::Texts;

#[derive(Template)]
#[template(path = "pages/municipality/page.html")]
struct Page<'a> {
    layout: Layout,
    say: Texts,
    kommunkod: Kommunkod,
    /// The page of the changes in the catalogue.
    changes: String,
    title: String,
    search_label: String,
    /// How much the list has.
    heading: String,
    filter: &'a Filter,
    faults: [Option<String>; 3],
    categories: Vec<Choice>,
    places: Vec<Choice>,
    in_force: Cards<'a>,
    upcoming: Vec<Card<'a>>,
    not_known: Vec<Card<'a>>,
    ended: Vec<Card<'a>>,
    before: Option<String>,
    after: Option<String>,
    bodies: Vec<ShownBody<'a>>,
    /// What the catalogue has of the decisions.
    completeness: String,
    sources: Vec<ShownSource<'a>>,
    right: String,
    open_to_all: &'static str,
}

/// A deciding body, and whom to contact.
struct ShownBody<'a> {
    name: &'a str,
    contact: Option<ShownContact<'a>>,
    application: Option<ShownContact<'a>>,
}

/// A document that the catalogue builds on.
struct ShownSource<'a> {
    title: Shown<'a>,
    date: Option<String>,
    web_page: Option<&'a str>,
}

pub(crate) async fn municipality_page(path: web::Path<MunicipalityPath>, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, path.kommunkod)?;
    let (today, freshness) = call.day(None, catalogue.tagged(municipality.revision()));
    let parameters = Parameters::of(&call.request);
    let language = PageLanguage::of(&call.request, &parameters);
    let choices = Choices::of(municipality, today);
    let (filter, wanted) = Filter::read(&parameters, &choices);
    let make = || {
        let kommun = path.kommunkod.kommun();
        let own = paths::of_municipality(path.kommunkod);
        let groups = filter.list(wanted, &catalogue, municipality, today);
        let kept = filter.kept();
        let layout = layout(&call, &language, &groups, &own, &kept);
        let narrows = filter.narrows() || filter.is_refused();
        let title = title(&kommun);
        let heading = heading(groups.in_force.len(), filter.narrows());
        let in_force = Cards::of(groups.in_force, filter.page, today, &language);
        let link = |page: usize| language.link(&cards::page_link(&own, &kept, page));
        let at = filter.page;
        let document = municipality.document();
        let say = |text: &Text| language.say(text).to_owned();
        let name = kommun.name;
        Ok(Page {
            say: Texts::new(language.words),
            kommunkod: path.kommunkod,
            changes: paths::of_changes(path.kommunkod),
            title: say(&title),
            search_label: say(&composed!("Sök i {name}", "Search in {name}")),
            heading: say(&heading),
            filter: &filter,
            faults: [&filter.q_fault, &filter.category_fault, &filter.place_fault].map(|fault| fault.as_ref().map(say)),
            categories: filter.categories(&choices, &language),
            places: filter.places(&choices),
            before: (at > 1 && at <= in_force.pages() + 1).then(|| link(at - 1)),
            after: (at < in_force.pages()).then(|| link(at + 1)),
            in_force,
            upcoming: cards::all(&groups.upcoming, today, &language),
            not_known: cards::all(&groups.not_known, today, &language),
            ended: cards::all(&groups.ended, today, &language),
            bodies: document.bodies.iter().map(|body| shown_body(body, &language)).collect(),
            completeness: say(&completeness(document)),
            sources: sources(document, &language),
            open_to_all: cards::open_to_all(&language),
            right: say(&MAY_APPLY_ANYWAY),
            layout: if narrows { layout.unlisted() } else { layout },
        })
    };
    if filter.is_refused() {
        return uncached_page(StatusCode::BAD_REQUEST, &language, &make()?);
    }
    page(&call.request, &freshness, &language, "municipality", make)
}

fn layout(call: &Call, language: &PageLanguage, groups: &Groups, own: &str, kept: &[(&str, &str)]) -> Layout {
    let Groups {
        in_force,
        upcoming,
        not_known,
        ended,
    } = groups;
    let all = [in_force, upcoming, not_known, ended];
    let languages = cards::languages(all.into_iter().flatten());
    Layout::new(language, call, &call.request, own)
        .offering(&languages, own, kept)
        .in_json(format!("{}/municipalities{own}/insatser", call.base()))
}

fn title(kommun: &Kommun) -> Text {
    let name = kommun.name;
    composed!(
        "Insatser utan behovsprövning i {name}",
        "Services without a needs assessment in {name}"
    )
}

fn heading(count: usize, narrows: bool) -> Text {
    if narrows {
        counted!(
            count,
            ("insats passar ditt val", "service matches your choice"),
            ("insatser passar ditt val", "services match your choice")
        )
    } else {
        counted!(
            count,
            ("insats gäller nu", "service is in force now"),
            ("insatser gäller nu", "services are in force now")
        )
    }
}

fn shown_body<'a>(body: &'a Body, language: &PageLanguage) -> ShownBody<'a> {
    let shown = |contact| ShownContact::of(contact, language);
    ShownBody {
        name: &body.name,
        contact: body.contact.as_ref().map(shown),
        application: body.application_contact.as_ref().map(shown),
    }
}

fn completeness(document: &MunicipalityDocument) -> Text {
    if let Some(complete) = document.catalogue_complete {
        return composed!(
            "Katalogen har alla insatser som kommunen har beslutat om från och med {day}.",
            "The catalogue has every service that the municipality has decided on from {day}.";
            day = in_words(complete.from)
        );
    }
    text!(
        "Kommunen kan ha beslutat om fler insatser än dem som finns här. Fråga kommunen.",
        "The municipality may have decided on more services than those shown here. Ask the municipality."
    )
}

fn sources<'a>(document: &'a MunicipalityDocument, language: &PageLanguage) -> Vec<ShownSource<'a>> {
    let sources = document.source_documents.iter();
    let shown = sources.map(|source| ShownSource {
        title: language.show(&source.title),
        date: source.date.map(|date| language.say(&in_words(date)).to_owned()),
        web_page: source.web_page.as_deref(),
    });
    shown.collect()
}
