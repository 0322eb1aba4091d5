//! Publishes what a permitted caller sends: the one way from a request into the catalogue.

use actix_web::{HttpRequest, web};

use crate::documents::faults::Faults;
use crate::documents::json;
use crate::documents::node::Node;
use crate::domain::insatser::municipality::{Expected, ObjectName};
use crate::domain::publishing::proposal::{Judgement, NotPlanned, Proposed, Reach, Way};
use crate::http::problems::Problem;
use crate::http::problems::kinds::Kind;
use crate::http::request::body::{DOCUMENT, read_json};
use crate::http::request::permission::{Permission, Permitted, scope_missing};
use crate::http::state::State;
use crate::http::trace::Trace;
use crate::store::catalogue::changes::newer;
use crate::store::catalogue::publication::{Author, Publication, Published, Refusal};
use crate::store::publish as write;

/// Reads a document that was sent; telephone numbers to functions have their own form.
pub(crate) async fn document<T>(
    request: &HttpRequest,
    payload: web::Payload,
    read: impl FnOnce(&Node, &mut Faults) -> Option<T>,
) -> Result<T, Problem> {
    let body = read_json::<DOCUMENT>(request, payload).await?;
    let root = json::read(&body).map_err(|fault| Problem::of_faults(vec![fault]))?;
    let mut faults = Faults::strict();
    let read = read(&root, &mut faults);
    faults.refuse_identities_but_phones(&root);
    faults.end(read).map_err(Problem::of_faults)
}

/// Publishes in the caller's municipality. Afterwards this process answers from what was published.
///
/// # Errors
/// 412 when the object changed meanwhile, 422 for what may not be published, 403 for what is out of the caller's reach.
pub(crate) async fn publish<P: Permission>(
    state: &State,
    trace: Trace,
    by: &Permitted<P>,
    proposed: Vec<Proposed>,
    expected: Option<(ObjectName, Expected)>,
) -> Result<Published, Problem> {
    let caller = &by.caller;
    let publication = Publication {
        kommunkod: by.kommunkod,
        proposed,
        judgement: Judgement {
            today: state.clock.today(),
            way: Way::Api,
            reach: Reach {
                decided: !P::SCOPES.contains(&"catalogue:present") || caller.has_scope("catalogue:write"),
                bodies: caller.bodies.clone(),
            },
        },
        expected,
        author: Author {
            client_id: caller.client_id.clone(),
            actor: state.secret.actor(&caller.issuer, &caller.subject),
            trace_id: trace.id().to_owned(),
        },
        at: state.clock.now(),
    };
    let live = std::sync::Arc::clone(&state.catalogue());
    let written = state.store.write(move |connection| {
        match write(connection, std::slice::from_ref(&publication))? {
            // What was written is read back in the same transaction, and answered from once it is committed.
            Ok(mut published) => Ok(Ok((published.remove(0), newer(connection, &live)?))),
            Err(refused) => Ok(Err(refused.why)),
        }
    });
    match written.await? {
        Ok((published, newer)) => {
            if let Some(newer) = newer {
                state.catalogue.advance(newer);
                state.waiting.tell();
            }
            Ok(published)
        }
        Err(Refusal::Stale) => Err(Problem::of(Kind::PreconditionFailed)),
        Err(Refusal::NotPlanned(NotPlanned::Faults(faults))) => Err(Problem::of_faults(faults)),
        Err(Refusal::NotPlanned(NotPlanned::DecidedMembers)) => Err(scope_missing("catalogue:write")),
        Err(Refusal::NotPlanned(NotPlanned::OtherBody)) => Err(Problem::of(Kind::OtherBody)),
    }
}
