//! The facts that can still change an answer, with the questions to ask for them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::in_words::vocabulary::listed_person;
use crate::domain::criteria::local::{LocalQuestion, find};
use crate::domain::criteria::open_facts::OpenFacts;
use crate::domain::criteria::variables::{Ask, OpenFact, Whom};
use crate::domain::text::composed;

/// A fact that can still change the answer, and the question to ask for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct MissingFact {
    /// The fact's name; one by declaration has its path.
    #[schema(value_type = String, example = "registeredMunicipality")]
    pub fact: Cow<'static, str>,
    /// Where the answer goes: a JSON Pointer into `facts`.
    #[schema(example = "/registeredMunicipality")]
    pub pointer: String,
    /// The question to ask.
    pub question: Text,
}

/// The facts that can still change an answer, and the municipality's own questions among which theirs are found.
#[derive(Clone, Debug, Default)]
pub struct MissingFacts<'a> {
    /// The facts.
    pub facts: OpenFacts,
    /// The municipality's own questions.
    pub questions: &'a [LocalQuestion],
}

impl MissingFact {
    /// A fact with its question.
    pub(crate) fn of(open: &OpenFact, questions: &[LocalQuestion]) -> Self {
        let (fact, question) = match &open.ask {
            Ask::Fact(fact) => {
                let question = match open.whom {
                    Whom::Own => fact.question(),
                    Whom::Listed(..) => fact.about_another(),
                };
                (Cow::Borrowed(fact.name()), question)
            }
            Ask::Local(slug) => {
                let question = find(questions, slug).map(|question| question.question.for_sentences());
                let name = format!("selfDeclared.local.{slug}");
                (
                    Cow::Owned(name),
                    question.unwrap_or_else(|| Text::new(slug.to_string(), slug.to_string())),
                )
            }
        };
        let place = fact.replace('.', "/");
        match open.whom {
            Whom::Own => Self {
                pointer: format!("/{place}"),
                fact,
                question,
            },
            Whom::Listed(persons, at) => {
                let list: &str = persons.into();
                let whom = listed_person(persons, at);
                Self {
                    pointer: format!("/{list}/{at}/{place}"),
                    fact,
                    question: composed!("{whom} {question}", "{whom} {question}"; whom, question),
                }
            }
        }
    }
}

impl MissingFacts<'_> {
    /// Each fact as JSON.
    pub(crate) fn written(&self) -> impl Iterator<Item = Cow<'static, str>> {
        self.facts.iter().map(|open| match open {
            OpenFact {
                whom: Whom::Own,
                ask: Ask::Fact(fact),
            } => Cow::Borrowed(of_vocabulary(*fact)),
            _ => Cow::Owned(json(&MissingFact::of(open, self.questions))),
        })
    }
}

impl Serialize for MissingFacts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.facts.iter().map(|open| MissingFact::of(open, self.questions)))
    }
}

/// A fact about the person asked about, with its question, as JSON.
fn of_vocabulary(fact: Fact) -> &'static str {
    static ALL: LazyLock<HashMap<Fact, String>> = LazyLock::new(|| {
        let written = |fact: Fact| (fact, json(&MissingFact::of(&OpenFact::own(fact), &[])));
        Fact::all().map(written).collect()
    });
    ALL.get(&fact).map_or("", String::as_str)
}

fn json(missing: &MissingFact) -> String {
    serde_json::to_string(missing).expect("texts are JSON")
}
