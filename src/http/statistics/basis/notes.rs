//! What every answer says about its figures.

use crate::domain::Text;
use crate::domain::text::text;

/// Beside public figures.
pub(crate) const NOTE: Text = text!(
    "Siffrorna är besök, inte personer: den som kommer två gånger räknas två gånger. Det som kan avslöja något om ett fåtal \
     ingår bara i en summa.",
    "The figures are attendances, not people: someone who comes twice is counted twice. Anything that could reveal something \
     about a few people is shown only within a total."
);

/// Beside exact figures.
pub(crate) const EXACT_NOTE: Text = text!(
    "Siffrorna är besök, inte personer: den som kommer två gånger räknas två gånger. De är exakta, också för ett fåtal, och \
     ändras när en uppgift rättas.",
    "The figures are attendances, not people: someone who comes twice is counted twice. They are exact, even for a few \
     people, and change when a record is corrected."
);
