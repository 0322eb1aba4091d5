//! The identifiers of HSDS objects: UUIDs of names, the same in every database and on every server.

use std::fmt::Display;

use uuid::{Uuid, uuid};

use crate::domain::hash::named_uuid;

/// The namespace of every name.
pub(crate) const NAMESPACE: Uuid = uuid!("7c1a4bad-94b5-4fdd-8b68-f01e5086ea03");

/// The UUID (version 5) of a name, such as `1270/insatser/trygghetslarm`.
pub(crate) fn id(name: impl Display) -> String {
    uuid(name).to_string()
}

/// The same as a number.
pub(crate) fn uuid(name: impl Display) -> Uuid {
    named_uuid(NAMESPACE, &name.to_string())
}

#[cfg(test)]
#[path = "../../../tests/unit/interop/hsds/ids.rs"]
mod tests;
