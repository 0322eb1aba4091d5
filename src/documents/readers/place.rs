//! Reads the places where an insats is given.

use crate::documents::faults::Faults;
use crate::documents::formats::{function_email, function_phone, time_of_day};
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{date, decimal, line, slug, text, whole_number, word};
use crate::domain::insatser::place::{ClosedPeriod, OpeningHours, Place, Position};
use crate::domain::{Code, Text};

use super::criteria::criterion;

read_object! {
    /// Reads a place.
    pub(crate) fn place -> Place {
        slug: required("slug", slug),
        name: required("name", line),
        address: optional("address", line),
        position: optional("position", position),
        target_group: optional("targetGroup", text),
        criteria: optional("criteria", criterion),
        opening_hours: list("openingHours", opening_hours),
        closed_periods: list("closedPeriods", closed_period),
        capacity: optional("capacity", whole_number(1, 10_000)),
        accessibility: optional("accessibility", text),
        function_phone: optional("functionPhone", function_phone),
        function_email: optional("functionEmail", function_email),
        note: optional("note", text),
    }

    fn position -> Position {
        lat: required("lat", decimal(-90.0, 90.0)),
        lon: required("lon", decimal(-180.0, 180.0)),
    }
}

fn opening_hours(node: &Node, faults: &mut Faults) -> Option<OpeningHours> {
    let mut members = node.members(faults)?;
    read_object! { OpeningHours from members;
        weekday: required("weekday", word),
        opens: required("opens", time_of_day),
        closes: required("closes", time_of_day),
        => {
            if let (Some(opens), Some(closes)) = (&opens, &closes)
                && closes <= opens
            {
                let detail = Text::fixed("closes ska vara efter opens.", "closes must be after opens.");
                members.fault_at("closes", Code::OutOfRange, detail);
            }
        }
    }
}

fn closed_period(node: &Node, faults: &mut Faults) -> Option<ClosedPeriod> {
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
                    Text::fixed("to är före from.", "to is before from."),
                );
            }
        }
    }
}
