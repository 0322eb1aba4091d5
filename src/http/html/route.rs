//! Routes that accept one method, so that any other method is answered as on every path.

use actix_web::{Resource, guard, web};

pub(crate) fn get(path: &str) -> Resource {
    web::resource(path).guard(guard::Get())
}

pub(crate) fn post(path: &str) -> Resource {
    web::resource(path).guard(guard::Post())
}
