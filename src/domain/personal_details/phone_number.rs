//! Detects phone numbers: Swedish ones that begin with 0, and international ones that begin with + or 00.
//!
//! Opening hours, dates, sums and case numbers use the same characters. A phone number differs: it begins with an
//! existing area or country code, has a common length, and has the same character between all groups.

use super::characters::is_dash;
use super::innocent_number::is_iso_date;
use super::number_part::is_mobile_code;
use super::public_contact::is_of_switchboard;

/// The maximum number of characters between two groups, as in `(0176) - 123`.
const MAX_SIGNS_BETWEEN: usize = 3;

/// The maximum number of digits, with 00 before the country code.
const MAX_DIGITS: usize = 17;

/// The three-digit area codes, except mobile ones. All others but 08 have four digits.
const THREE_DIGIT_AREAS: [&str; 21] = [
    "011", "013", "016", "018", "019", "020", "021", "023", "026", "031", "033", "035", "036", "040", "042", "044",
    "046", "054", "060", "063", "090",
];

/// The country codes of two digits. 1 and 7 have one digit, all others three.
const TWO_DIGIT_COUNTRIES: [&str; 41] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "98",
];

/// Words after a number that make it a sum of money.
const CURRENCIES: [&str; 9] = ["kr", "kronor", "sek", "tkr", "kkr", "mkr", "euro", "eur", "€"];

/// The length of the longest currency word.
const MAX_CURRENCY_LENGTH: usize = 6;

/// Whether text without innocent numbers contains a phone number.
pub(crate) fn holds_phone_number(signs: &[char]) -> bool {
    (0..signs.len())
        .any(|at| matches!(signs[at], '+' | '0' | '4') && phone_number_at(signs, at) && !is_of_switchboard(signs, at))
}

pub(crate) fn phone_number_at(signs: &[char], at: usize) -> bool {
    let before = |steps: usize| at.checked_sub(steps).map(|place| signs[place]);
    let is_digit = |c: char| c.is_ascii_digit();
    if before(1).is_some_and(is_digit) {
        return false;
    }
    let has_plus = signs[at] == '+';
    let number = Number::of(&signs[at + usize::from(has_plus)..]);
    if has_plus {
        return number.is_international(0);
    }
    // The middle of a date, an opening hour or a case number.
    let is_joined = before(2).is_some_and(is_digit) && before(1).is_some_and(|c| is_dash(c) || "./:,+".contains(c));
    let may_be_mobile = !is_joined || matches!(before(1), Some(',' | ':'));
    if may_be_mobile && (number.is_mobile() || number.is_swedish_without_plus()) {
        return true;
    }
    let is_glued = before(1).is_some_and(char::is_alphanumeric);
    let is_abroad = || number.digits.starts_with("00") && number.is_international(2);
    !is_joined && !is_glued && !ends_thousands(signs, at) && (number.is_landline() || is_abroad())
}

/// Whether a position is the `011` of `1 011 – 761 30`: three digits after one to three that begin a number.
fn ends_thousands(signs: &[char], at: usize) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let before = |steps: usize| at.checked_sub(steps).map(|place| signs[place]);
    let length = (2..=4).take_while(|steps| before(*steps).is_some_and(is_digit)).count();
    // The last two digits of a date or time begin no number.
    let is_begun = match (before(length + 2), before(length + 3)) {
        (Some(c), _) if is_digit(c) => false,
        (Some('-' | '.' | '/' | ':'), Some(c)) => !is_digit(c),
        _ => true,
    };
    let is_code = signs.get(at + 3).is_some_and(|c| is_dash(*c) || *c == '/');
    before(1) == Some(' ') && length > 0 && is_begun && !is_code
}

/// Groups of digits with few characters between.
struct Number {
    digits: String,
    groups: Vec<Group>,
    is_sum: bool,
}

struct Group {
    length: usize,
    /// The character that distinguishes the gap before it; a space if nothing else is there.
    gap: char,
}

impl Number {
    fn of(signs: &[char]) -> Self {
        let mut digits = String::new();
        let mut groups = Vec::new();
        let mut rest = signs;
        let mut gap = ' ';
        loop {
            let length = rest.iter().take_while(|c| c.is_ascii_digit()).count();
            if length == 0 || digits.len() + length > MAX_DIGITS {
                break;
            }
            digits.extend(&rest[..length]);
            groups.push(Group { length, gap });
            rest = &rest[length..];
            let Some((between, sign)) = gap_before_group(rest) else {
                break;
            };
            gap = sign;
            rest = &rest[between..];
        }
        let after = rest.iter().skip_while(|c| **c == ' ');
        let is_of_word = |c: &&char| c.is_alphabetic() || **c == '€';
        let word: String = after.take(MAX_CURRENCY_LENGTH + 1).take_while(is_of_word).collect();
        let is_sum = CURRENCIES.contains(&word.to_lowercase().as_str());
        Self { digits, groups, is_sum }
    }

    /// Whether some of the first groups pass a test, which receives them and their number of digits. Another number may
    /// follow them. All groups of a sum together are no phone number.
    fn begins_with(&self, test: impl Fn(&[Group], usize) -> bool) -> bool {
        let mut total = 0;
        self.groups.iter().enumerate().any(|(nth, group)| {
            total += group.length;
            let is_last = nth + 1 == self.groups.len();
            !(is_last && self.is_sum) && test(&self.groups[..=nth], total)
        })
    }

