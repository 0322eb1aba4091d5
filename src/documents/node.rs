//! A document as a tree that knows where each value stands: the common form of YAML and JSON.

use std::cell::Cell;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its JSON Pointer (RFC 6901).
    pub pointer: String,
    /// Its line in the file; 1 is the first. Only files have lines.
    pub line: Option<usize>,
    /// Whether a reader asked for it. The name of a member that none asked for may be anything, and is never told.
    pub(crate) asked_for: Cell<bool>,
}

/// A value as written: nothing is merged, so that a member standing twice is seen.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, or nothing in YAML.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// An object: its members in written order.
    Object(Vec<(String, Node)>),
}

/// The deepest nesting that any document here needs, with room to spare.
pub(crate) const DEEPEST: usize = 32;

impl Node {
    /// A value at a pointer, which no reader has asked for yet.
    pub const fn new(value: Value, pointer: String, line: Option<usize>) -> Self {
        Self {
            value,
            pointer,
            line,
            asked_for: Cell::new(false),
        }
    }

    /// The node at a JSON Pointer below this one, which is the root.
    pub fn at(&self, pointer: &str) -> Option<&Self> {
        if self.pointer == pointer {
            return Some(self);
        }
        let below = |child: &&Self| {
            pointer
                .strip_prefix(child.pointer.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        match &self.value {
            Value::List(items) => items.iter().find(below)?.at(pointer),
            Value::Object(members) => members.iter().map(|(_, node)| node).find(below)?.at(pointer),
            _ => None,
        }
    }

    /// The line of the node at a pointer, or of the nearest one above it that exists.
    pub(crate) fn line_of(&self, pointer: &str) -> Option<usize> {
        let mut pointer = pointer;
        loop {
            if let Some(node) = self.at(pointer) {
                return node.line;
            }
            pointer = &pointer[..pointer.rfind('/')?];
        }
    }
}

/// The pointer of a member below another pointer.
pub(crate) fn member_pointer(parent: &str, member: &str) -> String {
    format!("{parent}/{}", member.replace('~', "~0").replace('/', "~1"))
}
