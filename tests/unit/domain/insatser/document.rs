//! Tests of `domain/insatser/document.rs`.

use super::Kind;

#[test]
fn serde_and_strum_write_the_same_name() {
    for kind in [
        Kind::Municipality,
        Kind::Version,
        Kind::Withdrawal,
        Kind::Provider,
        Kind::Agreement,
    ] {
        assert_eq!(serde_json::json!(kind), kind.as_str());
    }
}
