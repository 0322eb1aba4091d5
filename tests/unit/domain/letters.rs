//! Tests of `domain/letters.rs`.

use super::{folded, folded_visible, swedish_order};

#[test]
fn finds_with_and_without_diacritics() {
    assert_eq!(folded("Träffpunkt för ÄLDRE, Café"), "traffpunkt for aldre, cafe");
    assert_eq!(folded("Cafe\u{301}"), "cafe");
}

#[test]
fn folded_visible_removes_invisible_characters() {
    assert_eq!(folded("o\u{200b}ro"), "o\u{200b}ro");
    assert_eq!(folded_visible("O\u{200b}RO"), "oro");
}

#[test]
fn sorts_as_a_swedish_dictionary() {
    let mut names = vec!["Östersund", "Zenit", "Ale", "Åmål", "Älmhult", "Eda", "École"];
    names.sort_by_key(|name| swedish_order(name));
    assert_eq!(names, ["Ale", "École", "Eda", "Zenit", "Åmål", "Älmhult", "Östersund"]);
}
