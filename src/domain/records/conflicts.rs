//! Which group records may conflict, so that a file in parts never has two of them in different parts.
//!
//! Two records conflict if they are the same, or if they cover the same days of one series.

use std::collections::BTreeMap;

use super::group_record::{Days, without_case};

/// What decides whether a record may conflict with others.
pub(crate) struct Span {
    /// The days of the record; `None` if they cannot be read, so that the record is refused.
    pub(crate) days: Option<Days>,
    series: [String; 4],
}

impl Span {
    /// The span of a record with these days, insats, provider, activity and place.
    pub(crate) fn new(days: Option<Days>, series: [&str; 4]) -> Self {
        Self {
            days,
            series: series.map(without_case),
        }
    }
}

/// Splits records into parts of at most `most`, and returns the positions of the records in each part, in order.
///
/// Records with a common day are in one part. If more than `most` records are linked by common days, those of one series
/// are in one part. If these are more than `most` as well, they cannot all be sound.
pub(crate) fn parts(spans: &[Span], most: usize) -> Vec<Vec<usize>> {
    let mut linked = Vec::new();
    for group in linked_by_days(spans, (0..spans.len()).collect()) {
        if group.len() <= most {
            linked.push(group);
            continue;
        }
        let mut by_series: BTreeMap<&[String; 4], Vec<usize>> = BTreeMap::new();
        for at in group {
            by_series.entry(&spans[at].series).or_default().push(at);
        }
        for of_series in by_series.into_values() {
            for group in linked_by_days(spans, of_series) {
                linked.extend(group.chunks(most).map(<[usize]>::to_vec));
            }
        }
    }
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for group in linked {
        match parts.last_mut() {
            Some(part) if part.len() + group.len() <= most => part.extend(group),
            _ => parts.push(group),
        }
    }
    for part in &mut parts {
        part.sort_unstable();
    }
    parts
}

/// Groups records that are linked by common days, in the order of their first days.
fn linked_by_days(spans: &[Span], mut positions: Vec<usize>) -> Vec<Vec<usize>> {
    positions.sort_by_key(|at| spans[*at].days.map(|days| days.from));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut last_day = None;
    for at in positions {
        let days = spans[at].days;
        match groups.last_mut() {
            Some(group) if days.is_some_and(|days| Some(days.from) <= last_day) => group.push(at),
            _ => groups.push(vec![at]),
        }
        last_day = last_day.max(days.map(|days| days.to));
    }
    groups
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/records/conflicts.rs"]
mod tests;
