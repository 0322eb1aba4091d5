//! Declares readers of objects: one line names the field, the member and how its value is read.

/// Declares a function that reads an object into a struct.
///
/// Every member is read before a missing one ends the reading, so that every fault is found. A member is `required`,
/// `optional`, a `list` that may be absent, or takes the `default` of its type when absent.
macro_rules! read_object {
    (
        $(#[$doc:meta])*
        $visibility:vis fn $name:ident -> $object:ident {
            $($field:ident: $how:ident($member:literal, $read:expr),)+
        }
    ) => {
        $(#[$doc])*
        $visibility fn $name(
            node: &$crate::documents::node::Node,
            faults: &mut $crate::documents::faults::Faults,
        ) -> Option<$object> {
            let mut members = node.members(faults)?;
            $(let $field = read_object!(@read members $how $member, $read);)+
            members.end();
            Some($object { $($field: read_object!(@take $how $field)),+ })
        }
    };
    (@read $members:ident default $member:literal, $read:expr) => {
        $members.optional($member, $read).unwrap_or_default()
    };
    (@read $members:ident $how:ident $member:literal, $read:expr) => { $members.$how($member, $read) };
    (@take required $field:ident) => { $field? };
    (@take $how:ident $field:ident) => { $field };
}

pub(crate) use read_object;
