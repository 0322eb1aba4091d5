//! Why an insats cannot be removed.

use crate::domain::text::text;
use crate::domain::{Code, Fault, Text};

/// An agreement names the insats.
pub(crate) const BY_AGREEMENT: Text = text!(
    "Ett avtal omfattar insatsen. Ta bort den ur avtalet först, eller avsluta den.",
    "An agreement covers the insats. Remove it from the agreement first, or end it."
);

/// The insats has group records or statistics.
pub(crate) const BY_RECORDS: Text = text!(
    "Insatsen har gruppdokumentation, en rapport eller publicerad statistik. Avsluta den i stället.",
    "The insats has group records, a report or released statistics. End it instead."
);

/// The fault of removing an insats that is used.
pub(crate) fn in_use(detail: Text) -> Fault {
    Fault::new("/path/slug", Code::InsatsInUse, detail)
}
