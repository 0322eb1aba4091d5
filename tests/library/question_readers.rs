//! The fast reader of questions accepts and refuses the same questions as the slow one.

use insatskatalog::documents::questions::batch;
use insatskatalog::documents::questions::question::{AskedQuestion, read, read_slowly};
use insatskatalog::domain::day;
use proptest::prelude::*;

fn alike(left: &AskedQuestion, right: &AskedQuestion) -> bool {
    left.as_of == right.as_of && left.activity == right.activity && left.facts == right.facts
}

/// JSON texts similar to a question: mostly valid, sometimes invalid in one place.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\"1950-03-14\"".to_owned()),
        Just("\"2024-02-29\"".to_owned()),
        Just("\"2025-02-29\"".to_owned()),
        Just("\"1849-12-31\"".to_owned()),
        Just("\"19500314-1234\"".to_owned()),
        Just("\"1270\"".to_owned()),
        Just("\"0188\"".to_owned()),
        Just("\"9999\"".to_owned()),
        Just("\"none\"".to_owned()),
        Just("\"rubinens-barngrupp\"".to_owned()),
        Just("\"\\u0031270\"".to_owned()),
        Just("[\"alder\"]".to_owned()),
        Just("[\"alder\",\"beroende\",\"alder\"]".to_owned()),
        Just("[]".to_owned()),
        Just("[\"x\"]".to_owned()),
        Just("{}".to_owned()),
        Just("[null]".to_owned()),
        Just("[\"1950-03-14\"]".to_owned()),
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("false".to_owned()),
        Just("75".to_owned()),
        Just("75.0".to_owned()),
        Just("7.5e1".to_owned()),
        Just("-1".to_owned()),
        Just("131".to_owned()),
        Just("300".to_owned()),
        (0..140_u32).prop_map(|age| age.to_string()),
    ]
}

fn object(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::collection::vec((proptest::sample::select(names), value()), 0..4).prop_map(|members| {
        let members: Vec<String> = members
            .iter()
            .map(|(name, value)| format!("\"{name}\":{value}"))
            .collect();
        format!("{{{}}}", members.join(","))
    })
}

const FACTS: &[&str] = &[
    "birthDate",
    "birthDate",
    "age",
    "age",
    "registeredMunicipality",
    "residenceMunicipality",
    "relativeResidenceMunicipality",
    "selfDeclared",
    "height",
    "birth\\u0044ate",
];
const SELF_DECLARED: &[&str] = &[
    "supportsRelative",
    "relativeReasons",
    "psychiatricContact",
    "isParent",
    "ofWorkingAge",
    "lonely",
];
const OUTER: &[&str] = &["asOf", "asOf", "activity", "facts", "name"];

fn question() -> impl Strategy<Value = String> {
    (object(OUTER), object(FACTS), object(SELF_DECLARED)).prop_map(|(outer, facts, declared)| {
        let facts = facts.replacen("\"selfDeclared\":{}", &format!("\"selfDeclared\":{declared}"), 1);
        let facts = if facts == "{}" {
            format!("{{\"selfDeclared\":{declared}}}")
        } else {
            facts
        };
        outer
            .replacen("\"facts\":{}", &format!("\"facts\":{facts}"), 1)
            .replacen("\"name\":{}", &format!("\"facts\":{facts}"), 1)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn a_single_question_is_read_alike_both_ways(text in question()) {
        let today = day::parse("2025-10-01").expect("a day");
        match (read(text.as_bytes(), today), read_slowly(text.as_bytes(), today)) {
            (Ok(fast), Ok(slow)) => prop_assert!(alike(&fast, &slow), "{}", text),
            (Err(fast), Err(slow)) => prop_assert_eq!(fast, slow),
            (Ok(_), Err(faults)) => prop_assert!(false, "{} has {:?}", text, faults),
            (Err(faults), Ok(_)) => prop_assert!(false, "{} was refused: {:?}", text, faults),
        }
    }

    #[test]
    fn a_question_among_many_is_read_as_a_single_one(text in question()) {
        let today = day::parse("2025-10-01").expect("a day");
        let among = text.replacen('{', "{\"reference\":\"a\",\"kommunkod\":\"1270\",\"insats\":\"x\",", 1).replace(",}", "}");
        match (batch::read(&among, 0, today, &mut batch::Collected::default()), read_slowly(text.as_bytes(), today)) {
            (Ok(item), Ok(slow)) => prop_assert!(alike(&item.question, &slow), "{}", text),
            (Err(fast), Err(slow)) => prop_assert_eq!(fast.faults.len(), slow.len(), "{}", text),
            (Ok(_), Err(faults)) => prop_assert!(false, "{} has {:?}", text, faults),
            (Err(fast), Ok(_)) => prop_assert!(false, "{} was refused: {:?}", text, fast.faults),
        }
    }
}
