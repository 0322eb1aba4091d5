//! The events that a day brings, without any change of the catalogue.

use chrono::{Days, NaiveDate};

use crate::domain::insatser::municipality::Municipality;
use crate::domain::publishing::follow_up::{FollowUp, FollowUpKind, follow_ups};
use crate::domain::records::coverage::{Coverage, CoverageState};

use super::event::EventKind;

/// How long before its last day an agreement is said to end.
const ENDING: Days = Days::new(90);
/// How long after its day an event is still news. The service may have been stopped for so long.
const IS_NEWS: Days = Days::new(60);

/// An event that a day brings. It happens once for each kind, key and day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DueEvent {
    pub due: NaiveDate,
    pub kind: EventKind,
    pub key: String,
}

/// What is due in a municipality by a day: follow-ups, agreements that end, and reports that are late.
pub(crate) fn due_events(municipality: &Municipality, reports: &[Coverage], today: NaiveDate) -> Vec<DueEvent> {
    let is_late = |line: &&Coverage| matches!(line.state, CoverageState::Late | CoverageState::Missing);
    let late = reports.iter().filter(is_late).filter_map(of_report);
    let follow_ups = follow_ups(municipality, today);
    let all = follow_ups.iter().filter_map(of_follow_up).chain(late);
    let is_news = |from: NaiveDate| from <= today && from.checked_add_days(IS_NEWS).is_some_and(|end| today <= end);
    let mut events: Vec<DueEvent> = all.filter(|(from, _)| is_news(*from)).map(|(_, event)| event).collect();
    events.sort();
    events
}

/// The first day of an event, and the event.
fn of_follow_up(follow_up: &FollowUp) -> Option<(NaiveDate, DueEvent)> {
    let (kind, from, key) = match follow_up.kind {
        FollowUpKind::Decision => {
            let key = format!("{}@{}", follow_up.insatser.first()?, follow_up.valid_from?);
            (EventKind::FollowUpDue, follow_up.due.first_day(), key)
        }
        FollowUpKind::AgreementEnds => {
            let key = format!("{}/{}", follow_up.provider.as_ref()?, follow_up.agreement.as_ref()?);
            let from = follow_up.due.last_day().checked_sub_days(ENDING)?;
            (EventKind::AgreementEnding, from, key)
        }
    };
    let event = DueEvent {
        due: follow_up.due.last_day(),
        kind,
        key,
    };
    Some((from, event))
}

fn of_report(line: &Coverage) -> Option<(NaiveDate, DueEvent)> {
    let event = DueEvent {
        due: line.due,
        kind: EventKind::ReportOverdue,
        key: format!("{}/{}/{}", line.insats, line.provider, line.period),
    };
    Some((line.due.succ_opt()?, event))
}
