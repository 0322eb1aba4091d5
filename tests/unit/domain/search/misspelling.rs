//! Tests of `domain/search/misspelling.rs`.

use proptest::prelude::*;
use strsim::osa_distance;

use super::{is_one_error, unchanged_parts};

proptest! {
    #[test]
    fn one_error_is_a_distance_of_one(left in "[abå]{1,6}", right in "[abå]{1,6}") {
        prop_assert_eq!(is_one_error(&left, &right), osa_distance(&left, &right) == 1, "{} {}", left, right);
    }

    #[test]
    fn a_word_with_one_error_keeps_a_part(left in "[abå]{6,9}", right in "[abå]{5,10}") {
        let (beginning, end) = unchanged_parts(&left);
        let keeps_one = right.starts_with(beginning) || right.ends_with(end);
        prop_assert!(keeps_one || !is_one_error(&left, &right), "{} {}", left, right);
    }
}
