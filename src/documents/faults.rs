//! Collects every fault of a document.

use std::collections::HashSet;

use crate::domain::fault::MAX_FAULTS;
use crate::domain::personal_details::encoded_text::{decoding_steps, is_identity_shaped_at_any_step};
use crate::domain::personal_details::function_phone::is_identity_instead_of_phone;
use crate::domain::personal_details::identity::is_identity_shaped;
use crate::domain::personal_details::{PersonalDetail, personal_detail_in};
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Kommunkod, Text};

use super::node::{Node, Value};

/// The longest text that a reader accepts, in bytes.
const LONGEST_TEXT: usize = 8 * 1024;

/// A near word of a closed list, for the author of a file.
pub(crate) fn is_meant(meant: &str) -> Text {
    composed!("Menar du {meant}?", "Do you mean {meant}?")
}

/// The faults so far, at most [`MAX_FAULTS`] and one more. Only for a file, they are all collected.
#[derive(Default)]
pub struct Faults {
    found: Vec<Fault>,
    identities: Vec<Fault>,
    /// Pointers of ignored members; only the server sets links in them.
    ignored: HashSet<String>,
    is_lenient: bool,
    /// The municipality that `own` means in criteria; only a file has one.
    own_municipality: Option<Kommunkod>,
}

/// The known name that a name is nearest to, if it is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const NEAR_ENOUGH: f64 = 0.7;
    const LONGEST: usize = 200;
    if name.len() > LONGEST {
        return None;
    }
    let similar = known.map(|known| {
        (
            strsim::normalized_damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase()),
            known,
        )
    });
    let nearest = similar.max_by(|(left, _), (right, _)| left.total_cmp(right))?;
    (nearest.0 >= NEAR_ENOUGH).then_some(nearest.1)
}

/// What a search for personal details refuses.
#[derive(Clone, Copy)]
enum Refused {
    IdentityNumbers,
    IdentityNumbersExceptInPhones,
    IdentityNumbersInPhone,
    PersonalDetails,
}

impl Faults {
    /// For documents from outside: an unknown member is a fault.
    pub fn strict() -> Self {
        Self::default()
    }

    /// For published documents: unknown members and words, from a newer release, are left out. Criteria with any of
    /// them are unknown as a whole.
    pub(crate) fn lenient() -> Self {
        Self {
            is_lenient: true,
            ..Self::default()
        }
    }

    /// For a catalogue file: `own` in its criteria means a municipality.
    pub(crate) fn of_file(own_municipality: Kommunkod) -> Self {
        Self {
            own_municipality: Some(own_municipality),
            ..Self::default()
        }
    }

    /// The municipality that `own` means in criteria.
    pub(crate) const fn own_municipality(&self) -> Option<Kommunkod> {
        self.own_municipality
    }

    /// Sets the pointers of ignored members.
    pub(crate) fn ignore(&mut self, pointers: impl Iterator<Item = String>) {
        self.ignored.extend(pointers);
    }

    pub(crate) fn at(&mut self, node: &Node, code: Code, detail: Text) {
        self.at_line(node, node.line, code, detail);
    }

    /// Adds a fault at a node, on the line of a part of it that the pointer does not name.
    pub(crate) fn at_line(&mut self, node: &Node, line: Option<usize>, code: Code, detail: Text) {
        if !self.is_full() {
            self.found.push(Fault {
                line,
                ..Fault::new(node.pointer.clone(), code, detail)
            });
        }
    }

    /// Whether an answer has no room for another fault.
    pub(crate) const fn is_full(&self) -> bool {
        !self.is_of_file() && self.found.len() > MAX_FAULTS
    }

    /// Whether a catalogue file is read, on its author's own machine.
    pub(crate) const fn is_of_file(&self) -> bool {
        self.own_municipality.is_some()
    }

    /// Whether unknown words of closed lists are left out instead of refused.
    pub(crate) const fn is_lenient(&self) -> bool {
        self.is_lenient
    }

    pub(crate) fn unknown_member(&mut self, object: &Node, name: &str, line: Option<usize>, known: &[&str]) {
        if self.is_lenient || self.is_full() {
            return;
        }
        let detail = if known.is_empty() {
            text!("Här är inga fält tillåtna.", "No fields are allowed here.")
        } else if self.is_of_file() && !is_identity_shaped(name) {
            // The author's own file: naming the member reveals nothing to anyone else.
            let meant = nearest(name, known.iter().copied());
            let meant = meant.map_or(
                Text::fixed("", ""),
                |meant| composed!(" {meant}", " {meant}"; meant = is_meant(meant)),
            );
            composed!("Okänt fält: {name}.{meant}", "Unknown field: {name}.{meant}"; meant)
        } else {
            let known = known.join(", ");
            composed!(
                "Okänt fält. Tillåtna fält: {known}.",
                "Unknown field. Allowed fields: {known}."
            )
        };
        self.found.push(Fault {
            line: line.or(object.line),
            ..Fault::new(object.pointer.clone(), Code::UnknownMember, detail)
        });
    }

