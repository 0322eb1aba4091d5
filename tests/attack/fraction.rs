//! Exact fractions, because rounding would hide what two sums reveal together.

use std::ops::{Div, Mul, Sub};

/// A fraction in lowest terms with a positive divisor. A number that does not fit stops the attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    dividend: i128,
    divisor: i128,
}

impl Fraction {
    pub const ZERO: Self = Self {
        dividend: 0,
        divisor: 1,
    };
    pub const ONE: Self = Self {
        dividend: 1,
        divisor: 1,
    };

    pub fn whole(number: i64) -> Self {
        Self {
            dividend: i128::from(number),
            divisor: 1,
        }
    }

    fn of(dividend: i128, divisor: i128) -> Self {
        let most = greatest_divisor(dividend, divisor) * divisor.signum();
        Self {
            dividend: dividend / most,
            divisor: divisor / most,
        }
    }

    /// The whole number, if it is one.
    pub fn as_whole(self) -> Option<i64> {
        (self.divisor == 1).then(|| i64::try_from(self.dividend).ok()).flatten()
    }
}

fn greatest_divisor(one: i128, other: i128) -> i128 {
    let (mut one, mut other) = (one.abs(), other.abs());
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

fn times(one: i128, other: i128) -> i128 {
    one.checked_mul(other).expect("a fraction that fits")
}

impl Sub for Fraction {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        let dividend = times(self.dividend, other.divisor).checked_sub(times(other.dividend, self.divisor));
        Self::of(
            dividend.expect("a fraction that fits"),
            times(self.divisor, other.divisor),
        )
    }
}

impl Mul for Fraction {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self::of(times(self.dividend, other.dividend), times(self.divisor, other.divisor))
    }
}

impl Div for Fraction {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        Self::of(times(self.dividend, other.divisor), times(self.divisor, other.dividend))
    }
}

#[test]
fn fractions_stay_in_their_lowest_terms() {
    let half = Fraction::ONE / Fraction::whole(2);
    assert_eq!(half - Fraction::ONE, Fraction::ZERO - half);
    assert_eq!(Fraction::whole(6) * half, Fraction::whole(3));
    assert_eq!((Fraction::whole(-3) / Fraction::whole(-6)), half);
    assert_eq!(half.as_whole(), None);
    assert_eq!((half - Fraction::whole(2) * half - half).as_whole(), Some(-1));
}
