//! Texts of the catalogue: in Swedish only, with easy-read Swedish, and in other languages than Swedish and English.

pub mod answered;
pub mod published;

use serde_json::{Value, json};

use crate::fixtures::editing::new_insats;

/// A text in Swedish, easy-read Swedish and three more languages, in the order in which they are written.
pub fn selection() -> Value {
    json!({"sv": "Lottning.", "en": "A draw.", "svEasy": "Vi lottar.", "ar": "قرعة.", "fi": "Arvonta.", "rmy": "Losura."})
}

pub fn with(mut insats: Value, members: &Value) -> Value {
    let members = members.as_object().expect("members").clone();
    insats.as_object_mut().expect("an object").extend(members);
    insats
}

/// The document without English in any text.
pub fn in_swedish_only(mut document: Value) -> Value {
    match &mut document {
        Value::Object(members) if members.contains_key("sv") => drop(members.remove("en")),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| *member = in_swedish_only(member.take())),
        Value::Array(items) => items.iter_mut().for_each(|item| *item = in_swedish_only(item.take())),
        _ => {}
    }
    document
}

/// A catalogue file without an English text, with a condition in words, a question of its own and a notice.
pub fn catalogue() -> Value {
    let members = json!({
        "validFrom": "2025-08-01",
        "criteria": {"kind": "all", "of": [
            {"kind": "declared", "question": "kan-sjunga", "groundForLimit": {"sv": "Kören sjunger i stämmor."}},
            {"kind": "notEvaluated", "text": {"sv": "orkar delta"}, "assessedBy": "provider", "groundForLimit": "notStated"}]},
        "notice": {"sv": "Caféet har stängt i juli."},
        "fee": {"kind": "amount", "text": {"sv": "Fikat kostar."}},
        "costOptions": [{"option": {"sv": "Fika"}, "amount": 20, "amountIs": "exact", "currency": "SEK", "per": "item"}],
        "howToGetIt": {"sv": "Kom dit."},
        "activities": [{"slug": "kor", "name": {"sv": "Kör"}, "criteria":
            {"kind": "someOf", "persons": "household", "where": {"kind": "notEvaluated", "text": {"sv": "sjunger"}, "assessedBy": "board"},
                "groundForLimit": "notStated"}}],
        "sources": [{"document": "1"}],
    });
    json!({"kommunkod": "0114",
        "municipality": {
            "bodies": [{"slug": "von", "name": "Vård- och omsorgsnämnden"}],
            "sourceDocuments": [{"document": "1", "title": {"sv": "Beslut"}}],
            "questions": [{"slug": "kan-sjunga", "question": {"sv": "Kan du sjunga?"}, "help": {"sv": "Alla kan."}}]},
        "insatser": [with(in_swedish_only(new_insats()), &members)],
        "providers": [{"slug": "hemma", "name": "Hemma",
            "availability": {"state": "queue", "note": {"sv": "En månad."}, "updatedAt": "2025-10-01T08:00:00Z"},
            "agreements": [{"slug": "avtal", "insatser": ["sangcafe"], "kind": "main", "note": {"sv": "Årligt."},
                "serviceAreas": [{"name": "Odenslunda", "description": {"sv": "Hela."}}]}]}]})
}
