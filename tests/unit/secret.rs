//! Tests of `secret.rs`.

use super::Secret;

#[test]
fn the_same_key_hashes_alike_and_another_does_not() {
    let secret = |byte| Secret::new(&[byte; 32]).expect("long enough");
    let of = |byte: u8| secret(byte).actor("https://issuer", "subject");
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    assert_ne!(
        secret(1).hash("actor", &["ab", "c"]),
        secret(1).hash("actor", &["a", "bc"])
    );
    assert!(Secret::new(b"short").is_none());
}

#[cfg(unix)]
#[test]
fn the_key_of_a_folder_is_made_once_and_read_by_nobody_else() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let first = Secret::of_folder(folder.path()).expect("made");
    assert_eq!(Secret::of_folder(folder.path()).expect("read").id, first.id);
    let mode = std::fs::metadata(folder.path().join("secret.key"))
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}
