//! Tests of `http/trace.rs`.

use super::parse;

#[test]
fn accepts_only_a_well_formed_traceparent() {
    let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    assert_eq!(
        &parse(good).expect("usable").trace_id,
        b"4bf92f3577b34da6a3ce929d0e0e4736"
    );
    for bad in [
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        "00-00000000000000000000195507021234-00f067aa0ba902b7-01",
        "00-abcdef9001019802abcdefabcdefabcd-00f067aa0ba902b7-01",
    ] {
        assert!(parse(bad).is_none(), "{bad}");
    }
}

#[test]
fn a_span_that_may_contain_an_identity_number_is_not_used() {
    let parent = |span: &str| {
        let header = format!("00-4bf92f3577b34da6a3ce929d0e0e4736-{span}-01");
        parse(&header).expect("usable").parent
    };
    assert_eq!(parent("00f067aa0ba902b7"), Some(*b"00f067aa0ba902b7"));
    assert_eq!(parent("abcdef9001019802"), None);
}
