//! The follow-ups of a municipality.

use actix_web::get;

use crate::domain::publishing::follow_up::{FollowUp, follow_ups};
use crate::http::call::{Answer, Call};
use crate::http::request::address::MunicipalityPath;
use crate::http::request::permission::CatalogueEditor;
use crate::http::response::page::{Page, page_of};
use crate::http::state::municipality;

page_of! {
    /// A page of follow-ups.
    FollowUps {
        /// The follow-ups by day, overdue first.
        follow_ups: FollowUp
    }
}

/// List follow-ups.
///
/// Listar beslut som ska följas upp och avtal som upphör, efter dag, med det som är försenat först. Ange
/// `decision.followedUp` i versionen när uppföljningen är gjord, och publicera ett nytt avtal när ett avtal upphör.
///
/// Lists decisions to follow up and agreements that end, by day, with overdue ones first. State `decision.followedUp` in
/// the version when the follow-up is done, and publish a new agreement when an agreement ends.
#[utoipa::path(
    tag = "municipalities", params(MunicipalityPath, Page),
    responses((status = 200, description = "Uppföljningarna. / The follow-ups.", body = FollowUps)),
    security(("token" = ["catalogue:write"])),
)]
#[get("/municipalities/{kommunkod}/follow-ups")]
pub(crate) async fn list_follow_ups(editor: CatalogueEditor<Page>, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let all = follow_ups(municipality(&catalogue, editor.kommunkod)?, call.today());
    call.uncached_json(&FollowUps::page(all, editor.query, call.own(), |follow_up| follow_up))
}
