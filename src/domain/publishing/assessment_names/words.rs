//! The words of a name, in segments between punctuation marks.

use std::iter::once;

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::confusable_detection::skeleton;

use crate::domain::letters::folded_visible;

/// A word of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// Without case and diacritics, in Latin letters.
    pub text: String,
    /// Whether it begins with a capital letter or a digit.
    pub is_capitalised: bool,
    /// Whether a hyphen joins it to the word before: `HVB-café`.
    pub is_joined: bool,
    /// Whether a hyphen replaces its last part: `familje- och jourhem`.
    pub is_cut: bool,
}

/// The words between two punctuation marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Segment {
    pub words: Vec<Word>,
    /// Whether it is in parentheses.
    pub is_parenthesis: bool,
}

/// The segments of a name that have words.
pub(super) fn segments(name: &str) -> Vec<Segment> {
    let visible: Vec<char> = name.nfc().collect();
    let mut reading = Reading::default();
    for (at, c) in visible.iter().copied().enumerate() {
        let before = at.checked_sub(1).map(|before| visible[before]);
        let is_in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (follows, precedes) = (is_in_word(before), is_in_word(visible.get(at + 1).copied()));
        match c {
            c if c.is_alphanumeric() || !folded_visible(&c.to_string()).contains(|c: char| !c.is_alphanumeric()) => {
                reading.letter(c);
            }
            '.' | ':' | '\'' | '’' if follows && precedes => {}
            '&' | '+' | '/' => reading.conjunction(),
            c if is_hyphen(c) && follows && precedes => reading.hyphen(),
            '-' | '\u{2010}' | '\u{2011}' if follows => reading.cut(),
            c if c.is_whitespace() || c == '_' || is_quotation_mark(c) => reading.end_word(),
            '(' | '[' => reading.end_segment(true),
            ')' | ']' => reading.end_segment(false),
            _ => reading.end_segment(reading.segment.is_parenthesis),
        }
    }
    reading.end_segment(false);
    reading.segments
}

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}')
}

const fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»' | '`' | '´'
    )
}

#[derive(Default)]
struct Reading {
    segments: Vec<Segment>,
    segment: Segment,
    word: String,
    is_joined: bool,
}

impl Reading {
    fn letter(&mut self, c: char) {
        self.word.push(c);
    }

    fn word(&mut self, is_cut: bool) {
        let text = latin(&self.word);
        if !text.is_empty() {
            self.segment.words.push(Word {
                text,
                is_capitalised: self.word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()),
                is_joined: self.is_joined,
                is_cut,
            });
        }
        self.word.clear();
        self.is_joined = false;
    }

    fn end_word(&mut self) {
        self.word(false);
    }

    fn hyphen(&mut self) {
        self.word(false);
        self.is_joined = true;
    }

    fn cut(&mut self) {
        self.word(true);
    }

    fn conjunction(&mut self) {
        self.word(false);
        self.word.push_str("och");
        self.word(false);
    }

    fn end_segment(&mut self, parenthesis_follows: bool) {
        self.word(false);
        let next = Segment {
            is_parenthesis: parenthesis_follows,
            ..Segment::default()
        };
        let segment = std::mem::replace(&mut self.segment, next);
        if !segment.words.is_empty() {
            self.segments.push(segment);
        }
    }
}

/// Letters that resemble Latin ones, as the Latin letters that they resemble, without case and diacritics.
fn latin(word: &str) -> String {
    let resembled = word.chars().flat_map(|c| {
        let is_latin = folded_visible(&c.to_string()).is_ascii();
        let letters: Vec<char> = if is_latin {
            vec![c]
        } else {
            skeleton(&once(c).collect::<String>()).map(capital).collect()
        };
        letters
    });
    let mut folded = folded_visible(&resembled.collect::<String>());
    folded.retain(char::is_alphanumeric);
    folded
}

/// A small capital, or another letter that the Unicode list of confusable letters leaves, as a Latin letter.
const fn capital(c: char) -> char {
    match c {
        'ʍ' => 'm',
        'ʜ' => 'h',
        'ᴛ' => 't',
        'ĸ' => 'k',
        'ʙ' => 'b',
        'ᴎ' | 'π' | 'Π' => 'n',
        'ꞓ' => 'e',
        'л' => 'l',
        'д' => 'd',
        'ω' => 'w',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::segments;

    fn texts(name: &str) -> Vec<Vec<String>> {
        let words = |segment: super::Segment| segment.words.into_iter().map(|word| word.text).collect();
        segments(name).into_iter().map(words).collect()
    }

    #[test]
    fn punctuation_separates_and_hyphens_join() {
        assert_eq!(
            texts("Skyddat boende, rådgivning om"),
            [vec!["skyddat", "boende"], vec!["radgivning", "om"]]
        );
        assert_eq!(texts("HVB-café – för alla"), [vec!["hvb", "cafe"], vec!["for", "alla"]]);
        assert_eq!(texts("H.V.B. Eken"), [vec!["hvb"], vec!["eken"]]);
        assert_eq!(texts("”HVB:s” kök"), [["hvbs", "kok"]]);
        assert_eq!(texts("Korttids\u{ad}bo\u{200b}ende"), [["korttidsboende"]]);
        assert!(segments("Familje- och jourhem")[0].words[0].is_cut);
        assert!(segments("–").is_empty());
    }

    #[test]
    fn letters_of_another_script_are_read_as_they_look() {
        assert_eq!(texts("Коntаktреrsоn"), [["kontaktperson"]]);
        assert_eq!(texts("Κοntaktpersοn"), [["kontaktperson"]]);
    }
}
