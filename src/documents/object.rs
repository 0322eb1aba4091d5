//! Reads the members of an object into a struct.

/// Reads each member once into its field, then ends the object: `field: required|optional|list|flag("member", reader)`.
///
/// `known(value)` is a field that is read elsewhere, and a block after `=>` checks the fields together. The struct is built
/// last, so that every fault is found.
macro_rules! read_object {
    ($type:ident from $node:ident, $faults:ident; $($fields:tt)+) => {{
        let mut members = $node.members($faults)?;
        read_object! { $type from members; $($fields)+ }
    }};
    ($type:ident from $members:ident; $($field:ident: $kind:ident($($argument:expr),+),)+ $(=> $check:block)?) => {{
        let ($($field,)+) = ($(read_object!(@read $members $kind($($argument),+)),)+);
        $($check)?
        $members.end();
        Some($type { $($field: read_object!(@take $kind $field),)+ })
    }};
    (@read $members:ident known($value:expr)) => { $value };
    (@read $members:ident $kind:ident($($argument:expr),+)) => { $members.$kind($($argument),+) };
    (@take known $value:ident) => { $value? };
    (@take required $value:ident) => { $value? };
    (@take $kind:ident $value:ident) => { $value };
}

pub(crate) use read_object;
