//! Reads the members of an object into a struct.

/// Reads each member once into its field, then ends the object: `field: required|optional|list|flag("member", reader)`.
///
/// `default` is a member that takes the default of its type when absent, `known(value)` a field that is read elsewhere, and a
/// block after `=>` checks the fields together. The struct is built last, so that every fault is found. With
/// `fn name -> Type { … }` it declares readers of their own.
macro_rules! read_object {
    ($($(#[$doc:meta])* $visibility:vis fn $name:ident -> $object:ident { $($fields:tt)+ })+) => {
        $($(#[$doc])*
        $visibility fn $name(
            node: &$crate::documents::node::Node,
            faults: &mut $crate::documents::faults::Faults,
        ) -> Option<$object> {
            read_object! { $object from node, faults; $($fields)+ }
        })+
    };
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
    (@read $members:ident default($($argument:expr),+)) => { $members.optional($($argument),+).unwrap_or_default() };
    (@read $members:ident $kind:ident($($argument:expr),+)) => { $members.$kind($($argument),+) };
    (@take known $value:ident) => { $value? };
    (@take required $value:ident) => { $value? };
    (@take $kind:ident $value:ident) => { $value };
}

pub(crate) use read_object;
