//! How to get an insats, what it costs, and who provides it.

use chrono::NaiveDate;

use crate::domain::day::in_words;
use crate::domain::insatser::channels::Channel;
use crate::domain::insatser::costs::CostOption;
use crate::domain::insatser::labels;
use crate::domain::insatser::municipality::LinkedProvider;
use crate::domain::insatser::provider::AvailabilityState;
use crate::domain::insatser::version::Version;
use crate::domain::language::Language;
use crate::domain::text::{composed, text};
use crate::domain::{CatalogueText, Text};
use crate::http::html::language::PageLanguage;
use crate::http::html::language_names::name_of;
use crate::http::html::shown::{LangAttributes, Shown};
use crate::http::pages::contacts::{ContactLine, email, phone, web_page};
use crate::interop::channels::{E_SERVICE, WEB_PAGE, channel_label};

use super::opening_words::weekly;
use super::places::schedules;
use super::subject::Subject;

/// How to get an insats.
pub(crate) struct Reaching<'a> {
    pub how: Option<Shown<'a>>,
    /// Booking and referral.
    pub notes: Vec<String>,
    pub lines: Vec<ContactLine>,
    pub channels: Vec<ShownChannel<'a>>,
    pub languages: Vec<ShownLanguage>,
    pub selection: Option<Shown<'a>>,
}

/// A way to reach an insats, with its hours.
pub(crate) struct ShownChannel<'a> {
    pub label: String,
    pub lines: Vec<ContactLine>,
    pub place: Option<&'a str>,
    pub hours: Vec<String>,
    pub schedules: Vec<Shown<'static>>,
    pub languages: Vec<ShownLanguage>,
    pub note: Option<Shown<'a>>,
}

/// A language by its name in itself.
pub(crate) struct ShownLanguage {
    pub name: String,
    pub lang: LangAttributes,
}

impl<'a> Reaching<'a> {
    pub(crate) fn of(subject: &Subject<'a>, language: &PageLanguage) -> Self {
        let version = subject.version();
        let booking = version.booking.map(labels::of_booking);
        let referral = version.referral_needed.map(labels::of_referral);
        let notes = booking.into_iter().chain(referral);
        Self {
            how: version.how_to_get_it.as_ref().map(|text| language.show(text)),
            notes: notes.map(|text| language.say(&text).to_owned()).collect(),
            lines: lines(version, language),
            channels: version
                .channels
                .iter()
                .map(|stated| channel(stated, version, language))
                .collect(),
            languages: languages(&version.languages, language),
            selection: version.selection.as_ref().map(|text| language.show(text)),
        }
    }

    /// Whether the catalogue says nothing of it.
    pub(crate) const fn is_empty(&self) -> bool {
        self.how.is_none() && self.lines.is_empty() && self.channels.is_empty()
    }
}

fn lines(version: &Version, language: &PageLanguage) -> Vec<ContactLine> {
    let phone = version.function_phone.as_deref().map(|number| phone(number, language));
    let email = version
        .function_email
        .as_deref()
        .map(|address| email(address, language));
    let pages = [(&E_SERVICE, &version.e_service), (&WEB_PAGE, &version.web_page)];
    let pages = pages.map(|(label, page)| page.as_deref().map(|page| web_page(label, page, language)));
    phone
        .into_iter()
        .chain(email)
        .chain(pages.into_iter().flatten())
        .collect()
}

fn channel<'a>(stated: &'a Channel, version: &'a Version, language: &PageLanguage) -> ShownChannel<'a> {
    let (_, label) = channel_label(stated.kind);
    let phone = stated.function_phone.as_deref().map(|number| phone(number, language));
    let email = stated.function_email.as_deref().map(|address| email(address, language));
    let page = stated
        .web_page
        .as_deref()
        .map(|page| web_page(&WEB_PAGE, page, language));
    let place = stated.place.as_ref().and_then(|slug| version.place(slug.as_str()));
    let hours = weekly(&stated.hours).into_iter();
    ShownChannel {
        label: language.say(&label).to_owned(),
        lines: [phone, email, page].into_iter().flatten().collect(),
        place: place.map(|place| place.name.as_str()),
        hours: hours.map(|text| language.say(&text).to_owned()).collect(),
        schedules: schedules(&stated.schedules, language),
        languages: languages(&stated.languages, language),
        note: stated.note.as_ref().map(|text| language.show(text)),
    }
}

