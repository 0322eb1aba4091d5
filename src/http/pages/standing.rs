//! Whether an insats is in force, as people read it: never surer than the catalogue.

use chrono::NaiveDate;

use crate::domain::Text;
use crate::domain::day::in_words;
use crate::domain::insatser::insats::Standing;
use crate::domain::text::{composed, text};

/// A mark in a list; `None` for an insats in force.
pub(crate) fn mark(standing: Standing, today: NaiveDate) -> Option<Text> {
    let version = standing.version();
    let first = in_words(version.held.version.valid_from);
    let is_not_known = standing.is_not_known(today);
    match standing {
        Standing::InForce(_) => None,
        Standing::Upcoming(_) if is_not_known => {
            Some(composed!("Uppgifter från {first}", "Information from {first}"; first))
        }
        Standing::Upcoming(_) => Some(composed!("Börjar {first}", "Starts {first}"; first)),
        Standing::Ended(_) => Some(match version.last_day {
            Some(last) if is_not_known => {
                composed!("Uppgifter till {last}", "Information until {last}"; last = in_words(last))
            }
            Some(last) if version.held.takes_effect() => {
                composed!("Upphörde {last}", "Ended {last}"; last = in_words(last))
            }
            _ => text!("Började aldrig gälla", "Never came into force"),
        }),
    }
}

/// The same in a sentence or two, with what to do.
pub(crate) fn note(standing: Standing, today: NaiveDate) -> Option<Text> {
    let version = standing.version();
    let first = in_words(version.held.version.valid_from);
    let is_not_known = standing.is_not_known(today);
    match standing {
        Standing::InForce(_) => None,
        Standing::Upcoming(_) if is_not_known => Some(composed!(
            "Katalogen har bara uppgifter från {first}. Insatsen kan ha funnits tidigare. Fråga kommunen.",
            "Our information starts on {first}; the service may have existed before. Ask the municipality.";
            first
        )),
        Standing::Upcoming(_) => Some(composed!(
            "Insatsen ges inte än. Den börjar {first}.",
            "The service is not provided yet. It starts on {first}.";
            first
        )),
        Standing::Ended(_) => Some(match version.last_day {
            Some(last) if is_not_known => composed!(
                "Katalogen har bara uppgifter till och med {last}. Fråga kommunen om insatsen ges nu.",
                "Our information ends on {last}. Ask the municipality whether the service is provided now.";
                last = in_words(last)
            ),
            Some(last) if version.held.takes_effect() => composed!(
                "Insatsen ges inte längre utan behovsprövning. Sista dagen var {last}.",
                "The service is no longer provided without a needs assessment. The last day was {last}.";
                last = in_words(last)
            ),
            _ => text!(
                "Insatsen ges inte. Beslutet återkallades innan det började gälla.",
                "The service is not provided. The decision was withdrawn before it came into force."
            ),
        }),
    }
}
