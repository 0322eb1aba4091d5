//! Tests of `cache.rs`.

use std::cell::Cell;

use crate::http::encoding::content_coding::{ContentCoding, LEAST};

use super::{EncodedAnswers, Key, RenderedBody};

fn key(etag: &str, coding: Option<ContentCoding>) -> Key {
    Key {
        address: "https://api.example.se/insatskatalog/v1/municipalities".into(),
        etag: etag.into(),
        coding,
    }
}

#[test]
fn a_body_is_rendered_once_in_each_coding() {
    let (answers, rendered) = (EncodedAnswers::default(), Cell::new(0));
    let get = |etag, coding| {
        let answered = answers.get_or_encode(&key(etag, coding), || {
            rendered.set(rendered.get() + 1);
            Ok(RenderedBody {
                bytes: vec![b'a'; LEAST],
                is_deprecated: true,
            })
        });
        answered.expect("rendered")
    };
    for _ in 0..3 {
        let as_it_is = get("\"1\"", None);
        assert_eq!((as_it_is.bytes.len(), as_it_is.coding), (LEAST, None));
        assert!(as_it_is.is_deprecated);
        let compressed = get("\"1\"", Some(ContentCoding::Gzip));
        assert!(compressed.bytes.len() < LEAST && compressed.coding == Some(ContentCoding::Gzip));
    }
    assert_eq!(rendered.get(), 2);
    get("\"2\"", None);
    assert_eq!(rendered.get(), 3, "a new version is rendered");
    answers.clear();
    get("\"2\"", None);
    assert_eq!(rendered.get(), 4);
}
