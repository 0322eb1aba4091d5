//! Publishes what a permitted caller sends. Every publication by API goes through here.

use std::sync::Arc;

use crate::domain::insatser::municipality::{Expected, ObjectName};
use crate::domain::publishing::proposal::{Judgement, NotPlanned, Proposal, Proposed, Reach, Way};
use crate::http::call::Call;
use crate::http::problems::{Kind, Problem};
use crate::http::request::permission::{Permission, Permitted, scope_missing};
use crate::store::catalogue::changes::newer;
use crate::store::catalogue::publication::{Publication, Published, Refusal};
use crate::store::publish as write;

/// Publishes one proposal in the caller's municipality. Afterwards this process answers from the new catalogue.
///
/// Errors: 412 if the object has changed, 422 if the rules refuse it, 403 if the token does not reach it.
pub(crate) async fn publish<P: Permission>(
    call: &Call,
    by: &Permitted<P>,
    proposal: Proposal,
    expected: (ObjectName, Expected),
) -> Result<Published, Problem> {
    let caller = &by.caller;
    let publication = Publication {
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
    };
    let live = Arc::clone(&call.catalogue());
    let written = call.store.write(move |connection| {
        match write(connection, std::slice::from_ref(&publication))? {
            // Reads what it wrote in the same transaction, for the answers after the commit.
            Ok(mut published) => Ok(Ok((published.remove(0), newer(connection, &live)?))),
            Err(refused) => Ok(Err(refused.why)),
        }
    });
    match written.await? {
        Ok((published, newer)) => {
            if let Some(newer) = newer {
                call.catalogue.advance(newer);
                call.waiting.wake_all();
            }
            Ok(published)
        }
        Err(Refusal::Stale) => Err(Problem::of(Kind::PreconditionFailed)),
        Err(Refusal::NotPlanned(NotPlanned::Faults(faults))) => Err(Problem::of_faults(faults)),
        Err(Refusal::NotPlanned(NotPlanned::DecidedMembers)) => Err(scope_missing("catalogue:write")),
        Err(Refusal::NotPlanned(NotPlanned::OtherBody)) => Err(Problem::of(Kind::OtherBody)),
    }
}
