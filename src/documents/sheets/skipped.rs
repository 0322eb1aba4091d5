//! Identity numbers in the rows of a sheet that are not read: a number in a comment reaches the service as well.

use crate::documents::faults::identity_number;
use crate::domain::personal_details::identity::is_identity_shaped;
use crate::domain::{Code, Fault};

use super::row::Row;

/// The fault of a row that is not read.
pub(super) fn fault_of_row(row: &Row) -> Option<Fault> {
    // A number may lie in several cells, as the text has separators.
    is_identity_shaped(&row.cells.join(" ")).then(|| Fault {
        line: Some(row.line),
        ..Fault::new("", Code::PersonalIdentityNumber, identity_number())
    })
}
