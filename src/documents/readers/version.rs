//! Reads a version of an insats.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::documents::faults::Faults;
use crate::documents::formats::{function_email, function_phone, web_page};
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{Members, boolean, date, day_or_month, line, slug, text, whole_number, word};
use crate::domain::fault::Code;
use crate::domain::insatser::body::Source;
use crate::domain::insatser::decision::{BoardDecision, FollowedUp};
use crate::domain::insatser::place::Place;
use crate::domain::insatser::version::{Activity, Category, Fee, Limits, Version};
use crate::domain::slug::Slug;
use crate::domain::text::Text;

use super::criteria::criterion;
use super::documentation::documentation;
use super::place::place;

/// The members of an answer that the server sets: accepted in a document and ignored, so that get, edit, put works.
const SET_BY_SERVER: [&str; 11] = [
    "kommunkod",
    "status",
    "openToAll",
    "version",
    "lastDayInForce",
    "providers",
    "remarks",
    "warnings",
    "withdrawal",
    "rightToApply",
    "_links",
];

/// Reads a version.
pub(crate) fn version(node: &Node, faults: &mut Faults) -> Option<Version> {
    let mut members = node.members(faults)?;
    members.ignore(&SET_BY_SERVER);
    let own_slug = members.required("slug", slug);
    version_members(members, own_slug)
}

/// Reads a version of a known insats: `slug` may be absent, and may not be another.
pub(crate) fn version_of(node: &Node, faults: &mut Faults, insats: &Slug) -> Option<Version> {
    let mut members = node.members(faults)?;
    members.ignore(&SET_BY_SERVER);
    let own_slug = own(&mut members, "slug", insats);
    version_members(members, Some(own_slug))
}

/// The slug that the address names; one in the document may be absent, and may not be another.
pub(crate) fn own(members: &mut Members, name: &'static str, known: &Slug) -> Slug {
    let named = members.optional(name, slug);
    if named.is_some_and(|named| named != *known) {
        let detail = Text::fixed(
            "Inte samma kortnamn som i adressen.",
            "Not the same slug as in the address.",
        );
        members.fault_at(name, Code::ConflictingMembers, detail);
    }
    known.clone()
}

fn version_members(mut members: Members, own_slug: Option<Slug>) -> Option<Version> {
    let name = members.required("name", text);
    let summary = members.required("summary", text);
    let category = members.required("category", category);
    let valid_from = members.required("validFrom", date);
    let has_criteria = members.has("criteria");
    let criteria = members.optional("criteria", criterion);
    let criteria_not_stated = members.optional("criteriaNotStated", boolean).unwrap_or_default();
    match (has_criteria, criteria_not_stated) {
        (true, true) => members.fault(
            Code::ConflictingMembers,
            Text::fixed(
                "criteria och criteriaNotStated utesluter varandra.",
                "criteria and criteriaNotStated exclude each other.",
            ),
        ),
        (false, false) => members.missing("criteria"),
        _ => {}
    }
    let places = members.list("places", place);
    let activities = members.list("activities", activity);
    check_parts(&mut members, &places, &activities);
    let valid_to = members.optional("validTo", date);
    check_validity(&mut members, valid_from, valid_to);
    let entered_late = members.optional("enteredLate", boolean).unwrap_or_default();
    let valid_from_not_stated = members.optional("validFromNotStated", boolean).unwrap_or_default();
    let decision = members.optional("decision", decision);
    let legal_basis = members.list("legalBasis", line);
    let anonymous = members.optional("anonymous", boolean);
    let target_group = members.optional("targetGroup", text);
    let selection = members.optional("selection", text);
    let purpose = members.optional("purpose", text);
    let documentation = members.optional("documentation", documentation);
    let is_advice = members.optional("isAdvice", boolean);
    let fee = members.optional("fee", fee);
    let limits = members.optional("limits", limits);
    let referral_needed = members.optional("referralNeeded", boolean);
    let booking = members.optional("booking", word);
    let how_to_get_it = members.optional("howToGetIt", text);
    let notice = members.optional("notice", text);
    let e_service = members.optional("eService", web_page);
    let web_page = members.optional("webPage", web_page);
    let function_phone = members.optional("functionPhone", function_phone);
    let function_email = members.optional("functionEmail", function_email);
    let sources = members.list("sources", source);
    members.end();
    Some(Version {
        slug: own_slug?,
        name: name?,
        summary: summary?,
        category: category?,
        valid_from: valid_from?,
        valid_to,
        criteria,
        criteria_not_stated,
        activities,
        places,
        valid_from_not_stated,
        entered_late,
        decision,
        legal_basis,
        anonymous,
        target_group,
        selection,
        purpose,
        documentation,
        is_advice,
        fee,
        limits,
        referral_needed,
        booking,
        how_to_get_it,
        notice,
        web_page,
        e_service,
        function_phone,
        function_email,
        sources,
    })
}

