//! Reads single values from nodes. A wrong value becomes a fault, and reading continues.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use serde::de::DeserializeOwned;

use crate::domain::day::{DAYS, DayOrMonth};
use crate::domain::text::{composed, counted, text};
use crate::domain::{Code, Kommunkod, Slug, Text, day, word};

use super::faults::{Faults, is_meant, nearest};
use super::node::{Node, Value, member_pointer};

/// The longest description, in characters.
const MAX_TEXT_LENGTH: usize = 2000;
/// The longest name, address or reference, in characters.
const MAX_LINE_LENGTH: usize = 300;
/// The longest label, in characters.
const MAX_LABEL_LENGTH: usize = 80;
/// The most members of an object whose names are compared with each other.
const FEW_MEMBERS: usize = 48;
/// The longest list.
const MAX_ITEMS: usize = 1000;

/// The members of an object, while they are read.
pub(crate) struct Members<'n, 'f> {
    object: &'n Node,
    members: &'n [(String, Node)],
    /// Duplicate names.
    twice: HashSet<&'n str>,
    known: Vec<&'n str>,
    faults: &'f mut Faults,
}

impl Node {
    pub(crate) fn members<'n, 'f>(&'n self, faults: &'f mut Faults) -> Option<Members<'n, 'f>> {
        let Value::Object(members) = &self.value else {
            wrong_type(self, faults, "ett objekt", "an object");
            return None;
        };
        self.asked_for.set(true);
        Some(Members {
            object: self,
            members,
            twice: duplicates(members),
            known: Vec::new(),
            faults,
        })
    }

    pub(crate) fn items<T>(
        &self,
        faults: &mut Faults,
        mut read: impl FnMut(&Self, &mut Faults) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Value::List(items) = &self.value else {
            wrong_type(self, faults, "en lista", "a list");
            return None;
        };
        if items.len() > MAX_ITEMS {
            let most = counted!(MAX_ITEMS, ("rad i listan", "item"), ("rader i listan", "items"));
            too_long(self, faults, &most);
            return None;
        }
        // Every item is read, so that every fault is found.
        let read: Vec<Option<T>> = items
            .iter()
            .map(|item| {
                item.asked_for.set(true);
                read(item, faults)
            })
            .collect();
        if faults.is_lenient() {
            return Some(read.into_iter().flatten().collect());
        }
        read.into_iter().collect()
    }
}

impl Node {
    /// The members of an object whose names are slugs, by name; a fault for any other name and for more than `most`.
    pub(crate) fn by_slug<T>(
        &self,
        faults: &mut Faults,
        most: usize,
        mut read: impl FnMut(&Self, &mut Faults) -> Option<T>,
    ) -> Option<BTreeMap<Slug, T>> {
        let Value::Object(members) = &self.value else {
            wrong_type(self, faults, "ett objekt", "an object");
            return None;
        };
        if members.len() > most {
            too_long(self, faults, &counted!(most, ("fält", "field"), ("fält", "fields")));
            return None;
        }
        let mut by_slug: BTreeMap<Slug, Option<T>> = BTreeMap::new();
        for (name, node) in members {
            // A name that is no slug may be anything: the pointer stops at the object.
            let Some(slug) = Slug::parse(name) else {
                node.asked_for.set(true);
                faults.at(self, Code::InvalidFormat, not_a_slug());
                continue;
            };
            node.asked_for.set(true);
            if by_slug.contains_key(&slug) {
                faults.at(node, Code::DuplicateMember, DUPLICATE_FIELD);
            }
            let value = if node.is_absent() { None } else { read(node, faults) };
            by_slug.insert(slug, value);
        }
        let read = by_slug.into_iter().filter_map(|(slug, value)| Some((slug, value?)));
        Some(read.collect())
    }
}

/// The names that several members have.
fn duplicates(members: &[(String, Node)]) -> HashSet<&str> {
    let is_duplicate = |at: usize| members[..at].iter().any(|(name, _)| *name == members[at].0);
    // Nearly every object is small and has none: comparing costs less than a set of names.
    if members.len() <= FEW_MEMBERS && !(0..members.len()).any(is_duplicate) {
        return HashSet::new();
    }
    let mut names = HashSet::new();
    let twice = members.iter().filter(|(name, _)| !names.insert(name.as_str()));
    twice.map(|(name, _)| name.as_str()).collect()
}

