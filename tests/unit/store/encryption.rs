//! Tests of `store/encryption.rs`.

use super::may_be_plain_text;

#[test]
fn plain_text_stays_on_this_machine_unless_allowed_by_name() {
    let cases = include_str!("../../../src/store/encryption.txt").lines();
    let cases: Vec<&str> = cases.filter(|line| !line.starts_with('#')).collect();
    assert_eq!(cases.len(), 35);
    for case in cases {
        let mut words = case.split(' ');
        let (expected, url) = (words.next().expect("an outcome"), words.next().expect("an address"));
        let mut variables = words.map(|word| word.split_once('=').expect("a variable"));
        let variable = variables.next();
        let read = |name: &str| {
            variable
                .filter(|(of, _)| *of == name)
                .map(|(_, value)| value.to_owned())
        };
        assert_eq!(may_be_plain_text(url, read), expected == "plain", "{case}");
    }
}
