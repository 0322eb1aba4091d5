//! Tests of `documents/yaml.rs`.

use proptest::prelude::*;

use crate::domain::fault::Code;

use super::{Value, read, write};

#[test]
fn keeps_lines_pointers_and_members_that_stand_twice() {
    let root = read("a: 1\nb:\n  - c: x\n  - '0188'\na: 2\n").expect("YAML");
    let Value::Object(members) = &root.value else {
        panic!("an object");
    };
    let names: Vec<_> = members.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["a", "b", "a"]);
    let code = root.at("/b/1").expect("there");
    assert_eq!((&code.value, code.line), (&Value::Text("0188".into()), Some(4)));
    assert_eq!(root.line_of("/b/0/missing"), Some(3));
}

#[test]
fn a_code_without_quotes_is_a_number_and_a_day_is_text() {
    let root = read("{code: 0188, day: 2025-07-01, none: null, time: 10:00}").expect("YAML");
    let value = |pointer| &root.at(pointer).expect("there").value;
    assert_eq!(value("/code"), &Value::Number("0188".into()));
    assert_eq!(value("/day"), &Value::Text("2025-07-01".into()));
    assert_eq!(value("/none"), &Value::Null);
    assert_eq!(value("/time"), &Value::Text("10:00".into()));
}

#[test]
fn refuses_what_hides_size_or_meaning() {
    let code = |text: &str| read(text).expect_err("refused").code;
    assert_eq!(code(""), Code::Empty);
    assert_eq!(code("a: &x 1\nb: *x"), Code::Syntax);
    assert_eq!(code("a: !!str 1"), Code::Syntax);
    assert_eq!(code("--- a\n--- b"), Code::Syntax);
    assert_eq!(code("a: [1"), Code::Syntax);
    assert_eq!(code(&"[".repeat(40)), Code::TooDeep);
}

proptest! {
    #[test]
    fn what_is_written_reads_back(text in "\\PC{0,40}|[ \t\n:#'\"-]{0,8}\\PC{0,8}|[0-9eE.+-]{1,8}|true|null|~") {
        let value = serde_json::json!({"text": text, "list": [text, 1, 2.5, true, {"a": text}], "none": []});
        let root = read(&write(&value)).expect("reads back");
        for pointer in ["/text", "/list/0", "/list/4/a"] {
            prop_assert_eq!(&root.at(pointer).expect("there").value, &Value::Text(text.clone()));
        }
    }
}