impl<'n> Members<'n, '_> {
    fn know(&mut self, name: &'static str) {
        if !self.known.contains(&name) {
            self.known.push(name);
        }
    }

    fn find(&mut self, name: &'static str) -> Option<&'n Node> {
        self.know(name);
        let (_, node) = self.members.iter().find(|(member, _)| member == name)?;
        node.asked_for.set(true);
        Some(node)
    }

    /// Whether the object has a member with a value. `null` in JSON counts as absent, because generated clients send it
    /// for every member that they leave out.
    pub(crate) fn has(&mut self, name: &'static str) -> bool {
        self.find(name).is_some_and(|node| !node.is_absent())
    }

    pub(crate) fn ignore(&mut self, names: &[&'static str]) {
        self.known.extend(names);
        let ignored = self.members.iter().filter(|(name, _)| names.contains(&name.as_str()));
        self.faults.ignore(ignored.map(|(_, node)| node.pointer.clone()));
    }

    /// The members that no reader knows by name. The caller reads them, and adds their faults.
    pub(crate) fn rest(&mut self) -> Vec<&'n (String, Node)> {
        let is_known = |member: &&(String, Node)| self.known.contains(&member.0.as_str());
        let rest: Vec<_> = self.members.iter().filter(|member| !is_known(member)).collect();
        for (name, _) in &rest {
            self.twice.remove(name.as_str());
        }
        self.known.extend(rest.iter().map(|(name, _)| name.as_str()));
        rest
    }

    pub(crate) fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&Node, &mut Faults) -> Option<T>,
    ) -> Option<T> {
        let node = self.find(name).filter(|node| !node.is_absent())?;
        if node.value == Value::Null {
            self.faults.at(
                node,
                Code::NullNotAllowed,
                text!("Utelämna fältet i stället för null.", "Omit the field instead of null."),
            );
            return None;
        }
        read(node, self.faults)
    }

    pub(crate) fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&Node, &mut Faults) -> Option<T>,
    ) -> Option<T> {
        match self.find(name) {
            None => self.missing(name),
            Some(node) if node.is_absent() => self.faults.at(
                node,
                Code::NullNotAllowed,
                composed!(
                    "Fältet {name} ska ha ett värde, inte null.",
                    "The field {name} must have a value, not null."
                ),
            ),
            Some(_) => {}
        }
        self.optional(name, read)
    }

    /// An optional `true` or `false`; `false` if missing.
    pub(crate) fn flag(&mut self, name: &'static str) -> bool {
        self.optional(name, boolean).unwrap_or_default()
    }

    /// An optional list; empty if missing.
    pub(crate) fn list<T>(&mut self, name: &'static str, read: impl FnMut(&Node, &mut Faults) -> Option<T>) -> Vec<T> {
        self.optional(name, |node, faults| node.items(faults, read))
            .unwrap_or_default()
    }

    pub fn missing(&mut self, name: &str) {
        let pointer = member_pointer(&self.object.pointer, name);
        let place = Node::new(Value::Null, pointer, self.object.line);
        self.faults.at(
            &place,
            Code::MissingMember,
            composed!("Fältet {name} saknas.", "The field {name} is missing."),
        );
    }

    /// Adds a fault at the object.
    pub(crate) fn fault(&mut self, code: Code, detail: Text) {
        self.faults.at(self.object, code, detail);
    }

    /// Adds a fault at a member, or at the object if the member is missing.
    pub(crate) fn fault_at(&mut self, name: &str, code: Code, detail: Text) {
        let node = self
            .members
            .iter()
            .find(|(member, _)| member == name)
            .map_or(self.object, |(_, node)| node);
        self.faults.at(node, code, detail);
    }

    /// Adds a fault at an item of a list.
    pub(crate) fn fault_at_item(&mut self, list: &str, at: usize, code: Code, detail: Text) {
        self.fault_below(&format!("{list}/{at}"), code, detail);
    }

    /// Adds a fault at a place below the object, a JSON Pointer without the first slash.
    pub(crate) fn fault_below(&mut self, place: &str, code: Code, detail: Text) {
        let pointer = format!("{}/{place}", self.object.pointer);
        let node = self.object.at(&pointer).unwrap_or(self.object);
        self.faults.at(node, code, detail);
    }

    /// Ends the reading, and adds a fault for every unknown and every duplicate member.
    pub(crate) fn end(self) {
        for name in &self.twice {
            // Each search goes through every member.
            if self.faults.is_full() {
                break;
            }
            let last = self.members.iter().rfind(|(member, _)| member == name);
            // An unknown name may be anything, so the pointer stops at the object.
            let at = last.map_or(
                self.object,
                |(_, node)| if self.known.contains(name) { node } else { self.object },
            );
            self.faults.at(at, Code::DuplicateMember, DUPLICATE_FIELD);
        }
        for (name, node) in self.members {
            if !self.known.contains(&name.as_str()) {
                self.faults.unknown_member(self.object, name, node.line, &self.known);
            }
        }
    }
}

