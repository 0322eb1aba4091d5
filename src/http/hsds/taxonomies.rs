//! `/hsds/taxonomies` and `/hsds/taxonomy_terms`: the closed lists of the catalogue.

use actix_web::{get, web};

use crate::http::call::{Answer, Call};
use crate::http::query::{NoQuery, Query};
use crate::http::response::Freshness;
use crate::interop::hsds::taxonomies::{Taxonomy, Term, all_terms};

use super::addresses::{IdPath, found};
use super::page::List;
use super::query::{Paging, Search, TermList};

#[get("/taxonomies")]
pub(crate) async fn list_taxonomies(Query((search, paging)): Query<(Search, Paging)>, call: Call) -> Answer {
    let list = List {
        call: &call,
        freshness: &Freshness::BUILD_ONLY,
        paging,
        is_whole: false,
    };
    let base = call.base();
    list.of(
        || {
            let is_wanted = |taxonomy: &Taxonomy| search.wants(&taxonomy.searched());
            Taxonomy::ALL.into_iter().filter(is_wanted).collect()
        },
        |taxonomy| taxonomy.object(&base),
    )
}

#[get("/taxonomies/{id}")]
pub(crate) async fn get_taxonomy(path: web::Path<IdPath>, _: NoQuery, call: Call) -> Answer {
    let mut taxonomies = Taxonomy::ALL.into_iter();
    let taxonomy = taxonomies.find(|taxonomy| taxonomy.id() == path.id);
    found(&call, &Freshness::BUILD_ONLY, taxonomy, |taxonomy| {
        taxonomy.object(&call.base())
    })
}

#[get("/taxonomy_terms")]
pub(crate) async fn list_taxonomy_terms(
    Query((search, of, paging)): Query<(Search, TermList, Paging)>,
    call: Call,
) -> Answer {
    let list = List {
        call: &call,
        freshness: &Freshness::BUILD_ONLY,
        paging,
        is_whole: false,
    };
    let base = call.base();
    list.of(
        || {
            let mut terms = all_terms();
            terms.retain(|term| of.include(term) && search.wants(term.searched()));
            terms
        },
        |term| term.object(&base),
    )
}

#[get("/taxonomy_terms/{id}")]
pub(crate) async fn get_taxonomy_term(path: web::Path<IdPath>, _: NoQuery, call: Call) -> Answer {
    let mut terms = all_terms().into_iter();
    let term: Option<Term> = terms.find(|term| term.id() == path.id);
    found(&call, &Freshness::BUILD_ONLY, term, |term| term.object(&call.base()))
}
