//! How far a caller reaches: what its token lets it change, and of whose insatser.

use crate::domain::insatser::decision::BoardDecision;
use crate::domain::insatser::document::Document;
use crate::domain::insatser::insats::Insats;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::slug::Slug;

use super::decided::is_presentation_only;
use super::proposal::{NotPlanned, Reach};

/// Says whether a document may change by a caller; `published` is what it would change.
///
/// # Errors
/// [`NotPlanned::OtherBody`] where it concerns an insats of another body, [`NotPlanned::DecidedMembers`] where more than
/// the presentation would change.
pub(crate) fn check(reach: &Reach, published: &Municipality, document: &Document) -> Result<(), NotPlanned> {
    if let Some(bodies) = &reach.bodies
        && !is_of_bodies(bodies, published, document)
    {
        return Err(NotPlanned::OtherBody);
    }
    if reach.decided || is_presentation(published, document) {
        Ok(())
    } else {
        Err(NotPlanned::DecidedMembers)
    }
}

fn is_presentation(published: &Municipality, document: &Document) -> bool {
    let Document::Version(version) = document else {
        return false;
    };
    let insats = published.insatser().get(&version.slug);
    insats
        .and_then(|insats| insats.starting(version.valid_from))
        .is_some_and(|held| is_presentation_only(&held.version, version))
}

fn is_of_bodies(bodies: &[String], published: &Municipality, document: &Document) -> bool {
    let is_own = |decision: Option<&BoardDecision>| {
        decision.is_some_and(|decision| {
            let slug = published.body(&decision.body).map(|body| body.slug.as_str());
            bodies
                .iter()
                .any(|body| *body == decision.body || Some(body.as_str()) == slug)
        })
    };
    let are_own = |slugs: &[&Slug]| {
        let insatser = slugs.iter().filter_map(|slug| published.insatser().get(*slug));
        insatser
            .flat_map(Insats::versions)
            .all(|version| is_own(version.held.version.decision.as_ref()))
    };
    match document {
        // What it says holds for every body, and it names them.
        Document::Municipality(_) => false,
        Document::Version(version) => are_own(&[&version.slug]) && is_own(version.decision.as_ref()),
        Document::Withdrawal(withdrawal) => are_own(&[&withdrawal.insats]),
        Document::Provider(provider) => are_own(&covered(published, &provider.slug, None)),
        Document::Agreement { provider, agreement } => {
            let mut slugs: Vec<&Slug> = agreement.insatser.iter().collect();
            slugs.extend(covered(published, provider, Some(&agreement.slug)));
            are_own(&slugs)
        }
    }
}

/// The insatser that a provider carries out now: by an agreement and its add-ons, which end with it; by all when none
/// is named.
fn covered<'a>(published: &'a Municipality, provider: &Slug, only: Option<&Slug>) -> Vec<&'a Slug> {
    let held = published.providers().get(provider);
    let agreements = held.into_iter().flat_map(|held| held.agreements.values());
    agreements
        .filter(|agreement| only.is_none_or(|only| agreement.slug == *only || agreement.part_of.as_ref() == Some(only)))
        .flat_map(|agreement| &agreement.insatser)
        .collect()
}
