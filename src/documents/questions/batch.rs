//! Reads many eligibility questions: the list is taken apart first, then each question is read by itself.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::documents::faults::Faults;
use crate::documents::json;
use crate::documents::node::{Node, Value, member_pointer};
use crate::documents::read::{kommunkod, slug};
use crate::domain::personal_details::personal_detail_in;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Kommunkod, Text};

use super::question::{AskedQuestion, question};
use super::typed::{Object, TypedFacts, TypedItem};

/// The most questions in one batch.
pub(crate) const MAX_QUESTIONS: usize = 10_000;

/// The most bytes of one question, as when it is asked alone.
pub(crate) const MAX_BYTES: usize = 64 * 1024;

/// The most members beside the questions. Reading stops at the next one.
const MAX_BESIDE: usize = 100;

/// The most characters of a reference.
const MAX_REFERENCE_LENGTH: usize = 64;

/// Why a batch cannot be answered at all.
#[derive(Debug)]
pub enum NoBatch {
    /// It holds more than [`MAX_QUESTIONS`].
    TooMany,
    /// What was sent is no batch.
    Faults(Vec<Fault>),
}

/// A question among many, understood.
pub struct BatchItem<'a> {
    /// The client's own name for it.
    pub reference: Cow<'a, str>,
    /// The municipality asked about.
    pub kommunkod: Kommunkod,
    /// The insats asked about: a slug.
    pub insats: Cow<'a, str>,
    /// The rest of the question.
    pub question: AskedQuestion<'a>,
}

/// A question among many that was not understood.
pub struct NotUnderstood {
    /// The client's own name for it, where that was.
    pub reference: Option<String>,
    /// Every fault of it.
    pub faults: Vec<Fault>,
}

/// Splits a batch: the range of each question in the bytes.
pub fn split(bytes: &[u8]) -> Result<Vec<Range<usize>>, NoBatch> {
    let text = std::str::from_utf8(bytes).map_err(|_| NoBatch::Faults(vec![json::not_utf8()]))?;
    let Object(body): Object<Body> = serde_json::from_str(text).map_err(|error| {
        if error.to_string().starts_with(TOO_MANY) {
            NoBatch::TooMany
        } else {
            NoBatch::Faults(faults_of_shape(text))
        }
    })?;
    let start = text.as_ptr() as usize;
    let place = |question: &&RawValue| {
        let at = question.get().as_ptr() as usize - start;
        at..at + question.get().len()
    };
    Ok(body.questions.0.iter().map(place).collect())
}

/// Reads the question of a number, from 0.
///
/// # Errors
/// [`NotUnderstood`]; its pointers are into the whole batch. To find every fault takes many times longer than to read a
/// question, so this stops when `collected` says that the batch has had enough of them.
pub fn read<'a>(
    text: &'a str,
    at: usize,
    today: NaiveDate,
    collected: &mut Collected,
) -> Result<BatchItem<'a>, NotUnderstood> {
    let place = || format!("/questions/{at}");
    if text.len() > MAX_BYTES {
        return Err(not_read(text, place(), Code::TooLong, too_long()));
    }
    if let Some(item) = read_fast(text, today) {
        return Ok(item);
    }
    if !collected.has_room() {
        return Err(not_read(text, place(), Code::TooManyErrors, too_many_errors()));
    }
    collected.bytes += text.len();
    let read = read_slowly(text, place(), today);
    collected.faults += read.as_ref().err().map_or(0, |not| not.faults.len());
    read
}

/// Reads a question that is alone in its line.
///
/// # Errors
/// [`NotUnderstood`] with every fault; its pointers are into the question.
pub fn read_alone(text: &[u8], today: NaiveDate) -> Result<BatchItem<'_>, NotUnderstood> {
    let Ok(text) = std::str::from_utf8(text) else {
        return Err(NotUnderstood {
            reference: None,
            faults: vec![json::not_utf8()],
        });
    };
    if let Some(item) = read_fast(text, today) {
        return Ok(item);
    }
    read_slowly(text, String::new(), today)
}

