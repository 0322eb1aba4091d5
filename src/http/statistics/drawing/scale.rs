//! The scale of an axis, the room that texts need, and the signs of what is not shown.

use crate::domain::statistics::figures::figure::Status;

/// What 10 letters of 12 pixels need at most.
const TEN_LETTERS: i32 = 78;
/// The height of a line of text.
pub(crate) const LINE: i32 = 18;

/// How wide a text of 12 pixels is at most.
pub(crate) fn width_of(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap_or(1000) * TEN_LETTERS / 10
}

/// The text in lines of a width.
pub(crate) fn wrapped(text: &str, width: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width_of(line) + width_of(word) + 8 <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The text, cut where the width ends.
pub(crate) fn cut(text: &str, width: i32) -> String {
    let most = usize::try_from((width * 10 / TEN_LETTERS).max(4)).unwrap_or(4);
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}

/// The numbers on the axis: about four steps of 1, 2 or 5 times a power of ten, the last at or above the largest figure.
pub(crate) fn axis_steps(largest: i64) -> Vec<i64> {
    let rough = (largest.max(1) + 3) / 4;
    let mut power = 1;
    while power * 10 <= rough {
        power *= 10;
    }
    let step = [1, 2, 5, 10].into_iter().map(|factor| factor * power);
    let step = step.into_iter().find(|step| *step >= rough).unwrap_or(power * 10);
    let mut steps = vec![0];
    while steps.last().is_none_or(|last| *last < largest.max(1)) {
        steps.push(steps.last().map_or(0, |last| last + step));
    }
    steps
}

pub(crate) const fn sign(status: Status) -> &'static str {
    match status {
        Status::Suppressed | Status::Ok | Status::Partial => "Σ",
        Status::Missing => "?",
        Status::Pending => "…",
        Status::NotApplicable => "–",
        Status::Withdrawn => "×",
    }
}
