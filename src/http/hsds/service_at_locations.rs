//! `/hsds/service_at_locations`: the places of insatser in force.

use actix_web::{get, web};

use crate::http::call::{Answer, Call};
use crate::http::query::{NoQuery, Query};
use crate::interop::hsds::service_at_locations::ServiceAtLocation;

use super::addresses::{IdPath, found};
use super::feed::{Feed, freshness};
use super::page::List;
use super::query::{Paging, Search, Services, Terms};

type Parameters = ((Search, Terms), Services, Paging);

#[get("/service_at_locations")]
pub(crate) async fn list_service_at_locations(
    Query(((search, terms), of, paging)): Query<Parameters>,
    call: Call,
) -> Answer {
    let (catalogue, base) = (call.catalogue(), call.base());
    let feed = Feed::of(&call, &catalogue, &base);
    let list = List {
        call: &call,
        freshness: &freshness(&call),
        paging,
        is_whole: false,
    };
    list.of(
        || {
            let services = feed.services(search.search).into_iter();
            let services = services.filter(|offered| of.include(offered) && terms.include(offered));
            services.flat_map(ServiceAtLocation::all_of).collect()
        },
        if of.full {
            ServiceAtLocation::object
        } else {
            ServiceAtLocation::in_list
        },
    )
}

#[get("/service_at_locations/{id}")]
pub(crate) async fn get_service_at_location(path: web::Path<IdPath>, _: NoQuery, call: Call) -> Answer {
    let (catalogue, base) = (call.catalogue(), call.base());
    let feed = Feed::of(&call, &catalogue, &base);
    let services = feed.services(None).into_iter();
    let mut at_locations = services.flat_map(ServiceAtLocation::all_of);
    let at_location = at_locations.find(|at_location| at_location.id() == path.id);
    found(&call, &freshness(&call), at_location, ServiceAtLocation::object)
}
