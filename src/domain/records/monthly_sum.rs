//! Monthly sums of group records for each insats, provider, activity and place.

use super::group_record::{Evaluation, GroupRecord, Rating, Unit};

/// The key of a monthly sum, within a municipality.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SumKey {
    /// The insats.
    pub insats: String,
    /// The provider.
    pub provider: String,
    /// The activity: a slug, `other`, or empty.
    pub activity: String,
    /// The place: a slug, `other`, or empty.
    pub place: String,
    /// The month of the last day of the records, as `2026-10`.
    pub month: String,
}

/// The sums of one key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// The number of records.
    pub records: i32,
    /// The number of sessions.
    pub sessions: i32,
    /// Participations, in total and by gender.
    pub participations: Genders,
    /// Participations that were counted by session. Those of a period of persons were not.
    pub in_sessions: i32,
    /// The highest number of different people that one record proves: a session, or a period of persons.
    pub peaks: Peaks,
    /// The same for records of visits in several sessions.
    pub visits: VisitPeaks,
    /// Ratings times responses, in hundredths on a scale from 1 to 5.
    pub rating_sum: i64,
    /// The number of responses behind the ratings.
    pub responses: i32,
    /// The highest number of responses to one question in one record. Each is from a different person.
    pub peak_responses: i32,
}

/// A number in total and for each gender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Genders {
    /// In total.
    pub total: i32,
    /// Women.
    pub women: i32,
    /// Men.
    pub men: i32,
    /// Other and unknown.
    pub other: i32,
}

/// The highest number of different people that one record proves, for each set of genders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Peaks {
    /// In total.
    pub total: i32,
    /// Women.
    pub women: i32,
    /// Men.
    pub men: i32,
    /// Other and unknown.
    pub other: i32,
    /// Women and men.
    pub women_and_men: i32,
    /// Women, other and unknown.
    pub women_and_other: i32,
    /// Men, other and unknown.
    pub men_and_other: i32,
}

/// The highest number of different people that one record of visits in several sessions proves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VisitPeaks {
    /// The number, for each set of genders.
    pub peaks: Peaks,
    /// The highest number of sessions in such a record; 0 if there is none.
    pub sessions: i32,
}

impl Peaks {
    /// The peaks of one record, where `proved` returns how many different people a number of participations proves.
    fn of(counted: Genders, proved: impl Fn(i32) -> i32) -> Self {
        let Genders {
            total,
            women,
            men,
            other,
        } = counted;
        Self {
            total: proved(total),
            women: proved(women),
            men: proved(men),
            other: proved(other),
            women_and_men: proved(women + men),
            women_and_other: proved(women + other),
            men_and_other: proved(men + other),
        }
    }

    fn max(self, other: Self) -> Self {
        Self {
            total: self.total.max(other.total),
            women: self.women.max(other.women),
            men: self.men.max(other.men),
            other: self.other.max(other.other),
            women_and_men: self.women_and_men.max(other.women_and_men),
            women_and_other: self.women_and_other.max(other.women_and_other),
            men_and_other: self.men_and_other.max(other.men_and_other),
        }
    }
}

impl Genders {
    fn and(self, other: Self) -> Self {
        Self {
            total: self.total + other.total,
            women: self.women + other.women,
            men: self.men + other.men,
            other: self.other + other.other,
        }
    }
}

impl Sums {
    /// The sums of one record.
    pub(crate) fn of(record: &GroupRecord) -> Self {
        let counted = Self {
            records: 1,
            sessions: number(record.session_count()),
            participations: participations(record),
            ..Self::of_ratings(record.evaluation.as_ref())
        };
        counted.with_peaks(record.unit == Some(Unit::Visits))
    }

    /// The sums of the ratings in an evaluation, of a record or of a reporting period.
    pub(crate) fn of_ratings(evaluation: Option<&Evaluation>) -> Self {
        let ratings = evaluation.into_iter().flat_map(|evaluation| &evaluation.ratings);
        Self {
            rating_sum: ratings
                .clone()
                .map(|rating| on_five(rating) * i64::from(rating.responses))
                .sum(),
            responses: ratings.clone().map(|rating| number(rating.responses)).sum(),
            peak_responses: ratings.map(|rating| number(rating.responses)).max().unwrap_or(0),
            ..Self::default()
        }
    }

    /// The sums of one record, with the number of different people that its counts prove.
    ///
    /// Eight visits in four sessions may be two people: only one session proves different people.
    pub fn with_peaks(self, counts_visits: bool) -> Self {
        let sessions = self.sessions;
        let (peaks, visits) = match (counts_visits, sessions) {
            (false, _) | (true, 1) => (Peaks::of(self.participations, |count| count), VisitPeaks::default()),
            (true, 2..) => {
                let proved = |count: i32| (count + sessions - 1) / sessions;
                let peaks = Peaks::of(self.participations, proved);
                (Peaks::default(), VisitPeaks { peaks, sessions })
            }
            (true, _) => (Peaks::default(), VisitPeaks::default()),
        };
        Self {
            in_sessions: if self.sessions > 0 {
                self.participations.total
            } else {
                0
            },
            peaks,
            visits,
            ..self
        }
    }

    /// The sums of both.
    pub fn and(self, other: Self) -> Self {
        Self {
            records: self.records + other.records,
            sessions: self.sessions + other.sessions,
            participations: self.participations.and(other.participations),
            in_sessions: self.in_sessions + other.in_sessions,
            peaks: self.peaks.max(other.peaks),
            visits: VisitPeaks {
                peaks: self.visits.peaks.max(other.visits.peaks),
                sessions: self.visits.sessions.max(other.visits.sessions),
            },
            rating_sum: self.rating_sum + other.rating_sum,
            responses: self.responses + other.responses,
            peak_responses: self.peak_responses.max(other.peak_responses),
        }
    }
}

fn participations(record: &GroupRecord) -> Genders {
    record
        .participants
        .map_or_else(Genders::default, |participants| Genders {
            total: number(participants.total),
            women: number(participants.women.unwrap_or(0)),
            men: number(participants.men.unwrap_or(0)),
            other: number(participants.other_and_unknown()),
        })
}

/// Counts are at most 10,000.
fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A mean in hundredths, converted to a scale from 1 to 5.
fn on_five(rating: &Rating) -> i64 {
    let steps = i64::from(rating.scale_max) - 1;
    let above = i64::from(rating.mean.0) - 100;
    100 + (above * 4 + steps / 2) / steps.max(1)
}
