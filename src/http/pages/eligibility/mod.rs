//! "Gäller det mig?" as a form: one question at a time, and the answer on a page to print or save. The answers so far are
//! in the form alone: nothing is in an address, and nothing is stored.

mod about;
mod answer_page;
mod condition;
mod control;
mod faults;
mod frame;
mod given;
mod question_page;
mod step;
mod texts;

use std::sync::Arc;

use actix_web::web;

use crate::documents::questions::form::fields::Fields;
use crate::http::call::{Answer, Call};
use crate::http::request::address::InsatsPath;
use crate::http::request::body::FormBody;

use step::{Sent, step};

/// The first question of the form; the answer at once where there is nothing to ask.
pub(crate) async fn form(path: web::Path<InsatsPath>, call: Call) -> Answer {
    let catalogue = Arc::clone(&call.catalogue());
    step(&call, &catalogue, &path, Sent::nothing())
}

/// The next question, or the answer.
pub(crate) async fn answers(path: web::Path<InsatsPath>, call: Call, body: FormBody) -> Answer {
    let catalogue = Arc::clone(&call.catalogue());
    step(&call, &catalogue, &path, Sent::of(Fields::parse(&body.0)))
}
