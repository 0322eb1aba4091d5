//! Texts of the catalogue, as its documents state them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::json;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::language::Language;
use super::text::{Text, TextLanguage};

/// A text of the catalogue: in Swedish, and in the other languages that its document states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueText {
    /// Swedish, the authoritative text.
    pub sv: String,
    /// English, a translation.
    pub en: Option<String>,
    /// Boxed, because few texts have it.
    further: Option<Box<Further>>,
}

/// What a text may have beside Swedish and English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Further {
    sv_easy: Option<String>,
    others: BTreeMap<Language, String>,
}

impl CatalogueText {
    /// The language tag of easy-read Swedish: a private use subtag of BCP 47, since none is registered.
    pub(crate) const EASY_SWEDISH: &str = "sv-x-easy";

    /// A text in Swedish, and in what else is stated. `others` has neither Swedish nor English.
    pub fn new(
        sv: impl Into<String>,
        en: Option<String>,
        sv_easy: Option<String>,
        others: BTreeMap<Language, String>,
    ) -> Self {
        let further = Further { sv_easy, others };
        Self {
            sv: sv.into(),
            en,
            further: (further != Further::default()).then(|| Box::new(further)),
        }
    }

    /// The words to use in an English sentence: the English ones, or the Swedish where there are none.
    ///
    /// An English sentence then quotes the Swedish name or condition, and never has a gap.
    pub fn en_or_sv(&self) -> &str {
        self.en.as_deref().unwrap_or(&self.sv)
    }

    /// The text in one of the two languages of the program, by [`Self::en_or_sv`].
    pub(crate) fn in_language(&self, language: TextLanguage) -> &str {
        language.choose(&self.sv, self.en_or_sv())
    }

    /// The words to use in a sentence in Swedish and in one in English, by [`Self::en_or_sv`].
    pub fn for_sentences(&self) -> Text {
        Text::new(self.sv.as_str(), self.en_or_sv())
    }

    /// The text in each language that it has, with the language's tag.
    pub(crate) fn by_language(&self) -> impl Iterator<Item = (&str, &str)> {
        let sv_easy = self.further.iter().filter_map(|further| further.sv_easy.as_deref());
        let others = self.further.iter().flat_map(|further| &further.others);
        std::iter::once(("sv", self.sv.as_str()))
            .chain(self.en.as_deref().map(|en| ("en", en)))
            .chain(sv_easy.map(|text| (Self::EASY_SWEDISH, text)))
            .chain(others.map(|(language, text)| (language.as_str(), text.as_str())))
    }

    /// Leaves out everything but the Swedish text.
    pub(crate) fn keep_swedish(&mut self) {
        self.en = None;
        self.further = None;
    }
}

/// A composed text, or one of the program's own, where texts of the catalogue are expected.
impl From<Text> for CatalogueText {
    fn from(Text { sv, en }: Text) -> Self {
        Self::new(sv, Some(en.into_owned()), None, BTreeMap::new())
    }
}

impl Serialize for CatalogueText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        for (language, text) in self.by_language() {
            let member = if language == Self::EASY_SWEDISH {
                "svEasy"
            } else {
                language
            };
            members.serialize_entry(member, text)?;
        }
        members.end()
    }
}

impl PartialSchema for CatalogueText {
    fn schema() -> RefOr<Schema> {
        let text = |description: &str| {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .description(Some(description))
        };
        let name = ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some(Language::PATTERN))
            .max_length(Some(Language::MAX_LENGTH));
        ObjectBuilder::new()
            .description(Some(
                "A text of the catalogue: in Swedish, and in the other languages that its document states.\n\n\
                 Other languages are members named by their tags in BCP 47, such as `fi`, `se`, `yi` and `ar`. A language without a text is absent.",
            ))
            .property("sv", text("Swedish, the authoritative text."))
            .required("sv")
            .property("en", text("English, a translation."))
            .property("svEasy", text("Easy-read Swedish."))
            .additional_properties(Some(text("The text in another language.")))
            .property_names(Some(name))
            .examples([json!({"sv": "Trygghetslarm", "en": "Personal alarm", "fi": "Turvahälytin"})])
            .into()
    }
}

impl ToSchema for CatalogueText {
    fn name() -> Cow<'static, str> {
        "CatalogueText".into()
    }
}

/// A text from a source, or `notStated` if the source was checked and does not contain it.
///
/// An absent member means that nobody has checked the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Stated {
    /// The source was checked and does not state it.
    NotStated(NotStated),
    /// What the source states, reworded.
    Text(CatalogueText),
}

impl Stated {
    /// The value `notStated`.
    pub const NOT_STATED: Self = Self::NotStated(NotStated::NotStated);
}

/// The word `notStated`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum NotStated {
    /// The source was checked and does not state it.
    NotStated,
}
