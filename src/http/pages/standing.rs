//! Whether an insats is in force, as people read it: never surer than the catalogue.

use chrono::NaiveDate;

use crate::domain::Text;
use crate::domain::day::in_words;
use crate::domain::eligibility::explanation::not_in_force;
use crate::domain::insatser::decision::Adoption;
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
        Standing::Upcoming(_) if is_proposed(standing) => {
            Some(composed!("Föreslås börja {first}", "Proposed to start {first}"; first))
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

fn is_proposed(standing: Standing) -> bool {
    let decision = standing.version().held.version.decision.as_ref();
    decision.is_some_and(|decision| decision.adoption == Adoption::Proposed)
}

/// The same in a sentence or two, with what to do.
pub(crate) fn note(standing: Standing, today: NaiveDate) -> Option<Text> {
    match standing {
        Standing::InForce(_) => None,
        Standing::Ended(version) if !version.held.takes_effect() => Some(text!(
            "Insatsen ges inte. Beslutet återkallades innan det började gälla.",
            "The service is not provided. The decision was withdrawn before it came into force."
        )),
        Standing::Upcoming(_) | Standing::Ended(_) => Some(not_in_force(standing, today)),
    }
}
