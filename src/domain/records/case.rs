//! A group record while it is checked.

use crate::domain::insatser::insats::Insats;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::{Code, Fault, Text};

use super::group_record::{Days, GroupRecord};

pub(crate) struct Case<'a> {
    pub(crate) record: &'a GroupRecord,
    pub(crate) days: Days,
    pub(crate) municipality: &'a Municipality,
    pub(crate) insats: &'a Insats,
    pub(crate) pointer: &'a str,
    pub(crate) faults: Vec<Fault>,
}

impl Case<'_> {
    pub(crate) fn fault(&mut self, member: &str, code: Code, detail: Text) {
        let pointer = format!("{}{member}", self.pointer);
        self.faults.push(Fault::new(pointer, code, detail));
    }
}
