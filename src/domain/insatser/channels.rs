//! How to reach a service: channels, with their hours and languages.

use serde::{Deserialize, Serialize};
use strum::VariantArray;
use utoipa::ToSchema;

use crate::domain::language::Language;
use crate::domain::{CatalogueText, Slug};

use super::hours::OpeningHours;
use super::schedule::Schedule;

/// A way to reach an insats. The phone number and e-mail address belong to a function, never to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    /// The kind of channel.
    pub kind: ChannelKind,
    /// The function's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "0176-713 00")]
    pub function_phone: Option<String>,
    /// The function's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "registrator@example.se")]
    pub function_email: Option<String>,
    /// The web page: the e-service, the form or the chat.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri", example = "https://www.example.se/stod")]
    pub web_page: Option<String>,
    /// The place to visit, one of `places`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Slug>,
    /// When it is open, each week.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<OpeningHours>,
    /// When it is open, by rules that repeat.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Schedule>,
    /// The languages in which one is answered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// The time until an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processing_time: Option<ProcessingTime>,
    /// Further information.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<CatalogueText>,
}

/// The kind of channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, VariantArray)]
#[serde(rename_all = "camelCase")]
pub enum ChannelKind {
    Phone,
    EService,
    Email,
    Visit,
    Form,
    Letter,
    Chat,
}

/// A duration in ISO 8601, above zero: `P3D`, `PT2H`, `P2W`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = "duration", example = "P3D")]
pub struct ProcessingTime(String);

impl ProcessingTime {
    /// Parses weeks alone, or years, months, days, hours, minutes and seconds in this order, up to four digits each.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (days, times) = match text.strip_prefix('P')?.split_once('T') {
            Some((_, "")) => return None,
            Some((days, times)) => (days, times),
            None => (text.strip_prefix('P')?, ""),
        };
        let in_weeks = times.is_empty().then(|| numbers(days, "W")).flatten();
        let numbers = in_weeks.or_else(|| Some([numbers(days, "YMD")?, numbers(times, "HMS")?].concat()))?;
        numbers.iter().any(|number| *number > 0).then(|| Self(text.to_owned()))
    }

    /// The duration without weeks, which XML Schema does not have.
    pub(crate) fn in_days(&self) -> String {
        let weeks = self.0.strip_prefix('P').and_then(|rest| rest.strip_suffix('W'));
        let weeks = weeks.and_then(|weeks| weeks.parse::<u32>().ok());
        weeks.map_or_else(|| self.0.clone(), |weeks| format!("P{}D", weeks * 7))
    }
}

/// The numbers before some of the units, each unit at most once and in order.
fn numbers(text: &str, units: &str) -> Option<Vec<u16>> {
    let mut left = units.chars();
    let mut parts = text.split_inclusive(|c: char| !c.is_ascii_digit());
    parts.try_fold(Vec::new(), |mut read, part| {
        let unit = part.chars().next_back()?;
        left.find(|known| *known == unit)?;
        let number = part.strip_suffix(unit).filter(|number| number.len() <= 4)?;
        read.push(number.parse().ok()?);
        Some(read)
    })
}

#[cfg(test)]
mod tests {
    use super::ProcessingTime;

    #[test]
    fn reads_durations_of_iso_8601() {
        for good in ["P3D", "PT2H", "P2W", "P1Y2M3DT4H5M6S", "P1M", "PT30M", "P0Y1D"] {
            assert!(ProcessingTime::parse(good).is_some(), "{good}");
        }
        for bad in [
            "", "P", "PT", "P1DT", "3D", "P0D", "P1W2D", "P1D1M", "P1H", "PT1D", "P-1D", "P1.5D", "P10000D", "P1",
            "p1d", "P1D1D",
        ] {
            assert!(ProcessingTime::parse(bad).is_none(), "{bad}");
        }
    }
}
