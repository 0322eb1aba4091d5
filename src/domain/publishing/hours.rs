//! What publishing requires of opening hours and schedules: at one time, one of them.

use crate::domain::insatser::hours::OpeningHours;
use crate::domain::insatser::schedule::Schedule;
use crate::domain::insatser::version::Version;
use crate::domain::text::text;
use crate::domain::{Code, Fault};

/// Adds a fault for each item of a list that overlaps an earlier one. Lists that `published` has are not checked.
pub(crate) fn faults(published: Option<&Version>, version: &Version, pointer: &str, faults: &mut Vec<Fault>) {
    let is_published =
        |list: &List| published.is_some_and(|published| lists(published).any(|(_, known)| known == *list));
    for (place, list) in lists(version).filter(|(_, list)| !is_published(list)) {
        let overlapping: Vec<usize> = match list {
            List::Hours(hours) => OpeningHours::overlapping(hours).collect(),
            List::Schedules(schedules) => Schedule::overlapping(schedules).collect(),
        };
        faults.extend(overlapping.into_iter().map(|at| {
            let detail = text!(
                "Tiden överlappar en tid tidigare i listan. Skriv dem som en tid.",
                "The time overlaps an earlier one in the list. Write them as one."
            );
            Fault::new(format!("{pointer}{place}/{at}"), Code::OverlappingHours, detail)
        }));
    }
}

#[derive(PartialEq)]
enum List<'a> {
    Hours(&'a [OpeningHours]),
    Schedules(&'a [Schedule]),
}

/// The lists of a version, each with its JSON Pointer within the version.
fn lists(version: &Version) -> impl Iterator<Item = (String, List<'_>)> {
    let of_places = version.places.iter().enumerate().flat_map(|(at, place)| {
        [
            (format!("/places/{at}/openingHours"), List::Hours(&place.opening_hours)),
            (format!("/places/{at}/schedules"), List::Schedules(&place.schedules)),
        ]
    });
    let of_channels = version.channels.iter().enumerate().flat_map(|(at, channel)| {
        [
            (format!("/channels/{at}/hours"), List::Hours(&channel.hours)),
            (format!("/channels/{at}/schedules"), List::Schedules(&channel.schedules)),
        ]
    });
    let of_activities = version.activities.iter().enumerate().map(|(at, activity)| {
        let schedules = List::Schedules(&activity.schedules);
        (format!("/activities/{at}/schedules"), schedules)
    });
    of_places.chain(of_channels).chain(of_activities)
}
