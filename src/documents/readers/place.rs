//! Reads the places where an insats is given.

use crate::documents::formats::{function_email, function_phone};
use crate::documents::object::read_object;
use crate::documents::read::{decimal, line, slug, whole_number};
use crate::documents::text::text;
use crate::domain::insatser::place::{Place, Position};

use super::criteria::criterion;
use super::hours::{closed_period, opening_hours, schedule};

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
        schedules: list("schedules", schedule),
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
