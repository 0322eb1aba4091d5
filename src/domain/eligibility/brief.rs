//! The brief form of an answer, for those who ask about many persons: what decides, without the words.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::variables::{Ask, OpenFact, Whom};
use crate::domain::{Text, day};

use super::answer::{Answer, RightToApply, notice};
use super::missing::{MissingFact, MissingFacts};

/// What holds for every answer of a batch.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EligibilityHead)]
pub(crate) struct BatchHead {
    /// The day of each question that names none.
    #[serde(serialize_with = "day::serialize")]
    pub as_of: NaiveDate,
    /// The revision of the catalogue that answers every question.
    pub catalogue_revision: i64,
    /// That one may always apply.
    #[schema(value_type = RightToApply)]
    pub right_to_apply: RightToApply<'static>,
    /// What the answers are not.
    pub notice: Text,
}

impl BatchHead {
    /// The head of answers by a revision of the catalogue.
    pub(crate) fn of(as_of: NaiveDate, catalogue_revision: i64) -> Self {
        Self {
            as_of,
            catalogue_revision,
            right_to_apply: RightToApply::at(None),
            notice: notice(None),
        }
    }
}

impl Answer<'_> {
    /// Writes the members of the brief answer as JSON, without braces around them.
    ///
    /// Codes hold nothing that JSON would escape, and neither do the names of facts.
    pub(crate) fn write_brief_json(&self, out: &mut Vec<u8>) {
        let mut text = |text: &str| out.extend_from_slice(text.as_bytes());
        text("\"outcome\":\"");
        text(self.outcome.into());
        if let Some(reason_code) = self.reason_code {
            text("\",\"reasonCode\":\"");
            text(reason_code.into());
        }
        text("\",\"missing\":[");
        for (at, pointer) in self.missing.pointers().enumerate() {
            text(if at == 0 { "\"" } else { ",\"" });
            text(&pointer);
            text("\"");
        }
        text("]");
        if let Some(code) = self.provisos {
            text(",\"provisos\":[\"");
            text(code.into());
            text("\"]");
        }
        if !self.warnings.is_empty() {
            text(",\"warnings\":[");
            for (at, code) in self.warnings.codes().enumerate() {
                text(if at == 0 { "\"" } else { ",\"" });
                text(code);
                text("\"");
            }
            text("]");
        }
    }

    /// The brief answer as cells: outcome, reason, missing facts, provisos and warnings. A fact has the name of its column.
    pub(crate) fn brief_cells(&self) -> [Cow<'static, str>; 5] {
        let missing = self.missing.pointers();
        let missing: Vec<String> = missing
            .map(|pointer| pointer.trim_start_matches('/').replace('/', "."))
            .collect();
        [
            Cow::Borrowed(self.outcome.into()),
            Cow::Borrowed(self.reason_code.map_or("", Into::into)),
            Cow::Owned(missing.join(" ")),
            Cow::Borrowed(self.provisos.map_or("", Into::into)),
            Cow::Owned(self.warnings.codes().collect::<Vec<_>>().join(" ")),
        ]
    }
}

impl MissingFacts<'_> {
    /// Where each fact goes: a JSON Pointer into `facts`.
    fn pointers(&self) -> impl Iterator<Item = Cow<'static, str>> {
        static OF_VOCABULARY: LazyLock<HashMap<Fact, String>> = LazyLock::new(|| {
            let pointer = |fact: Fact| (fact, MissingFact::of(&OpenFact::own(fact), &[]).pointer);
            Fact::all().map(pointer).collect()
        });
        self.facts.iter().map(|open| match open {
            OpenFact {
                whom: Whom::Own,
                ask: Ask::Fact(fact),
            } if OF_VOCABULARY.contains_key(fact) => Cow::Borrowed(&*OF_VOCABULARY[fact]),
            _ => Cow::Owned(MissingFact::of(open, self.questions).pointer),
        })
    }
}
