//! Bodies in JSON: questions, batches of questions, and group records.

use insatskatalog::documents::faults::Faults;
use insatskatalog::documents::json;
use insatskatalog::documents::questions::batch::split;
use insatskatalog::documents::questions::question::{read as read_question, read_slowly};
use insatskatalog::documents::readers::group_record::batch;
use insatskatalog::domain::day;

pub fn read(input: &[u8]) {
    let today = day::parse("2025-10-01").expect("a day");
    match (read_question(input, today), read_slowly(input, today)) {
        (Ok(fast), Ok(slow)) => {
            let is_same = fast.as_of == slow.as_of && fast.activity == slow.activity && fast.facts == slow.facts;
            assert!(is_same, "both readers read the same question");
        }
        (Err(fast), Err(slow)) => assert!(!fast.is_empty() && !slow.is_empty(), "a refusal says why"),
        _ => panic!("one reader accepts what the other refuses"),
    }
    if let Ok(questions) = split(input) {
        for question in questions {
            assert!(std::str::from_utf8(&input[question]).is_ok(), "a question is whole");
        }
    }
    if let Ok(node) = json::read(input) {
        let mut faults = Faults::strict();
        faults.refuse_personal_details(&node);
        let read = batch(&node, &mut faults);
        if let Err(faults) = faults.end(read) {
            assert!(!faults.is_empty(), "a refusal says why");
        }
    }
}
