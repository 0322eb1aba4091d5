//! The opening hours of an insats as a calendar (iCalendar, RFC 5545) that people can subscribe to.

mod lines;

use std::fmt::Write as _;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Stockholm;

use crate::domain::insatser::channels::ChannelKind;
use crate::domain::insatser::hours::{ClosedPeriod, OpeningHours, TimeOfDay};
use crate::domain::insatser::insats::VersionInTime;
use crate::domain::insatser::schedule::{Frequency, Schedule};
use crate::domain::insatser::version::Version;

use lines::Lines;

/// The rules of local time.
const TIME_ZONE: &str = include_str!("stockholm.ics");

/// The days within which the first occurrence of a rule is searched for: the calendar repeats within 40 years.
const SEARCHED: usize = 40 * 366;

/// The most closed days of one rule. Later ones are left out, and the calendar is read again before they come.
const MOST_CLOSED: usize = 1000;

/// What a calendar is about.
pub(crate) struct Subject<'a> {
    pub version: VersionInTime<'a>,
    /// The address of the insats.
    pub address: &'a str,
    /// The day on which the calendar is asked for.
    pub today: NaiveDate,
}

/// The opening hours and schedules of an insats: its places, its activities and its channels.
pub(crate) fn calendar(subject: &Subject) -> Vec<u8> {
    let version = &subject.version.held.version;
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//insatskatalog//SV");
    lines.add_text("X-WR-CALNAME", &version.name.sv);
    lines.add("X-WR-TIMEZONE", "Europe/Stockholm");
    lines.add_written(TIME_ZONE);
    for series in all(version) {
        write(&mut lines, subject, &series);
    }
    lines.add("END", "VCALENDAR");
    lines.into_bytes()
}

/// Events that repeat.
struct Series<'a> {
    /// Its place in the version.
    part: String,
    summary: String,
    location: Option<String>,
    rule: Rule<'a>,
    closed: &'a [ClosedPeriod],
}

enum Rule<'a> {
    Hours(&'a OpeningHours),
    Schedule(&'a Schedule),
}

fn all(version: &Version) -> Vec<Series<'_>> {
    let mut all = Vec::new();
    let name = &version.name.sv;
    for place in &version.places {
        let location = match &place.address {
            Some(address) => format!("{}, {address}", place.name),
            None => place.name.clone(),
        };
        for (part, rule) in rules(&place.opening_hours, &place.schedules) {
            all.push(Series {
                part: format!("places/{}/{part}", place.slug),
                summary: format!("{name}: {}", place.name),
                location: Some(location.clone()),
                rule,
                closed: &place.closed_periods,
            });
        }
    }
    for activity in &version.activities {
        for (part, rule) in rules(&[], &activity.schedules) {
            all.push(Series {
                part: format!("activities/{}/{part}", activity.slug),
                summary: format!("{name}: {}", activity.name.sv),
                location: None,
                rule,
                closed: &[],
            });
        }
    }
    for (at, channel) in version.channels.iter().enumerate() {
        let kind = match channel.kind {
            ChannelKind::Phone => channel.function_phone.as_ref().map(|phone| format!("telefon {phone}")),
            ChannelKind::Visit => None,
            _ => channel.web_page.clone(),
        };
        for (part, rule) in rules(&channel.hours, &channel.schedules) {
            let reached_at = kind.as_ref().map_or_else(String::new, |kind| format!(", {kind}"));
            all.push(Series {
                part: format!("channels/{at}/{part}"),
                summary: format!("{name}{reached_at}"),
                location: channel
                    .place
                    .as_ref()
                    .and_then(|slug| Some(version.place(slug.as_str())?.name.clone())),
                rule,
                closed: &[],
            });
        }
    }
    all
}

fn rules<'a>(hours: &'a [OpeningHours], schedules: &'a [Schedule]) -> impl Iterator<Item = (String, Rule<'a>)> {
    let hours = hours.iter().enumerate();
    let hours = hours.map(|(at, hours)| (format!("openingHours/{at}"), Rule::Hours(hours)));
    let schedules = schedules.iter().enumerate();
    hours.chain(schedules.map(|(at, schedule)| (format!("schedules/{at}"), Rule::Schedule(schedule))))
}

