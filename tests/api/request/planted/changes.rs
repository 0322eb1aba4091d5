//! The places of a document where marks are planted.

use serde_json::{Value, json};

/// A part of a document where a mark is planted: the value at a pointer, or the name of a member of the object there.
pub enum Change {
    Value(String),
    Name(String, String),
}

impl Change {
    /// Plants a mark there.
    pub fn plant(&self, document: &mut Value, mark: &str) {
        match self {
            Self::Value(pointer) => *document.pointer_mut(pointer).expect("there") = json!(mark),
            Self::Name(pointer, name) => {
                let object = document
                    .pointer_mut(pointer)
                    .and_then(Value::as_object_mut)
                    .expect("there");
                let value = object.remove(name).expect("there");
                object.insert(mark.to_owned(), value);
            }
        }
    }
}

/// Every value and every name of a document.
pub fn changes(document: &Value) -> Vec<Change> {
    fn below(value: &Value, pointer: &str, found: &mut Vec<Change>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    found.push(Change::Name(pointer.to_owned(), name.clone()));
                    below(member, &format!("{pointer}/{name}"), found);
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    below(item, &format!("{pointer}/{at}"), found);
                }
            }
            _ => found.push(Change::Value(pointer.to_owned())),
        }
    }
    let mut found = vec![Change::Value(String::new())];
    below(document, "", &mut found);
    found
}
