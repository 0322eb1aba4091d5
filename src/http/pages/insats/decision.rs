//! Who decided an insats and when, its versions, and what the catalogue builds on.

use crate::domain::insatser::body::Source;
use crate::domain::insatser::decision::BoardDecision;
use crate::domain::insatser::insats::VersionInTime;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::publishing::remark::remarks;
use crate::domain::statistics::figures::in_words;
use crate::domain::text::composed;
use crate::http::catalogue::documentation_rules::here;
use crate::http::html::language::PageLanguage;
use crate::http::html::paths;
use crate::http::html::shown::Shown;
use crate::http::statistics::report::facts::{due, followed_up, period_of};

use super::subject::Subject;

/// The decision behind a version.
pub(crate) struct ShownDecision<'a> {
    pub body: Option<&'a str>,
    pub day: Option<String>,
    pub reference: Option<&'a str>,
    pub period: String,
    pub provisions: &'a [String],
    pub purpose: Option<Shown<'a>>,
    pub why_not_assessed: Option<Shown<'a>>,
    /// What is documented about a person.
    pub about_you: String,
    /// When it must be followed up, and when it was.
    pub follow_up: Option<(String, Option<String>)>,
    pub note: Option<Shown<'a>>,
}

impl<'a> ShownDecision<'a> {
    pub(crate) fn of(subject: &Subject<'a>, language: &PageLanguage) -> Self {
        let version = subject.version();
        let decision = version.decision.as_ref();
        let level = version.documentation.as_ref().map(|rules| rules.individual_level);
        let follow_up = decision.filter(|decision| decision.follow_up_due.is_some() || decision.followed_up.is_some());
        let done = |decision: &BoardDecision| {
            let is_done = decision.followed_up.is_some();
            is_done.then(|| followed_up(decision, language.words))
        };
        let reason = version.assessment_not_required.as_ref().map(|stated| &stated.reason);
        Self {
            body: decision.map(|decision| decision.body.as_str()),
            day: decision.and_then(|decision| Some(in_words::day(decision.date?, language.words))),
            reference: decision.and_then(|decision| decision.reference.as_deref()),
            period: period(subject.standing.version(), language),
            provisions: &version.legal_basis,
            purpose: version.purpose.as_ref().map(|text| language.show(text)),
            why_not_assessed: reason.map(|text| language.show(text)),
            about_you: language.say(&here(level)).to_owned(),
            follow_up: follow_up.map(|decision| (due(decision, language.words), done(decision))),
            note: decision
                .and_then(|decision| decision.note.as_ref())
                .map(|text| language.show(text)),
        }
    }
}

fn period(version: VersionInTime, language: &PageLanguage) -> String {
    let stated = &version.held.version;
    let adoption = stated.decision.as_ref().map(|decision| decision.adoption);
    let period = period_of(stated.valid_from, version.decided_last_day(), adoption);
    language.say(&period).to_owned()
}

/// A version in the list of all.
pub(crate) struct ShownVersion {
    pub name: String,
    pub period: String,
    pub href: String,
    pub is_shown: bool,
}

/// Every version, the newest first.
pub(crate) fn versions(subject: &Subject, language: &PageLanguage) -> Vec<ShownVersion> {
    let own = paths::of_insats(subject.municipality.document().kommunkod, &subject.version().slug);
    let shown = subject.standing.version().number;
    let of = |version: VersionInTime| {
        let number = version.number;
        ShownVersion {
            name: language
                .say(&composed!("Version {number}", "Version no. {number}"))
                .to_owned(),
            period: period(version, language),
            href: language.link(&format!("{own}?version={number}")),
            is_shown: number == shown,
        }
    };
    subject.insats.versions().rev().map(of).collect()
}

/// A document that the catalogue builds on, and where in it.
pub(crate) struct ShownSource<'a> {
    pub title: Shown<'a>,
    pub web_page: Option<&'a str>,
    pub lines: String,
}

/// The sources of a version, each document once.
pub(crate) fn sources<'a>(subject: &Subject<'a>, language: &PageLanguage) -> Vec<ShownSource<'a>> {
    let mut shown: Vec<(&str, ShownSource)> = Vec::new();
    for Source { document, lines } in &subject.version().sources {
        let lines = lines.as_deref().unwrap_or_default();
        if let Some((_, known)) = shown.iter_mut().find(|(known, _)| known == document) {
            if !lines.is_empty() {
                let comma = if known.lines.is_empty() { "" } else { ", " };
                known.lines.push_str(comma);
                known.lines.push_str(lines);
            }
            continue;
        }
        let documents = &subject.municipality.document().source_documents;
        if let Some(stated) = documents.iter().find(|stated| stated.document == *document) {
            let source = ShownSource {
                title: language.show(&stated.title),
                web_page: stated.web_page.as_deref(),
                lines: lines.to_owned(),
            };
            shown.push((document, source));
        }
    }
    shown.into_iter().map(|(_, source)| source).collect()
}

/// What the catalogue does not know, or a reader should know about it; each sentence once.
pub(crate) fn unknown(subject: &Subject, language: &PageLanguage) -> Vec<String> {
    let municipality: &Municipality = subject.municipality;
    let mut texts: Vec<String> = Vec::new();
    for remark in remarks(municipality, subject.version()) {
        let text = language.say(&remark.text).to_owned();
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}
