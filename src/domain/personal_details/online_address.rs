//! Detects e-mail addresses and links, including addresses spelled out in words.

/// Domain endings that are common in Sweden. Endings that are Swedish words, such as `.de`, are left out.
const ENDINGS: [&str; 14] = [
    "se", "com", "org", "nu", "net", "info", "eu", "no", "dk", "fi", "uk", "io", "app", "dev",
];

/// Endings that never begin a sentence, so that a capital letter means nothing.
const ENDINGS_ONLY: [&str; 3] = ["com", "org", "net"];

/// Endings of short links, which count if a path follows.
const ENDINGS_BEFORE_A_PATH: [&str; 10] = ["ly", "be", "me", "gl", "gle", "gg", "ee", "co", "cc", "tv"];

/// Abbreviations whose full stop may be followed directly by a word.
const ABBREVIATIONS: [&str; 20] = [
    "bla", "ca", "dvs", "etc", "ev", "ex", "fl", "inkl", "jfr", "kap", "kl", "max", "mfl", "min", "mm", "nr", "osv",
    "resp", "st", "tex",
];

/// The `@` in words.
const AT_WORDS: [&str; 6] = ["at", "snabel-a", "snabel a", "snabela", "snabel", "@"];

/// The full stop in words.
const DOT_WORDS: [&str; 4] = ["dot", "punkt", "prick", "."];

/// The maximum number of spaces on each side of a spelled-out character.
const MAX_SPACES: usize = 3;

pub(crate) fn holds_email_address(signs: &[char]) -> bool {
    (0..signs.len()).any(|at| is_email_at(signs, at))
        || with_words_as_signs(signs).is_some_and(|signs| holds_email_with_domain(&signs))
}

/// Whether text contains a link, a domain or an account name.
pub(crate) fn holds_link(signs: &[char]) -> bool {
    (0..signs.len()).any(|at| is_link_at(signs, at))
}

/// Whether `@` is between two names. An address within an organisation needs no domain.
fn is_email_at(signs: &[char], at: usize) -> bool {
    signs[at] == '@'
        && at > 0
        && (signs[at - 1].is_alphanumeric() || matches!(signs[at - 1], '.' | '_' | '-' | '+'))
        && name_at(signs, at + 1).iter().any(|c| c.is_alphabetic())
}

/// Whether a spelled-out address has a domain.
fn holds_email_with_domain(signs: &[char]) -> bool {
    (0..signs.len()).filter(|at| is_email_at(signs, *at)).any(|at| {
        let domain = signs[at + 1..].iter().take(MAX_NAME_LENGTH * 2);
        let length = domain.take_while(|c| is_of_name(**c) || **c == '.').count();
        (at + 1..at + 1 + length).any(|at| is_domain_at(signs, at))
    })
}

fn is_link_at(signs: &[char], at: usize) -> bool {
    let follows_letter = at > 0 && signs[at - 1].is_alphanumeric();
    match signs[at] {
        ':' => follows_letter && signs[at + 1..].starts_with(&['/', '/']),
        '@' => is_handle(&signs[at + 1..]),
        '.' => is_domain_at(signs, at),
        'w' | 'W' => {
            let starts_with_www = signs[at..].len() > 4
                && signs[at..at + 3].iter().all(|c| c.eq_ignore_ascii_case(&'w'))
                && signs[at + 3] == '.'
                && signs[at + 4].is_alphanumeric();
            !follows_letter && starts_with_www
        }
        _ => false,
    }
}

/// Whether a name follows `@`, such as `anna.svensson` but not `-tecknet`.
fn is_handle(signs: &[char]) -> bool {
    const MIN_SIGNS: usize = 3;
    let is_of_handle = |c: &&char| c.is_alphanumeric() || matches!(c, '.' | '_');
    let handle = || signs.iter().take_while(is_of_handle).filter(|c| **c != '.');
    signs.first().is_some_and(|c| *c != '.') && handle().count() >= MIN_SIGNS && handle().any(|c| c.is_alphabetic())
}

