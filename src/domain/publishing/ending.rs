//! The end of an insats: the withdrawals of its versions, and the faults in them.

use chrono::NaiveDate;

use crate::domain::insatser::insats::{Insats, PublishedVersion};
use crate::domain::insatser::withdrawal::Withdrawal;
use crate::domain::text::text;
use crate::domain::{Code, Fault};

use super::proposal::Ending;

/// The withdrawals that end an insats or one of its versions.
pub(crate) fn withdrawals(insats: Option<&Insats>, ending: &Ending, today: NaiveDate) -> Vec<Withdrawal> {
    let versions = insats.into_iter().flat_map(Insats::versions);
    let ends = versions.filter(|version| match ending.valid_from {
        Some(only) => version.held.version.valid_from == only,
        None => version.held.takes_effect() && version.last_day.is_none_or(|last_day| last_day > ending.last_day),
    });
    ends.map(|version| withdrawal(version.held, ending, today)).collect()
}

fn withdrawal(held: &PublishedVersion, ending: &Ending, today: NaiveDate) -> Withdrawal {
    let valid_from = held.version.valid_from;
    let new = Withdrawal {
        insats: ending.insats.clone(),
        valid_from,
        last_day: ending.last_day,
        decision: ending.decision.clone(),
        entered_late: ending.last_day < today,
        note: ending.note.clone(),
        sources: Vec::new(),
    };
    let Some(earlier) = &held.withdrawal else {
        return new;
    };
    let as_before = Withdrawal {
        entered_late: earlier.entered_late,
        ..new.clone()
    };
    if as_before == *earlier {
        return as_before;
    }
    // This changes what applied on past days.
    let corrects_the_past = earlier.last_day < today && valid_from <= today;
    Withdrawal {
        entered_late: new.entered_late || corrects_the_past,
        ..new
    }
}

/// The fault of an ending that applies to no version.
pub(crate) fn nothing_ends(ending: &Ending, pointer: &str) -> Fault {
    let (member, code, detail) = match ending.valid_from {
        Some(_) => (
            "validFrom",
            Code::UnknownReference,
            text!(
                "Ingen version av insatsen börjar den dagen. Se versions hos insatsen.",
                "No version of the insats starts on that day. See versions of the insats."
            ),
        ),
        None => (
            "lastDay",
            Code::AlreadyEnded,
            text!(
                "Insatsen har redan upphört den dagen. Ange versionens validFrom om du vill rätta dess sista dag.",
                "The service has already ended by that day. To correct the last day of a version, give its validFrom."
            ),
        ),
    };
    Fault::new(format!("{pointer}/{member}"), code, detail)
}

/// The fault of a withdrawal, if any; `is_new` if the version is not published yet.
///
/// A last day that has passed may be corrected. A new version that was withdrawn before it began comes from another
/// catalogue, where it was withdrawn in time.
pub(crate) fn fault(
    held: &PublishedVersion,
    withdrawal: &Withdrawal,
    is_new: bool,
    today: NaiveDate,
    pointer: &str,
) -> Option<Fault> {
    let pointer = format!("{pointer}/lastDay");
    // What was decided before the act cannot be in force under it, wherever its last day comes from.
    let decided_end = if held.version.ended_before_the_law() {
        held.version.valid_to
    } else {
        held.version.decided_last_day()
    };
    let has_begun = held.takes_effect() && withdrawal.valid_from <= today;
    if decided_end.is_some_and(|decided| decided < withdrawal.last_day) {
        let detail = text!(
            "Versionen upphör tidigare än så, enligt sitt eget validTo.",
            "The version ends earlier than that, according to its own validTo."
        );
        Some(Fault::new(pointer, Code::AlreadyEnded, detail))
    } else if withdrawal.is_before_start() && has_begun && !is_new {
        let detail = text!(
            "Versionen har börjat gälla: sista dagen kan inte vara före den första.",
            "The version has taken effect: its last day cannot be before its first."
        );
        Some(Fault::new(pointer, Code::OutOfRange, detail))
    } else {
        None
    }
}
