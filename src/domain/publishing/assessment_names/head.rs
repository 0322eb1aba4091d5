//! Whether a name is a listed name, or only mentions one.
//!
//! A name is read as a noun phrase: its head is the last word before the first preposition, and in a compound or after a
//! genitive the last part.

use super::terms::{Reference, Term, at_beginning, completed};
use super::vocabulary::{Head, Preposition, begins_clause, explains, is_appeal, is_conjunction};
use super::words::{Segment, Word, segments};

/// A listed name found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub term: &'static Term,
    pub role: Role,
}

/// What a listed name does in a text, from the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// It is mentioned: the insats is something else.
    Mentioned,
    /// The text does not show whether it is the insats.
    Unclear,
    /// It is the insats.
    Named,
}

/// A word, or the words of a listed name.
#[derive(Clone, Debug)]
struct Token<'w> {
    word: &'w Word,
    listed: Option<(&'static Term, Reference<'w>)>,
    /// Whether a listed name is in the definite form, as for a place that the reader knows: `servicehuset`.
    is_definite: bool,
}

/// What a segment says.
struct Said {
    found: Vec<Found>,
    /// Its head, if the segment has one.
    head: Option<Head>,
}

/// The listed names in a text, each with its role.
pub(super) fn read(name: &str) -> Vec<Found> {
    let segments = segments(name);
    let said: Vec<Said> = segments.iter().map(of_segment).collect();
    let names_something_else =
        |said: &Said| said.head == Some(Head::Else) && said.found.iter().all(|found| found.role == Role::Mentioned);
    let naming = said.iter().filter(|said| {
        let mut roles = said.found.iter().map(|found| found.role);
        roles.any(|role| role != Role::Mentioned)
    });
    // "Skyddat boende, rådgivning om" names advice; two listed names in a list name both.
    if naming.count() == 1 && said.iter().any(names_something_else) {
        return said.into_iter().flat_map(|said| said.found).map(mentioned).collect();
    }
    let mut all = Vec::new();
    for (at, one) in said.iter().enumerate() {
        let others = || (0..said.len()).filter(|other| *other != at);
        let is_in_doubt = others().any(|other| {
            let names_other = said[other].head == Some(Head::Unknown) && said[other].found.is_empty();
            names_other && !segments[other].is_parenthesis
        });
        all.extend(one.found.iter().map(|found| match found.role {
            Role::Named if is_in_doubt => Found {
                role: Role::Unclear,
                ..*found
            },
            _ => *found,
        }));
    }
    all
}

fn mentioned(found: Found) -> Found {
    Found {
        role: Role::Mentioned,
        ..found
    }
}

fn of_segment(segment: &Segment) -> Said {
    let tokens = tokens(&segment.words);
    let ends_head = |token: &Token| {
        let word = token.word.text.as_str();
        token.listed.is_none() && (Preposition::of(word).is_some() || begins_clause(word))
    };
    let end = tokens.iter().position(ends_head).unwrap_or(tokens.len());
    let (phrase, complement) = tokens.split_at(end);
    let is_explanation = phrase
        .first()
        .is_some_and(|first| first.listed.is_none() && explains(&first.word.text));
    let is_conjunction = |token: &Token| token.listed.is_none() && is_conjunction(&token.word.text);
    let mut found: Vec<Found> = phrase.split(is_conjunction).filter_map(of_phrase).collect();
    found.extend(cut_words(&tokens));
    let head = phrase.last().map(|last| match last.listed {
        Some((_, Reference::Beginning(rest))) => Head::of(rest),
        Some(_) => Head::Same,
        None if phrase.iter().any(is_else) => Head::Else,
        None => Head::of(&last.word.text),
    });
    if found.is_empty() {
        found.extend(of_complement(head, complement));
    }
    Said {
        found,
        head: head.filter(|head| *head != Head::Unknown || !is_explanation),
    }
}

