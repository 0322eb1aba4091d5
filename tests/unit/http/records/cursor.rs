//! Tests of `http/records/cursor.rs`.

use super::{NoPosition, read, write};
use crate::domain::{Generation, Kommunkod};
use crate::secret::Secret;

fn municipality(code: &str) -> Kommunkod {
    Kommunkod::parse(code).expect("a code")
}

#[test]
fn a_cursor_is_read_back_by_its_municipality_alone() {
    let secret = Secret::new(&[7; 32]).expect("long enough");
    let generation = Generation::new("5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11".into());
    let own = municipality("0188");
    for change in [0, 1, 41, (1 << 56) - 1] {
        let cursor = write(&secret, &generation, own, change);
        assert_eq!(read(&secret, &generation, own, &cursor), Ok(change));
        assert_eq!(
            read(&secret, &generation, municipality("1270"), &cursor),
            Err(NoPosition::Invalid)
        );
        let other = Secret::new(&[8; 32]).expect("long enough");
        assert_eq!(read(&other, &generation, own, &cursor), Err(NoPosition::Invalid));
        let later = Generation::new("6f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11".into());
        assert_eq!(read(&secret, &later, own, &cursor), Err(NoPosition::EarlierGeneration));
        // Each digit counts.
        for at in 0..cursor.len() {
            let mut changed = cursor.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).expect("text");
            assert_eq!(
                read(&secret, &generation, own, &changed),
                Err(NoPosition::Invalid),
                "{at}"
            );
        }
        for changed in [
            &cursor[1..],
            &format!("{cursor}0"),
            &cursor.to_uppercase(),
            "",
            "41",
            "å",
        ] {
            assert_eq!(
                read(&secret, &generation, own, changed),
                Err(NoPosition::Invalid),
                "{changed}"
            );
        }
    }
}
