//! What was counted of one stream, as a release looks at it.

use std::collections::BTreeMap;

use crate::domain::records::monthly_sum::{SumKey, Sums};
use crate::domain::statistics::month::Month;

/// What was counted of one stream.
#[derive(Clone, Debug, Default)]
pub struct CountedStream {
    /// Every sum of the months that are judged.
    pub sums: Vec<(SumKey, Sums)>,
    /// The months of roots whose sums are what they were when the roots were judged last, so that nothing of them is
    /// corrected. Their ratings are given; their other sums need not be.
    pub unchanged: BTreeMap<Month, Sums>,
}

/// What was counted of a stream, by month.
pub(crate) struct MonthlySums<'a> {
    judged: BTreeMap<Month, Vec<&'a (SumKey, Sums)>>,
    unchanged: &'a BTreeMap<Month, Sums>,
}

impl<'a> MonthlySums<'a> {
    /// From all that was counted of a stream.
    pub(crate) fn of(counted: &'a CountedStream) -> Self {
        let mut judged: BTreeMap<Month, Vec<&(SumKey, Sums)>> = BTreeMap::new();
        for sums in &counted.sums {
            if let Some(month) = Month::parse(&sums.0.month) {
                judged.entry(month).or_default().push(sums);
            }
        }
        Self {
            judged,
            unchanged: &counted.unchanged,
        }
    }

    /// Says whether sums of these months are what they were when they were judged last.
    pub(crate) fn are_unchanged(&self, months: &[Month]) -> bool {
        months.iter().any(|month| self.unchanged.contains_key(month))
    }

    /// What was counted in some months that are judged.
    pub(crate) fn in_months<'s>(
        &'s self,
        months: impl IntoIterator<Item = &'s Month>,
    ) -> impl Iterator<Item = &'a (SumKey, Sums)> {
        months
            .into_iter()
            .filter_map(|month| self.judged.get(month))
            .flatten()
            .copied()
    }

    /// How those who took part in some months rated them: of the sums, nothing but the ratings is whole.
    pub(crate) fn ratings<'s>(&'s self, months: impl IntoIterator<Item = &'s Month> + Clone) -> Sums {
        let unchanged = months.clone().into_iter().filter_map(|month| self.unchanged.get(month));
        let judged = self.in_months(months).map(|(_, sums)| sums);
        judged
            .chain(unchanged)
            .fold(Sums::default(), |all, sums| all.and(*sums))
    }
}
