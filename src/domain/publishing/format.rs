//! Which formats may be published: those that every running program evaluates truly.

use crate::domain::criteria::Criterion;
use crate::domain::insatser::document::{Change, Document};
use crate::domain::insatser::format::FIRST_FORMAT;
use crate::domain::insatser::version::{Version, WithoutGuardianFrom15};
use crate::domain::text::text;
use crate::domain::{Code, Fault};

use super::proposal::{Proposal, Proposed};

/// The faults of the changes whose format is above the accepted one, at the members that need it.
pub(crate) fn faults(proposed: &[Proposed], changes: &[Change], accepted: i32) -> Vec<Fault> {
    let documents = changes.iter().filter_map(|change| match change {
        Change::Put(document) if document.format() > accepted => Some(document),
        _ => None,
    });
    documents
        .flat_map(|document| {
            let pointer = pointer_of(proposed, document);
            let mut members = match document {
                Document::Version(version) => members_above(version, accepted),
                Document::Municipality(stated) if accepted == FIRST_FORMAT && stated.catalogue_complete.is_some() => {
                    vec!["/catalogueComplete".to_owned()]
                }
                _ => Vec::new(),
            };
            let texts = document.texts().into_iter();
            members.extend(texts.filter(|text| text.format() > accepted).map(|text| text.pointer));
            if members.is_empty() {
                members.push(String::new());
            }
            members
                .into_iter()
                .map(move |member| fault(format!("{pointer}{member}")))
        })
        .collect()
}

fn fault(pointer: String) -> Fault {
    let detail = text!(
        "Katalogen kan inte ta emot det här än, eftersom ett äldre program skulle svara fel. När inget äldre program är i drift: kör insatskatalog migrate --finish.",
        "The catalogue cannot accept this yet, because an older program would give wrong answers. When no older program is running, run insatskatalog migrate --finish."
    );
    Fault::new(pointer, Code::FormatNotAccepted, detail)
}

fn pointer_of<'a>(proposed: &'a [Proposed], document: &Document) -> &'a str {
    let is_it = |proposed: &&Proposed| match &proposed.proposal {
        Proposal::Put(other) => other.kind() == document.kind() && other.key() == document.key(),
        Proposal::End(_) | Proposal::Remove(_) => false,
    };
    proposed.iter().find(is_it).map_or("", |proposed| &proposed.pointer)
}

/// The members of a version that need a higher format.
fn members_above(version: &Version, accepted: i32) -> Vec<String> {
    let needs = |(member, criteria): &(String, &Criterion)| {
        criteria.format() > accepted || (accepted == FIRST_FORMAT && member.starts_with("places/"))
    };
    let mut members: Vec<String> = version
        .criteria_by_member()
        .filter(needs)
        .map(|(member, _)| format!("/{member}"))
        .collect();
    if accepted == FIRST_FORMAT && version.without_guardian_from_15 != WithoutGuardianFrom15::NotStated {
        members.push("/withoutGuardianFrom15".into());
    }
    if accepted == FIRST_FORMAT && version.valid_to_not_stated {
        members.push("/validToNotStated".into());
    }
    members
}
