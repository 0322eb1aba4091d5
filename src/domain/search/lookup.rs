//! The words of some texts, found by their forms: as written, by stem, by beginning, with one typing error.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::misspelling::{self, is_one_error, unchanged_parts};
use super::term::Term;
use super::words::is_frequent;

/// The words of some texts in all forms in which they are found.
#[derive(Debug)]
pub(super) struct Lookup {
    /// The letters of the forms, one form after the other.
    letters: Box<str>,
    /// Sorted by their letters.
    forms: Box<[Form]>,
    /// The positions in `forms` of those that a typing error may have changed, sorted by their letters from the end.
    backwards: Box<[u32]>,
}

/// A word, or the stem of one.
#[derive(Clone, Copy, Debug)]
struct Form {
    start: u32,
    length: u16,
    kind: FormKind,
    /// The number of its word.
    word: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FormKind {
    Word,
    /// A word that only the same word finds.
    FrequentWord,
    Stem,
}

/// How a word of a text is like a word that is looked for, from the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// One of them has a typing error.
    Misspelt,
    /// It begins with the other.
    Beginning,
    /// Both are forms of one word.
    Inflected,
    /// It is the same.
    Same,
}

/// The fewest letters by which the beginning of a word is found.
const FEWEST_LETTERS_OF_BEGINNING: usize = 2;

impl Lookup {
    /// Takes words, each with its stems. A word's number is its place in their order.
    pub(super) fn of<'w>(words: impl Iterator<Item = (&'w str, Vec<String>)>) -> Self {
        let mut by_text: BTreeMap<Cow<str>, Vec<(FormKind, u32)>> = BTreeMap::new();
        for ((word, stems), number) in words.zip(0..) {
            let is_frequent = is_frequent(word);
            let kind = if is_frequent {
                FormKind::FrequentWord
            } else {
                FormKind::Word
            };
            by_text.entry(word.into()).or_default().push((kind, number));
            for stem in stems.into_iter().filter(|_| !is_frequent) {
                by_text.entry(stem.into()).or_default().push((FormKind::Stem, number));
            }
        }
        let mut letters = String::new();
        let mut forms = Vec::new();
        for (text, of_words) in &by_text {
            let start = u32::try_from(letters.len()).unwrap_or(u32::MAX);
            let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
            letters.push_str(text);
            forms.extend(of_words.iter().map(|&(kind, word)| Form {
                start,
                length,
                kind,
                word,
            }));
        }
        let mut lookup = Self {
            letters: letters.into(),
            forms: forms.into(),
            backwards: Box::default(),
        };
        let may_be_misspelt = |at: &u32| {
            let form = lookup.form(*at);
            form.kind != FormKind::FrequentWord && misspelling::is_allowed(lookup.text(form))
        };
        let mut backwards: Vec<u32> = (0..).take(lookup.forms.len()).filter(may_be_misspelt).collect();
        backwards.sort_by(|left, right| {
            let from_the_end = |at: &u32| lookup.text(lookup.form(*at)).bytes().rev();
            from_the_end(left).cmp(from_the_end(right))
        });
        lookup.backwards = backwards.into();
        lookup
    }

    /// Finds every word that is like another, and says how. A word may be found more than once.
    pub(super) fn find(&self, wanted: &Term, mut found: impl FnMut(u32, Likeness)) {
        self.find_from_beginning(&wanted.text, &mut found);
        for stem in &wanted.stems {
            self.find_stem(stem, &mut found);
        }
        for form in wanted.forms().filter(|form| misspelling::is_allowed(form)) {
            self.find_misspelt(form, |word| found(word, Likeness::Misspelt));
        }
    }

    /// Finds every word that is the same or another form of it.
    pub(super) fn find_forms(&self, wanted: &Term, mut found: impl FnMut(u32)) {
        for form in wanted.forms() {
            self.find_stem(form, &mut |word, _| found(word));
        }
    }

    fn find_from_beginning(&self, text: &str, found: &mut impl FnMut(u32, Likeness)) {
        let is_number = text.chars().all(char::is_numeric);
        let begins_others = !is_number && text.chars().nth(FEWEST_LETTERS_OF_BEGINNING - 1).is_some();
        for form in self.forms_from(text) {
            let likeness = match form.kind {
                FormKind::Stem if usize::from(form.length) == text.len() => Likeness::Inflected,
                _ if usize::from(form.length) == text.len() => Likeness::Same,
                FormKind::Word if begins_others => Likeness::Beginning,
                _ if !begins_others => break,
                _ => continue,
            };
            found(form.word, likeness);
        }
    }

    fn find_stem(&self, stem: &str, found: &mut impl FnMut(u32, Likeness)) {
        let same = self
            .forms_from(stem)
            .take_while(|form| usize::from(form.length) == stem.len());
        for form in same {
            found(form.word, Likeness::Inflected);
        }
    }

    fn find_misspelt(&self, text: &str, mut found: impl FnMut(u32)) {
        let (beginning, end) = unchanged_parts(text);
        let mut check = |form: &Form| {
            let letters = self.text(form);
            // One letter has at most four bytes.
            let is_near = letters.len().abs_diff(text.len()) <= 4;
            if is_near && is_one_error(letters, text) && misspelling::is_allowed(letters) {
                found(form.word);
            }
        };
        let of_beginning = self.forms_from(beginning);
        of_beginning
            .filter(|form| form.kind != FormKind::FrequentWord)
            .for_each(&mut check);
        let from_the_end = |at: &u32| self.text(self.form(*at)).bytes().rev();
        let first = self
            .backwards
            .partition_point(|at| from_the_end(at).lt(end.bytes().rev()));
        let of_end = self.backwards[first..].iter().map(|at| self.form(*at));
        of_end
            .take_while(|form| self.text(form).ends_with(end))
            .for_each(&mut check);
    }

    /// The forms that begin with a text, the shortest of those with the same letters first.
    fn forms_from(&self, text: &str) -> impl Iterator<Item = &Form> {
        let first = self.forms.partition_point(|form| self.text(form) < text);
        self.forms[first..]
            .iter()
            .take_while(move |form| self.text(form).starts_with(text))
    }

    fn form(&self, at: u32) -> &Form {
        &self.forms[at as usize]
    }

    fn text(&self, form: &Form) -> &str {
        let start = form.start as usize;
        &self.letters[start..start + usize::from(form.length)]
    }
}
