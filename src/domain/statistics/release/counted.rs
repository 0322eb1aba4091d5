//! The sums of one stream, as input to a release.

use std::collections::BTreeMap;

use crate::domain::records::monthly_sum::{SumKey, Sums};
use crate::domain::statistics::Month;

/// The sums of one stream.
#[derive(Clone, Debug, Default)]
pub struct CountedStream {
    /// All sums of the months that the release checks.
    pub sums: Vec<(SumKey, Sums)>,
    /// The months of roots whose sums have not changed since the roots were last checked, so that there is nothing to
    /// correct. Only their ratings are needed.
    pub unchanged: BTreeMap<Month, Sums>,
}

/// The sums of a stream by month.
pub(crate) struct MonthlySums<'a> {
    checked: BTreeMap<Month, Vec<&'a (SumKey, Sums)>>,
    unchanged: &'a BTreeMap<Month, Sums>,
}

impl<'a> MonthlySums<'a> {
    pub(crate) fn of(counted: &'a CountedStream) -> Self {
        let mut checked: BTreeMap<Month, Vec<&(SumKey, Sums)>> = BTreeMap::new();
        for sums in &counted.sums {
            if let Some(month) = Month::parse(&sums.0.month) {
                checked.entry(month).or_default().push(sums);
            }
        }
        Self {
            checked,
            unchanged: &counted.unchanged,
        }
    }

    /// Whether the sums of these months have not changed since they were last checked.
    pub(crate) fn are_unchanged(&self, months: &[Month]) -> bool {
        months.iter().any(|month| self.unchanged.contains_key(month))
    }

    /// The sums of the months that the release checks.
    pub(crate) fn in_months<'s>(
        &'s self,
        months: impl IntoIterator<Item = &'s Month>,
    ) -> impl Iterator<Item = &'a (SumKey, Sums)> {
        months
            .into_iter()
            .filter_map(|month| self.checked.get(month))
            .flatten()
            .copied()
    }

    /// The ratings of some months. The other members of the result are incomplete.
    pub(crate) fn ratings<'s>(&'s self, months: impl IntoIterator<Item = &'s Month> + Clone) -> Sums {
        let unchanged = months.clone().into_iter().filter_map(|month| self.unchanged.get(month));
        let checked = self.in_months(months).map(|(_, sums)| sums);
        checked
            .chain(unchanged)
            .fold(Sums::default(), |all, sums| all.and(*sums))
    }
}