fn languages(stated: &[Language], language: &PageLanguage) -> Vec<ShownLanguage> {
    let shown = stated.iter().map(|stated| ShownLanguage {
        name: name_of(stated.as_str()).to_owned(),
        lang: LangAttributes::of(stated.as_str(), language.words),
    });
    shown.collect()
}

/// What an insats costs, and how much one can receive.
pub(crate) struct Costs<'a> {
    pub fee: Option<String>,
    pub fee_text: Option<Shown<'a>>,
    pub prices: Vec<Price>,
    pub amounts: Vec<String>,
    pub limit: Option<Shown<'a>>,
}

/// A price, and on which conditions.
pub(crate) struct Price {
    pub price: Shown<'static>,
    pub conditions: Vec<Shown<'static>>,
    /// From when it holds, if not yet.
    pub from: Option<String>,
}

impl<'a> Costs<'a> {
    pub(crate) fn of(subject: &Subject<'a>, language: &PageLanguage) -> Self {
        let version = subject.version();
        let prices = version.cost_options.iter();
        let amounts = version
            .amounts
            .iter()
            .map(|amount| language.say(&amount.in_words()).to_owned());
        let fee = version.fee.as_ref();
        Self {
            fee: fee.map(|fee| language.say(&labels::of_fee(fee.kind)).to_owned()),
            fee_text: fee.and_then(|fee| fee.text.as_ref()).map(|text| language.show(text)),
            prices: prices
                .filter_map(|option| price(option, subject.today, language))
                .collect(),
            amounts: amounts.collect(),
            limit: version.limits.as_ref().map(|limits| language.show(&limits.text)),
        }
    }
}

/// A price, unless its time is over.
fn price(option: &CostOption, today: NaiveDate, language: &PageLanguage) -> Option<Price> {
    if option.valid_to.is_some_and(|last| last < today) {
        return None;
    }
    let show = |text: &CatalogueText| language.show(text).into_owned();
    let words = option.in_words();
    let (price, conditions) = words.split_first()?;
    let from = option.valid_from.filter(|first| *first > today);
    let from = from.map(|first| composed!("Från och med {day}", "From {day}"; day = in_words(first)));
    Some(Price {
        price: show(price),
        conditions: conditions.iter().map(show).collect(),
        from: from.map(|text| language.say(&text).to_owned()),
    })
}

/// A provider.
pub(crate) struct ShownProvider<'a> {
    pub name: &'a str,
    pub web_page: Option<&'a str>,
    pub lines: Vec<ContactLine>,
    /// Whether it can take on more people, and when that was stated.
    pub availability: Option<String>,
    pub availability_note: Option<Shown<'a>>,
    pub areas: Vec<&'a str>,
}

/// The providers whose agreement runs.
pub(crate) fn providers<'a>(subject: &Subject<'a>, language: &PageLanguage) -> Vec<ShownProvider<'a>> {
    let linked = subject.municipality.linked_providers(&subject.version().slug);
    let running = linked.filter(|linked| linked.runs_on(subject.today));
    running
        .map(|linked| provider(&linked, subject.today, language))
        .collect()
}

fn provider<'a>(linked: &LinkedProvider<'a>, today: NaiveDate, language: &PageLanguage) -> ShownProvider<'a> {
    let provider = linked.provider();
    let phone = provider.function_phone.as_deref().map(|number| phone(number, language));
    let availability = provider.availability.as_ref();
    ShownProvider {
        name: &provider.name,
        web_page: provider.web_page.as_deref(),
        lines: phone.into_iter().collect(),
        availability: availability.map(|stated| {
            let day = in_words(stated.updated_at.date_naive());
            language.say(&available(stated.state, &day)).to_owned()
        }),
        availability_note: availability
            .and_then(|stated| stated.note.as_ref())
            .map(|text| language.show(text)),
        areas: linked
            .service_areas_on(today)
            .into_iter()
            .map(|area| area.name.as_str())
            .collect(),
    }
}

fn available(state: AvailabilityState, day: &Text) -> Text {
    let state = match state {
        AvailabilityState::Open => text!("Kan ta emot fler", "Can take on more people"),
        AvailabilityState::Queue => text!("Har kö", "Has a waiting list"),
        AvailabilityState::Full => text!("Kan inte ta emot fler nu", "Cannot take on more people now"),
    };
    composed!("{state}, enligt uppgift den {day}.", "{state}, as stated on {day}."; state, day)
}
