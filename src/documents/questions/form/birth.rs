//! A date of birth as people write it.

use std::fmt;

use crate::domain::day;

/// A date of birth of which the month or the day may be unknown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartialBirth {
    /// A whole date.
    Day(u16, u8, u8),
    /// The day is not known.
    Month(u16, u8),
    /// Only the year is known.
    Year(u16),
}

impl PartialBirth {
    /// Reads `1950-03-14`, `19500314`, `1950 3 14`, `1950-03` or `1950`. `None` for everything else: other digits could be
    /// another date, or an identity number.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if let (8, true) = (text.len(), is_digits(text)) {
            return Self::day(&text[..4], &text[4..6], &text[6..]);
        }
        let parts: Vec<&str> = text.split(['-', '–', '/', '.', ' ']).collect();
        if !parts.iter().all(|part| !part.is_empty() && is_digits(part)) || parts[0].len() != 4 {
            return None;
        }
        let year = || parts[0].parse().ok();
        match parts[..] {
            [_] => Some(Self::Year(year()?)),
            [_, month] if month.len() <= 2 => {
                let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
                Some(Self::Month(year()?, month))
            }
            [year, month, day] if month.len() <= 2 && day.len() <= 2 => Self::day(year, month, day),
            _ => None,
        }
    }

    /// A date that exists.
    fn day(year: &str, month: &str, day: &str) -> Option<Self> {
        let read = day::parse(&format!("{year}-{month:0>2}-{day:0>2}"));
        read?;
        Some(Self::Day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
    }
}

impl fmt::Display for PartialBirth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(year, month, day) => write!(f, "{year:04}-{month:02}-{day:02}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PartialBirth;

    #[test]
    fn reads_dates_as_people_write_them() {
        for (written, read) in [
            ("1950-03-14", "1950-03-14"),
            ("19500314", "1950-03-14"),
            ("1950 3 14", "1950-03-14"),
            ("1950.03.14", "1950-03-14"),
            ("1950/3/4", "1950-03-04"),
            ("1950–03–14", "1950-03-14"),
            ("1950-03", "1950-03"),
            ("1950", "1950"),
        ] {
            let birth = PartialBirth::parse(written).map(|birth| birth.to_string());
            assert_eq!(birth.as_deref(), Some(read), "{written}");
        }
    }

    #[test]
    fn leaves_what_may_be_something_else() {
        for written in [
            "",
            "500314",
            "50-03-14",
            "14-03-1950",
            "1950-13-01",
            "1950-02-30",
            "19501301",
            "195003141234",
            "19500314-1234",
            "1950-03-14-1234",
            "1950--14",
            "1950-003-14",
            "nittonhundra",
            "１９５０",
        ] {
            assert!(PartialBirth::parse(written).is_none(), "{written}");
        }
    }
}
