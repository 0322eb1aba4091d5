//! What a group record counts under: its reporting period, its activity and its place.

use crate::domain::fault::Code;
use crate::domain::insatser::documentation::Cycle;
use crate::domain::insatser::version::Version;
use crate::domain::text::Text;

use super::case::Case;
use super::group_record::without_case;
use super::reporting_period::ReportingPeriod;

/// The dimension of a label that the insats does not list: it counts, and is never shown.
pub(crate) const OTHER: &str = "other";

impl Case<'_> {
    pub(crate) fn reporting_period(&mut self, version: &Version) {
        let reporting = version
            .documentation
            .as_ref()
            .and_then(|rules| rules.group_level.reporting.as_ref());
        let cycle = reporting.map_or(Cycle::Year, |reporting| reporting.cycle);
        let period = ReportingPeriod::of(cycle, self.days.to);
        if !period.includes(self.days.from) {
            let detail = Text::new(
                format!("Perioden ska ligga inom en rapportperiod, som {period}."),
                format!("The period must lie within one reporting period, such as {period}."),
            );
            self.fault("/period", Code::OutsideReportingPeriod, detail);
        }
    }

    /// The activity by slug or label, and the dimension that it counts under.
    pub(crate) fn activity(&mut self, version: &Version) -> (Option<String>, String) {
        let Some(told) = &self.record.activity else {
            return (None, String::new());
        };
        let listed = version.activities.iter().find(|activity| {
            activity.slug.as_str() == told
                || without_case(&activity.name.sv) == without_case(told)
                || without_case(&activity.name.en) == without_case(told)
        });
        match listed {
            Some(activity) => (Some(activity.slug.to_string()), activity.slug.to_string()),
            None if version.activities.is_empty() => (Some(told.clone()), OTHER.into()),
            None => {
                let slugs = version.activities.iter().map(|activity| activity.slug.as_str());
                self.outside("/activity", &slugs.collect::<Vec<_>>());
                (None, String::new())
            }
        }
    }

    /// The place by slug or label, and the dimension that it counts under.
    pub(crate) fn place(&mut self, version: &Version, activity: Option<&str>) -> (Option<String>, String) {
        let Some(told) = &self.record.place else {
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
            .find(|place| place.slug.as_str() == told || without_case(&place.name) == without_case(told));
        match listed {
            Some(place) => (Some(place.slug.to_string()), place.slug.to_string()),
            None if version.places.is_empty() => (Some(told.clone()), OTHER.into()),
            None => {
                let slugs: Vec<&str> = allowed.map(|place| place.slug.as_str()).collect();
                self.outside("/place", &slugs);
                (None, String::new())
            }
        }
    }

    pub(crate) fn outside(&mut self, member: &str, allowed: &[&str]) {
        let allowed = allowed.join(", ");
        let detail = Text::new(
            format!("Insatsen omfattar inte detta. Något av: {allowed}."),
            format!("The insats does not comprise this. One of: {allowed}."),
        );
        self.fault(member, Code::OutsideInsats, detail);
    }
}
