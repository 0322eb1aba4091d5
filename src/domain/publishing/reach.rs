//! What a caller may change according to its token.

use crate::domain::Slug;
use crate::domain::insatser::decision::BoardDecision;
use crate::domain::insatser::document::Document;
use crate::domain::insatser::insats::Insats;
use crate::domain::insatser::municipality::Municipality;

use super::decided::is_presentation_only;
use super::proposal::{NotPlanned, Reach};

/// Checks whether a caller may change a document of a municipality.
///
/// # Errors
/// [`NotPlanned::OtherBody`] if it concerns an insats of another body, [`NotPlanned::DecidedMembers`] if more than the
/// presentation would change.
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
    match document {
        Document::Version(version) => {
            let insats = published.insatser().get(&version.slug);
            insats
                .and_then(|insats| insats.starting(version.valid_from))
                .is_some_and(|held| is_presentation_only(&held.version, version))
        }
        Document::Provider(provider) => {
            let held = published.providers().get(&provider.slug);
            held.is_some_and(|held| held.provider.differs_in_availability_only(provider))
        }
        _ => false,
    }
}

fn is_of_bodies(bodies: &[String], published: &Municipality, document: &Document) -> bool {
    let is_own = |decision: Option<&BoardDecision>| published.is_decided_by(decision, bodies);
    let are_own = |slugs: &[&Slug]| {
        let insatser = slugs.iter().filter_map(|slug| published.insatser().get(*slug));
        insatser
            .flat_map(Insats::versions)
            .all(|version| is_own(version.held.version.decision.as_ref()))
    };
    match document {
        // It applies to every body.
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

/// The insatser that a provider carries out: by one agreement and its add-ons, or by all agreements.
fn covered<'a>(published: &'a Municipality, provider: &Slug, only: Option<&Slug>) -> Vec<&'a Slug> {
    let held = published.providers().get(provider);
    let agreements = held.into_iter().flat_map(|held| held.agreements.values());
    agreements
        .filter(|agreement| only.is_none_or(|only| agreement.slug == *only || agreement.part_of.as_ref() == Some(only)))
        .flat_map(|agreement| &agreement.insatser)
        .collect()
}
