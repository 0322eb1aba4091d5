//! Publishes what a permitted caller sends. Every publication by API goes through here.

use std::sync::Arc;

use crate::domain::Code;
use crate::domain::insatser::municipality::{Expected, ObjectName};
use crate::domain::publishing::proposal::{Judgement, NotPlanned, Proposal, Proposed, Reach, Way};
use crate::http::call::Call;
use crate::http::problems::{Kind, Problem};
use crate::http::request::permission::{Permission, Permitted, scope_missing};
use crate::http::request::precondition::precondition_failed;
use crate::store::catalogue::changes::newer;
use crate::store::catalogue::publication;
use crate::store::catalogue::publication::{Publication, Published, Refusal, Rehearsed};
use crate::store::publish as write;

/// Publishes one proposal in the caller's municipality. Afterwards this process answers from the new catalogue.
///
/// Errors: 412 if the object has changed, 422 if the rules refuse it, 403 if the token does not reach it.
pub(crate) async fn publish<P: Permission, Q>(
    call: &Call,
    by: &Permitted<P, Q>,
    proposal: Proposal,
    expected: (ObjectName, Expected),
) -> Result<Published, Problem> {
    let publication = publication(call, by, proposal, expected);
    let before = Arc::clone(&call.catalogue());
    let live = Arc::clone(&before);
    let written = call.store.write(move |connection| {
        match write(connection, std::slice::from_ref(&publication))? {
            // What was written is read back in the same transaction, and answered from once it is committed.
            Ok(mut published) => Ok(Ok((published.remove(0), newer(connection, &live)?))),
            Err(refused) => Ok(Err(refused.why)),
        }
    });
    let (published, newer) = written.await?.map_err(problem)?;
    if let Some(newer) = newer {
        call.catalogue.advance(&before, newer);
        call.catalogue_changed();
    }
    Ok(published)
}

/// Checks one proposal as [`publish`] does, and publishes nothing: what would change, and the municipality after it.
///
/// # Errors
/// Those of [`publish`].
pub(crate) async fn rehearse<P: Permission, Q>(
    call: &Call,
    by: &Permitted<P, Q>,
    proposal: Proposal,
    expected: (ObjectName, Expected),
) -> Result<Rehearsed, Problem> {
    let publication = publication(call, by, proposal, expected);
    let rehearsed = call.store.read_one_moment(move |connection| {
        let rehearsed = publication::rehearse(connection, std::slice::from_ref(&publication))?;
        Ok(rehearsed
            .map(|mut rehearsed| rehearsed.remove(0))
            .map_err(|refused| refused.why))
    });
    rehearsed.await?.map_err(problem)
}

fn publication<P: Permission, Q>(
    call: &Call,
    by: &Permitted<P, Q>,
    proposal: Proposal,
    expected: (ObjectName, Expected),
) -> Publication {
    let caller = &by.caller;
    Publication {
        kommunkod: by.kommunkod,
        proposed: vec![Proposed {
            proposal,
            pointer: String::new(),
        }],
        judgement: Judgement {
            today: call.today(),
            way: Way::Api,
            reach: Reach {
                decided: !P::SCOPES.contains(&"catalogue:present") || caller.has_scope("catalogue:write"),
                bodies: caller.bodies.clone(),
            },
        },
        expected: Some(expected),
        author: call.author(caller),
        at: call.clock.now(),
    }
}

fn problem(why: Refusal) -> Problem {
    match why {
        Refusal::Unmet(unmet) => precondition_failed(unmet),
        Refusal::NotPlanned(NotPlanned::Faults(faults)) => Problem::of_faults(faults),
        Refusal::NotPlanned(NotPlanned::DecidedMembers) => scope_missing("catalogue:write"),
        Refusal::NotPlanned(NotPlanned::OtherBody) => Problem::of(Kind::Fault(Code::OtherBody)),
    }
}
