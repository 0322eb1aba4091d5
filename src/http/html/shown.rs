//! A text on a page, with the attributes that tell its language.

use std::borrow::Cow;
use std::fmt;

use askama::filters::HtmlSafe;

use crate::domain::text::TextLanguage;

/// The languages that are written from right to left.
const FROM_THE_RIGHT: [&str; 9] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ur", "yi"];

/// A text, and its language where that differs from the page's. It is shown as
/// `<p{{ text.lang }}>{{ text }}</p>`.
#[derive(Clone, Debug)]
pub(crate) struct Shown<'t> {
    text: Cow<'t, str>,
    /// The attributes of the element.
    pub lang: LangAttributes,
}

impl<'t> Shown<'t> {
    /// A text in a language, on a page in the language of its words.
    pub(crate) fn new(text: &'t str, tag: &str, words: TextLanguage) -> Self {
        Self {
            text: Cow::Borrowed(text),
            lang: LangAttributes::of(tag, words),
        }
    }

    /// The same text, of something that is not kept.
    pub(crate) fn into_owned(self) -> Shown<'static> {
        Shown {
            text: Cow::Owned(self.text.into_owned()),
            lang: self.lang,
        }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The attributes `lang` and `dir` of an element, with a space before each; nothing if the page has the same language.
#[derive(Clone, Debug, Default)]
pub(crate) struct LangAttributes(Option<String>);

impl LangAttributes {
    /// The attributes of a text with a tag of BCP 47, on a page in the language of its words.
    pub(crate) fn of(tag: &str, words: TextLanguage) -> Self {
        Self((tag != words.tag()).then(|| tag.to_owned()))
    }
}

impl fmt::Display for LangAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(tag) = &self.0 else {
            return Ok(());
        };
        write!(f, " lang=\"{tag}\"")?;
        if FROM_THE_RIGHT.contains(&tag.split('-').next().unwrap_or_default()) {
            f.write_str(" dir=\"rtl\"")?;
        }
        Ok(())
    }
}

// A tag of BCP 47 has letters, digits and hyphens only.
impl HtmlSafe for LangAttributes {}
