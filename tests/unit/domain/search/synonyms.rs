//! Tests of `domain/search/synonyms.rs`, and of the list.

use std::collections::HashSet;

use super::super::term::Term;
use super::super::words::{is_frequent, words};
use super::{GROUPS, synonyms};

fn asked(text: &str) -> Vec<Term> {
    words(text).into_iter().map(Term::new).collect()
}

fn texts(phrase: &[Term]) -> String {
    phrase
        .iter()
        .map(|word| word.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn every_phrase_of_the_list_leads_to_the_others_of_its_group_alone() {
    let mut seen = HashSet::new();
    for group in GROUPS.iter() {
        assert!(group.len() >= 2, "a group has at least two phrases");
        for phrase in group {
            let text = texts(phrase);
            assert!(
                !phrase.is_empty() && !phrase.iter().all(|word| is_frequent(&word.text)),
                "{text}"
            );
            assert!(seen.insert(text.clone()), "{text} is listed twice");
            let (length, found) = synonyms(phrase).expect("listed");
            let found: Vec<String> = found.map(|phrase| texts(phrase)).collect();
            let others: Vec<String> = group
                .iter()
                .map(|other| texts(other))
                .filter(|other| *other != text)
                .collect();
            assert_eq!((length, found), (phrase.len(), others), "{text}");
        }
    }
}

#[test]
fn an_inflected_word_and_the_longest_phrase_are_found() {
    let several = asked("kognitiva sjukdomar och annat");
    let (length, mut found) = synonyms(&several).expect("listed");
    assert_eq!(
        (length, found.next().map(|phrase| texts(phrase))),
        (2, Some("demens".into()))
    );
    assert!(synonyms(&asked("pensionärerna")).is_some());
    assert!(synonyms(&asked("sjukdomar kognitiva")).is_none());
}
