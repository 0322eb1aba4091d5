//! `/hsds/services`: insatser in force as services.

use actix_web::{get, web};
use uuid::Uuid;

use crate::http::call::{Answer, Call};
use crate::http::query::{NoQuery, Query};
use crate::interop::hsds::services;

use super::addresses::{IdPath, found};
use super::feed::{Feed, freshness};
use super::page::List;
use super::query::{Minimal, Paging, Search, Services, Terms};

type Parameters = ((Search, Terms), (Services, Minimal), Paging);

#[get("/services")]
pub(crate) async fn list_services(
    Query(((search, terms), (of, Minimal { minimal }), paging)): Query<Parameters>,
    call: Call,
) -> Answer {
    let (catalogue, base) = (call.catalogue(), call.base());
    let feed = Feed::of(&call, &catalogue, &base);
    let list = List {
        call: &call,
        freshness: &freshness(&call),
        paging,
        is_whole: minimal,
    };
    let show = match (minimal, of.full) {
        (true, _) => services::minimal,
        (false, true) => services::object,
        (false, false) => services::in_list,
    };
    list.of(
        || {
            let mut services = feed.services(search.search);
            services.retain(|offered| of.include(offered) && terms.include(offered));
            services
        },
        show,
    )
}

#[get("/services/{id}")]
pub(crate) async fn get_service(path: web::Path<IdPath>, _: NoQuery, call: Call) -> Answer {
    let (catalogue, base) = (call.catalogue(), call.base());
    let feed = Feed::of(&call, &catalogue, &base);
    // An object has one address, so no other form of its identifier is one.
    let id = Uuid::parse_str(&path.id).ok().filter(|id| id.to_string() == path.id);
    let service = id.and_then(|id| feed.service(id));
    found(&call, &freshness(&call), service, services::object)
}