    /// Ten digits that begin with 07 or 010, with the code as a group, or evenly in ones or twos.
    fn is_mobile(&self) -> bool {
        let has_code = match self.digits.as_bytes() {
            [b'0', after @ ..] => is_mobile_code(after) || after.starts_with(b"10"),
            _ => false,
        };
        has_code
            && self.begins_with(|groups, total| {
                let is_even = groups.iter().all(|group| group.length == groups[0].length)
                    && match groups[0].length {
                        1 => has_usual_gaps(&groups[1..]),
                        // Times have dashes or full stops between them.
                        2 => groups.iter().skip(2).all(|group| group.gap == ' '),
                        _ => false,
                    };
                let starts_with_code = match groups[0].length {
                    3 => has_usual_groups(&groups[1..]),
                    4 => has_short_groups(&groups[1..]),
                    length => length > 4 && has_usual_groups(&groups[1..]),
                };
                total == 10 && (starts_with_code || is_even)
            })
    }

    /// `46701234567` or `46 70 123 45 67`: a mobile number without its plus.
    fn is_swedish_without_plus(&self) -> bool {
        let has_code = self.digits.as_bytes().strip_prefix(b"46").is_some_and(is_mobile_code);
        has_code && self.begins_with(|groups, total| total == 11 && matches!(groups[0].length, 2 | 4 | 11))
    }

    /// An area code, as a group or joined to the rest, and five to eight digits.
    fn is_landline(&self) -> bool {
        let area = match self.digits.get(..3) {
            Some(code) if code.starts_with("08") => 2,
            Some(code) if THREE_DIGIT_AREAS.contains(&code) => 3,
            Some(code) if code.starts_with('0') && !code.starts_with("00") => 4,
            _ => return false,
        };
        self.begins_with(|groups, total| {
            let (first, rest) = (&groups[0], &groups[1..]);
            if rest.is_empty() {
                // Eight digits may be a day, month and year.
                return (9..=10).contains(&total);
            }
            first.length == area
                && match area {
                    2 => (8..=10).contains(&total) && has_stockholm_groups(rest),
                    3 => (8..=10).contains(&total) && has_usual_groups(rest),
                    _ => (9..=10).contains(&total) && has_short_groups(rest),
                }
        })
    }

    /// A country code after `lead` digits, as a group or joined to the rest.
    fn is_international(&self, lead: usize) -> bool {
        const MIN_DIGITS: usize = 9;
        let after = &self.digits[lead..];
        let country = match after.as_bytes() {
            [] | [b'0', ..] => return false,
            [b'1' | b'7', ..] => 1,
            _ if after.get(..2).is_some_and(|code| TWO_DIGIT_COUNTRIES.contains(&code)) => 2,
            _ => 3,
        };
        // After the country code, only `(0)` and the area codes of two capitals have one digit.
        let trunk = usize::from(after.as_bytes().get(country) == Some(&b'0'));
        let area = after.get(country + trunk..).unwrap_or_default();
        let is_capital =
            after.starts_with("46") && area.starts_with('8') || after.starts_with("358") && area.starts_with('9');
        let short = trunk + usize::from(is_capital);
        self.begins_with(|groups, total| {
            let first = groups[0].length;
            let is_usual = groups.iter().skip(1 + short).all(|group| group.length >= 2);
            let starts_with_code = first == lead + country || after.starts_with("46") && first > lead + country;
            total >= lead + MIN_DIGITS && is_usual && (starts_with_code || first == total)
        })
    }
}

/// The number of characters before the next group of the same number, and the one that distinguishes the gap.
fn gap_before_group(signs: &[char]) -> Option<(usize, char)> {
    let near = signs.iter().take(MAX_SIGNS_BETWEEN + 1);
    let length = near.take_while(|c| is_dash(**c) || " ./()_·".contains(**c)).count();
    let next = signs.get(length..).unwrap_or_default();
    let is_near = (1..=MAX_SIGNS_BETWEEN).contains(&length) && next.first().is_some_and(char::is_ascii_digit);
    // A date that follows a number is not part of it.
    if !is_near || is_iso_date(next) {
        return None;
    }
    let distinctive = signs[..length].iter().find(|c| !" )".contains(**c));
    let sign = distinctive.map_or(' ', |c| if is_dash(*c) { '-' } else { *c });
    // A full stop and a space end a sentence.
    (length == 1 || sign != '.').then_some((length, sign))
}

/// Whether the groups after the area code have equal gaps. The gap before the first may differ, but an opening bracket
/// begins something else.
fn has_usual_gaps(groups: &[Group]) -> bool {
    groups.iter().skip(2).all(|group| group.gap == groups[1].gap) && groups.iter().all(|group| group.gap != '(')
}

/// Whether the groups after the area code are usual in phone numbers.
fn has_usual_groups(groups: &[Group]) -> bool {
    has_usual_gaps(groups) && groups.iter().all(|group| group.length >= 2)
}

/// Whether they are usual after four digits, where four more are rather a year, or `0930-1130`.
fn has_short_groups(groups: &[Group]) -> bool {
    has_usual_groups(groups) && (groups.len() == 1 || groups.iter().all(|group| group.length <= 3))
}

/// Whether they are usual after 08, which may also be a time, a week or a month.
fn has_stockholm_groups(groups: &[Group]) -> bool {
    const USUAL: [&[usize]; 8] = [
        &[3, 3],
        &[3, 4],
        &[4, 4],
        &[3, 2, 2],
        &[3, 3, 2],
        &[2, 3, 3],
        &[4, 2, 2],
        &[2, 2, 2],
    ];
    let is_usual = groups.len() == 1
        || USUAL
            .iter()
            .any(|usual| groups.iter().map(|group| &group.length).eq(*usual));
    let are_pairs = groups.iter().all(|group| group.length == 2);
    let are_spaced_pairs = groups[0].gap == '-' && groups.iter().skip(1).all(|group| group.gap == ' ');
    has_usual_gaps(groups) && is_usual && (!are_pairs || are_spaced_pairs)
}
