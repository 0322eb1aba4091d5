//! The records behind a count: the same participations in one record or in several.

use insatskatalog::domain::records::monthly_sum::{Genders, Sums};

/// One record: women, men and others, and the number of sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted {
    /// Women, men, and others or unknown.
    pub genders: [i32; 3],
    /// Sessions; 0 in a record of a period that counts persons.
    pub sessions: i32,
}

impl Counted {
    /// The contribution to the sums.
    pub fn sums(self) -> Sums {
        let [women, men, other] = self.genders;
        let sums = Sums {
            records: 1,
            sessions: self.sessions,
            participations: Genders {
                total: women + men + other,
                women,
                men,
                other,
            },
            ..Sums::default()
        };
        sums.with_peaks(self.sessions > 0)
    }
}

/// How participations are divided into records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Together,
    ByGender,
    InOnes,
    /// None: nobody can take part.
    Nothing,
    /// One session, also without participants.
    Held,
    AtTwoSessions,
    AtThreeSessions,
}

impl Way {
    /// The records of a count.
    pub fn records(self, genders: [i32; 3]) -> Vec<Counted> {
        let at = |sessions| vec![Counted { genders, sessions }];
        let only = |gender: usize, count| {
            let mut genders = [0; 3];
            genders[gender] = count;
            Counted { genders, sessions: 1 }
        };
        let present = (0..3).filter(|gender| genders[*gender] > 0);
        if genders == [0; 3] && self != Self::Held {
            return Vec::new();
        }
        match self {
            Self::Nothing => Vec::new(),
            Self::Together | Self::Held => at(1),
            Self::AtTwoSessions => at(2),
            Self::AtThreeSessions => at(3),
            Self::ByGender => present.map(|gender| only(gender, genders[gender])).collect(),
            Self::InOnes => present
                .flat_map(|gender| (0..genders[gender]).map(move |_| only(gender, 1)))
                .collect(),
        }
    }
}

/// The sums of some records.
pub fn sums_of(records: &[Counted]) -> Sums {
    records
        .iter()
        .fold(Sums::default(), |all, record| all.and(record.sums()))
}

/// Every division of participations into sessions, one record each; also with the largest as a record of a period.
pub fn every_split(genders: [i32; 3]) -> Vec<Vec<Counted>> {
    let mut splits = Vec::new();
    split_below(genders, genders, &mut Vec::new(), &mut splits);
    let in_period = splits.clone().into_iter().filter_map(|mut split| {
        split.first_mut()?.sessions = 0;
        Some(split)
    });
    let in_period: Vec<Vec<Counted>> = in_period.collect();
    splits.extend(in_period);
    splits
}

/// Adds every split of the rest into records that are not larger than `most`.
fn split_below(left: [i32; 3], most: [i32; 3], records: &mut Vec<Counted>, splits: &mut Vec<Vec<Counted>>) {
    if left == [0; 3] {
        splits.push(records.clone());
        return;
    }
    for women in 0..=left[0] {
        for men in 0..=left[1] {
            for other in 0..=left[2] {
                let genders = [women, men, other];
                if genders > [0; 3] && genders <= most {
                    records.push(Counted { genders, sessions: 1 });
                    let left = std::array::from_fn(|gender| left[gender] - genders[gender]);
                    split_below(left, genders, records, splits);
                    records.pop();
                }
            }
        }
    }
}

#[test]
fn four_are_split_in_five_ways_and_two_of_each_gender_in_nine() {
    // The partitions of 4, and of the vector (2, 2); each also with a record of a period.
    assert_eq!(every_split([4, 0, 0]).len(), 2 * 5);
    assert_eq!(every_split([2, 2, 0]).len(), 2 * 9);
}
