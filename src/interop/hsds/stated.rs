//! Members that are stated: HSDS knows no null, and an empty list says nothing.

use serde_json::Value;
use url::Url;

/// An object without members that are null or empty lists.
pub(crate) fn stated(mut object: Value) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    }
    object
}

/// An object without its lists: the one-to-one members, as in the lists of HSDS.
pub(crate) fn one_to_one(mut object: Value) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.retain(|_, value| !value.is_array());
    }
    object
}

/// A web address as a URI, with everything encoded that a URI must not contain.
pub(crate) fn uri(address: &str) -> Option<String> {
    Url::parse(address).ok().map(String::from)
}

/// An e-mail address that every reader understands: an internationalised one is left out.
pub(crate) fn email(address: &str) -> Option<&str> {
    address.is_ascii().then_some(address)
}

/// Sentences as one text; `None` without any.
pub(crate) fn joined(sentences: impl IntoIterator<Item = String>) -> Option<String> {
    let sentences: Vec<String> = sentences.into_iter().filter(|text| !text.is_empty()).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}
