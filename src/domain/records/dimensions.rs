//! The reporting period, activity and place that a group record counts under.

use chrono::NaiveDate;

use crate::domain::Code;
use crate::domain::insatser::documentation::Cycle;
use crate::domain::insatser::version::{Activity, Version};
use crate::domain::text::{composed, text};

use super::case::Case;
use super::group_record::without_case;
use super::reporting_period::ReportingPeriod;

/// The dimension of a label that the insats does not list. It counts, but is never published.
pub(crate) const OTHER: &str = "other";

/// Whether a label is the slug or the name of an activity.
fn is_called(activity: &Activity, label: &str) -> bool {
    let label = without_case(label);
    let mut names = activity.name.by_language().map(|(_, name)| name);
    activity.slug.as_str() == label || names.any(|name| without_case(name) == label)
}

/// The first and last day of the month that a record counts in.
fn whole_month(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let month = ReportingPeriod::of(Cycle::Month, day);
    (month.first_day(), month.last_day())
}

impl Case<'_> {
    pub(crate) fn reporting_period(&mut self, version: &Version) {
        let reporting = version
            .documentation
            .as_ref()
            .and_then(|rules| rules.group_level.reporting.as_ref());
        let cycle = reporting.map_or(Cycle::Year, |reporting| reporting.cycle);
        let period = ReportingPeriod::of(cycle, self.days.to);
        if !period.includes(self.days.from) {
            let detail = composed!(
                "Perioden ska ligga inom en rapportperiod, till exempel {period}.",
                "The period must be within one reporting period, such as {period}."
            );
            self.fault("/period", Code::OutsideReportingPeriod, detail);
        }
    }

    /// The activity as a slug or label, and the dimension that it counts under.
    pub(crate) fn activity(&mut self, version: &Version) -> (Option<String>, String) {
        let Some(label) = &self.record.activity else {
            if version.activities_complete && !version.activities.is_empty() {
                let slugs = version.activities.iter().map(|activity| activity.slug.as_str());
                self.outside("/activity", &slugs.collect::<Vec<_>>());
            }
            return (None, String::new());
        };
        let listed = version.activities.iter().find(|activity| is_called(activity, label));
        match listed {
            Some(activity) => (Some(activity.slug.to_string()), activity.slug.to_string()),
            None if version.activities.is_empty() => {
                if version.activities_complete {
                    self.has_none("/activity");
                } else if self.is_of_another_insats(label) {
                    let detail = text!(
                        "Aktiviteten hör till en annan insats i kommunen. Skicka posten för den insatsen, eller skriv ett annat namn.",
                        "The activity belongs to another service of the municipality. Send the record for that service, or use another name."
                    );
                    self.fault("/activity", Code::OutsideInsats, detail);
                }
                (Some(label.clone()), OTHER.into())
            }
            None => {
                let slugs = version.activities.iter().map(|activity| activity.slug.as_str());
                self.outside("/activity", &slugs.collect::<Vec<_>>());
                (None, String::new())
            }
        }
    }

    /// Whether an activity of another insats of the municipality has a name, in the version of the record's last day.
    fn is_of_another_insats(&self, label: &str) -> bool {
        let versions = self
            .municipality
            .insatser()
            .values()
            .filter_map(|insats| insats.on(self.days.to));
        versions
            .flat_map(|standing| &standing.version().held.version.activities)
            .any(|activity| is_called(activity, label))
    }

    /// The place as a slug or label, and the dimension that it counts under.
    pub(crate) fn place(&mut self, version: &Version, activity: Option<&str>) -> (Option<String>, String) {
        let Some(label) = &self.record.place else {
            if version.places_complete && !version.places.is_empty() {
                let slugs = version.places.iter().map(|place| place.slug.as_str());
                self.outside("/place", &slugs.collect::<Vec<_>>());
            }
            return (None, String::new());
        };
        let of_activity = activity
            .and_then(|slug| version.activity(slug))
            .map(|activity| &activity.places[..])
            .filter(|places| !places.is_empty());
        let allowed = version
            .places
            .iter()
            .filter(|place| of_activity.is_none_or(|slugs| slugs.contains(&place.slug)));
        let listed = allowed
            .clone()
            .find(|place| place.slug.as_str() == label || without_case(&place.name) == without_case(label));
        match listed {
            Some(place) => {
                if place.is_closed_through(whole_month(self.days.to)) {
                    let detail = text!(
                        "Platsen är stängd hela månaden enligt katalogen. Välj en annan plats, eller rätta katalogen.",
                        "The place is closed for the whole month according to the catalogue. Choose another place, or \
                         correct the catalogue."
                    );
                    self.fault("/place", Code::OutsideInsats, detail);
                }
                (Some(place.slug.to_string()), place.slug.to_string())
            }
            None if version.places.is_empty() => {
                if version.places_complete {
                    self.has_none("/place");
                }
                (Some(label.clone()), OTHER.into())
            }
            None => {
                let slugs: Vec<&str> = allowed.map(|place| place.slug.as_str()).collect();
                self.outside("/place", &slugs);
                (None, String::new())
            }
        }
    }

    /// A fault where the decision says that there is nothing to list.
    fn has_none(&mut self, member: &str) {
        let detail = text!(
            "Insatsen har inga sådana. Utelämna fältet.",
            "The service has none. Leave the field out."
        );
        self.fault(member, Code::OutsideInsats, detail);
    }

    pub(crate) fn outside(&mut self, member: &str, allowed: &[&str]) {
        let allowed = allowed.join(", ");
        let detail = composed!(
            "Insatsen omfattar inte detta. Ange något av: {allowed}.",
            "The service does not include this. Use one of: {allowed}."
        );
        self.fault(member, Code::OutsideInsats, detail);
    }
}
