//! Counts how often each kind of question was asked.

use std::collections::BTreeMap;
use std::fmt;

use super::questions::{Question, may_name_months};

/// The count by set of dimensions, number of named months and kind of sums, each as JSON and as a sheet.
#[derive(Default)]
pub struct Covered(BTreeMap<(u8, Option<usize>, bool), u64>);

impl Covered {
    pub fn count(&mut self, questions: &[Question]) {
        for question in questions {
            *self
                .0
                .entry((question.by, question.length(), question.partial))
                .or_default() += 1;
        }
    }

    /// Asserts that every set of dimensions was asked at least this often without months and, if it allows months, with
    /// one, two and three, each with and without partial sums.
    pub fn assert_each_was_asked(&self, times: u64) {
        for by in 0..=u8::MAX {
            let lengths = if may_name_months(by) { 0..=3 } else { 0..=0 };
            for length in lengths {
                for partial in [false, true] {
                    let kind = (by, (length > 0).then_some(length), partial);
                    let asked = self.0.get(&kind).copied().unwrap_or_default();
                    assert!(asked >= times, "{kind:?} was asked {asked} times");
                }
            }
        }
    }
}

impl fmt::Debug for Covered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kinds, all) = (self.0.len(), self.0.values().sum::<u64>());
        let least = self.0.values().min().copied().unwrap_or_default();
        write!(
            f,
            "{all} questions of {kinds} kinds, the rarest {least} times; as JSON and as a sheet"
        )
    }
}
