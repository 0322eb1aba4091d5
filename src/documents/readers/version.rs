//! Reads a version of an insats.

use std::collections::HashSet;

use crate::documents::faults::Faults;
use crate::documents::formats::{contact, function_email, function_phone, language, web_page};
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{Members, boolean, date, day_or_month, line, slug, whole_number, word};
use crate::documents::text::text;
use crate::domain::insatser::body::Source;
use crate::domain::insatser::channels::Channel;
use crate::domain::insatser::decision::{BoardDecision, FollowedUp};
use crate::domain::insatser::place::Place;
use crate::domain::insatser::version::{Activity, AssessmentNotRequired, Category, Fee, Limits, Reading, Version};
use crate::domain::text::text;
use crate::domain::{Code, Slug};

use super::channels::{channel, check_languages};
use super::costs::{amount, cost_option};
use super::criteria::criterion;
use super::documentation::documentation;
use super::hours::schedule;
use super::place::place;
use super::validity::check_validity;

/// Members that the server sets. They are ignored, so that a version that was read can be sent back.
const SET_BY_SERVER: [&str; 14] = [
    "kommunkod",
    "status",
    "openToAll",
    "matched",
    "version",
    "lastDayInForce",
    "providers",
    "remarks",
    "warnings",
    "provisos",
    "withdrawal",
    "changedAnswers",
    "rightToApply",
    "_links",
];

pub(crate) fn version(node: &Node, faults: &mut Faults) -> Option<Version> {
    let mut members = node.members(faults)?;
    members.ignore(&SET_BY_SERVER);
    let own_slug = members.required("slug", slug);
    version_members(members, own_slug)
}

/// Reads a version of a known insats. `slug` may be missing, but must not differ.
pub(crate) fn version_of(node: &Node, faults: &mut Faults, insats: &Slug) -> Option<Version> {
    let mut members = node.members(faults)?;
    members.ignore(&SET_BY_SERVER);
    let own_slug = own(&mut members, "slug", insats);
    version_members(members, Some(own_slug))
}

/// The slug in the address. A slug in the document may be missing, but must not differ.
pub(crate) fn own(members: &mut Members, name: &'static str, known: &Slug) -> Slug {
    let named = members.optional(name, slug);
    if named.is_some_and(|named| named != *known) {
        let detail = text!(
            "Ange samma kortnamn som i adressen.",
            "Use the same slug as in the address."
        );
        members.fault_at(name, Code::ConflictingMembers, detail);
    }
    known.clone()
}

fn version_members(mut members: Members, own_slug: Option<Slug>) -> Option<Version> {
    read_object! { Version from members;
        slug: known(own_slug),
        name: required("name", text),
        summary: required("summary", text),
        category: required("category", category),
        valid_from: required("validFrom", date),
        criteria: optional("criteria", criterion),
        criteria_not_stated: flag("criteriaNotStated"),
        places: list("places", place),
        places_complete: flag("placesComplete"),
        activities: list("activities", activity),
        activities_complete: flag("activitiesComplete"),
        valid_to: optional("validTo", date),
        valid_to_not_stated: flag("validToNotStated"),
        entered_late: flag("enteredLate"),
        valid_from_not_stated: flag("validFromNotStated"),
        decision: optional("decision", decision),
        legal_basis: list("legalBasis", line),
        anonymous: optional("anonymous", boolean),
        target_group: optional("targetGroup", text),
        without_guardian_from_15: default("withoutGuardianFrom15", word),
        selection: optional("selection", text),
        purpose: optional("purpose", text),
        existed_before: optional("existedBefore", boolean),
        documentation: optional("documentation", documentation),
        is_advice: optional("isAdvice", boolean),
        assessment_not_required: optional("assessmentNotRequired", assessment_not_required),
        fee: optional("fee", fee),
        cost_options: list("costOptions", cost_option),
        limits: optional("limits", limits),
        amounts: list("amounts", amount),
        referral_needed: optional("referralNeeded", boolean),
        booking: optional("booking", word),
        how_to_get_it: optional("howToGetIt", text),
        application_contact: optional("applicationContact", contact),
        channels: list("channels", channel),
        languages: list("languages", language),
        notice: optional("notice", text),
        e_service: optional("eService", web_page),
        web_page: optional("webPage", web_page),
        function_phone: optional("functionPhone", function_phone),
        function_email: optional("functionEmail", function_email),
        readings: list("readings", reading),
        sources: list("sources", source),
        => {
            let has_criteria = members.has("criteria");
            match (has_criteria, criteria_not_stated) {
                (true, true) => members.fault(
                    Code::ConflictingMembers,
                    text!(
                        "Ange criteria eller criteriaNotStated, inte båda.",
                        "Use criteria or criteriaNotStated, not both."
                    ),
                ),
                (false, false) => members.missing("criteria"),
                _ => {}
            }
            check_parts(&mut members, &places, &activities, &channels);
            check_languages(&mut members, &languages);
            check_validity(&mut members, valid_from, valid_to);
            if valid_to_not_stated && !members.has("validTo") {
                members.missing("validTo");
            }
        }
    }
}

