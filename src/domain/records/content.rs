//! Checks what a group record contains against what the board requires and what may be recorded.

use crate::domain::insatser::documentation::{Documentation, GroupItem, IndividualLevel};
use crate::domain::personal_details::child_concern::{ChildConcern, child_concern_in};
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Text};

use super::case::Case;
use super::group_record::{Evaluation, GroupRecord, Participants, Unit};

/// The smallest group that may have genders, texts or ratings, if individuals must not be documented.
const MIN_DESCRIBED: u32 = 3;
/// The minimum number of answers behind a rating.
const MIN_RESPONSES: u32 = 3;

impl Case<'_> {
    /// Requires the items of the decision, except those that a small group must not have.
    pub(crate) fn items(&mut self, rules: &Documentation) {
        let is_small = self.is_small(rules.individual_level);
        let record = self.record;
        let has_genders = record.participants.is_none_or(|participants| {
            participants.total == 0 || (participants.women.is_some() && participants.men.is_some())
        });
        for item in &rules.group_level.items {
            let (is_stated, member, code) = match item {
                // Every record needs a date anyway, and an evaluation is needed once a period.
                GroupItem::Date | GroupItem::Evaluation => continue,
                GroupItem::ParticipantsTotal => (
                    record.participants.is_some(),
                    "/participants",
                    Code::MissingParticipants,
                ),
                GroupItem::ParticipantsGender => (is_small || has_genders, "/participants", Code::MissingGender),
                GroupItem::Method => (record.method.is_some(), "/method", Code::MissingMethod),
                GroupItem::PerformedBy => (record.performed_by.is_some(), "/performedBy", Code::MissingPerformedBy),
                GroupItem::Content => (is_small || record.content.is_some(), "/content", Code::MissingContent),
                GroupItem::Extent => (is_small || record.extent.is_some(), "/extent", Code::MissingExtent),
                GroupItem::KindOfSupport => (
                    is_small || record.kind_of_support.is_some(),
                    "/kindOfSupport",
                    Code::MissingKindOfSupport,
                ),
                GroupItem::Patterns => (
                    is_small || record.patterns.is_some(),
                    "/patterns",
                    Code::MissingPatterns,
                ),
            };
            if !is_stated {
                let detail = text!(
                    "Nämnden har beslutat att detta ska dokumenteras. Se documentation-rules för insatsen.",
                    "The board has decided that this must be recorded. See documentation-rules of the insats."
                );
                self.fault(member, code, detail);
            }
        }
    }

    /// Whether details could identify someone, since so few took part in a session, on the only day of a period, or as
    /// different people in a period.
    pub(crate) fn is_small(&self, level: IndividualLevel) -> bool {
        let total = self.record.participants.map_or(0, |participants| participants.total);
        let is_narrow = self.days.from == self.days.to || self.record.unit == Some(Unit::Persons);
        level != IndividualLevel::Required && is_narrow && (1..MIN_DESCRIBED).contains(&total)
    }

    pub(crate) fn small_group(&mut self, level: IndividualLevel) {
        if !self.is_small(level) {
            return;
        }
        let record = self.record;
        let has = |part: fn(&Participants) -> Option<u32>| record.participants.as_ref().and_then(part).is_some();
        let stated = [
            ("/participants/women", has(|participants| participants.women)),
            ("/participants/men", has(|participants| participants.men)),
            (
                "/participants/otherOrUnknown",
                has(|participants| participants.other_or_unknown),
            ),
            ("/content", record.content.is_some()),
            ("/extent", record.extent.is_some()),
            ("/kindOfSupport", record.kind_of_support.is_some()),
            ("/patterns", record.patterns.is_some()),
            ("/evaluation", record.evaluation.is_some()),
        ];
        for (member, _) in stated.into_iter().filter(|(_, is_stated)| *is_stated) {
            self.fault(
                member,
                Code::SmallGroup,
                text!(
                    "Bara en eller två deltog. Ange antalet, men inget om kön, innehåll eller omdömen. Redovisa stöd till en person i taget som en längre period.",
                    "Only one or two people took part. Give the number, but nothing about gender, content or ratings. Report support to one person at a time as a longer period."
                ),
            );
        }
    }

    /// Refuses texts that are clearly about concern for a child.
    pub(crate) fn child_concern(&mut self) {
        for (member, text) in self.record.texts_with_pointers() {
            if child_concern_in(text) == Some(ChildConcern::Clear) {
                self.fault(member, Code::ChildConcernElsewhere, report_concern());
            }
        }
    }
}

/// The faults in the numbers of a record, which need no catalogue.
pub(crate) fn number_faults(record: &GroupRecord, pointer: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(participants) = record.participants {
        let parts = [participants.women, participants.men, participants.other_or_unknown];
        let sum: u32 = parts.iter().flatten().sum();
        if sum > participants.total {
            let detail = text!(
                "Kvinnor, män och annat eller okänt är tillsammans fler än totalen.",
                "Women, men and other or unknown add up to more than the total."
            );
            faults.push(Fault::new(format!("{pointer}/participants"), Code::GenderSum, detail));
        }
    }
    if let Some(evaluation) = &record.evaluation {
        let most = match record.participants {
            Some(participants) if record.date.is_some() => participants.total,
            _ => u32::MAX,
        };
        faults.extend(rating_faults(evaluation, most, &format!("{pointer}/evaluation")));
    }
    faults
}

/// The fault text for a concern for a child.
pub(crate) fn report_concern() -> Text {
    text!(
        "Texten handlar om oro för ett barn. Anmäl oron till socialtjänsten i barnets kommun (19 kap. 1 § socialtjänstlagen), och ta bort texten här. Ring 112 vid akut fara.",
        "The text is about concern for a child. Report the concern to social services in the child's municipality (Chapter 19, Section 1 of the Social Services Act), and remove the text here. Call 112 in an emergency."
    )
}

/// The faults in the ratings of an evaluation, which at most `most` people can have answered.
pub(crate) fn rating_faults(evaluation: &Evaluation, most: u32, pointer: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, rating) in evaluation.ratings.iter().enumerate() {
        let place = |name: &str| format!("{pointer}/ratings/{at}/{name}");
        let highest = rating.scale_max;
        if rating.mean.0 < 100 || rating.mean.0 > u32::from(highest) * 100 {
            let detail = composed!(
                "Ange ett medelvärde på skalan från 1 till {highest}.",
                "Use a mean on the scale from 1 to {highest}."
            );
            faults.push(Fault::new(place("mean"), Code::RatingOutsideScale, detail));
        }
        if rating.responses < MIN_RESPONSES || rating.responses > most {
            let detail = text!(
                "Ange minst 3 svar, och inte fler svar än deltagare.",
                "Use at least 3 responses, and no more responses than participants."
            );
            faults.push(Fault::new(place("responses"), Code::RatingResponses, detail));
        }
    }
    faults
}