fn tokens(words: &[Word]) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(words.len());
    let mut left = words;
    while let Some(word) = left.first() {
        let listed = at_beginning(left);
        let count = listed.map_or(1, |(_, _, count)| count);
        let last = &left[count - 1].text;
        tokens.push(Token {
            word,
            listed: listed.map(|(term, reference, _)| (term, reference)),
            is_definite: ["et", "en", "na", "mmen"].iter().any(|ending| last.ends_with(ending)),
        });
        left = &left[count..];
    }
    tokens
}

/// The names in which a hyphen replaces what a later word says: `familje- och jourhem`.
fn cut_words(tokens: &[Token]) -> Vec<Found> {
    let cut = tokens.iter().enumerate().filter(|(_, token)| token.word.is_cut);
    let terms = cut.filter_map(|(at, token)| {
        let whole = tokens[at + 1..].iter().find(|later| later.listed.is_some())?;
        completed(&token.word.text, &whole.word.text)
    });
    terms
        .map(|term| Found {
            term,
            role: Role::Named,
        })
        .collect()
}

fn is_else(token: &Token) -> bool {
    token.listed.is_none() && (is_appeal(&token.word.text) || Head::of(&token.word.text) == Head::Else)
}

/// The listed name of a noun phrase without prepositions.
fn of_phrase(phrase: &[Token]) -> Option<Found> {
    let at = phrase.iter().rposition(|token| token.listed.is_some())?;
    let (term, reference) = phrase[at].listed?;
    let role = if phrase.iter().any(is_else) {
        Role::Mentioned
    } else {
        match phrase[at + 1..].last() {
            None => of_reference(reference),
            Some(last) => match (Head::of(&last.word.text), reference) {
                (Head::Same, _) => Role::Named,
                (Head::Either, _) => Role::Unclear,
                (_, Reference::Genitive | Reference::Beginning(_)) => Role::Mentioned,
                _ if last.word.is_joined => Role::Mentioned,
                _ if last.word.is_capitalised => Role::Named,
                _ => Role::Unclear,
            },
        }
    };
    Some(Found { term, role })
}

fn of_reference(reference: Reference) -> Role {
    match reference {
        Reference::Itself => Role::Named,
        Reference::Genitive => Role::Unclear,
        Reference::Beginning(rest) => match Head::of(rest.strip_prefix('s').unwrap_or(rest)) {
            Head::Same => Role::Named,
            Head::Either => Role::Unclear,
            Head::Else | Head::Unknown => Role::Mentioned,
        },
    }
}

/// The listed name after a preposition, where the head before it names none.
fn of_complement(head: Option<Head>, complement: &[Token]) -> Option<Found> {
    let at = complement.iter().position(|token| token.listed.is_some())?;
    let token = &complement[at];
    let (term, reference) = token.listed?;
    let mut prepositions = complement[..at].iter().rev();
    let preposition = prepositions.find_map(|token| Preposition::of(&token.word.text));
    let followed = of_phrase(&complement[at..=at]).map(|found| found.role);
    // In "support for people in foster homes", the people are in one.
    let reaches_another_first = complement[..at]
        .iter()
        .any(|token| Preposition::of(&token.word.text) == Some(Preposition::For) || begins_clause(&token.word.text));
    let role = if reaches_another_first || reference != Reference::Itself && followed == Some(Role::Mentioned) {
        Role::Mentioned
    } else {
        of_preposition(head, preposition, token.is_definite)
    };
    Some(Found { term, role })
}

const fn of_preposition(head: Option<Head>, preposition: Option<Preposition>, is_definite: bool) -> Role {
    use Preposition::{At, By, For, In, With};
    match (head, preposition) {
        (Some(Head::Else), _) | (_, Some(For) | None) | (Some(Head::Unknown), Some(At)) => Role::Mentioned,
        (Some(Head::Same), Some(By | With | In | At)) | (Some(Head::Either), Some(By | With)) => Role::Named,
        (Some(Head::Unknown), Some(In)) | (None, Some(At)) if is_definite => Role::Mentioned,
        _ => Role::Unclear,
    }
}