/// Reads a category. An unknown one in a published document, from a newer release, becomes `other`.
fn category(node: &Node, faults: &mut Faults) -> Option<Category> {
    word(node, faults).or(faults.is_lenient().then_some(Category::Ovrigt))
}

/// Checks that parts have unique slugs, and that activities and channels refer to existing places.
fn check_parts(members: &mut Members, places: &[Place], activities: &[Activity], channels: &[Channel]) {
    unique(members, "places", places.iter().map(|place| &place.slug));
    unique(members, "activities", activities.iter().map(|activity| &activity.slug));
    let of_places = |slug: &Slug| places.iter().any(|place| place.slug == *slug);
    if !activities.iter().flat_map(|activity| &activity.places).all(of_places) {
        members.fault_at(
            "activities",
            Code::UnknownReference,
            text!(
                "En aktivitet anger en plats som inte finns i places.",
                "An activity refers to a place that is not in places."
            ),
        );
    }
    for (at, channel) in channels.iter().enumerate() {
        if !channel.place.iter().all(of_places) {
            let detail = text!("Platsen finns inte i places.", "The place is not in places.");
            members.fault_below(&format!("channels/{at}/place"), Code::UnknownReference, detail);
        }
    }
}

/// Adds a fault for each item whose slug occurs earlier in the list.
pub(crate) fn unique<'a>(members: &mut Members, list: &str, slugs: impl Iterator<Item = &'a Slug>) {
    let mut seen = HashSet::new();
    for (at, slug) in slugs.enumerate() {
        if !seen.insert(slug) {
            let detail = text!(
                "Samma kortnamn finns tidigare i listan.",
                "The same slug occurs earlier in the list."
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

/// A JSON Pointer to something, never to the whole.
fn pointer(node: &Node, faults: &mut Faults) -> Option<String> {
    let pointer = line(node, faults)?;
    if pointer.starts_with('/') {
        return Some(pointer);
    }
    let detail = text!(
        "En JSON Pointer som /criteria/of/0.",
        "A JSON Pointer such as /criteria/of/0."
    );
    faults.at(node, Code::InvalidFormat, detail);
    None
}

/// Lines of a source: `12`, `165-190`, or several separated by commas.
fn lines(node: &Node, faults: &mut Faults) -> Option<String> {
    let lines = line(node, faults)?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_range = |range: &str| {
        range.trim().split('-').take(3).filter(|part| is_number(part)).count() == range.split('-').count()
    };
    if lines.split(',').all(is_range) {
        return Some(lines);
    }
    let detail = text!(
        "Rader som \"12\" eller \"165-190\".",
        "Lines such as \"12\" or \"165-190\"."
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
        reference_correction: optional("referenceCorrection", line),
        follow_up_due: optional("followUpDue", day_or_month),
        followed_up: optional("followedUp", followed_up),
        note: optional("note", text),
    }

    fn followed_up -> FollowedUp {
        date: required("date", date),
        reference: optional("reference", line),
    }

    fn reading -> Reading {
        pointer: optional("pointer", pointer),
        text: required("text", text),
    }

    fn assessment_not_required -> AssessmentNotRequired {
        reason: required("reason", text),
    }

    fn activity -> Activity {
        slug: required("slug", slug),
        name: required("name", text),
        summary: optional("summary", text),
        target_group: optional("targetGroup", text),
        criteria: optional("criteria", criterion),
        places: list("places", crate::documents::read::slug),
        schedule: optional("schedule", text),
        schedules: list("schedules", schedule),
        amounts: list("amounts", amount),
        sources: list("sources", source),
    }

    fn fee -> Fee {
        kind: required("kind", word),
        text: optional("text", text),
    }

    fn limits -> Limits {
        text: required("text", text),
        max_sessions: optional("maxSessions", whole_number(1, 10_000)),
    }
}
