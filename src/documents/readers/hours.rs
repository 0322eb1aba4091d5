//! Reads opening hours, closed periods and schedules.

use crate::documents::faults::Faults;
use crate::documents::formats::{closing_time, opening_time};
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{Members, date, string, whole_number, word};
use crate::documents::text::text;
use crate::domain::Code;
use crate::domain::insatser::hours::{ClosedPeriod, OpeningHours, TimeOfDay};
use crate::domain::insatser::schedule::{ByDay, Frequency, Schedule};
use crate::domain::text::{composed, text};

use super::validity::check_validity;

/// The most months between two occurrences of a monthly schedule.
const MAX_MONTHS: u8 = 12;

pub(crate) fn opening_hours(node: &Node, faults: &mut Faults) -> Option<OpeningHours> {
    let mut members = node.members(faults)?;
    read_object! { OpeningHours from members;
        weekday: required("weekday", word),
        opens: required("opens", opening_time),
        closes: required("closes", closing_time),
        => { check_opens(&mut members, "closes", opens, closes); }
    }
}

/// A span that closes when it opens never opens.
fn check_opens(members: &mut Members, closing: &str, opens: Option<TimeOfDay>, closes: Option<TimeOfDay>) {
    if opens.is_some() && opens == closes {
        let detail = text!(
            "Stängningstiden är densamma som öppningstiden. För hela dygnet, skriv 00:00 till 24:00.",
            "The closing time is the same as the opening time. For the whole day, write 00:00 to 24:00."
        );
        members.fault_at(closing, Code::OutOfRange, detail);
    }
}

pub(crate) fn closed_period(node: &Node, faults: &mut Faults) -> Option<ClosedPeriod> {
    let mut members = node.members(faults)?;
    read_object! { ClosedPeriod from members;
        from: required("from", date),
        to: required("to", date),
        => {
            if let (Some(from), Some(to)) = (from, to)
                && to < from
            {
                members.fault_at(
                    "to",
                    Code::OutOfRange,
                    text!("to är före from.", "to is before from."),
                );
            }
        }
    }
}

/// Reads when something takes place or is open, by a rule that repeats.
pub(crate) fn schedule(node: &Node, faults: &mut Faults) -> Option<Schedule> {
    let mut members = node.members(faults)?;
    let every = members.optional("interval", whole_number(1, 52)).unwrap_or(1);
    let has_first_day = members.has("validFrom");
    let schedule = read_object! { Schedule from members;
        freq: required("freq", word),
        interval: known(Some(every)),
        byday: required("byday", by_day),
        opens_at: optional("opensAt", opening_time),
        closes_at: optional("closesAt", closing_time),
        valid_from: optional("validFrom", date),
        valid_to: optional("validTo", date),
        description: optional("description", text),
        => {
            check_opens(&mut members, "closesAt", opens_at, closes_at);
            check_validity(&mut members, valid_from, valid_to);
            if !members.has("opensAt") && members.has("closesAt") {
                members.missing("opensAt");
            }
            if every > 1 && !has_first_day {
                members.missing("validFrom");
            }
            check_rule(&mut members, freq, every, byday.as_ref());
        }
    }?;
    if faults.is_lenient() || schedule.occurs() {
        return Some(schedule);
    }
    let detail = text!(
        "Ingen dag från validFrom till validTo passar in på freq, interval och byday.",
        "No day from validFrom to validTo matches freq, interval and byday."
    );
    faults.at(node, Code::OutOfRange, detail);
    None
}

fn check_rule(members: &mut Members, freq: Option<Frequency>, interval: u8, byday: Option<&ByDay>) {
    match freq {
        Some(Frequency::Weekly) if byday.is_some_and(ByDay::has_numbers) => members.fault_at(
            "byday",
            Code::InvalidFormat,
            text!(
                "Bara MONTHLY har dagar med nummer, som 1MO.",
                "Only MONTHLY has days with numbers, such as 1MO."
            ),
        ),
        Some(Frequency::Monthly) if interval > MAX_MONTHS => {
            let detail = composed!("Högst {MAX_MONTHS} med MONTHLY.", "At most {MAX_MONTHS} with MONTHLY.");
            members.fault_at("interval", Code::OutOfRange, detail);
        }
        _ => {}
    }
}

fn by_day(node: &Node, faults: &mut Faults) -> Option<ByDay> {
    let read = ByDay::parse(string(node, faults)?);
    if read.is_none() {
        let detail = text!(
            "Veckodagar med komma mellan, som MO,WE. Med MONTHLY får varje dag ett nummer, som 1MO eller -1FR.",
            "Weekdays separated by commas, such as MO,WE. With MONTHLY each day may have a number, such as 1MO or -1FR."
        );
        faults.at(node, Code::InvalidFormat, detail);
    }
    read
}