/// A category; in a published document one that only a newer release knows counts as any other.
fn category(node: &Node, faults: &mut Faults) -> Option<Category> {
    word(node, faults).or(faults.is_lenient().then_some(Category::Ovrigt))
}

/// Checks that `validTo` is not before `validFrom`.
pub(crate) fn check_validity(members: &mut Members, valid_from: Option<NaiveDate>, valid_to: Option<NaiveDate>) {
    if valid_from.zip(valid_to).is_some_and(|(from, to)| to < from) {
        let detail = Text::fixed("validTo är före validFrom.", "validTo is before validFrom.");
        members.fault_at("validTo", Code::OutOfRange, detail);
    }
}

/// Checks that each part has a name of its own, and that activities are given in places that are there.
fn check_parts(members: &mut Members, places: &[Place], activities: &[Activity]) {
    unique(members, "places", places.iter().map(|place| &place.slug));
    unique(members, "activities", activities.iter().map(|activity| &activity.slug));
    let of_places = |slug: &Slug| places.iter().any(|place| place.slug == *slug);
    if !activities.iter().flat_map(|activity| &activity.places).all(of_places) {
        members.fault_at(
            "activities",
            Code::UnknownReference,
            Text::fixed(
                "En aktivitet nämner en plats som inte finns bland places.",
                "An activity names a place that is not among places.",
            ),
        );
    }
}

/// Adds a fault at each item of a list whose slug stands before it.
pub(crate) fn unique<'a>(members: &mut Members, list: &str, slugs: impl Iterator<Item = &'a Slug>) {
    let mut seen = HashSet::new();
    for (at, slug) in slugs.enumerate() {
        if !seen.insert(slug) {
            let detail = Text::fixed(
                "Samma slug står tidigare i listan.",
                "The same slug stands earlier in the list.",
            );
            members.fault_at_item(list, at, Code::Duplicate, detail);
        }
    }
}

read_object! {
    /// Reads where a fact comes from.
    pub(crate) fn source -> Source {
        document: required("document", line),
        lines: optional("lines", lines),
    }
}

/// Lines of a source: `12`, `165-190`, or several of them with commas.
fn lines(node: &Node, faults: &mut Faults) -> Option<String> {
    let lines = line(node, faults)?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_range = |range: &str| {
        range.trim().split('-').take(3).filter(|part| is_number(part)).count() == range.split('-').count()
    };
    if lines.split(',').all(is_range) {
        return Some(lines);
    }
    let detail = Text::fixed(
        "Rader som \"12\" eller \"165-190\".",
        "Lines such as \"12\" or \"165-190\".",
    );
    faults.at(node, Code::InvalidFormat, detail);
    None
}

read_object! {
    /// Reads the decision behind something.
    pub fn decision -> BoardDecision {
        body: required("body", line),
        adoption: required("adoption", word),
        date: optional("date", date),
        reference: optional("reference", line),
        follow_up_due: optional("followUpDue", day_or_month),
        followed_up: optional("followedUp", followed_up),
        note: optional("note", text),
    }
}

read_object! {
    fn followed_up -> FollowedUp {
        date: required("date", date),
        reference: optional("reference", line),
    }
}

read_object! {
    fn activity -> Activity {
        slug: required("slug", slug),
        name: required("name", text),
        summary: optional("summary", text),
        target_group: optional("targetGroup", text),
        criteria: optional("criteria", criterion),
        places: list("places", crate::documents::read::slug),
        schedule: optional("schedule", text),
        sources: list("sources", source),
    }
}

read_object! {
    fn fee -> Fee {
        kind: required("kind", word),
        text: optional("text", text),
    }
}

read_object! {
    fn limits -> Limits {
        text: required("text", text),
        max_sessions: optional("maxSessions", whole_number(1, 10_000)),
    }
}
