//! The files of the component that this program serves: its own, and those of earlier releases, so that an upgrade leaves no
//! site without it.

use std::borrow::Cow;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Value, json};
use strum::VariantArray as _;

use crate::domain::eligibility::answer::{Outcome, ReasonCode};
use crate::domain::eligibility::in_words;
use crate::domain::hash::{sha256, sha384};
use crate::domain::insatser::channels::ChannelKind;
use crate::domain::insatser::costs::CostUnit;
use crate::domain::insatser::labels::{of_category, of_fee};
use crate::domain::insatser::version::{Category, FeeKind};
use crate::domain::{Kommunkod, Text};
use crate::interop::channels::channel_label;

/// How many files a program serves, its own among them.
const MOST: usize = 6;

/// The files of earlier releases, the newest first. `docs/CONTRIBUTING.md` says how a release adds its own.
const RELEASED: [&str; 0] = [];

/// The parts of the file, which browsers run as one module, in this order.
const PARTS: [&str; 12] = [
    include_str!("component/texts.js"),
    include_str!("component/dom.js"),
    include_str!("component/language.js"),
    include_str!("component/api.js"),
    include_str!("component/words.js"),
    include_str!("component/style.js"),
    include_str!("component/list.js"),
    include_str!("component/detail.js"),
    include_str!("component/questions.js"),
    include_str!("component/form.js"),
    include_str!("component/answer.js"),
    include_str!("component/elements.js"),
];

/// The outcomes with words of their own, some for one reason alone.
const OUTCOMES: [(Outcome, Option<ReasonCode>); 11] = [
    (Outcome::Eligible, None),
    (Outcome::NotEligible, None),
    (Outcome::NeedMoreFacts, None),
    (Outcome::Undetermined, None),
    (Outcome::Eligible, Some(ReasonCode::OpenToAll)),
    (Outcome::NotEligible, Some(ReasonCode::NotInForce)),
    (Outcome::NotEligible, Some(ReasonCode::Terminated)),
    (Outcome::NotEligible, Some(ReasonCode::NoDecision)),
    (Outcome::NotEligible, Some(ReasonCode::ReferredElsewhere)),
    (Outcome::NotEligible, Some(ReasonCode::GuardianConsent)),
    (
        Outcome::NotEligible,
        Some(ReasonCode::AlwaysRequiresIndividualAssessment),
    ),
];

/// How many digits of the hash are in an address.
const DIGITS: usize = 16;

/// A file of the component.
pub(crate) struct ComponentFile {
    pub content: Cow<'static, str>,
    /// Its name in the address that never changes.
    pub hash: String,
}

impl ComponentFile {
    fn new(content: impl Into<Cow<'static, str>>) -> Self {
        let content = content.into();
        let mut hash = sha256(content.as_bytes());
        hash.truncate(DIGITS);
        Self { content, hash }
    }

    /// What the browser holds the file against before it runs it (Subresource Integrity).
    pub(crate) fn integrity(&self) -> String {
        format!("sha384-{}", STANDARD.encode(sha384(self.content.as_bytes())))
    }
}

static FILES: LazyLock<Vec<ComponentFile>> = LazyLock::new(|| served(current_content(), &RELEASED));

/// The files that a program serves, its own first.
fn served(current: String, released: &[&'static str]) -> Vec<ComponentFile> {
    let earlier = released.iter().map(|content| ComponentFile::new(*content));
    std::iter::once(ComponentFile::new(current))
        .chain(earlier)
        .take(MOST)
        .collect()
}

/// The file of this program.
pub(crate) fn current() -> &'static ComponentFile {
    &FILES[0]
}

/// A file by its hash.
pub(crate) fn named(hash: &str) -> Option<&'static ComponentFile> {
    FILES.iter().find(|file| file.hash == hash)
}

fn current_content() -> String {
    let per = |unit: &CostUnit| {
        let (sv, en) = unit.in_words();
        of(unit, &Text::fixed(sv, en))
    };
    let outcomes = OUTCOMES.iter().map(|(outcome, reason)| {
        let words = in_words::outcome(*outcome, *reason);
        reason.map_or_else(|| of(outcome, &words), |reason| of(&reason, &words))
    });
    let kommuner = Kommunkod::all().iter();
    let constants = [
        (
            "KOMMUNER",
            names(kommuner.map(|kommun| (kommun.kommunkod.to_string(), json!(kommun.name)))),
        ),
        (
            "CATEGORIES",
            names(
                Category::VARIANTS
                    .iter()
                    .map(|category| of(category, &of_category(*category))),
            ),
        ),
        (
            "FEES",
            names(FeeKind::VARIANTS.iter().map(|fee| of(fee, &of_fee(*fee)))),
        ),
        ("OUTCOMES", names(outcomes)),
        ("PER", names(CostUnit::VARIANTS.iter().map(per))),
        (
            "CHANNELS",
            names(
                ChannelKind::VARIANTS
                    .iter()
                    .map(|kind| of(kind, &channel_label(*kind).1)),
            ),
        ),
    ];
    let head = "// insatskatalog: the component. MIT licence.\n".to_owned();
    let head = constants
        .into_iter()
        .fold(head, |head, (name, value)| format!("{head}const {name} = {value};\n"));
    std::iter::once(head.as_str())
        .chain(PARTS)
        .collect::<Vec<_>>()
        .join("\n")
}

fn names(named: impl Iterator<Item = (String, Value)>) -> Value {
    Value::Object(named.collect())
}

/// A value of a closed list as it is in JSON, with its names in Swedish and English.
fn of(value: &impl Serialize, name: &Text) -> (String, Value) {
    let value = json!(value);
    (value.as_str().unwrap_or_default().to_owned(), json!([name.sv, name.en]))
}

/// The component's own words, with their names in its source.
pub(crate) fn own_words() -> impl Iterator<Item = (&'static str, [String; 2])> {
    let lines = include_str!("component/texts.js").lines();
    lines.filter_map(|line| {
        let (name, words) = line.trim().trim_end_matches(',').split_once(": [")?;
        let words = serde_json::from_str(&format!("[{words}")).ok()?;
        Some((name.trim_matches('"'), words))
    })
}

#[cfg(test)]
#[path = "../../../tests/unit/http/embed/component.rs"]
mod tests;