/// What is said of a line that is longer than a question may be.
pub(crate) fn line_too_long() -> Vec<Fault> {
    vec![Fault::new("", Code::TooLong, too_long())]
}

/// Reads a question in which nothing is wrong.
fn read_fast(text: &str, today: NaiveDate) -> Option<BatchItem<'_>> {
    let Object(typed) = serde_json::from_str::<Object<TypedItem>>(text).ok()?;
    if !is_reference(&typed.reference) {
        return None;
    }
    let as_of = typed.as_of.map(|day| day.0);
    let facts = typed.facts.map_or_else(TypedFacts::default, |facts| facts.0);
    Some(BatchItem {
        reference: typed.reference,
        kommunkod: typed.kommunkod.0,
        insats: typed.insats.0,
        question: AskedQuestion {
            as_of,
            activity: typed.activity.map(|slug| slug.0),
            place: typed.place.map(|slug| slug.0),
            facts: facts.on(as_of.unwrap_or(today))?,
        },
    })
}

/// What was collected of the faults in a batch.
#[derive(Default)]
pub struct Collected {
    /// The questions that were read in search of faults, in bytes.
    bytes: usize,
    faults: usize,
}

impl Collected {
    const MAX_BYTES: usize = 1024 * 1024;
    const MAX_FAULTS: usize = 10_000;

    /// Whether another question may be searched for faults.
    const fn has_room(&self) -> bool {
        self.bytes < Self::MAX_BYTES && self.faults < Self::MAX_FAULTS
    }
}

/// A question that was not searched for faults.
fn not_read(text: &str, place: String, code: Code, detail: Text) -> NotUnderstood {
    NotUnderstood {
        reference: reference_alone(text),
        faults: vec![Fault::new(place, code, detail)],
    }
}

fn too_long() -> Text {
    let most = MAX_BYTES / 1024;
    composed!("En fråga har högst {most} KiB.", "A question has at most {most} KiB.")
}

const fn too_many_errors() -> Text {
    text!(
        "Frågan är inte rätt. Omgången har så många fel att tjänsten inte letar efter dem här.",
        "The question is not right. The batch has so many errors that the service does not look for them here."
    )
}

fn read_slowly(text: &str, place: String, today: NaiveDate) -> Result<BatchItem<'static>, NotUnderstood> {
    let root = json::read_at(text.as_bytes(), place.clone()).map_err(|fault| NotUnderstood {
        reference: reference_alone(text),
        faults: vec![Fault {
            pointer: place,
            ..fault
        }],
    })?;
    let mut faults = Faults::strict();
    let mut known_reference = None;
    let read = root.members(&mut faults).and_then(|mut members| {
        let reference = members.required("reference", reference);
        known_reference.clone_from(&reference);
        let kommunkod = members.required("kommunkod", kommunkod);
        let insats = members.required("insats", slug).map(|slug| slug.to_string());
        let question = question(&mut members, today);
        members.end();
        Some(BatchItem {
            reference: Cow::Owned(reference?),
            kommunkod: kommunkod?,
            insats: Cow::Owned(insats?),
            question,
        })
    });
    faults.refuse_identities(&root);
    faults.end(read).map_err(|faults| NotUnderstood {
        reference: known_reference,
        faults,
    })
}

/// The reference of a question of which nothing else can be read.
fn reference_alone(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Alone {
        reference: String,
    }
    let read: Alone = serde_json::from_str(text).ok()?;
    is_reference(&read.reference).then_some(read.reference)
}

/// A client's own name for a question: 1 to 64 letters, digits, `_` and `-`, and nothing that looks like somebody.
fn is_reference(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    (1..=MAX_REFERENCE_LENGTH).contains(&text.len()) && text.bytes().all(allowed) && personal_detail_in(text).is_none()
}

