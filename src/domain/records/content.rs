//! Checks what a group record contains against what the board requires and what may be recorded.

use crate::domain::fault::{Code, Fault};
use crate::domain::insatser::documentation::{Documentation, GroupItem, IndividualLevel};
use crate::domain::text::Text;

use super::case::Case;
use super::group_record::Evaluation;

/// The smallest session that may have genders, texts or ratings, if individuals must not be documented.
const MIN_DESCRIBED: u32 = 3;
/// The minimum number of answers behind a rating.
const MIN_RESPONSES: u32 = 3;

impl Case<'_> {
    /// Requires the items of the decision, except those that a small group must not have.
    pub(crate) fn items(&mut self, rules: &Documentation) {
        let is_small = self.is_small(rules.individual_level);
        let record = self.record;
        let participants = record.participants.as_ref();
        let missing = |item: GroupItem| match item {
            // Every record needs a date anyway, and an evaluation is needed once a period.
            GroupItem::Date | GroupItem::Evaluation => None,
            GroupItem::ParticipantsTotal => participants
                .is_none()
                .then_some(("/participants", Code::MissingParticipants)),
            GroupItem::ParticipantsGender => {
                let is_stated = participants.is_none_or(|participants| {
                    participants.total == 0 || (participants.women.is_some() && participants.men.is_some())
                });
                (!is_stated && !is_small).then_some(("/participants", Code::MissingGender))
            }
            GroupItem::Method => record.method.is_none().then_some(("/method", Code::MissingMethod)),
            GroupItem::PerformedBy => record
                .performed_by
                .is_none()
                .then_some(("/performedBy", Code::MissingPerformedBy)),
            GroupItem::Content => missing_text(record.content.as_ref(), is_small, "/content", Code::MissingContent),
            GroupItem::Extent => missing_text(record.extent.as_ref(), is_small, "/extent", Code::MissingExtent),
            GroupItem::KindOfSupport => missing_text(
                record.kind_of_support.as_ref(),
                is_small,
                "/kindOfSupport",
                Code::MissingKindOfSupport,
            ),
            GroupItem::Patterns => missing_text(record.patterns.as_ref(), is_small, "/patterns", Code::MissingPatterns),
        };
        let all: Vec<_> = rules
            .group_level
            .items
            .iter()
            .filter_map(|item| missing(*item))
            .collect();
        for (member, code) in all {
            self.fault(
                member,
                code,
                Text::fixed(
                    "Nämnden har beslutat att detta ska dokumenteras. Se documentation-rules för insatsen.",
                    "The board has decided that this must be documented. See documentation-rules of the insats.",
                ),
            );
        }
    }

    /// Whether details of the session could identify someone, since so few took part.
    pub(crate) fn is_small(&self, level: IndividualLevel) -> bool {
        let total = self.record.participants.map_or(0, |participants| participants.total);
        level != IndividualLevel::Required && self.record.date.is_some() && (1..MIN_DESCRIBED).contains(&total)
    }

    pub(crate) fn small_group(&mut self, level: IndividualLevel) {
        if !self.is_small(level) {
            return;
        }
        let record = self.record;
        let participants = record.participants.as_ref();
        let of = |member: &'static str, is_stated: bool| is_stated.then_some(member);
        let members = [
            of(
                "/participants/women",
                participants.is_some_and(|participants| participants.women.is_some()),
            ),
            of(
                "/participants/men",
                participants.is_some_and(|participants| participants.men.is_some()),
            ),
            of(
                "/participants/otherOrUnknown",
                participants.is_some_and(|participants| participants.other_or_unknown.is_some()),
            ),
            of("/content", record.content.is_some()),
            of("/extent", record.extent.is_some()),
            of("/kindOfSupport", record.kind_of_support.is_some()),
            of("/patterns", record.patterns.is_some()),
            of("/evaluation", record.evaluation.is_some()),
        ];
        for member in members.into_iter().flatten() {
            self.fault(
                member,
                Code::SmallGroup,
                Text::fixed(
                    "Bara en eller två deltog. Ange antalet, men inget om kön, innehåll eller omdömen. Redovisa stöd till en person i taget för en period.",
                    "Only one or two people took part. State the number, but nothing about gender, content or ratings. Report support to one person at a time for a period.",
                ),
            );
        }
    }

    pub(crate) fn counts(&mut self) {
        let Some(participants) = self.record.participants else {
            return;
        };
        let parts = [participants.women, participants.men, participants.other_or_unknown];
        let sum: u32 = parts.iter().flatten().sum();
        if sum > participants.total {
            let detail = Text::fixed(
                "Kvinnor, män och annat är tillsammans fler än totalen.",
                "Women, men and others add up to more than the total.",
            );
            self.fault("/participants", Code::GenderSum, detail);
        }
    }

    pub(crate) fn ratings(&mut self) {
        let Some(evaluation) = &self.record.evaluation else {
            return;
        };
        let most = match self.record.participants {
            Some(participants) if self.record.date.is_some() => participants.total,
            _ => u32::MAX,
        };
        let pointer = format!("{}/evaluation", self.pointer);
        self.faults.extend(rating_faults(evaluation, most, &pointer));
    }
}

/// The faults in the ratings of an evaluation, which at most `most` people can have answered.
pub(crate) fn rating_faults(evaluation: &Evaluation, most: u32, pointer: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, rating) in evaluation.ratings.iter().enumerate() {
        let place = |name: &str| format!("{pointer}/ratings/{at}/{name}");
        let highest = rating.scale_max;
        if rating.mean.0 < 100 || rating.mean.0 > u32::from(highest) * 100 {
            let detail = Text::new(
                format!("Ange ett medelvärde på skalan från 1 till {highest}."),
                format!("Use a mean on the scale from 1 to {highest}."),
            );
            faults.push(Fault::new(place("mean"), Code::RatingOutsideScale, detail));
        }
        if rating.responses < MIN_RESPONSES || rating.responses > most {
            let detail = Text::fixed(
                "Ange minst 3 svar, och inte fler än deltagarna.",
                "Use at least 3 responses, and no more than the number of participants.",
            );
            faults.push(Fault::new(place("responses"), Code::RatingResponses, detail));
        }
    }
    faults
}

fn missing_text(
    text: Option<&String>,
    is_small: bool,
    member: &'static str,
    code: Code,
) -> Option<(&'static str, Code)> {
    (text.is_none() && !is_small).then_some((member, code))
}
