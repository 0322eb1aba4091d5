//! Changes of subscriptions, each with an audit event.

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
    let audit_entry = author.audit_entry(call.clock.now(), action, ("subscription", id));
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
