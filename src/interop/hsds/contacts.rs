//! Contacts, phones and languages. All are of functions, never of a person.

use serde_json::{Value, json};

use crate::domain::contact::Contact;
use crate::domain::language::Language;

use super::ids::id;
use super::stated::{email, stated};

/// A phone; `name` is what its identifier is made from.
pub(crate) fn phone(name: &str, number: &str, description: Option<&str>, spoken: &[Language]) -> Value {
    stated(json!({
        "id": id(name),
        "number": number,
        "type": "voice",
        "description": description,
        "languages": languages(name, spoken),
    }))
}

/// Languages of something; HSDS has only codes of ISO 639, so that a whole tag is a note.
pub(crate) fn languages(owner: &str, spoken: &[Language]) -> Vec<Value> {
    let language = |language: &Language| {
        let tag = language.as_str();
        let code = tag.split('-').next().unwrap_or(tag);
        stated(json!({
            "id": id(format_args!("{owner}/languages/{tag}")),
            "code": code,
            "note": (code != tag).then_some(tag),
        }))
    };
    spoken.iter().map(language).collect()
}

/// A contact; `name` is what its identifier is made from.
pub(crate) fn contact(name: &str, contact: &Contact) -> Value {
    let phones = contact.function_phone.iter();
    stated(json!({
        "id": id(name),
        "name": contact.name,
        "email": contact.function_email.as_deref().and_then(email),
        "phones": phones.map(|number| phone(&format!("{name}/functionPhone"), number, None, &[])).collect::<Vec<_>>(),
    }))
}

/// A contact that has an e-mail address only.
pub(crate) fn mailbox(name: &str, label: Option<&str>, address: &str) -> Option<Value> {
    let address = email(address)?;
    Some(stated(json!({"id": id(name), "name": label, "email": address})))
}
