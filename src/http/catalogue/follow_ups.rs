//! What a municipality has to follow up.

use actix_web::get;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::publishing::follow_up::{FollowUp, follow_ups};
use crate::http::call::{Answer, Call};
use crate::http::request::address::MunicipalityPath;
use crate::http::request::permission::CatalogueEditor;
use crate::http::response::link::{Link, OwnAddress};
use crate::http::response::page::{Meta, Page};
use crate::http::state::municipality;

/// A page of what is to be followed up.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FollowUps {
    /// By day, what is overdue first.
    pub follow_ups: Vec<FollowUp>,
    /// Where the page stands.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// The page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// List what is to be followed up.
///
/// Listar beslut som ska följas upp och avtal som upphör, efter dag: det som är försenat först. En uppföljning bockas av med
/// `decision.followedUp` i en ny utgåva av versionen; ett avtal med ett nytt avtal.
///
/// Lists decisions to be followed up and agreements that end, by day: what is overdue first. A follow-up is ticked off by
/// `decision.followedUp` in a new edition of the version; an agreement by a new one.
#[utoipa::path(
    tag = "municipalities", params(MunicipalityPath, Page),
    responses((status = 200, description = "Det som ska följas upp. / What is to be followed up.", body = FollowUps)),
    security(("token" = ["catalogue:write"])),
)]
#[get("/municipalities/{kommunkod}/follow-ups")]
pub(crate) async fn list_follow_ups(editor: CatalogueEditor<Page>, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let all = follow_ups(municipality(&catalogue, editor.kommunkod)?, call.today());
    call.uncached_json(&list(all, editor.query, call.own()))
}

/// Shows a page of what is to be followed up.
pub(crate) fn list(all: Vec<FollowUp>, page: Page, own: OwnAddress) -> FollowUps {
    let (follow_ups, meta) = page.of(all);
    FollowUps {
        follow_ups,
        links: page.links(own, meta.total_records),
        meta,
    }
}