/// Whether a full stop is between a name and a known ending.
fn is_domain_at(signs: &[char], at: usize) -> bool {
    if signs[at] != '.' {
        return false;
    }
    let ending = name_at(signs, at + 1);
    let is_short_link = signs[at + 1 + ending.len()..].first() == Some(&'/')
        && signs.get(at + 2 + ending.len()).is_some_and(|c| c.is_alphanumeric())
        && is_one_of(&ENDINGS_BEFORE_A_PATH, ending)
        && ending.iter().all(char::is_ascii_lowercase);
    // `norrtalje.se-sidan` is a domain as well.
    let ending = ending.split(|c| *c == '-').next().unwrap_or_default();
    if !(is_short_link || is_one_of(&ENDINGS, ending)) {
        return false;
    }
    let name = name_before(signs, at);
    let before = name_before(signs, at.saturating_sub(name.len() + 1));
    let follows_stop = signs[..at - name.len()].last() == Some(&'.');
    match name.len() {
        0 => return false,
        // Not `o.s.v.` or `f.d.`
        1 if follows_stop || !(is_short_link || is_one_of(&["com"], ending)) => return false,
        2 if follows_stop && before.len() <= 2 => return false,
        _ => {}
    }
    signs[at - 1].is_alphanumeric() && !is_one_of(&ABBREVIATIONS, name) && !begins_sentence(name, ending)
}

/// Whether the capital letters show a new sentence with a missing space, as in `bra.Se bilaga`.
fn begins_sentence(name: &[char], ending: &[char]) -> bool {
    let has_small = |signs: &[char]| signs.iter().any(|c| c.is_lowercase());
    let is_capitalised = ending[0].is_uppercase() && has_small(ending);
    let is_union = *ending == ['E', 'U'] && has_small(name);
    is_capitalised && !is_one_of(&ENDINGS_ONLY, ending) || is_union
}

fn is_one_of(words: &[&str], signs: &[char]) -> bool {
    words
        .iter()
        .any(|word| word.len() == signs.len() && word.chars().zip(signs).all(|(a, b)| a == b.to_ascii_lowercase()))
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

/// The maximum length of a part of a domain.
const MAX_NAME_LENGTH: usize = 63;

fn name_at(signs: &[char], at: usize) -> &[char] {
    let length = signs[at..]
        .iter()
        .take(MAX_NAME_LENGTH)
        .take_while(|c| is_of_name(**c))
        .count();
    &signs[at..at + length]
}

fn name_before(signs: &[char], at: usize) -> &[char] {
    let before = signs[..at].iter().rev();
    let length = before.take(MAX_NAME_LENGTH).take_while(|c| is_of_name(**c)).count();
    &signs[at - length..at]
}

/// The text with `(at)`, `snabel-a` and `punkt` replaced by characters; `None` if it has no `@` in words.
fn with_words_as_signs(signs: &[char]) -> Option<Vec<char>> {
    let mut written = Vec::with_capacity(signs.len());
    let mut has_at = false;
    let mut at = 0;
    while at < signs.len() {
        let follows_name = written.last().is_some_and(|c: &char| c.is_alphanumeric());
        let word = if follows_name {
            spelled_sign_at(&signs[at..])
        } else {
            None
        };
        if let Some((sign, length)) = word {
            has_at |= sign == '@';
            written.push(sign);
            at += length;
        } else {
            written.push(signs[at]);
            at += 1;
        }
    }
    has_at.then_some(written)
}

/// The character that a text begins to spell out, and the length of the spelling.
fn spelled_sign_at(signs: &[char]) -> Option<(char, usize)> {
    if !matches!(signs[0], ' ' | '(' | '[' | '{' | '<') {
        return None;
    }
    let spaces = |at: usize| signs[at..].iter().take(MAX_SPACES).take_while(|c| **c == ' ').count();
    let start = spaces(0);
    let opens = usize::from(signs.get(start).is_some_and(|c| matches!(c, '(' | '[' | '{' | '<')));
    let inner = start + opens + spaces(start + opens);
    let signs_and_words = [('@', AT_WORDS.as_slice()), ('.', DOT_WORDS.as_slice())];
    signs_and_words.into_iter().find_map(|(sign, words)| {
        words.iter().find_map(|word| {
            let length = word.len();
            let end = inner + length;
            let fits = signs.len() > end && is_one_of(&[*word], &signs[inner..end]);
            if !fits {
                return None;
            }
            let after = end + spaces(end);
            let closes = usize::from(signs.get(after).is_some_and(|c| matches!(c, ')' | ']' | '}' | '>')));
            let bare = opens == 0 && closes == 0 && start > 0 && after > end && *word != ".";
            let whole = after + closes + if closes > 0 { spaces(after + closes) } else { 0 };
            let followed = signs.get(whole).is_some_and(|c| c.is_alphanumeric());
            (followed && (bare || opens == 1 && closes == 1)).then_some((sign, whole))
        })
    })
}
