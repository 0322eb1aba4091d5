//! Changes of subscriptions, each with an audit event.

use crate::domain::audit::AuditEntry;
use crate::http::call::Call;
use crate::http::problems::Problem;
use crate::http::request::permission::{Permission, Permitted};
use crate::store::catalogue::audit;
use crate::store::{Engine, StoreError};

/// Runs a change of a subscription, and writes its audit event in the same transaction, unless the change refuses.
pub(super) async fn change<P: Permission, Q, T: Send + 'static, R: Send + 'static>(
    call: &Call,
    by: &Permitted<P, Q>,
    (action, id): (&str, &str),
    work: impl Fn(&mut Engine) -> Result<Result<T, R>, StoreError> + Send + 'static,
) -> Result<Result<T, R>, Problem> {
    let author = call.author(&by.caller);
    let audit_entry = AuditEntry {
        at: call.clock.now(),
        client_id: author.client_id,
        actor: author.actor,
        action: action.into(),
        object_kind: "subscription".into(),
        object_key: id.into(),
        revision: None,
        before_sha256: None,
        after_sha256: None,
        trace_id: author.trace_id,
    };
    let kommunkod = by.kommunkod;
    let changed = call.store.write(move |connection| {
        let done = work(connection)?;
        if done.is_ok() {
            audit::append(connection, kommunkod, [audit_entry.clone()])?;
        }
        Ok(done)
    });
    Ok(changed.await?)
}
