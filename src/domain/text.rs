//! Texts that the program composes, in Swedish and English.

use std::borrow::Cow;
use std::fmt::Display;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The same text in Swedish and in English, composed by the program. [`CatalogueText`](super::CatalogueText) is one of the
/// catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"sv": "Trygghetslarm", "en": "Personal alarm"}))]
pub struct Text {
    /// Swedish, the authoritative text.
    #[schema(value_type = String)]
    pub sv: Cow<'static, str>,
    /// English, a translation.
    #[schema(value_type = String)]
    pub en: Cow<'static, str>,
}

impl Text {
    /// A text known at compile time.
    pub const fn fixed(sv: &'static str, en: &'static str) -> Self {
        Self {
            sv: Cow::Borrowed(sv),
            en: Cow::Borrowed(en),
        }
    }

    /// The text in each language, with the language.
    pub(crate) fn by_language(&self) -> [(&str, &str); 2] {
        [("sv", &self.sv), ("en", &self.en)]
    }

    /// A text composed at run time.
    pub fn new(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            sv: Cow::Owned(sv.into()),
            en: Cow::Owned(en.into()),
        }
    }
}

/// A language of [`Text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextLanguage {
    /// Swedish.
    Swedish,
    /// English.
    English,
}

impl TextLanguage {
    /// Its language tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        self.choose("sv", "en")
    }

    /// The text in this language.
    pub fn of(self, text: &Text) -> &str {
        self.choose(&text.sv, &text.en)
    }

    /// The Swedish or the English words.
    pub(crate) const fn choose<'words>(self, sv: &'words str, en: &'words str) -> &'words str {
        match self {
            Self::Swedish => sv,
            Self::English => en,
        }
    }
}

/// A text of the program as it is written in the code: `{…}` marks what is filled in.
pub struct WrittenText {
    /// The module that has it.
    pub room: &'static str,
    /// Its place in the file of the module: line and column.
    pub place: (u32, u32),
    /// Swedish.
    pub sv: &'static str,
    /// English.
    pub en: &'static str,
}

inventory::collect!(WrittenText);

/// Adds a text to the list of [`WrittenText`]s.
macro_rules! written {
    ($sv:expr, $en:expr) => {
        inventory::submit! {
            $crate::domain::text::WrittenText {
                room: module_path!(),
                place: (line!(), column!()),
                sv: $sv,
                en: $en,
            }
        }
    };
}

/// A [`Text`] in Swedish and English: `text!("Ja", "Yes")`.
macro_rules! text {
    ($sv:expr, $en:expr $(,)?) => {{
        $crate::domain::text::written!($sv, $en);
        $crate::domain::text::Text::fixed($sv, $en)
    }};
}

/// A [`Text`] with values, as of `format!`. After the semicolon are texts that are filled in, each in its own language:
/// `composed!("{name} har {count} platser.", "{name} has {count} places."; name)`.
macro_rules! composed {
    (@words $part:ident) => { $part };
    (@words $part:ident = $words:expr) => { $words };
    ($sv:literal, $en:literal $(; $($part:ident $(= $words:expr)?),+)? $(,)?) => {{
        $crate::domain::text::written!($sv, $en);
        $($(
            let $part = &$crate::domain::text::composed!(@words $part $(= $words)?);
            let $part = $crate::domain::text::InBoth::in_both($part);
        )+)?
        $crate::domain::text::Text::new(
            format!($sv $($(, $part = $part.0)+)?),
            format!($en $($(, $part = $part.1)+)?),
        )
    }};
}

/// A number with its noun in the right form, as a [`Text`]: `counted!(3, ("månad", "month"), ("månader", "months"))`.
macro_rules! counted {
    ($count:expr, ($one_sv:literal, $one_en:literal), ($sv:literal, $en:literal)) => {{
        $crate::domain::text::written!(
            concat!("1 ", $one_sv, ", {count} ", $sv),
            concat!("1 ", $one_en, ", {count} ", $en)
        );
        $crate::domain::text::with_noun($count, ($one_sv, $one_en), ($sv, $en))
    }};
}

/// A number with the singular or plural of its noun.
pub(crate) fn with_noun<N: Copy + Display + PartialEq + From<u8>>(
    count: N,
    one: (&str, &str),
    several: (&str, &str),
) -> Text {
    let (sv, en) = if count == N::from(1) { one } else { several };
    Text::new(format!("{count} {sv}"), format!("{count} {en}"))
}

/// Declares the fixed texts of a page, and how they are all chosen in a language.
macro_rules! texts {
    ($($name:ident: $sv:literal, $en:literal;)+) => {
        /// The fixed texts of the page in one language.
        pub(crate) struct Texts {
            $(pub $name: String,)+
        }

        impl Texts {
            pub(crate) fn new(language: $crate::domain::text::TextLanguage) -> Self {
                Self {
                    $($name: language.of(&$crate::domain::text::text!($sv, $en)).to_owned(),)+
                }
            }
        }
    };
}

pub(crate) use {composed, counted, text, texts, written};

/// Words that a sentence in Swedish and one in English can contain.
pub(crate) trait InBoth {
    /// The words in Swedish and in English.
    fn in_both(&self) -> (&str, &str);
}

impl InBoth for Text {
    fn in_both(&self) -> (&str, &str) {
        (&self.sv, &self.en)
    }
}

impl<Words: InBoth> InBoth for &Words {
    fn in_both(&self) -> (&str, &str) {
        (*self).in_both()
    }
}

impl<Sv: AsRef<str>, En: AsRef<str>> InBoth for (Sv, En) {
    fn in_both(&self) -> (&str, &str) {
        (self.0.as_ref(), self.1.as_ref())
    }
}
