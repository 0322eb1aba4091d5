//! What is counted of group records: sums for each insats, provider, activity, place and month.

use super::group_record::{Evaluation, GroupRecord, Rating, Unit};

/// What one sum is of, within a municipality.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SumKey {
    /// The insats.
    pub insats: String,
    /// The provider.
    pub provider: String,
    /// The activity: a slug, `other`, or nothing.
    pub activity: String,
    /// The place: a slug, `other`, or nothing.
    pub place: String,
    /// The month, as `2026-10`: that of a record's last day.
    pub month: String,
}

/// The sums of one atom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many records.
    pub records: i32,
    /// How many sessions they tell of.
    pub sessions: i32,
    /// Participations, and how they fall on women, men, and others or unknown.
    pub participations: Genders,
    /// Participations that were counted by session: those of a period of persons were not.
    pub in_sessions: i32,
    /// The most different people that a single record proves, of each: a session, or a period that counts persons.
    pub peaks: Peaks,
    /// The same of records of visits at several sessions.
    pub visits: VisitPeaks,
    /// Ratings, each times its responses, in hundredths on a scale from 1 to 5.
    pub rating_sum: i64,
    /// The responses behind the ratings.
    pub responses: i32,
    /// The most responses to one question of one record: each is of another person.
    pub peak_responses: i32,
}

/// A number in all and for each gender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Genders {
    /// In all.
    pub total: i32,
    /// Women.
    pub women: i32,
    /// Men.
    pub men: i32,
    /// Others, and those whose gender is not known.
    pub other: i32,
}

/// The most different people that a single record proves, of any genders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Peaks {
    /// Of all.
    pub total: i32,
    /// Women.
    pub women: i32,
    /// Men.
    pub men: i32,
    /// Others, and those whose gender is not known.
    pub other: i32,
    /// Women and men.
    pub women_and_men: i32,
    /// Women, others and unknown.
    pub women_and_other: i32,
    /// Men, others and unknown.
    pub men_and_other: i32,
}

/// The most different people that a single record of visits at several sessions proves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VisitPeaks {
    /// How many, of any genders.
    pub peaks: Peaks,
    /// The most sessions of one such record; 0 where there is none.
    pub sessions: i32,
}

impl Peaks {
    /// Of one record, where `proved` says how many different people a number of participations proves.
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

    fn or(self, other: Self) -> Self {
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
    /// What one record adds.
    pub(crate) fn of(record: &GroupRecord) -> Self {
        let counted = Self {
            records: 1,
            sessions: number(record.session_count()),
            participations: participations(record),
            ..Self::of_ratings(record.evaluation.as_ref())
        };
        counted.with_peaks(record.unit == Some(Unit::Visits))
    }

    /// What the ratings of an evaluation add, of a record or of a whole reporting period.
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

    /// The sums of one record with what follows from its counts: of how many different people it is known that they took
    /// part.
    ///
    /// Two people at four sessions are eight visits: different people are proved only within one session.
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

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            records: self.records + other.records,
            sessions: self.sessions + other.sessions,
            participations: self.participations.and(other.participations),
            in_sessions: self.in_sessions + other.in_sessions,
            peaks: self.peaks.or(other.peaks),
            visits: VisitPeaks {
                peaks: self.visits.peaks.or(other.visits.peaks),
                sessions: self.visits.sessions.max(other.visits.sessions),
            },
            rating_sum: self.rating_sum + other.rating_sum,
            responses: self.responses + other.responses,
            peak_responses: self.peak_responses.max(other.peak_responses),
        }
    }
}

fn participations(record: &GroupRecord) -> Genders {
    record.participants.map_or_else(Genders::default, |told| Genders {
        total: number(told.total),
        women: number(told.women.unwrap_or(0)),
        men: number(told.men.unwrap_or(0)),
        other: number(told.other_and_unknown()),
    })
}

/// Counts are at most 10,000.
fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A mean in hundredths, moved from its own scale to one from 1 to 5.
fn on_five(rating: &Rating) -> i64 {
    let steps = i64::from(rating.scale_max) - 1;
    let above = i64::from(rating.mean.0) - 100;
    100 + (above * 4 + steps / 2) / steps.max(1)
}
