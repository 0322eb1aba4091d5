//! The examples of group records.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::domain::insatser::municipality::Municipality;
use crate::domain::kommun::Kommunkod;
use crate::domain::records::coverage::coverage;
use crate::http::records::reporting;
use crate::http::records::views::{BatchReceipt, BatchReceiptRow, RecordReceipt, RecordView, links, view};
use crate::http::response::link::OwnAddress;
use crate::http::response::page::Page;
use crate::http::state::BASE_PATH;
use crate::store::records::new_record::Done;
use crate::store::records::rows::KeptRecord;

use super::{DAY, value};

const ID: &str = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11";
const INSATS: &str = "trygghetslarm";

fn record() -> Value {
    json!({
        "level": "group", "provider": "egen-regi", "date": "2025-08-14",
        "method": "öppen gruppträff", "performedBy": "anställda",
        "participants": {"total": 18, "women": 11, "men": 6, "otherOrUnknown": 1},
        "content": "Hur larmet fungerar.", "extent": "Två timmar.",
        "evaluation": {"ratings": [{"question": "Hur nöjd är du?", "mean": 4.3, "responses": 15, "scaleMax": 5}]},
    })
}

fn completion() -> Value {
    json!({"state": "complete", "evaluation": {"text": "De som kom tyckte att träffarna gav trygghet."}})
}

/// The example of a request's body, where it has one.
pub(crate) fn request(operation: &str) -> Option<Value> {
    match operation {
        "post_record" | "put_record" => Some(record()),
        "post_batch" => {
            let mut record = record();
            record["insats"] = json!(INSATS);
            Some(json!({"records": [record]}))
        }
        "withdraw_record" => Some(json!({"reason": "Räknad två gånger."})),
        "redact_record" => Some(json!({"reason": "Texten pekade ut en person."})),
        "put_reporting" => Some(completion()),
        _ => None,
    }
}

fn kept() -> KeptRecord {
    KeptRecord {
        id: ID.into(),
        record_revision: 1,
        insats: INSATS.into(),
        doc: record().to_string(),
        flags: Vec::new(),
        posted_by: "provider".into(),
        judged_revision: 41,
        at: DAY.and_hms_opt(8, 0, 0).expect("a time"),
    }
}

/// The beginning of an empty sheet.
pub(crate) const fn sheet() -> &'static str {
    "# Skriv en rad för varje tillfälle. / Write a row for each session.\ninsats;utförare;datum;antal_deltagare\n"
}

fn shown(base: &str) -> RecordView {
    let kommunkod = Kommunkod::parse(super::KOMMUNKOD).expect("a municipality");
    view(kept(), Vec::new(), kommunkod, true, base)
}

/// The example of an answer, where it has one.
pub fn answer(operation: &str, municipality: &Municipality, own: OwnAddress) -> Option<Value> {
    let base = format!("{}{BASE_PATH}", own.origin);
    match operation {
        "post_record" => Some(value(&RecordReceipt {
            id: ID.into(),
            record_revision: 1,
            done: Done::Created,
            warnings: Vec::new(),
            links: links(&base, super::KOMMUNKOD, INSATS, ID),
        })),
        "post_batch" => Some(value(&BatchReceipt {
            validate_only: false,
            created: 1,
            corrected: 0,
            unchanged: 0,
            results: vec![BatchReceiptRow {
                row: 0,
                id: Some(ID.into()),
                record_revision: 1,
                done: Done::Created,
                warnings: Vec::new(),
            }],
        })),
        "get_record" | "put_record" => Some(value(&shown(&base))),
        "list_records" => {
            let page = Page::default();
            Some(json!({
                "groupRecords": [shown(&base)],
                "_meta": page.meta(1, 1),
                "_links": page.links(own, 1),
            }))
        }
        "list_reporting" => {
            let days = (DAY, DAY);
            let all = coverage(municipality, &BTreeMap::new(), days, DAY);
            Some(value(&reporting::list(all, Page::default(), own)))
        }
        "get_template" => Some(json!(sheet())),
        "put_reporting" => {
            let mut report = json!({"insats": INSATS, "provider": "egen-regi", "period": "2025"});
            for (name, member) in completion().as_object()? {
                report[name] = member.clone();
            }
            Some(report)
        }
        _ => None,
    }
}
