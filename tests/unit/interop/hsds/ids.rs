//! Tests of `interop/hsds/ids.rs`.

use super::id;

/// Other directories have them: a change of any would break their references.
#[test]
fn names_have_the_same_identifiers_for_ever() {
    assert_eq!(
        id("1270/insatser/trygghetslarm"),
        "e3ac4551-b492-5777-b9f3-3a0e5297b96a"
    );
    assert_eq!(id("1270"), "e54da3f1-b39e-52b3-ac3a-99c07c88e83d");
}
