//! Identity numbers in the lines of a sheet that are not read: a number in a comment reaches the service as well.

use crate::documents::faults::identity_number;
use crate::domain::personal_details::identity::is_identity_shaped;
use crate::domain::{Code, Fault};

/// The faults of comments and of lines that give the separator.
pub(crate) fn faults_of_lines(text: &str) -> Vec<Fault> {
    let is_unread = |line: &str| {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
        line.starts_with('#') || line.starts_with("sep=")
    };
    let lines = text.lines().zip(1..);
    let unread = lines.filter(|(line, _)| is_unread(line) && is_identity_shaped(line));
    unread.map(|(_, number)| fault_at(number)).collect()
}

/// The fault of a row without a record.
pub(crate) fn fault_of_row(cells: &[String], line: usize) -> Option<Fault> {
    cells
        .iter()
        .any(|cell| is_identity_shaped(cell))
        .then(|| fault_at(line))
}

fn fault_at(line: usize) -> Fault {
    Fault {
        line: Some(line),
        ..Fault::new("", Code::PersonalIdentityNumber, identity_number())
    }
}
