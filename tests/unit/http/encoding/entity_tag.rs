//! Tests of `http/encoding/entity_tag.rs`.

use super::{same, with_coding, without_coding};

const TAG: &str = "\"7.2025-09-01.0a1b2c3d.json-1a2b\"";

fn known(sent: &str) -> Option<&str> {
    same(std::iter::once(sent), TAG)
}

#[test]
fn a_tag_with_the_ending_of_a_coding_is_the_same() {
    for (sent, as_sent) in [
        (TAG.to_owned(), TAG.to_owned()),
        (format!("W/{TAG}"), TAG.to_owned()),
        ("*".into(), TAG.to_owned()),
        (format!("\"other\" , W/{TAG},\"a\""), TAG.to_owned()),
    ] {
        assert_eq!(known(&sent), Some(as_sent.as_str()), "{sent}");
    }
    for ending in [
        "-gzip", ";gzip", "--gzip", "-br", ";br", "--br", ":gzip", "_gzip", "+gzip", "-zstd",
    ] {
        let sent = TAG.replace("1a2b\"", &format!("1a2b{ending}\""));
        assert_eq!(known(&sent), Some(sent.as_str()), "{ending}");
        assert_eq!(known(&format!("\"x\", W/{sent}")), Some(sent.as_str()), "{ending}");
    }
    assert_eq!(known(&with_coding(TAG, "br")), Some(with_coding(TAG, "br").as_str()));
}

#[test]
fn another_tag_is_another() {
    for sent in [
        "",
        "\"\"",
        "\"7\"",
        "\"-gzip\"",
        "\"7.2025-09-01.0a1b2c3d.json-1a2b-lzma\"",
        "\"7.2025-09-01.0a1b2c3d.json-1a2bgzip\"",
        "\"7.2025-09-01.0a1b2c3d.json-1a2b-gzip-gzip\"",
        "7.2025-09-01.0a1b2c3d.json-1a2b",
        "\"77.2025-09-01.0a1b2c3d.json-1a2b\"",
    ] {
        assert_eq!(known(sent), None, "{sent}");
    }
    assert_eq!(without_coding("3-gzip"), "3");
    assert_eq!(without_coding("-gzip"), "-gzip");
    assert_eq!(without_coding("gzip"), "gzip");
}
