//! Reads providers and agreements.

use crate::documents::faults::Faults;
use crate::documents::formats::{function_phone, web_page};
use crate::documents::node::Node;
use crate::documents::read::{Members, date, line, slug, text, word};
use crate::domain::fault::Code;
use crate::domain::insatser::provider::{Agreement, AgreementKind, Provider};
use crate::domain::slug::Slug;
use crate::domain::text::Text;

use super::version::{check_validity, own, source, unique};

/// Reads a provider.
pub fn provider(node: &Node, faults: &mut Faults) -> Option<Provider> {
    let mut members = node.members(faults)?;
    let slug = members.required("slug", slug);
    let read = provider_members(&mut members, slug);
    members.end();
    read
}

/// Reads a known provider. `slug` may be missing, but must not differ. Ignores the members that the server adds.
pub(crate) fn provider_of(node: &Node, faults: &mut Faults, known: &Slug) -> Option<Provider> {
    let mut members = node.members(faults)?;
    members.ignore(&["agreements", "warnings", "_links"]);
    let slug = Some(own(&mut members, "slug", known));
    let read = provider_members(&mut members, slug);
    members.end();
    read
}

/// Reads a provider with the extra list `agreements`.
pub(crate) fn provider_with_agreements(node: &Node, faults: &mut Faults) -> Option<(Provider, Vec<Agreement>)> {
    let mut members = node.members(faults)?;
    let slug = members.required("slug", slug);
    let read = provider_members(&mut members, slug);
    let agreements = members.list("agreements", agreement);
    unique(
        &mut members,
        "agreements",
        agreements.iter().map(|agreement| &agreement.slug),
    );
    members.end();
    Some((read?, agreements))
}

fn provider_members(members: &mut Members, slug: Option<Slug>) -> Option<Provider> {
    let name = members.required("name", line);
    let kind = members.optional("kind", word);
    let web_page = members.optional("webPage", web_page);
    let function_phone = members.optional("functionPhone", function_phone);
    let sources = members.list("sources", source);
    Some(Provider {
        slug: slug?,
        name: name?,
        kind,
        web_page,
        function_phone,
        sources,
    })
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
    let insatser = members.required("insatser", |node, faults| node.items(faults, slug));
    unique(&mut members, "insatser", insatser.iter().flatten());
    if insatser.as_ref().is_some_and(Vec::is_empty) {
        let detail = Text::fixed("Ange minst en insats.", "Name at least one insats.");
        members.fault_at("insatser", Code::Empty, detail);
    }
    let valid_from = members.optional("validFrom", date);
    let valid_to = members.optional("validTo", date);
    check_validity(&mut members, valid_from, valid_to);
    let kind = members.required("kind", word);
    let part_of = members.optional("partOf", slug);
    match (kind, &part_of) {
        (Some(AgreementKind::AddOn), None) => members.missing("partOf"),
        (Some(AgreementKind::Main | AgreementKind::OwnAdministration), Some(_)) => members.fault_at(
            "partOf",
            Code::ConflictingMembers,
            Text::fixed(
                "Bara ett tilläggsavtal (addOn) har partOf.",
                "Only an add-on agreement (addOn) has partOf.",
            ),
        ),
        _ => {}
    }
    let reference = members.optional("reference", line);
    let note = members.optional("note", text);
    let sources = members.list("sources", source);
    members.end();
    Some(Agreement {
        slug: own_slug?,
        insatser: insatser?,
        valid_from,
        valid_to,
        kind: kind?,
        part_of,
        reference,
        note,
        sources,
    })
}
