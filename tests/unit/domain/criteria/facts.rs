//! Tests of `domain/criteria/facts.rs`.

use strum::VariantArray as _;

use super::{Declarable, Fact, RelativeReason};

#[test]
fn a_name_is_the_same_wherever_it_is_written() {
    for &fact in Declarable::VARIANTS {
        assert_eq!(serde_json::json!(fact), fact.name());
        assert_eq!(Fact::Declared(fact).name(), format!("selfDeclared.{}", fact.name()));
    }
    for &reason in RelativeReason::VARIANTS {
        assert_eq!(serde_json::json!(reason), reason.name());
    }
}
