//! Reads the places where an insats is given.

use crate::documents::faults::Faults;
use crate::documents::formats::{function_email, function_phone, time_of_day};
use crate::documents::node::Node;
use crate::documents::read::{date, decimal, line, slug, text, whole_number, word};
use crate::domain::fault::Code;
use crate::domain::insatser::place::{ClosedPeriod, OpeningHours, Place, Position};
use crate::domain::text::Text;

pub(crate) fn place(node: &Node, faults: &mut Faults) -> Option<Place> {
    let mut members = node.members(faults)?;
    let slug = members.required("slug", slug);
    let name = members.required("name", line);
    let address = members.optional("address", line);
    let position = members.optional("position", position);
    let target_group = members.optional("targetGroup", text);
    let opening_hours = members.list("openingHours", opening_hours);
    let closed_periods = members.list("closedPeriods", closed_period);
    let capacity = members.optional("capacity", whole_number(1, 10_000));
    let accessibility = members.optional("accessibility", text);
    let function_phone = members.optional("functionPhone", function_phone);
    let function_email = members.optional("functionEmail", function_email);
    let note = members.optional("note", text);
    members.end();
    Some(Place {
        slug: slug?,
        name: name?,
        address,
        position,
        target_group,
        opening_hours,
        closed_periods,
        capacity,
        accessibility,
        function_phone,
        function_email,
        note,
    })
}

fn position(node: &Node, faults: &mut Faults) -> Option<Position> {
    let mut members = node.members(faults)?;
    let lat = members.required("lat", decimal(-90.0, 90.0));
    let lon = members.required("lon", decimal(-180.0, 180.0));
    members.end();
    Some(Position { lat: lat?, lon: lon? })
}

fn opening_hours(node: &Node, faults: &mut Faults) -> Option<OpeningHours> {
    let mut members = node.members(faults)?;
    let weekday = members.required("weekday", word);
    let opens = members.required("opens", time_of_day);
    let closes = members.required("closes", time_of_day);
    if let (Some(opens), Some(closes)) = (&opens, &closes)
        && closes <= opens
    {
        let detail = Text::fixed("closes ska vara efter opens.", "closes must be after opens.");
        members.fault_at("closes", Code::OutOfRange, detail);
    }
    members.end();
    Some(OpeningHours {
        weekday: weekday?,
        opens: opens?,
        closes: closes?,
    })
}

fn closed_period(node: &Node, faults: &mut Faults) -> Option<ClosedPeriod> {
    let mut members = node.members(faults)?;
    let from = members.required("from", date);
    let to = members.required("to", date);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        members.fault_at(
            "to",
            Code::OutOfRange,
            Text::fixed("to är före from.", "to is before from."),
        );
    }
    members.end();
    Some(ClosedPeriod { from: from?, to: to? })
}
