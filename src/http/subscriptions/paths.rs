//! The paths of subscriptions.

use crate::http::problems::{Kind, Problem};
use crate::http::request::address::path_of;
use crate::http::state::State;
use crate::store::subscriptions::rows::{KeptSubscription, find};

path_of! {
    /// A subscription in the path.
    SubscriptionPath("1270") {
        /// The id of the subscription. / Prenumerationens id.
        #[param(format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
        id: String,
    }
}

/// The subscription of a path; 404 if the municipality has none with the id.
pub(super) async fn subscription(state: &State, path: SubscriptionPath) -> Result<KeptSubscription, Problem> {
    let SubscriptionPath { kommunkod, id } = path;
    let found = state.store.read(move |connection| find(connection, kommunkod, &id));
    found.await?.ok_or(Problem::of(Kind::UnknownSubscription))
}
