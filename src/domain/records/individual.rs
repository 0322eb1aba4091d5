//! Why no record of an individual is taken, for each level of documentation.

use chrono::NaiveDate;

use crate::domain::fault::Code;
use crate::domain::insatser::documentation::IndividualLevel;
use crate::domain::insatser::insats::Insats;
use crate::domain::text::Text;

/// What is documented about the individual on a day.
pub(crate) fn level_on(insats: &Insats, day: NaiveDate) -> Option<IndividualLevel> {
    let rules = insats.on(day)?.version().held.version.documentation.as_ref()?;
    Some(rules.individual_level)
}

/// Why no record of an individual is taken.
pub(crate) fn individual_record(level: Option<IndividualLevel>) -> (Code, Text) {
    match level {
        Some(IndividualLevel::Exempt) => (
            Code::IndividualLevelExempted,
            Text::fixed(
                "Nämnden har beslutat att uppgifter som kan röja en identitet inte ska dokumenteras (14 kap. 5 § socialtjänstlagen).",
                "The board has decided that nothing that can reveal an identity is documented (chapter 14, section 5 of the Social Services Act).",
            ),
        ),
        Some(IndividualLevel::Advice) => (
            Code::PersonalCircumstancesAdvice,
            Text::fixed(
                "Insatsen är rådgivning: personliga förhållanden dokumenteras inte (14 kap. 4 § socialtjänstlagen).",
                "The insats is advice: personal circumstances are not documented (chapter 14, section 4 of the Social Services Act).",
            ),
        ),
        Some(IndividualLevel::OutsideAct) => (
            Code::IndividualLevelElsewhere,
            Text::fixed(
                "Insatsen omfattas inte av socialtjänstlagens dokumentationsregler, och inget om enskilda tas emot här.",
                "The insats is not covered by the documentation rules of the Social Services Act, and nothing of individuals is taken here.",
            ),
        ),
        Some(IndividualLevel::Required) | None => (
            Code::IndividualLevelElsewhere,
            Text::fixed(
                "Dokumentation om enskilda förs i utförarens eller nämndens verksamhetssystem (14 kap. 3 § socialtjänstlagen), aldrig här.",
                "Documentation of individuals is kept in the provider's or board's case records (chapter 14, section 3 of the Social Services Act), never here.",
            ),
        ),
    }
}
