//! Reads the texts of a catalogue, in every language that they state.

use std::collections::BTreeMap;

use crate::domain::language::Language;
use crate::domain::text::{composed, counted, text};
use crate::domain::{CatalogueText, Code, Stated, Text};

use super::faults::{Faults, is_meant, nearest};
use super::node::{Node, Value};
use super::read::{long_text, too_long};

/// The most languages of a text, Swedish included. Easy-read Swedish is no language of its own.
const MAX_LANGUAGES: usize = 12;

/// The most members of a text that are compared with each other.
const MAX_MEMBERS: usize = 200;

/// Reads a text in Swedish, and in other languages if stated: 1 to 2,000 characters in each.
pub(crate) fn text(node: &Node, faults: &mut Faults) -> Option<CatalogueText> {
    let mut members = node.members(faults)?;
    let sv = members.required("sv", long_text);
    let en = members.optional("en", long_text);
    let sv_easy = members.optional("svEasy", long_text);
    let rest = members.rest();
    if rest.len() > MAX_MEMBERS {
        too_many_languages(node, faults);
        return None;
    }
    members.end();
    let mut others = BTreeMap::new();
    let mut count = 1 + usize::from(en.is_some());
    for (name, translation) in rest {
        let Some(language) = language_named(name, translation, node, faults) else {
            continue;
        };
        let read = if translation.is_absent() {
            None
        } else {
            count += 1;
            long_text(translation, faults)
        };
        if others.insert(language, read).is_some() {
            let detail = text!(
                "Texten finns redan på det språket.",
                "The text already has that language."
            );
            faults.at(translation, Code::DuplicateMember, detail);
        }
    }
    if count > MAX_LANGUAGES && !faults.is_lenient() {
        too_many_languages(node, faults);
        return None;
    }
    let others = others
        .into_iter()
        .filter_map(|(language, text)| Some((language, text?)));
    Some(CatalogueText::new(sv?, en, sv_easy, others.collect()))
}

fn too_many_languages(node: &Node, faults: &mut Faults) {
    let most = counted!(MAX_LANGUAGES, ("språk", "language"), ("språk", "languages"));
    too_long(node, faults, &most);
}

/// The language that a member is named by. Swedish and English have members of their own, and an unknown name may be
/// anything: its fault stops at the text.
fn language_named(name: &str, translation: &Node, text: &Node, faults: &mut Faults) -> Option<Language> {
    let Some(language) = Language::parse(name) else {
        if !faults.is_lenient() {
            let meant = nearest(name, ["svEasy"].into_iter()).filter(|_| faults.is_of_file());
            faults.at_line(text, translation.line, Code::UnknownMember, unknown_language(meant));
        }
        return None;
    };
    translation.asked_for.set(true);
    let own_member = match language.as_str() {
        "sv" => "sv",
        "en" => "en",
        CatalogueText::EASY_SWEDISH => "svEasy",
        _ => return Some(language),
    };
    let detail = composed!("Skriv den texten i {own_member}.", "Write that text in {own_member}.");
    faults.at(translation, Code::UnknownMember, detail);
    None
}

fn unknown_language(meant: Option<&str>) -> Text {
    let unknown = || {
        text!(
            "Okänt språk. Skriv sv, en, svEasy (lättläst svenska) eller en språkkod enligt BCP 47, som fi, se, yi eller ar.",
            "Unknown language. Write sv, en, svEasy (easy-read Swedish) or a language tag of BCP 47, such as fi, se, yi or ar."
        )
    };
    meant.map_or_else(unknown, is_meant)
}

/// Reads a text, or the word `notStated`.
pub(crate) fn stated(node: &Node, faults: &mut Faults) -> Option<Stated> {
    match &node.value {
        Value::Text(word) if word == "notStated" => Some(Stated::NOT_STATED),
        Value::Text(_) => {
            let detail = text!(
                "En text som {sv: …} eller ordet notStated.",
                "A text such as {sv: …} or the word notStated."
            );
            faults.at(node, Code::NotInList, detail);
            None
        }
        _ => text(node, faults).map(Stated::Text),
    }
}
