//! Parts of answers as JSON that is made once and written many times.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

/// JSON that is made once and written unchanged many times.
pub(crate) type Prepared = Box<RawValue>;

/// Makes JSON to be written many times.
pub(crate) fn prepare(value: &impl Serialize) -> Prepared {
    to_raw_value(value).expect("answers have text keys and finite numbers")
}
