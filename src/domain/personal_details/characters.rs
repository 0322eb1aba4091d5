//! The characters of a text as a reader sees them, which every detector examines.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::letters::is_invisible;

/// A first pass over a text, which clears most texts without another pass.
#[expect(clippy::struct_excessive_bools, reason = "each is one answer of the pass")]
pub(crate) struct QuickScan {
    /// The number of ASCII digits.
    pub digits: usize,
    /// Whether normalisation changes nothing essential. If not, the other fields are unreliable.
    pub is_plain: bool,
    /// Whether the text contains what every e-mail address and link contains.
    pub may_hold_address: bool,
    /// Whether the text contains a position where a phone number may start.
    pub may_start_phone_number: bool,
    /// Whether a letter that looks like a digit is beside a digit.
    pub may_hold_letters_as_digits: bool,
    /// Whether a number follows a word, as in a street address.
    pub may_hold_street: bool,
}

impl QuickScan {
    pub(crate) fn of(text: &str) -> Self {
        let mut digits = 0;
        let mut may_hold_address = false;
        let mut may_start_phone_number = false;
        let mut may_hold_letters_as_digits = false;
        let mut may_hold_street = false;
        let is_like_digit = |byte: u8| digit_like(char::from(byte)).is_some();
        // The latest bytes in lower case, the newest last.
        let mut recent = u64::from_be_bytes(*b"        ");
        for byte in text.bytes() {
            recent = recent << 8 | u64::from(byte.to_ascii_lowercase());
            let [.., before_dot, dot, first, last] = recent.to_be_bytes();
            if byte.is_ascii_digit() {
                may_hold_letters_as_digits |= is_like_digit(first);
                may_hold_street |= first == b' ' && is_of_word(dot) && !dot.is_ascii_digit();
            } else {
                // The last bytes of Ø and ø.
                let is_like = is_like_digit(byte) && first.is_ascii_digit() || matches!(byte, 0x98 | 0xb8);
                may_hold_letters_as_digits |= is_like;
            }
            match byte {
                b'0' | b'4' | b'+' => {
                    digits += usize::from(byte != b'+');
                    // Not inside a number, date or time.
                    let is_inside =
                        first.is_ascii_digit() || matches!(first, b'-' | b'.' | b'/') && dot.is_ascii_digit();
                    may_start_phone_number |= !is_inside;
                }
                b'0'..=b'9' => digits += 1,
                b'@' => may_hold_address = true,
                b'/' => may_hold_address |= first == b'/',
                b'a'..=b'z' | b'A'..=b'Z' => {
                    // A domain ending has at least two letters and follows a name.
                    let is_ending = dot == b'.' && first.is_ascii_alphabetic() && is_of_word(before_dot);
                    let is_for_example = [before_dot, dot, first, last] == *b"t.ex";
                    may_hold_address |= is_ending && !is_for_example || [before_dot, dot, first, last] == *b"nabe";
                }
                b'.' if [before_dot, dot, first] == *b"www" => may_hold_address = true,
                // The word `at`.
                _ => may_hold_address |= [dot, first] == *b"at" && !is_of_word(before_dot),
            }
        }
        Self {
            digits,
            is_plain: text.is_ascii() || text.chars().all(is_plain),
            may_hold_address,
            may_start_phone_number,
            may_hold_letters_as_digits,
            may_hold_street,
        }
    }
}

/// The bytes that are digits, and those of letters that look like digits.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        kinds[byte as usize] = if byte.is_ascii_digit() {
            DIGIT
        } else if digit_like(byte as char).is_some() {
            LIKE_DIGIT
        } else {
            0
        };
        byte += 1;
    }
    kinds
};
const DIGIT: u8 = 1;
const LIKE_DIGIT: u8 = 2;

/// Whether a text is ASCII and has fewer digits than a number, and no letter beside a digit that looks like one.
/// [`QuickScan`] finds the same at several times the cost, which addresses of requests pay each time.
pub(super) fn has_fewer_digits(text: &str, than: usize) -> bool {
    let (mut digits, mut before) = (0, 0);
    let is_clear = text.bytes().all(|byte| {
        let kind = KINDS[usize::from(byte)];
        digits += usize::from(kind & DIGIT);
        let is_clear = kind | before != DIGIT | LIKE_DIGIT;
        before = kind;
        is_clear && byte.is_ascii()
    });
    is_clear && digits < than
}

/// Whether a byte belongs to a letter or digit; every non-ASCII byte counts.
const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// Whether normalisation leaves a character as it is. Only characters that are common in Swedish text are listed.
pub(crate) const fn is_plain(c: char) -> bool {
    matches!(c,
        '\0'..='\u{7f}' | '\u{a0}' | '\u{c0}'..='\u{ff}' | '§' | '°' | '·' | '«' | '»' | '–' | '—' | '‘' | '’' | '“'
        | '”' | '•' | '…')
}

/// The characters of a text: compatibility forms folded, digits of all scripts as ASCII, no invisible characters.
pub(crate) fn signs_of(text: &str, scan: &QuickScan) -> Vec<char> {
    if scan.is_plain {
        let mut signs = Vec::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\u{a0}' => signs.push(' '),
                '…' => signs.extend(['.'; 3]),
                _ => signs.push(c),
            }
        }
        return signs;
    }
    text.nfkc()
        .filter(|c| !is_invisible(*c) && !is_combining_mark(*c))
        .map(as_ascii)
        .collect()
}

/// The zero of each script whose decimal digits NFKC leaves unchanged (Unicode 16, category Nd).
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0,
    0x11450, 0x114d0, 0x11650, 0x116c0, 0x116d0, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50, 0x11da0,
    0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950,
];

/// The digit one of each set of circled digits that NFKC leaves unchanged.
const RINGED_ONES: [u32; 4] = [0x24f5, 0x2776, 0x2780, 0x278a];

fn as_ascii(c: char) -> char {
    let value = match u32::from(c) {
        0x24ff | 0x1f10b | 0x1f10c => 0,
        // The ideographic full stop, which browsers accept in a link.
        0x3002 => return '.',
        code => {
            let ringed = RINGED_ONES.iter().find(|one| (**one..**one + 9).contains(&code));
            let after = ZEROS.partition_point(|zero| *zero <= code);
            match (ringed, after.checked_sub(1)) {
                (Some(one), _) => code - one + 1,
                (None, Some(at)) => code - ZEROS[at],
                (None, None) => return c,
            }
        }
    };
    char::from_digit(value, 10).unwrap_or(c)
}

/// The digit that a letter looks like.
pub(crate) const fn digit_like(c: char) -> Option<char> {
    Some(match c {
        'O' | 'o' | 'Ø' | 'ø' | 'Ο' | 'ο' | 'О' | 'о' => '0',
        'I' | 'i' | 'l' | 'L' | '|' | 'ı' | 'Ι' | 'ι' | 'І' | 'і' | 'Ӏ' => '1',
        'Z' | 'z' | 'Ζ' => '2',
        'S' | 's' | 'Ѕ' | 'ѕ' => '5',
        'G' | 'b' => '6',
        'B' | 'Β' | 'В' => '8',
        'g' | 'q' => '9',
        _ => return None,
    })
}

pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/personal_details/characters.rs"]
mod tests;
