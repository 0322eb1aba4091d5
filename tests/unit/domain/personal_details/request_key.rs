//! Tests of `domain/personal_details/request_key.rs`.

use super::may_hold_identity_number;

#[test]
fn keys_of_systems_are_innocent() {
    for key in [
        "1944112398760",
        "20250914123456",
        "2025091412345678901",
        "export-8108290123456",
        "000000008108290123",
        "7c81082901234a5f0c8b1e7a534e0c9a",
        "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "20250914-123456",
        "20250914T123456-7",
        "250914_235959",
        "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11",
    ] {
        assert!(!may_hold_identity_number(key), "{key}");
    }
}

#[test]
fn identity_numbers_are_found() {
    for key in [
        "550702-1234",
        "5507021234",
        "195507021234",
        "19550702-1234",
        "195507021234-1",
        "record-195507021234",
        "record195507021234x",
        "19550702-123461",
        "1944112398760-550702-1234",
        "20250914-123456-550702-1234",
        "550702-1234-20250914T123456",
        "5f0c8b1e7a534e0c9a390d1a8f6f7c1-5507021234",
    ] {
        assert!(may_hold_identity_number(key), "{key}");
    }
}