impl Rule<'_> {
    fn begins_on(&self, day: NaiveDate) -> bool {
        match self {
            Self::Hours(hours) => hours.opens_on(day),
            Self::Schedule(schedule) => schedule.occurs_on(day),
        }
    }

    fn times(&self) -> (Option<TimeOfDay>, Option<TimeOfDay>) {
        match self {
            Self::Hours(hours) => (Some(hours.opens), Some(hours.closes)),
            Self::Schedule(schedule) => (schedule.opens_at, schedule.closes_at),
        }
    }

    fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match self {
            Self::Hours(_) => (None, None),
            Self::Schedule(schedule) => (schedule.valid_from, schedule.valid_to),
        }
    }

    /// How it repeats. Its first event is in a week or month of the interval, so that the interval counts from there.
    fn recurrence(&self) -> String {
        match self {
            Self::Hours(hours) => format!("FREQ=WEEKLY;BYDAY={}", hours.weekday.in_icalendar()),
            Self::Schedule(Schedule {
                freq, interval, byday, ..
            }) => {
                let freq = match freq {
                    Frequency::Weekly => "WEEKLY",
                    Frequency::Monthly => "MONTHLY",
                };
                let interval = if *interval > 1 {
                    format!(";INTERVAL={interval}")
                } else {
                    String::new()
                };
                format!("FREQ={freq}{interval};BYDAY={byday}")
            }
        }
    }

    fn in_words(&self) -> String {
        match self {
            Self::Hours(hours) => hours.in_words().sv.into_owned(),
            Self::Schedule(schedule) => schedule.in_words().sv,
        }
    }
}

fn write(lines: &mut Lines, subject: &Subject, series: &Series) {
    let version = &subject.version.held.version;
    let (from, to) = series.rule.days();
    let first = from.map_or(version.valid_from, |from| from.max(version.valid_from));
    let last = [to, subject.version.decided_last_day()].into_iter().flatten().min();
    let ended = |day: &NaiveDate| last.is_some_and(|last| *day > last);
    let mut days = first.iter_days().take(SEARCHED).take_while(|day| !ended(day));
    let Some(first) = days.find(|day| series.rule.begins_on(*day)) else {
        return;
    };
    lines.add("BEGIN", "VEVENT");
    lines.add_text(
        "UID",
        &format!("{}?asOf={}#{}", subject.address, version.valid_from, series.part),
    );
    lines.add("DTSTAMP", &format!("{}T000000Z", subject.today.format("%Y%m%d")));
    let (opens, closes) = series.rule.times();
    match opens {
        Some(opens) => {
            let begins = opens.on(first);
            lines.add("DTSTART;TZID=Europe/Stockholm", &local(begins));
            if let Some(closes) = closes {
                let same_day = closes.on(first);
                let ends = if same_day > begins {
                    same_day
                } else {
                    same_day + Days::new(1)
                };
                lines.add("DTEND;TZID=Europe/Stockholm", &local(ends));
            }
        }
        None => lines.add("DTSTART;VALUE=DATE", &first.format("%Y%m%d").to_string()),
    }
    let mut recurrence = series.rule.recurrence();
    if let Some(last) = last {
        let _ = write!(recurrence, ";UNTIL={}", until(last, opens.is_some()));
    }
    lines.add("RRULE", &recurrence);
    for day in closed_days(series, first, last) {
        match opens {
            Some(opens) => lines.add("EXDATE;TZID=Europe/Stockholm", &local(opens.on(day))),
            None => lines.add("EXDATE;VALUE=DATE", &day.format("%Y%m%d").to_string()),
        }
    }
    lines.add_text("SUMMARY;LANGUAGE=sv", &series.summary);
    lines.add_text("DESCRIPTION;LANGUAGE=sv", &series.rule.in_words());
    if let Some(location) = &series.location {
        lines.add_text("LOCATION;LANGUAGE=sv", location);
    }
    if let Some(page) = &version.web_page {
        lines.add("URL", page);
    }
    lines.add("TRANSP", "TRANSPARENT");
    lines.add("END", "VEVENT");
}

/// The days on which the events would begin but the place is closed.
fn closed_days(series: &Series, first: NaiveDate, last: Option<NaiveDate>) -> Vec<NaiveDate> {
    let of_period = |closed: &ClosedPeriod| {
        let (from, to) = (
            closed.from.max(first),
            last.map_or(closed.to, |last| last.min(closed.to)),
        );
        from.iter_days().take_while(move |day| *day <= to).take(SEARCHED)
    };
    let days = series.closed.iter().flat_map(of_period);
    let mut days: Vec<NaiveDate> = days
        .filter(|day| series.rule.begins_on(*day))
        .take(MOST_CLOSED)
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

fn local(time: NaiveDateTime) -> String {
    time.format("%Y%m%dT%H%M%S").to_string()
}

/// The last moment of the last day: in UTC for events with a local time, as RFC 5545 demands, and as a day for others.
fn until(last: NaiveDate, has_time: bool) -> String {
    let midnight = (last + Days::new(1)).and_time(NaiveTime::MIN);
    let in_utc = Stockholm.from_local_datetime(&midnight).earliest().filter(|_| has_time);
    match in_utc {
        Some(midnight) => {
            let last_second = midnight.with_timezone(&Utc) - chrono::TimeDelta::seconds(1);
            last_second.format("%Y%m%dT%H%M%SZ").to_string()
        }
        None => last.format("%Y%m%d").to_string(),
    }
}
