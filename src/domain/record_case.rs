//! One group record while it is judged.

use super::fault::{Code, Fault};
use super::group_record::{Days, GroupRecord};
use super::insats::Insats;
use super::text::Text;

/// One record before the bench.
pub(super) struct Case<'a> {
    pub(super) record: &'a GroupRecord,
    pub(super) days: Days,
    pub(super) insats: &'a Insats,
    pub(super) pointer: &'a str,
    pub(super) faults: Vec<Fault>,
}

impl Case<'_> {
    pub(super) fn fault(&mut self, member: &str, code: Code, detail: Text) {
        let pointer = format!("{}{member}", self.pointer);
        self.faults.push(Fault::new(pointer, code, detail));
    }
}