    /// Refuses every identity number, in texts, numbers and member names.
    ///
    /// The pointer stops above a member that no reader asked for, because its name may be anything, even a person's.
    pub(crate) fn refuse_identities(&mut self, root: &Node) {
        self.refuse_below(Refused::IdentityNumbers, root, root);
    }

    /// Like [`Self::refuse_identities`], for a catalogue, whose telephone numbers may have the digits of identity
    /// numbers but not their groups.
    pub(crate) fn refuse_identities_but_phones(&mut self, root: &Node) {
        self.refuse_below(Refused::IdentityNumbersExceptInPhones, root, root);
    }

    /// Like [`Self::refuse_identities`], and refuses e-mail addresses, telephone numbers, links and postal addresses too.
    pub fn refuse_personal_details(&mut self, root: &Node) {
        self.refuse_below(Refused::PersonalDetails, root, root);
    }

    fn refuse_below(&mut self, refused: Refused, node: &Node, last_asked_for: &Node) {
        match &node.value {
            Value::Text(text) => self.refuse_text(refused, text, last_asked_for),
            Value::Number(number) => self.refuse_text(Refused::IdentityNumbers, number, last_asked_for),
            Value::List(items) => {
                for item in items {
                    self.refuse_below(refused, item, item.if_asked_for().unwrap_or(last_asked_for));
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    self.refuse_text(refused, name, last_asked_for);
                    let is_phone = name == "functionPhone" && matches!(member.value, Value::Text(_));
                    let refused = match refused {
                        Refused::IdentityNumbersExceptInPhones if is_phone => Refused::IdentityNumbersInPhone,
                        // The server sets ignored members, and may put links in them.
                        Refused::PersonalDetails if self.ignored.contains(&member.pointer) => Refused::IdentityNumbers,
                        refused => refused,
                    };
                    self.refuse_below(refused, member, member.if_asked_for().unwrap_or(last_asked_for));
                }
            }
            _ => {}
        }
    }

    fn refuse_text(&mut self, refused: Refused, text: &str, at: &Node) {
        if !self.is_of_file() && self.identities.len() > MAX_FAULTS {
            return;
        }
        // No reader accepts a longer text, whatever is in the rest.
        let text = &text[..text.floor_char_boundary(LONGEST_TEXT)];
        let is_identity = match refused {
            Refused::IdentityNumbersInPhone => is_identity_instead_of_phone(text),
            _ => is_identity_shaped_at_any_step(text),
        };
        let found = match refused {
            Refused::PersonalDetails => personal_detail_at_any_step(text, is_identity),
            _ => is_identity.then_some(PersonalDetail::IdentityNumber),
        };
        let (code, detail) = match found {
            None => return,
            Some(PersonalDetail::IdentityNumber) => (Code::PersonalIdentityNumber, identity_number()),
            Some(_) => (
                Code::ContactDetail,
                text!(
                    "Något här ser ut som en e-postadress, ett telefonnummer, en länk eller en postadress. Ta bort det.",
                    "Something here looks like an e-mail address, a telephone number, a link or a postal address. Remove it."
                ),
            ),
        };
        if self.identities.last().is_none_or(|last| last.pointer != at.pointer) {
            self.identities.push(Fault {
                line: at.line,
                ..Fault::new(at.pointer.clone(), code, detail)
            });
        }
    }

    /// The result, if there is no fault.
    ///
    /// # Errors
    /// Every fault; for a file in line order.
    pub fn end<T>(mut self, read: Option<T>) -> Result<T, Vec<Fault>> {
        // An identity number is the only fault to report about its value.
        let identities: HashSet<&str> = self.identities.iter().map(|fault| fault.pointer.as_str()).collect();
        self.found
            .retain(|fault| fault.code == Code::UnknownMember || !identities.contains(fault.pointer.as_str()));
        if !self.is_of_file() && self.found.len() + self.identities.len() > MAX_FAULTS {
            // The answer lists the first ones, and an identity number matters most.
            std::mem::swap(&mut self.found, &mut self.identities);
        }
        self.found.append(&mut self.identities);
        self.found.sort_by_key(|fault| fault.line);
        match read {
            Some(read) if self.found.is_empty() => Ok(read),
            _ => Err(self.found),
        }
    }
}

/// The fault text for an identity number.
pub(crate) fn identity_number() -> Text {
    text!(
        "Något här ser ut som ett personnummer eller samordningsnummer. Ta bort det. Skriv klockslag som 18:30, belopp med mellanrum och telefonnummer som 0176-713 00.",
        "Something here looks like a personal identity number. Remove it. Write times as 18:30, amounts with spaces and telephone numbers as 0176-713 00."
    )
}

/// The personal detail in a text, as it is or at any decoding.
fn personal_detail_at_any_step(text: &str, is_identity: bool) -> Option<PersonalDetail> {
    let found = if text.contains('%') {
        decoding_steps(text).find_map(|step| personal_detail_in(&step))
    } else {
        personal_detail_in(text)
    };
    // A long number of a document in a link has the shape of an identity number only by accident.
    match found {
        Some(PersonalDetail::IdentityNumber) if !is_identity => Some(PersonalDetail::Link),
        found => found,
    }
}
