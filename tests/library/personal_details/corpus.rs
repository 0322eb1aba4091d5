//! Texts that must be refused, and texts that must pass.

use insatskatalog::domain::personal_details::identity::is_identity_shaped;
use insatskatalog::domain::personal_details::{PersonalDetail, personal_detail_in};

const REFUSED: &str = include_str!("corpus/refused.txt");
const INNOCENT: &str = include_str!("corpus/innocent.txt");

fn lines(corpus: &str) -> impl Iterator<Item = &str> {
    corpus.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// A line with each `\u{..}` replaced by its character.
fn unescaped(line: &str) -> String {
    let mut parts = line.split("\\u{");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("a closing brace");
        let code = u32::from_str_radix(code, 16).expect("a number in base sixteen");
        text.push(char::from_u32(code).expect("a sign"));
        text.push_str(rest);
    }
    text
}

fn kind_named(name: &str) -> PersonalDetail {
    match name {
        "IdentityNumber" => PersonalDetail::IdentityNumber,
        "EmailAddress" => PersonalDetail::EmailAddress,
        "PhoneNumber" => PersonalDetail::PhoneNumber,
        "Link" => PersonalDetail::Link,
        _ => panic!("no kind is called {name}"),
    }
}

#[test]
fn refused_texts_have_a_kind() {
    let mut kind = None;
    let mut texts = 0;
    let mut faults = Vec::new();
    for line in lines(REFUSED) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            kind = Some(kind_named(name));
            continue;
        }
        texts += 1;
        let text = unescaped(line);
        let found = personal_detail_in(&text);
        if found != kind {
            faults.push(format!("{line}: {found:?}, not {kind:?}"));
        }
        // An invisible character makes the search use its slow path, which must give the same result.
        if personal_detail_in(&format!("{text}\u{200b}")) != kind {
            faults.push(format!("{line}: read otherwise the long way"));
        }
        // The narrower search gives the same result.
        let is_identity = kind == Some(PersonalDetail::IdentityNumber);
        if is_identity_shaped(&text) != is_identity {
            faults.push(format!("{line}: identity-shaped or not"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(texts >= 80, "only {texts} texts");
}

#[test]
fn innocent_texts_pass() {
    let faults: Vec<String> = lines(INNOCENT)
        .filter_map(|line| {
            let text = unescaped(line);
            let found = personal_detail_in(&text);
            let passes = found.is_none() && !is_identity_shaped(&text);
            (!passes).then(|| format!("{line}: {found:?}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(lines(INNOCENT).count() >= 80);
}

#[test]
fn innocent_texts_pass_in_any_frame() {
    for line in lines(INNOCENT) {
        for framed in [
            format!("  {line}  "),
            format!("({line})"),
            format!("Utvärdering: {line}. Tack!"),
            format!("\u{feff}{line} 😀"),
        ] {
            assert_eq!(personal_detail_in(&framed), None, "{framed}");
        }
    }
}

#[test]
fn refused_texts_are_refused_in_any_frame() {
    for line in lines(REFUSED).filter(|line| !line.starts_with('[')) {
        let text = unescaped(line);
        for framed in [
            format!("  {text}  "),
            format!("({text})"),
            format!("Utvärdering: {text} Tack!"),
            format!("»{text}«, sång och fika 😀"),
        ] {
            assert!(personal_detail_in(&framed).is_some(), "{framed}");
        }
    }
}

#[test]
fn detection_takes_linear_time() {
    // Each piece could begin a detail. Quadratic time would take minutes here.
    for piece in [
        "a.",
        "a-",
        "a",
        "0 ",
        "0",
        "08-",
        "+1 ",
        " (",
        "a at ",
        "www",
        "//",
        "1 011 ",
        "a (at) b (dot) ",
    ] {
        let text = format!("t.ex {} ", piece.repeat(20_000));
        assert_eq!(personal_detail_in(&text), None, "{piece}");
        let text = format!("{text}anna@example.com");
        assert_eq!(personal_detail_in(&text), Some(PersonalDetail::EmailAddress), "{piece}");
    }
    let text = format!("{}1955-07-02-123", "2025-01-01 ".repeat(100_000));
    assert!(!is_identity_shaped(&text));
    assert!(is_identity_shaped(&format!("{text}4")));
}
