//! The pages for providers: sign in, hand in a sheet, correct it, and mark a period as complete.
//!
//! They hold nothing of their own. The browser has an encrypted session with the access token, which is verified at each
//! request, and every page calls the functions that answer the API. They work without scripts.

mod access;
mod addresses;
mod correction;
mod done;
mod fault_list;
mod frame;
mod labels;
mod period;
mod record_fields;
mod record_list;
mod sheet;
mod start;
mod stream;
mod withdrawal;

use actix_web::web;

use super::html::route::{get, post};
use addresses as paths;

/// The paths of the pages, with their methods.
pub(crate) const PATHS: [(&str, &[&str]); 14] = [
    (paths::START, &["GET"]),
    (paths::SIGN_IN, &["GET"]),
    (paths::CALLBACK, &["GET"]),
    (paths::TOKEN, &["POST"]),
    (paths::SIGN_OUT, &["POST"]),
    (paths::STREAM, &["GET"]),
    (paths::WORKBOOK, &["GET"]),
    (paths::CSV, &["GET"]),
    (paths::SHEET, &["GET", "POST"]),
    (paths::RECEIPT, &["GET", "POST"]),
    (paths::RECORDS, &["GET"]),
    (paths::RECORD, &["GET", "POST"]),
    (paths::WITHDRAWAL, &["GET", "POST"]),
    (paths::PERIOD, &["GET", "POST"]),
];

pub(crate) fn serve(config: &mut web::ServiceConfig) {
    config
        .service(get(paths::START).to(start::start))
        .service(get(paths::SIGN_IN).to(access::sign_in::begin))
        .service(get(paths::CALLBACK).to(access::sign_in::callback))
        .service(post(paths::TOKEN).to(access::sign_in::paste))
        .service(post(paths::SIGN_OUT).to(access::sign_in::sign_out))
        .service(get(paths::STREAM).to(stream::stream_page))
        .service(get(paths::WORKBOOK).to(stream::workbook))
        .service(get(paths::CSV).to(stream::csv))
        .service(get(paths::SHEET).to(stream::back))
        .service(post(paths::SHEET).to(sheet::check))
        .service(get(paths::RECEIPT).to(stream::back))
        .service(post(paths::RECEIPT).to(sheet::hand_in))
        .service(get(paths::RECORDS).to(record_list::records))
        .service(get(paths::RECORD).to(correction::form))
        .service(post(paths::RECORD).to(correction::correct))
        .service(get(paths::WITHDRAWAL).to(stream::back))
        .service(post(paths::WITHDRAWAL).to(withdrawal::withdraw))
        .service(get(paths::PERIOD).to(period::form))
        .service(post(paths::PERIOD).to(period::complete));
}