fn reference(node: &Node, faults: &mut Faults) -> Option<String> {
    let Value::Text(text) = &node.value else {
        faults.at(node, Code::WrongType, text!("Ska vara en text.", "Must be a text."));
        return None;
    };
    if is_reference(text) {
        return Some(text.clone());
    }
    faults.at(
        node,
        Code::InvalidFormat,
        text!(
            "Din egen beteckning på frågan: 1–64 tecken ur A–Z, a–z, 0–9, _ och -. Den får inte peka ut någon.",
            "Your own reference for the question: 1 to 64 of A–Z, a–z, 0–9, _ and -. It must not identify anyone."
        ),
    );
    None
}

/// A batch with its questions left unread.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<'a> {
    #[serde(borrow)]
    questions: Questions<'a>,
}

/// Questions left unread; reading stops once there are too many.
struct Questions<'a>(Vec<&'a RawValue>);

const TOO_MANY: &str = "too many";

impl<'de: 'a, 'a> Deserialize<'de> for Questions<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Items;

        impl<'de> Visitor<'de> for Items {
            type Value = Vec<&'de RawValue>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a list of questions")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut questions = Vec::new();
                while let Some(question) = items.next_element()? {
                    questions.push(question);
                    if questions.len() > MAX_QUESTIONS {
                        return Err(A::Error::custom(TOO_MANY));
                    }
                }
                Ok(questions)
            }
        }

        deserializer.deserialize_seq(Items).map(Self)
    }
}

/// What is wrong with the outermost object, or that there is no JSON at all.
fn faults_of_shape(text: &str) -> Vec<Fault> {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        let is_deep = error.to_string().starts_with("recursion limit");
        return vec![if is_deep {
            json::too_deep(None)
        } else {
            json::not_json(&error)
        }];
    }
    let members = serde_json::from_str::<Outermost>(text);
    if members
        .as_ref()
        .is_err_and(|error| error.to_string().starts_with(TOO_MANY))
    {
        return vec![json::too_many_members()];
    }
    let members = members.map(|Outermost(members)| {
        let node = |(name, raw): (Cow<str>, &RawValue)| {
            // Of a member that no reader asks for, all that matters is whether it looks like somebody.
            let value = if name == "questions" {
                shallow(raw.get())
            } else {
                Value::Text(searched(raw.get()).to_owned())
            };
            // No fault points to a member that no reader knows.
            let name = searched(&name).to_owned();
            let pointer = member_pointer("", &name);
            (name, Node::new(value, pointer, None))
        };
        Value::Object(members.into_iter().map(node).collect())
    });
    let root = Node::new(members.unwrap_or_else(|_| shallow(text)), String::new(), None);
    let mut faults = Faults::strict();
    let read = root.members(&mut faults).map(|mut members| {
        members.required("questions", |node, faults| node.items(faults, |_, _| Some(())));
        members.end();
    });
    faults.refuse_identities(&root);
    // A reader that finds nothing wrong cannot be; yet a batch that was not read must not pass.
    faults.end(read).err().unwrap_or_else(|| vec![json::too_deep(None)])
}

/// The members of the outermost object, as they stand.
struct Outermost<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Outermost<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a batch")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = object.next_entry()? {
                    members.push(member);
                    if members.len() > MAX_BESIDE {
                        return Err(A::Error::custom(TOO_MANY));
                    }
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(Members).map(Self)
    }
}

/// A value by its first sign, without what it holds.
fn shallow(raw: &str) -> Value {
    match raw.trim_start().as_bytes().first() {
        Some(b'[') => Value::List(Vec::new()),
        Some(b'{') => Value::Object(Vec::new()),
        Some(b'"') => Value::Text(searched(raw).to_owned()),
        Some(b't' | b'f') => Value::Bool(true),
        Some(b'n') | None => Value::Null,
        Some(_) => Value::Number(searched(raw).to_owned()),
    }
}

/// The part of a text that is searched for identity numbers. The text is refused in any case.
fn searched(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_BYTES)]
}
