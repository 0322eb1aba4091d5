//! `/hsds/organizations`: municipalities, deciding bodies and providers.

use actix_web::{get, web};
use serde_json::Value;

use crate::http::call::{Answer, Call};
use crate::http::query::Query;
use crate::interop::hsds::organizations::Organization;
use crate::interop::hsds::services;

use super::addresses::{IdPath, found};
use super::feed::{Feed, freshness};
use super::page::List;
use super::query::{FullService, Organizations, Paging, Search, Terms};

type Parameters = ((Search, Terms), (Organizations, FullService), Paging);

#[get("/organizations")]
pub(crate) async fn list_organizations(
    Query(((search, terms), (of, FullService { full_service }), paging)): Query<Parameters>,
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
            let mut organizations = all(feed);
            if let Some(wanted) = &search.search {
                organizations.retain(|organization| wanted.is_in(organization.name()));
            }
            if terms.are_stated() {
                let services = feed.services(None);
                organizations.retain(|organization| {
                    let id = organization.id();
                    services
                        .iter()
                        .any(|offered| terms.include(offered) && offered.is_of(&id))
                });
            }
            organizations
        },
        |organization| match (full_service, of.full) {
            (true, _) => with_services(feed, *organization),
            (false, true) => organization.object(),
            (false, false) => organization.in_list(),
        },
    )
}

#[get("/organizations/{id}")]
pub(crate) async fn get_organization(
    path: web::Path<IdPath>,
    Query(FullService { full_service }): Query<FullService>,
    call: Call,
) -> Answer {
    let (catalogue, base) = (call.catalogue(), call.base());
    let feed = Feed::of(&call, &catalogue, &base);
    let mut organizations = all(feed).into_iter();
    let organization = organizations.find(|organization| organization.id() == path.id);
    found(&call, &freshness(&call), organization, |organization| {
        if full_service {
            with_services(feed, *organization)
        } else {
            organization.object()
        }
    })
}

fn all(feed: Feed<'_>) -> Vec<Organization<'_>> {
    feed.catalogue.municipalities().flat_map(Organization::all_of).collect()
}

/// A whole organization with the services that it decided or carries out.
fn with_services(feed: Feed, organization: Organization) -> Value {
    let id = organization.id();
    let services = feed.services(None).into_iter();
    let services = services.filter(|offered| offered.is_of(&id));
    let mut object = organization.object();
    object["services"] = services.map(|offered| services::object(&offered)).collect();
    object
}
