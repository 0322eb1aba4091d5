//! Reads providers and agreements.

use crate::documents::faults::Faults;
use crate::documents::formats::{function_phone, instant, web_page};
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{Members, date, line, slug, word};
use crate::documents::text::text;
use crate::domain::insatser::provider::{Agreement, AgreementKind, Availability, Provider, ServiceArea};
use crate::domain::text::text;
use crate::domain::{Code, Slug};

use super::validity::check_validity;
use super::version::{own, source, unique};

/// Reads a provider.
pub fn provider(node: &Node, faults: &mut Faults) -> Option<Provider> {
    let mut members = node.members(faults)?;
    let own_slug = members.required("slug", slug);
    provider_members(members, own_slug)
}

/// Reads a known provider. `slug` may be missing, but must not differ. Ignores the members that the server adds.
pub(crate) fn provider_of(node: &Node, faults: &mut Faults, known: &Slug) -> Option<Provider> {
    let mut members = node.members(faults)?;
    members.ignore(&["agreements", "warnings", "_links"]);
    let own_slug = Some(own(&mut members, "slug", known));
    provider_members(members, own_slug)
}

/// Reads a provider with the extra list `agreements`.
pub(crate) fn provider_with_agreements(node: &Node, faults: &mut Faults) -> Option<(Provider, Vec<Agreement>)> {
    let mut members = node.members(faults)?;
    let own_slug = members.required("slug", slug);
    let agreements = members.list("agreements", agreement);
    let slugs = agreements.iter().map(|agreement| &agreement.slug);
    unique(&mut members, "agreements", slugs);
    Some((provider_members(members, own_slug)?, agreements))
}

fn provider_members(mut members: Members, own_slug: Option<Slug>) -> Option<Provider> {
    read_object! { Provider from members;
        slug: known(own_slug),
        name: required("name", line),
        kind: optional("kind", word),
        web_page: optional("webPage", web_page),
        function_phone: optional("functionPhone", function_phone),
        availability: optional("availability", availability),
        sources: list("sources", source),
    }
}

read_object! {
    fn availability -> Availability {
        state: required("state", word),
        note: optional("note", text),
        updated_at: required("updatedAt", instant),
    }
}

read_object! {
    fn service_area -> ServiceArea {
        name: required("name", line),
        description: optional("description", text),
    }
}

/// Reads an agreement.
pub fn agreement(node: &Node, faults: &mut Faults) -> Option<Agreement> {
    let mut members = node.members(faults)?;
    let own_slug = members.required("slug", slug);
    agreement_members(members, own_slug)
}

/// Reads a known agreement. `slug` may be missing, but must not differ.
pub(crate) fn agreement_of(node: &Node, faults: &mut Faults, known: &Slug) -> Option<Agreement> {
    let mut members = node.members(faults)?;
    let own_slug = Some(own(&mut members, "slug", known));
    agreement_members(members, own_slug)
}

fn agreement_members(mut members: Members, own_slug: Option<Slug>) -> Option<Agreement> {
    read_object! { Agreement from members;
        slug: known(own_slug),
        insatser: required("insatser", |node, faults| node.items(faults, slug)),
        valid_from: optional("validFrom", date),
        valid_to: optional("validTo", date),
        kind: required("kind", word),
        part_of: optional("partOf", slug),
        service_areas: list("serviceAreas", service_area),
        reference: optional("reference", line),
        note: optional("note", text),
        sources: list("sources", source),
        => {
            unique(&mut members, "insatser", insatser.iter().flatten());
            if insatser.as_ref().is_some_and(Vec::is_empty) {
                let detail = text!("Ange minst en insats.", "List at least one insats.");
                members.fault_at("insatser", Code::Empty, detail);
            }
            check_validity(&mut members, valid_from, valid_to);
            match (kind, &part_of) {
                (Some(AgreementKind::AddOn), None) => members.missing("partOf"),
                (Some(AgreementKind::Main | AgreementKind::OwnAdministration), Some(_)) => members.fault_at(
                    "partOf",
                    Code::ConflictingMembers,
                    text!("Bara ett tilläggsavtal (addOn) har partOf.", "Only an add-on agreement (addOn) has partOf."),
                ),
                _ => {}
            }
        }
    }
}
