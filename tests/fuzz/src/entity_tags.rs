//! Lists of entity tags, in `If-None-Match` of a question for an object, and in `If-Match` of a change.

use std::cell::RefCell;

use test_support::issuer::token;

use crate::service::Connection;

thread_local! {
    static CONNECTION: RefCell<(Connection, String)> = RefCell::new({
        let token = token("catalogue:write", "1270");
        let change = format!(
            "DELETE /insatskatalog/v1/municipalities/1270/insatser/finns-inte HTTP/1.1\r\nHost: localhost\r\n\
             Authorization: Bearer {token}\r\nIf-Match: "
        );
        (Connection::to_new_service(), change)
    });
}

const READING: &str = "GET /insatskatalog/v1/municipalities/1270/insatser/trygghetslarm HTTP/1.1\r\nHost: localhost\r\n\
    If-None-Match: ";

pub fn read(input: &[u8]) {
    CONNECTION.with_borrow_mut(|(connection, change)| {
        let status = connection.status(READING, input);
        assert!([200, 304, 400, 431].contains(&status), "reading: {status}");
        // The insats does not exist, so that nothing is removed.
        let status = connection.status(change, input);
        assert!([400, 404, 431].contains(&status), "changing: {status}");
    });
}
