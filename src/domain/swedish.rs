//! Finding and sorting names as Swedish readers expect.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text without case and diacritics: `Träffpunkt` and `traffpunkt` become the same.
pub fn folded(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A key that sorts as a Swedish dictionary does: å, ä and ö after z, other diacritics aside.
pub fn swedish_order(text: &str) -> String {
    text.nfc()
        .flat_map(char::to_lowercase)
        .flat_map(|c| match c {
            'å' => vec!['{'],
            'ä' | 'æ' => vec!['|'],
            'ö' | 'ø' => vec!['}'],
            c => c.nfkd().filter(|c| !is_combining_mark(*c)).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{folded, swedish_order};

    #[test]
    fn finds_with_and_without_diacritics() {
        assert_eq!(folded("Träffpunkt för ÄLDRE, Café"), "traffpunkt for aldre, cafe");
    }

    #[test]
    fn sorts_as_a_swedish_dictionary() {
        let mut names = vec!["Östersund", "Zenit", "Ale", "Åmål", "Älmhult", "Eda", "École"];
        names.sort_by_key(|name| swedish_order(name));
        assert_eq!(names, ["Ale", "École", "Eda", "Zenit", "Åmål", "Älmhult", "Östersund"]);
    }
}
