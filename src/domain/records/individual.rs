//! Why records of individuals are refused, for each level of documentation.

use chrono::NaiveDate;

use crate::domain::insatser::documentation::IndividualLevel;
use crate::domain::insatser::insats::Insats;
use crate::domain::text::text;
use crate::domain::{Code, Text};

/// The level of documentation about the individual on a day.
pub(crate) fn level_on(insats: &Insats, day: NaiveDate) -> Option<IndividualLevel> {
    let rules = insats.on(day)?.version().held.version.documentation.as_ref()?;
    Some(rules.individual_level)
}

/// Why records of individuals are refused.
pub(crate) fn individual_record(level: Option<IndividualLevel>) -> (Code, Text) {
    match level {
        Some(IndividualLevel::Exempt) => (
            Code::IndividualLevelExempted,
            text!(
                "Nämnden har beslutat att uppgifter som kan röja vem någon är inte ska dokumenteras (14 kap. 5 § socialtjänstlagen).",
                "The board has decided that information that could identify someone is not to be recorded (Chapter 14, Section 5 of the Social Services Act)."
            ),
        ),
        Some(IndividualLevel::Advice) => (
            Code::PersonalCircumstancesAdvice,
            text!(
                "Insatsen är rådgivning. Då behöver personliga förhållanden inte dokumenteras (14 kap. 4 § socialtjänstlagen).",
                "The service is advisory. Personal circumstances need not be recorded (Chapter 14, Section 4 of the Social Services Act)."
            ),
        ),
        Some(IndividualLevel::OutsideAct) => (
            Code::IndividualLevelElsewhere,
            text!(
                "Insatsen omfattas inte av socialtjänstlagens dokumentationsregler. Uppgifter om enskilda tas inte emot här.",
                "The documentation rules of the Social Services Act do not cover this service. Information about individuals is not accepted here."
            ),
        ),
        Some(IndividualLevel::Required) | None => (
            Code::IndividualLevelElsewhere,
            text!(
                "Uppgifter om enskilda dokumenteras i utförarens eller nämndens verksamhetssystem (14 kap. 3 § socialtjänstlagen), aldrig här.",
                "Information about individuals is recorded in the provider's or the board's case management system (Chapter 14, Section 3 of the Social Services Act), never here."
            ),
        ),
    }
}
