//! `/hsds`: what the API says about itself, and its profile.

use actix_web::{get, web};
use serde::Deserialize;

use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::NoQuery;
use crate::http::response::{Freshness, JSON, text};
use crate::interop::hsds::profile::Addresses;

use super::PATH;

/// A patch of the profile in the path.
#[derive(Deserialize)]
pub(crate) struct PatchPath {
    /// The name of the file in HSDS.
    file: String,
}

#[get("")]
pub(crate) async fn get_metadata(_: NoQuery, call: Call) -> Answer {
    metadata(&call)
}

/// HSDS has the path `/` below its base.
#[get("/")]
pub(crate) async fn get_metadata_at_slash(_: NoQuery, call: Call) -> Answer {
    metadata(&call)
}

fn metadata(call: &Call) -> Answer {
    let contact = call.contact_email.as_deref();
    of_profile(call, |addresses| {
        call.json(&Freshness::BUILD_ONLY, || addresses.metadata(contact))
    })
}

#[get("/profile")]
pub(crate) async fn get_profile(_: NoQuery, call: Call) -> Answer {
    of_profile(&call, |addresses| {
        call.json(&Freshness::BUILD_ONLY, || addresses.index())
    })
}

#[get("/profile/{file}")]
pub(crate) async fn get_patch(path: web::Path<PatchPath>, _: NoQuery, call: Call) -> Answer {
    of_profile(&call, |addresses| {
        let patch = addresses.patch(&path.file).ok_or(Problem::of(Kind::UnknownHsdsId))?;
        text(&call.request, &Freshness::BUILD_ONLY, JSON, "json", || Ok(patch))
    })
}

fn of_profile(call: &Call, answer: impl FnOnce(Addresses) -> Answer) -> Answer {
    let (hsds, base) = (format!("{}{PATH}", call.origin()), call.base());
    answer(Addresses {
        hsds: &hsds,
        base: &base,
    })
}
