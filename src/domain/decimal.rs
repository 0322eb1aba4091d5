//! Numbers from 0 with at most two decimals: prices, hours, occasions.

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

/// A number from 0 with at most two decimals, held in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ToSchema)]
#[schema(value_type = f64, minimum = 0, maximum = 10_000_000, multiple_of = 0.01, example = 300)]
pub struct Decimal(u32);

/// Why a number is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotDecimal {
    /// It is below 0 or above the highest number.
    OutOfRange,
    /// It has more than two decimals, or an exponent.
    Format,
}

impl Decimal {
    /// The highest number.
    pub(crate) const MAX: Self = Self(1_000_000_000);

    /// 0.
    pub(crate) const ZERO: Self = Self(0);

    /// Parses a number as written in JSON or YAML, without an exponent.
    pub(crate) fn parse(text: &str) -> Result<Self, NotDecimal> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let of_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let positive = whole.strip_prefix('-');
        let is_number = |whole: &str| !whole.is_empty() && of_digits(whole) && of_digits(decimals);
        match positive {
            Some(whole) if is_number(whole) => return Err(NotDecimal::OutOfRange),
            None if is_number(whole) && decimals.len() <= 2 => {}
            _ => return Err(NotDecimal::Format),
        }
        let hundredths = format!("{whole}{decimals:0<2}").parse();
        let read = hundredths.ok().map(Self);
        read.filter(|read| *read <= Self::MAX).ok_or(NotDecimal::OutOfRange)
    }

    pub(crate) fn as_f64(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl Decimal {
    /// The number with a comma, and two decimals unless it is whole.
    pub(crate) fn in_swedish(self) -> String {
        self.in_english().replace('.', ",")
    }

    /// The number with a point, and two decimals unless it is whole.
    pub(crate) fn in_english(self) -> String {
        match self.0 % 100 {
            0 => (self.0 / 100).to_string(),
            hundredths => format!("{}.{hundredths:02}", self.0 / 100),
        }
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.as_f64())
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 % 100 {
            0 => serializer.serialize_u32(self.0 / 100),
            _ => serializer.serialize_f64(self.as_f64()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Decimal, NotDecimal};

    #[test]
    fn reads_at_most_two_decimals_from_0() {
        for (text, written) in [
            ("0", "0"),
            ("300", "300"),
            ("183.5", "183.5"),
            ("0.05", "0.05"),
            ("2.00", "2"),
        ] {
            assert_eq!(
                Decimal::parse(text).map(|read| read.to_string()),
                Ok(written.to_owned())
            );
        }
        for (text, why) in [
            ("-1", NotDecimal::OutOfRange),
            ("-0.001", NotDecimal::OutOfRange),
            ("10000000.01", NotDecimal::OutOfRange),
            ("99999999999999999999", NotDecimal::OutOfRange),
            ("1.005", NotDecimal::Format),
            ("1e3", NotDecimal::Format),
            (".5", NotDecimal::Format),
            ("", NotDecimal::Format),
        ] {
            assert_eq!(Decimal::parse(text), Err(why), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(hundredths in 0..=Decimal::MAX.0) {
            let decimal = Decimal(hundredths);
            let written = serde_json::to_string(&decimal).expect("a number");
            prop_assert_eq!(Decimal::parse(&written), Ok(decimal));
        }
    }
}
