//! The names of languages, each in its own language, as a reader looks for it.

use crate::domain::CatalogueText;

const NAMES: [(&str, &str); 38] = [
    ("sv", "Svenska"),
    ("en", "English"),
    (CatalogueText::EASY_SWEDISH, "Lättläst svenska"),
    ("ar", "العربية"),
    ("bs", "Bosanski"),
    ("ckb", "کوردیی ناوەندی"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fit", "Meänkieli"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("it", "Italiano"),
    ("ku", "Kurdî"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("ps", "پښتو"),
    ("pt", "Português"),
    ("rmy", "Romani čhib"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("se", "Davvisámegiella"),
    ("sma", "Åarjelsaemien gïele"),
    ("smj", "Julevsámegiella"),
    ("so", "Soomaali"),
    ("sr", "Српски"),
    ("th", "ไทย"),
    ("ti", "ትግርኛ"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("vi", "Tiếng Việt"),
    ("yi", "ייִדיש"),
];

/// The name of a language in itself; its tag if the list does not have it.
pub(crate) fn name_of(tag: &str) -> &str {
    let found = |tag: &str| NAMES.iter().find(|(known, _)| *known == tag).map(|(_, name)| *name);
    let language = || found(tag.split('-').next()?);
    found(tag).or_else(language).unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::{NAMES, name_of};
    use crate::domain::language::Language;

    #[test]
    fn names_are_of_languages() {
        for (tag, _) in NAMES {
            assert!(Language::parse(tag).is_some(), "{tag}");
        }
        assert_eq!(name_of("fi"), "Suomi");
        assert_eq!(name_of("fi-FI"), "Suomi");
        assert_eq!(name_of("tlh"), "tlh");
    }
}