pub(crate) fn wrong_type(node: &Node, faults: &mut Faults, sv: &str, en: &str) {
    let expected = (sv, en);
    if node.value == Value::Null {
        let detail = composed!("Ska vara {expected}, inte null.", "Must be {expected}, not null."; expected);
        faults.at(node, Code::NullNotAllowed, detail);
        return;
    }
    let detail = composed!("Ska vara {expected}.", "Must be {expected}."; expected);
    faults.at(node, Code::WrongType, detail);
}

pub(crate) fn too_long(node: &Node, faults: &mut Faults, most: &Text) {
    let detail = composed!("Högst {most}.", "At most {most}."; most);
    faults.at(node, Code::TooLong, detail);
}

/// A number of characters.
pub(crate) fn characters(count: usize) -> Text {
    counted!(count, ("tecken", "character"), ("tecken", "characters"))
}

pub(crate) fn string<'n>(node: &'n Node, faults: &mut Faults) -> Option<&'n str> {
    match &node.value {
        Value::Text(text) => Some(text),
        Value::Number(_) => {
            wrong_type(node, faults, "en text inom citattecken", "a text in quotes");
            None
        }
        _ => {
            wrong_type(node, faults, "en text", "a text");
            None
        }
    }
}

fn clean<'n>(node: &'n Node, faults: &mut Faults, most: usize, one_line: bool) -> Option<&'n str> {
    let text = string(node, faults)?;
    if text.trim().is_empty() {
        faults.at(node, Code::Empty, text!("Texten är tom.", "The text is empty."));
        return None;
    }
    if text.chars().any(|c| c.is_control() && (one_line || c != '\n')) {
        let detail = text!(
            "Texten innehåller styrtecken. Ta bort dem.",
            "The text has control characters. Remove them."
        );
        faults.at(node, Code::ControlCharacter, detail);
        return None;
    }
    // No text has more characters than bytes.
    if text.len() > most && text.chars().count() > most {
        too_long(node, faults, &characters(most));
        return None;
    }
    Some(text)
}

/// A name, an address or a reference: 1 to 300 characters on one line.
pub(crate) fn line(node: &Node, faults: &mut Faults) -> Option<String> {
    clean(node, faults, MAX_LINE_LENGTH, true).map(str::to_owned)
}

/// A short label, such as a method or an activity: 1 to 80 characters on one line.
pub(crate) fn label(node: &Node, faults: &mut Faults) -> Option<String> {
    clean(node, faults, MAX_LABEL_LENGTH, true).map(|text| text.trim().to_owned())
}

/// A text of 1 to 2,000 characters in any language.
pub(crate) fn long_text(node: &Node, faults: &mut Faults) -> Option<String> {
    clean(node, faults, MAX_TEXT_LENGTH, false).map(str::to_owned)
}

pub(crate) fn slug(node: &Node, faults: &mut Faults) -> Option<Slug> {
    let slug = Slug::parse(string(node, faults)?);
    if slug.is_none() {
        faults.at(node, Code::InvalidFormat, not_a_slug());
    }
    slug
}

const DUPLICATE_FIELD: Text = text!("Fältet förekommer mer än en gång.", "Duplicate field.");

pub(crate) const fn not_a_slug() -> Text {
    text!(
        "Ett kortnamn: 1–64 tecken ur a–z, 0–9 och enstaka bindestreck, med en bokstav först.",
        "A slug: 1 to 64 of a–z, 0–9 and single hyphens, starting with a letter."
    )
}

/// One of the 290 municipality codes.
pub(crate) fn kommunkod(node: &Node, faults: &mut Faults) -> Option<Kommunkod> {
    let code = Kommunkod::parse(string(node, faults)?);
    if code.is_none() {
        faults.at(node, Code::UnknownKommunkod, unknown_kommunkod());
    }
    code
}

