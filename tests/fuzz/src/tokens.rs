//! Tokens: any text, and signed claims of any content.

use std::cell::RefCell;

use serde_json::Value;
use test_support::issuer::signed;

use crate::service::Connection;

thread_local! {
    static CONNECTION: RefCell<Connection> = RefCell::new(Connection::to_new_service());
}

const REQUEST: &str = "GET /insatskatalog/v1/municipalities/1270/audit-events?limit=1 HTTP/1.1\r\nHost: localhost\r\n\
    Authorization: Bearer ";

pub fn read(input: &[u8]) {
    // Signed, so that their content is read.
    let claims = serde_json::from_slice::<Value>(input).ok().filter(Value::is_object);
    let is_signed = claims.is_some();
    let token = claims.map_or_else(|| input.to_vec(), |claims| signed(&claims).into_bytes());
    let status = CONNECTION.with_borrow_mut(|connection| connection.status(REQUEST, &token));
    let expected: &[u16] = if is_signed {
        &[200, 401, 403, 431]
    } else {
        &[400, 401, 431]
    };
    assert!(expected.contains(&status), "{status}");
}
