//! The places of an insats and its activities: where, when, and whether it is open now.

use chrono::NaiveDateTime;

use crate::domain::day::in_words;
use crate::domain::insatser::hours::ClosedPeriod;
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::place::Place;
use crate::domain::insatser::schedule::Schedule;
use crate::domain::insatser::version::Activity;
use crate::domain::opening::Hours;
use crate::domain::text::composed;
use crate::domain::{Slug, Text};
use crate::http::html::language::PageLanguage;
use crate::http::html::shown::Shown;
use crate::http::pages::contacts::{ContactLine, email, phone};

use super::opening_words::{OpenNow, weekly};
use super::subject::Subject;
use super::whom::of_part;

/// A place.
pub(crate) struct ShownPlace<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub address: Option<&'a str>,
    /// Whether it is open, and until or from when.
    pub open_now: Option<(bool, String)>,
    pub hours: Vec<String>,
    pub schedules: Vec<Shown<'static>>,
    /// When it is closed from now on.
    pub closed: Vec<String>,
    pub lines: Vec<ContactLine>,
    pub target_group: Option<Shown<'a>>,
    /// Its own conditions in a sentence.
    pub whom: Option<String>,
    pub accessibility: Option<Shown<'a>>,
    pub note: Option<Shown<'a>>,
    pub capacity: Option<String>,
}

/// An activity.
pub(crate) struct ShownActivity<'a> {
    pub name: Shown<'a>,
    pub summary: Option<Shown<'a>>,
    pub target_group: Option<Shown<'a>>,
    pub whom: Option<String>,
    pub schedule: Option<Shown<'a>>,
    pub schedules: Vec<Shown<'static>>,
    /// The names of its places, and where they are on the page.
    pub places: Vec<(&'a str, &'a str)>,
    pub amounts: Vec<String>,
}

/// Whether each place is open at a moment, if the insats is in force and the hours say it.
pub(crate) fn open_now(standing: Standing, now: NaiveDateTime) -> Vec<Option<OpenNow>> {
    let is_in_force = matches!(standing, Standing::InForce(_));
    let places = standing.version().held.version.places.iter();
    places
        .map(|place| {
            let hours = Hours {
                weekly: &place.opening_hours,
                schedules: &place.schedules,
                closed: &place.closed_periods,
            };
            let opening = hours.at(now).filter(|_| is_in_force)?;
            Some(OpenNow::of(opening, now))
        })
        .collect()
}

/// Every place, with whether it is open.
pub(crate) fn places<'a>(
    subject: &Subject<'a>,
    open_now: &[Option<OpenNow>],
    language: &PageLanguage,
) -> Vec<ShownPlace<'a>> {
    let places = subject.version().places.iter().zip(open_now);
    places
        .map(|(place, open_now)| shown_place(place, open_now.as_ref(), subject, language))
        .collect()
}

fn shown_place<'a>(
    place: &'a Place,
    open_now: Option<&OpenNow>,
    subject: &Subject<'a>,
    language: &PageLanguage,
) -> ShownPlace<'a> {
    let questions = &subject.municipality.document().questions;
    let say = |text: crate::domain::Text| language.say(&text).to_owned();
    let phone = place.function_phone.as_deref().map(|number| phone(number, language));
    let email = place.function_email.as_deref().map(|address| email(address, language));
    let closed = place.closed_periods.iter().filter(|period| period.to >= subject.today);
    ShownPlace {
        slug: place.slug.as_str(),
        name: &place.name,
        address: place.address.as_deref(),
        open_now: open_now.map(|open| (open.is_open, say(open.text.clone()))),
        hours: weekly(&place.opening_hours).into_iter().map(say).collect(),
        schedules: schedules(&place.schedules, language),
        closed: closed.map(|period| say(closed_in_words(*period))).collect(),
        lines: phone.into_iter().chain(email).collect(),
        target_group: place.target_group.as_ref().map(|text| language.show(text)),
        whom: place
            .criteria
            .as_ref()
            .map(|criteria| of_part(Some(criteria), questions, language)),
        accessibility: place.accessibility.as_ref().map(|text| language.show(text)),
        note: place.note.as_ref().map(|text| language.show(text)),
        capacity: place
            .capacity
            .map(|people| say(composed!("Rymmer {people} personer.", "Room for {people} people."))),
    }
}

fn closed_in_words(ClosedPeriod { from, to }: ClosedPeriod) -> Text {
    if from == to {
        return composed!("Stängt {day}", "Closed on {day}"; day = in_words(from));
    }
    composed!(
        "Stängt från {from} till och med {to}",
        "Closed from {from} until {to} (inclusive)";
        from = in_words(from),
        to = in_words(to)
    )
}

/// Schedules in words.
pub(crate) fn schedules(schedules: &[Schedule], language: &PageLanguage) -> Vec<Shown<'static>> {
    let words = schedules.iter().map(Schedule::in_words);
    words.map(|text| language.show(&text).into_owned()).collect()
}

/// Every activity.
pub(crate) fn activities<'a>(subject: &Subject<'a>, language: &PageLanguage) -> Vec<ShownActivity<'a>> {
    let version = subject.version();
    let questions = &subject.municipality.document().questions;
    let place = |slug: &'a Slug| {
        let place = version.place(slug.as_str())?;
        Some((slug.as_str(), place.name.as_str()))
    };
    let shown = |activity: &'a Activity| ShownActivity {
        name: language.show(&activity.name),
        summary: activity.summary.as_ref().map(|text| language.show(text)),
        target_group: activity.target_group.as_ref().map(|text| language.show(text)),
        whom: activity
            .criteria
            .as_ref()
            .map(|criteria| of_part(Some(criteria), questions, language)),
        schedule: activity.schedule.as_ref().map(|text| language.show(text)),
        schedules: schedules(&activity.schedules, language),
        places: activity.places.iter().filter_map(place).collect(),
        amounts: activity
            .amounts
            .iter()
            .map(|amount| language.say(&amount.in_words()).to_owned())
            .collect(),
    };
    version.activities.iter().map(shown).collect()
}
