//! Reads the ways to reach an insats.

use crate::documents::faults::Faults;
use crate::documents::formats::{function_email, function_phone, language, processing_time, web_page};
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{Members, slug, word};
use crate::documents::text::text;
use crate::domain::Code;
use crate::domain::insatser::channels::Channel;
use crate::domain::language::Language;
use crate::domain::text::text;

use super::hours::{opening_hours, schedule};

pub(crate) fn channel(node: &Node, faults: &mut Faults) -> Option<Channel> {
    let mut members = node.members(faults)?;
    read_object! { Channel from members;
        kind: required("kind", word),
        function_phone: optional("functionPhone", function_phone),
        function_email: optional("functionEmail", function_email),
        web_page: optional("webPage", web_page),
        place: optional("place", slug),
        hours: list("hours", opening_hours),
        schedules: list("schedules", schedule),
        languages: list("languages", language),
        processing_time: optional("processingTime", processing_time),
        note: optional("note", text),
        => { check_languages(&mut members, &languages); }
    }
}

/// Adds a fault for each language that occurs earlier in the list.
pub(crate) fn check_languages(members: &mut Members, languages: &[Language]) {
    for (at, language) in languages.iter().enumerate() {
        if languages[..at].contains(language) {
            let detail = text!(
                "Samma språk finns tidigare i listan.",
                "The same language occurs earlier in the list."
            );
            members.fault_at_item("languages", at, Code::Duplicate, detail);
        }
    }
}
