//! The listed names, and the words that are forms of them.

use std::sync::LazyLock;

use crate::domain::search::misspelling::is_one_error;

use super::words::Word;

/// The provision under which an insats always requires assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provision {
    /// An item of SoL 2025:400, 11 kap. 5 §, from 1 to 7.
    Item(u8),
    /// SoL 2025:400, 12 kap., on financial assistance, which 11 kap. 5 § does not cover.
    FinancialAssistance,
}

impl Provision {
    /// Whether it is only for children and those aged 18 to 20.
    pub(crate) fn goes_by_age(self) -> bool {
        self == Self::Item(5)
    }
}

/// A listed name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// As it is written.
    pub name: &'static str,
    pub provision: Provision,
    forms: Vec<Form>,
}

/// A name in one inflection.
#[derive(Debug, PartialEq, Eq)]
struct Form {
    words: Vec<&'static str>,
    together: String,
}

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    include_str!("../../../../data/assessment-required-names.csv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| Term::of(line).expect("each row has three cells"))
        .collect()
});

/// The shortest name whose compounds count, since chance may end a longer word in a short one.
const COMPOUND_LETTERS: usize = 7;
/// The shortest name that is recognised with one letter wrong.
const MISSPELT_LETTERS: usize = 8;
/// Words one letter from a listed name that mean something else.
const OTHER_WORDS: [&str; 5] = [
    "storfamilj",
    "storfamiljen",
    "storfamiljer",
    "storfamiljerna",
    "contractperson",
];

/// How a word refers to a listed name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference<'w> {
    /// The name itself, or a compound that ends with it.
    Itself,
    /// Its genitive.
    Genitive,
    /// A compound that begins with it; the rest of the word.
    Beginning(&'w str),
}

impl Term {
    fn of(line: &'static str) -> Option<Self> {
        let mut cells = line.split(';');
        Some(Self {
            provision: match cells.next()? {
                "12 kap." => Provision::FinancialAssistance,
                item => Provision::Item(item.parse().ok()?),
            },
            name: cells.next()?,
            forms: cells.next()?.split(',').map(Form::of).collect(),
        })
    }
}

impl Form {
    fn of(words: &'static str) -> Self {
        Self {
            words: words.split(' ').collect(),
            together: words.replace(' ', ""),
        }
    }

    /// Whether the words are this form, as one word or several, or with one letter wrong.
    fn is(&self, words: &[Word]) -> bool {
        let length: usize = words.iter().map(|word| word.text.len()).sum();
        // A wrong letter may have one byte where the right one has two. Most words end here, without a copy.
        if length.abs_diff(self.together.len()) > 1 {
            return false;
        }
        let together: String = words.iter().map(|word| word.text.as_str()).collect();
        together == self.together || self.is_misspelt(words, &together)
    }

    fn is_misspelt(&self, words: &[Word], together: &str) -> bool {
        self.together.len() >= MISSPELT_LETTERS
            && self.words.len() == words.len()
            && self.together.len().abs_diff(together.len()) <= 1
            && !OTHER_WORDS.contains(&together)
            && is_one_error(&self.together, together)
    }

    fn compound<'w>(&self, word: &'w str) -> Option<Reference<'w>> {
        let [own] = self.words[..] else {
            return None;
        };
        let is_long = own.len() >= COMPOUND_LETTERS;
        if is_long && word.ends_with(own) {
            return Some(Reference::Itself);
        }
        if let Some(owner) = word.strip_suffix('s')
            && (owner == own || (is_long && owner.ends_with(own)))
        {
            return Some(Reference::Genitive);
        }
        let rest = word.strip_prefix(own)?;
        Some(Reference::Beginning(rest))
    }
}

/// The longest listed name at the beginning of the words, with the number of its words.
pub(super) fn at_beginning(words: &[Word]) -> Option<(&'static Term, Reference<'_>, usize)> {
    for count in (1..=words.len().min(7)).rev() {
        let first = &words[..count];
        let found = TERMS.iter().find(|term| term.forms.iter().any(|form| form.is(first)));
        if let Some(term) = found {
            return Some((term, Reference::Itself, count));
        }
        if count > 1
            && let Some((owner, rest)) = genitive(first)
            && let Some(term) = TERMS
                .iter()
                .find(|term| term.forms.iter().any(|form| form.together == format!("{rest}{owner}")))
        {
            return Some((term, Reference::Genitive, count));
        }
    }
    compound(&words.first()?.text).map(|(term, reference)| (term, reference, 1))
}

/// The last of several words without its genitive ending, after the others.
fn genitive(words: &[Word]) -> Option<(&str, String)> {
    let (last, others) = words.split_last()?;
    let owner = last.text.strip_suffix('s')?;
    Some((owner, others.iter().map(|word| word.text.as_str()).collect()))
}

/// The longest listed name that a compound ends or begins with.
fn compound(word: &str) -> Option<(&'static Term, Reference<'_>)> {
    let forms = TERMS
        .iter()
        .flat_map(|term| term.forms.iter().map(move |form| (term, form)));
    let found = forms.filter_map(|(term, form)| Some((term, form.compound(word)?, form.together.len())));
    // At its end rather than at its beginning: the last word of a compound is its head.
    let rank = |reference: Reference| match reference {
        Reference::Itself => 2,
        Reference::Genitive => 1,
        Reference::Beginning(_) => 0,
    };
    found
        .max_by_key(|(_, reference, letters)| (rank(*reference), *letters))
        .map(|(term, reference, _)| (term, reference))
}

/// The listed name that a word cut by a hyphen has in common with a whole word: `familje-` before `jourhem`.
pub(super) fn completed(cut: &str, whole: &str) -> Option<&'static Term> {
    let endings = (1..whole.len()).filter_map(|at| whole.get(at..));
    let mut written = endings.map(|ending| format!("{cut}{ending}"));
    written.find_map(|word| {
        TERMS
            .iter()
            .find(|term| term.forms.iter().any(|form| form.together == word))
    })
}