/// Reads a municipality of criteria: a code, or in a file `own` for the municipality that the file is imported under.
pub(crate) fn kommunkod_or_own(node: &Node, faults: &mut Faults) -> Option<Kommunkod> {
    match (&node.value, faults.own_municipality()) {
        (Value::Text(text), Some(own)) if text == "own" => Some(own),
        _ => kommunkod(node, faults),
    }
}

pub(crate) const fn unknown_kommunkod() -> Text {
    text!(
        "Ingen svensk kommun har den koden. En kommunkod är fyra siffror med inledande nolla, som \"0188\".",
        "No Swedish municipality has that code. A kommunkod is four digits with the leading zero, such as \"0188\"."
    )
}

/// A real date from 1850 to 2199, such as `2025-10-14`.
pub(crate) fn date(node: &Node, faults: &mut Faults) -> Option<NaiveDate> {
    let Some(date) = day::parse(string(node, faults)?) else {
        faults.at(node, Code::InvalidDate, invalid_date());
        return None;
    };
    if date < DAYS.0 || date > DAYS.1 {
        faults.at(node, Code::OutOfRange, date_out_of_range());
        return None;
    }
    Some(date)
}

pub(crate) const fn invalid_date() -> Text {
    text!(
        "Ange ett giltigt datum i formen ÅÅÅÅ-MM-DD.",
        "Use a real date in the form YYYY-MM-DD."
    )
}

pub(crate) const fn date_out_of_range() -> Text {
    text!(
        "Ange ett datum från 1850-01-01 till 2199-12-31.",
        "Use a date from 1850-01-01 to 2199-12-31."
    )
}

/// A day, or a month such as `2026-06`.
pub(crate) fn day_or_month(node: &Node, faults: &mut Faults) -> Option<DayOrMonth> {
    let read = DayOrMonth::parse(string(node, faults)?);
    if read.is_none() {
        let detail = text!(
            "En dag som 2026-06-30 eller en månad som \"2026-06\".",
            "A day such as 2026-06-30 or a month such as \"2026-06\"."
        );
        faults.at(node, Code::InvalidDate, detail);
    }
    read
}

/// A word of a closed list.
pub(crate) fn word<T: DeserializeOwned>(node: &Node, faults: &mut Faults) -> Option<T> {
    match word::read(string(node, faults)?) {
        Ok(read) => Some(read),
        Err(_) if faults.is_lenient() => None,
        Err(allowed) => {
            not_in_list(node, faults, &allowed.to_string());
            None
        }
    }
}

pub(crate) fn not_in_list(node: &Node, faults: &mut Faults, allowed: &str) {
    let meant = match &node.value {
        Value::Text(text) if faults.is_of_file() => nearest(text, allowed.split(", ")),
        _ => None,
    };
    let one_of = || composed!("Något av: {allowed}.", "One of: {allowed}.");
    let detail = meant.map_or_else(one_of, is_meant);
    faults.at(node, Code::NotInList, detail);
}

pub(crate) fn boolean(node: &Node, faults: &mut Faults) -> Option<bool> {
    if let Value::Bool(value) = node.value {
        return Some(value);
    }
    wrong_type(node, faults, "true eller false", "true or false");
    None
}

pub(crate) fn whole_number<T: TryFrom<i64>>(least: i64, most: i64) -> impl Fn(&Node, &mut Faults) -> Option<T> {
    move |node, faults| {
        let Value::Number(number) = &node.value else {
            wrong_type(node, faults, "ett heltal", "a whole number");
            return None;
        };
        let whole = number.parse::<i64>().ok();
        let read = whole
            .filter(|value| (least..=most).contains(value))
            .and_then(|value| T::try_from(value).ok());
        if read.is_none() {
            let detail = composed!(
                "Ett heltal från {least} till {most}.",
                "A whole number from {least} to {most}."
            );
            faults.at(node, Code::OutOfRange, detail);
        }
        read
    }
}

pub(crate) fn decimal(least: f64, most: f64) -> impl Fn(&Node, &mut Faults) -> Option<f64> {
    move |node, faults| {
        let Value::Number(number) = &node.value else {
            wrong_type(node, faults, "ett tal", "a number");
            return None;
        };
        let read = number.parse().ok().filter(|value| (least..=most).contains(value));
        if read.is_none() {
            let detail = composed!("Ett tal från {least} till {most}.", "A number from {least} to {most}.");
            faults.at(node, Code::OutOfRange, detail);
        }
        read
    }
}
