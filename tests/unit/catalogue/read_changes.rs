//! Tests of `read_changes.rs`.

use std::collections::BTreeMap;

use chrono::DateTime;
use proptest::prelude::*;

use super::{PART, ReadChange, ReadChanges};

fn change(mark: i64) -> ReadChange {
    ReadChange {
        mark,
        at: DateTime::UNIX_EPOCH,
    }
}

proptest! {
    #[test]
    fn has_what_was_read_last_and_leaves_the_earlier_catalogue(
        before in prop::collection::vec((0..3 * PART, any::<i64>()), 0..40),
        more in prop::collection::vec((0..3 * PART, any::<i64>()), 0..40),
    ) {
        let read = |list: &[(i64, i64)]| list.iter().map(|(at, mark)| (*at, change(*mark))).collect::<Vec<_>>();
        let mut earlier = ReadChanges::default();
        earlier.extend(read(&before));
        let mut later = earlier.clone();
        later.extend(read(&more));
        let mut expected: BTreeMap<i64, i64> = before.into_iter().collect();
        for revision in 0..3 * PART {
            prop_assert_eq!(earlier.get(revision).map(|held| held.mark), expected.get(&revision).copied());
        }
        expected.extend(more);
        for revision in 0..3 * PART {
            prop_assert_eq!(later.get(revision).map(|held| held.mark), expected.get(&revision).copied());
        }
    }
}
