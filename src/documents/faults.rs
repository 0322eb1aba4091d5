//! Collects everything that is wrong with a document, so that all of it is told at once.

use std::collections::HashSet;

use crate::domain::fault::{Code, Fault};
use crate::domain::personal_details::identity::is_identity_shaped;
use crate::domain::personal_details::{PersonalDetail, personal_detail_in};
use crate::domain::text::Text;

use super::node::{Node, Value};

/// What is wrong so far.
#[derive(Default)]
pub struct Faults {
    found: Vec<Fault>,
    identities: Vec<Fault>,
    /// Where members stand that are not read; their links are the server's own.
    ignored: HashSet<String>,
    is_lenient: bool,
}

impl Faults {
    /// For documents from outside: a member that is not in the contract is a fault.
    pub fn strict() -> Self {
        Self::default()
    }

    /// For documents already published: one written by a newer release may have members and words that this one does
    /// not know. They are left out; criteria with any of them are unknown as a whole.
    pub(crate) fn lenient() -> Self {
        Self {
            is_lenient: true,
            ..Self::default()
        }
    }

    /// Notes where members stand that are not read.
    pub(crate) fn ignore(&mut self, pointers: impl Iterator<Item = String>) {
        self.ignored.extend(pointers);
    }

    /// Adds a fault at a node.
    pub(crate) fn at(&mut self, node: &Node, code: Code, detail: Text) {
        self.found.push(Fault {
            pointer: node.pointer.clone(),
            code,
            detail,
            line: node.line,
        });
    }

    /// Whether words of closed lists that this release does not know are left out rather than refused.
    pub(crate) const fn is_lenient(&self) -> bool {
        self.is_lenient
    }

    pub(crate) fn unknown_member(&mut self, object: &Node, line: Option<usize>, known: &[&str]) {
        if self.is_lenient {
            return;
        }
        let detail = if known.is_empty() {
            Text::fixed("Här får ingenting stå.", "Nothing may stand here.")
        } else {
            let known = known.join(", ");
            Text::new(
                format!("En okänd medlem. Här får stå: {known}."),
                format!("An unknown member. Allowed here: {known}."),
            )
        };
        self.found.push(Fault {
            pointer: object.pointer.clone(),
            code: Code::UnknownMember,
            detail,
            line: line.or(object.line),
        });
    }

    /// Refuses everything shaped like an identity number, in any text, number or name of a member.
    ///
    /// The pointer stops where a reader has not asked for a member: its name may be anything, even a person's.
    pub(crate) fn refuse_identities(&mut self, root: &Node) {
        self.refuse_identities_below(root, root, false);
    }

    /// The same for a catalogue, where telephone numbers to functions have a form of their own and may happen to look
    /// like one.
    pub(crate) fn refuse_identities_but_phones(&mut self, root: &Node) {
        self.refuse_identities_below(root, root, true);
    }

    fn refuse_identities_below(&mut self, node: &Node, last_asked_for: &Node, spare_phones: bool) {
        match &node.value {
            Value::Text(text) | Value::Number(text) if is_identity_shaped(text) => self.identity(last_asked_for),
            Value::List(items) => {
                for item in items {
                    let told = if item.asked_for.get() { item } else { last_asked_for };
                    self.refuse_identities_below(item, told, spare_phones);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    if is_identity_shaped(name) {
                        self.identity(last_asked_for);
                    }
                    let told = if member.asked_for.get() { member } else { last_asked_for };
                    let is_phone = name == "functionPhone" && matches!(member.value, Value::Text(_));
                    if !(spare_phones && is_phone) {
                        self.refuse_identities_below(member, told, spare_phones);
                    }
                }
            }
            _ => {}
        }
    }

    /// Refuses everything that points at a person, in any text, number or name of a member: identity numbers, e-mail
    /// addresses, telephone numbers and links. The pointer stops where a reader has not asked for a member.
    pub fn refuse_personal_details(&mut self, root: &Node) {
        self.refuse_personal_details_below(root, root);
    }

    fn refuse_personal_details_below(&mut self, node: &Node, last_asked_for: &Node) {
        match &node.value {
            Value::Text(text) => self.refuse_personal_detail(text, last_asked_for),
            Value::Number(number) if is_identity_shaped(number) => self.identity(last_asked_for),
            Value::List(items) => {
                for item in items {
                    let told = if item.asked_for.get() { item } else { last_asked_for };
                    self.refuse_personal_details_below(item, told);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    self.refuse_personal_detail(name, last_asked_for);
                    let told = if member.asked_for.get() { member } else { last_asked_for };
                    if self.ignored.contains(&member.pointer) {
                        self.refuse_identities_below(member, told, false);
                    } else {
                        self.refuse_personal_details_below(member, told);
                    }
                }
            }
            _ => {}
        }
    }

    fn refuse_personal_detail(&mut self, text: &str, at: &Node) {
        match personal_detail_in(text) {
            None => {}
            Some(PersonalDetail::IdentityNumber) => self.identity(at),
            Some(_) => self.personal(
                at,
                Code::ContactDetail,
                Text::fixed(
                    "Något här ser ut som en e-postadress, ett telefonnummer eller en länk. Ta bort det.",
                    "Something here looks like an e-mail address, a telephone number or a link. Remove it.",
                ),
            ),
        }
    }

    fn personal(&mut self, at: &Node, code: Code, detail: Text) {
        if self.identities.last().is_some_and(|last| last.pointer == at.pointer) {
            return;
        }
        self.identities.push(Fault {
            pointer: at.pointer.clone(),
            code,
            detail,
            line: at.line,
        });
    }

    fn identity(&mut self, at: &Node) {
        self.personal(
            at,
            Code::PersonalIdentityNumber,
            Text::fixed(
                "Något här ser ut som ett personnummer eller samordningsnummer. Ta bort det. Skriv klockslag som 18:30 och belopp med mellanrum.",
                "Something here looks like a Swedish identity number. Remove it. Write times as 18:30 and amounts with spaces.",
            ),
        );
    }

    /// The result, if nothing is wrong.
    ///
    /// # Errors
    /// Every fault; those of a file in the order of its lines.
    pub fn end<T>(mut self, read: Option<T>) -> Result<T, Vec<Fault>> {
        // That something is an identity number says all there is to say about that value.
        let identities: HashSet<&str> = self.identities.iter().map(|fault| fault.pointer.as_str()).collect();
        self.found
            .retain(|fault| fault.code == Code::UnknownMember || !identities.contains(fault.pointer.as_str()));
        self.found.append(&mut self.identities);
        self.found.sort_by_key(|fault| fault.line);
        match read {
            Some(read) if self.found.is_empty() => Ok(read),
            _ => Err(self.found),
        }
    }
}
