//! A document as a tree of values with locations, for YAML and JSON.

use std::cell::Cell;

/// A value and its location.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// JSON Pointer (RFC 6901).
    pub pointer: String,
    /// Line in the file, from 1; only for files.
    pub line: Option<usize>,
    /// Whether a reader asked for it. The name of another member may be anything, and is never shown.
    pub(crate) asked_for: Cell<bool>,
}

/// A value as written. Duplicate members are kept, so that readers can refuse them.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, or an empty value in YAML.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// An object: its members in written order.
    Object(Vec<(String, Node)>),
}

/// The maximum nesting of a document.
pub(crate) const DEEPEST: usize = 32;
/// The most values of a document, the members and items at every depth together.
pub(crate) const MAX_VALUES: usize = 200_000;
/// The length of a pointer that counts as another value, in bytes. Names may be long, and each value below has them.
const POINTER_OF_ONE: usize = 64;

/// The values of a document that may still be read.
pub(crate) struct Room(usize);

impl Room {
    /// For a document from outside.
    pub(crate) const LIMITED: Self = Self(MAX_VALUES);
    /// For a file on its owner's machine.
    pub(crate) const UNLIMITED: Self = Self(usize::MAX);

    /// Takes the room of a value; `None` if there is none left.
    pub(crate) fn take(&mut self, pointer: &str) -> Option<()> {
        self.0 = self.0.checked_sub(1 + pointer.len() / POINTER_OF_ONE)?;
        Some(())
    }
}

impl Node {
    /// A value at a pointer.
    pub const fn new(value: Value, pointer: String, line: Option<usize>) -> Self {
        Self {
            value,
            pointer,
            line,
            asked_for: Cell::new(false),
        }
    }

    /// Whether the value is the `null` that JSON has for an absent member. A file or a sheet has a line for each value,
    /// and a line without its value is unfinished.
    pub(crate) fn is_absent(&self) -> bool {
        self.line.is_none() && self.value == Value::Null
    }

    pub(crate) fn if_asked_for(&self) -> Option<&Self> {
        self.asked_for.get().then_some(self)
    }

    /// The node at a JSON Pointer. `self` is the root.
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

    /// The line of the node at a pointer, or of its nearest existing parent.
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

pub(crate) fn member_pointer(parent: &str, member: &str) -> String {
    if member.contains(['~', '/']) {
        return format!("{parent}/{}", member.replace('~', "~0").replace('/', "~1"));
    }
    // Every value of every document has a pointer.
    [parent, "/", member].concat()
}
