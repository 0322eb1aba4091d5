//! Collects everything that is wrong with a document, so that all of it is told at once.

use crate::domain::fault::{Code, Fault};
use crate::domain::identity::is_identity_shaped;
use crate::domain::text::Text;

use super::node::{Node, Value};

/// What is wrong so far.
#[derive(Default)]
pub struct Faults {
    found: Vec<Fault>,
    ignores_unknown_members: bool,
}

impl Faults {
    /// For documents from outside: a member that is not in the contract is a fault.
    #[must_use]
    pub fn strict() -> Self {
        Self::default()
    }

    /// For documents already published: one written by a newer release may have members this one does not know.
    #[must_use]
    pub fn lenient() -> Self {
        Self {
            ignores_unknown_members: true,
            ..Self::default()
        }
    }

    /// Adds a fault at a node.
    pub fn at(&mut self, node: &Node, code: Code, detail: Text) {
        self.found.push(Fault {
            pointer: node.pointer.clone(),
            code,
            detail,
            line: node.line,
        });
    }

    pub(super) fn unknown_member(&mut self, object: &Node, line: Option<usize>, known: &[&str]) {
        if self.ignores_unknown_members {
            return;
        }
        let known = known.join(", ");
        self.found.push(Fault {
            pointer: object.pointer.clone(),
            code: Code::UnknownMember,
            detail: Text::new(
                format!("En okänd medlem. Här får stå: {known}."),
                format!("An unknown member. Allowed here: {known}."),
            ),
            line: line.or(object.line),
        });
    }

    /// Refuses everything shaped like an identity number, in any text, number or name of a member.
    ///
    /// Telephone numbers to functions have a form of their own and may happen to look like one.
    pub fn refuse_identities(&mut self, root: &Node) {
        let identity_of = |node: &Node| Fault {
            pointer: node.pointer.clone(),
            code: Code::PersonalIdentityNumber,
            detail: Text::fixed(
                "Något här ser ut som ett personnummer eller samordningsnummer. Ta bort det. Skriv klockslag som 18:30 och belopp med mellanrum.",
                "Something here looks like a Swedish identity number. Remove it. Write times as 18:30 and amounts with spaces.",
            ),
            line: node.line,
        };
        match &root.value {
            Value::Text(text) | Value::Number(text) if is_identity_shaped(text) => {
                // It says all there is to say about that value.
                self.found.retain(|fault| fault.pointer != root.pointer);
                self.found.push(identity_of(root));
            }
            Value::List(items) => items.iter().for_each(|item| self.refuse_identities(item)),
            Value::Object(members) => {
                for (name, member) in members {
                    if is_identity_shaped(name) {
                        self.found.retain(|fault| !fault.pointer.starts_with(&member.pointer));
                        self.found.push(identity_of(root));
                    } else if name != "functionPhone" {
                        self.refuse_identities(member);
                    }
                }
            }
            _ => {}
        }
    }

    /// The result, if nothing is wrong.
    ///
    /// # Errors
    /// Every fault, in the order of their places.
    pub fn end<T>(self, read: Option<T>) -> Result<T, Vec<Fault>> {
        match read {
            Some(read) if self.found.is_empty() => Ok(read),
            _ => Err(self.found),
        }
    }
}
