//! Reads JSON into nodes. Keeps duplicate members, so that readers can refuse them.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault};

use super::faults::Faults;
use super::node::{DEEPEST, MAX_VALUES, Node, Room, Value, member_pointer};

/// The byte order mark, with which some programs begin a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The content of a JSON text, without a byte order mark.
///
/// # Errors
/// If there is nothing but white space.
pub(crate) fn content(bytes: &[u8]) -> Result<&[u8], Fault> {
    let content = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    if content.trim_ascii().is_empty() {
        let detail = text!(
            "Innehållet är tomt. Skicka ett JSON-objekt.",
            "The body is empty. Send a JSON object."
        );
        return Err(Fault::new("", Code::Syntax, detail));
    }
    Ok(content)
}

/// Reads JSON (RFC 8259) in UTF-8.
///
/// # Errors
/// One fault if the bytes are empty, not UTF-8, not JSON, nested too deeply or of too many values. It never quotes the input.
pub fn read(bytes: &[u8]) -> Result<Node, Fault> {
    read_at(content(bytes)?, String::new())
}

/// Reads a file of JSON on its owner's machine, with any number of values.
pub(crate) fn read_file(bytes: &[u8]) -> Result<Node, Fault> {
    read_within(Room::UNLIMITED, content(bytes)?, String::new())
}

/// Reads a JSON document from outside. `refuse` adds the faults of texts that may not be in it.
///
/// # Errors
/// Every fault. None quotes the input.
pub(crate) fn document<T>(
    bytes: &[u8],
    refuse: impl FnOnce(&mut Faults, &Node),
    read_members: impl FnOnce(&Node, &mut Faults) -> Option<T>,
) -> Result<T, Vec<Fault>> {
    let root = read(bytes).map_err(|fault| vec![fault])?;
    let mut faults = Faults::strict();
    let read = read_members(&root, &mut faults);
    refuse(&mut faults, &root);
    faults.end(read)
}

/// Reads JSON at a pointer within a larger document.
pub(crate) fn read_at(bytes: &[u8], pointer: String) -> Result<Node, Fault> {
    read_within(Room::LIMITED, bytes, pointer)
}

fn read_within(mut room: Room, bytes: &[u8], pointer: String) -> Result<Node, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| not_utf8())?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let place = Place {
        pointer,
        depth: 0,
        room: &mut room,
    };
    let read = place
        .deserialize(&mut deserializer)
        .and_then(|node| deserializer.end().map(|()| node));
    read.map_err(|error| {
        if error.to_string().starts_with(TOO_DEEP) || error.to_string().starts_with("recursion limit") {
            too_deep(None)
        } else if error.to_string().starts_with(TOO_MANY) {
            too_many_members()
        } else {
            not_json(&error)
        }
    })
}

const TOO_DEEP: &str = "nested too deeply";
const TOO_MANY: &str = "too many values";

pub(crate) fn not_utf8() -> Fault {
    Fault::new(
        "",
        Code::NotUtf8,
        text!("Innehållet ska vara UTF-8.", "The content must be UTF-8."),
    )
}

pub(crate) fn too_deep(line: Option<usize>) -> Fault {
    let detail = composed!(
        "Dokumentet är nästlat djupare än {DEEPEST} nivåer.",
        "The document is nested more deeply than {DEEPEST} levels."
    );
    Fault {
        line,
        ..Fault::new("", Code::TooDeep, detail)
    }
}

pub(crate) fn too_many_members() -> Fault {
    let detail = composed!(
        "Dokumentet har fler än {MAX_VALUES} värden, eller längre namn på fälten än så många har plats med. Dela upp det.",
        "The document has more than {MAX_VALUES} values, or names of fields too long for that many. Split it."
    );
    Fault::new("", Code::TooManyMembers, detail)
}

pub(crate) fn not_json(error: &serde_json::Error) -> Fault {
    let (line, column) = (error.line(), error.column());
    Fault::new(
        "",
        Code::Syntax,
        composed!(
            "Innehållet är inte giltig JSON: se rad {line}, tecken {column}.",
            "The content is not valid JSON: see line {line}, column {column}."
        ),
    )
}

struct Place<'room> {
    pointer: String,
    depth: usize,
    room: &'room mut Room,
}

impl Place<'_> {
    fn holds(self, value: Value) -> Node {
        Node::new(value, self.pointer, None)
    }

    fn below<E: Error>(&mut self, pointer: String) -> Result<Place<'_>, E> {
        if self.depth == DEEPEST {
            return Err(E::custom(TOO_DEEP));
        }
        self.room.take(&pointer).ok_or_else(|| E::custom(TOO_MANY))?;
        Ok(Place {
            pointer,
            depth: self.depth + 1,
            room: self.room,
        })
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(self.holds(Value::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(self.holds(Value::Bool(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(self.holds(Value::Number(value.to_string())))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(self.holds(Value::Number(value.to_string())))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(self.holds(Value::Number(value.to_string())))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(self.holds(Value::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        loop {
            let pointer = format!("{}/{}", self.pointer, items.len());
            let Some(item) = list.next_element_seed(self.below(pointer)?)? else {
                break;
            };
            items.push(item);
        }
        Ok(self.holds(Value::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<Node, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = object.next_key::<String>()? {
            let place = self.below(member_pointer(&self.pointer, &name))?;
            members.push((name, object.next_value_seed(place)?));
        }
        Ok(self.holds(Value::Object(members)))
    }
}
