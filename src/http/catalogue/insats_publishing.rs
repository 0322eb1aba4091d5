//! Boards' decisions in: versions of an insats, and its end.

use actix_web::{HttpRequest, HttpResponse, post, put, web};
use chrono::NaiveDate;
use utoipa::ToSchema;

use crate::documents::readers::version::version_of;
use crate::documents::readers::withdrawal::ending;
use crate::domain::insatser::decision::BoardDecision;
use crate::domain::insatser::document::Document;
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::municipality::{Expected, ObjectName};
use crate::domain::insatser::version::Version;
use crate::domain::kommun::Kommunkod;
use crate::domain::publishing::proposal::{Proposal, Proposed};
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::http::problems::Problem;
use crate::http::problems::kinds::Kind;
use crate::http::request::address::{InsatsPath, no_query, slug_in_path};
use crate::http::request::permission::{CatalogueEditor, CataloguePresenter};
use crate::http::request::precondition;
use crate::http::request::precondition::Precondition;
use crate::http::response::{Freshness, WriteOutcome, wrote};
use crate::http::state::{State, municipality};
use crate::http::trace::Trace;

use super::insats_view::{InsatsView, view};
use super::publishing::{document, publish};

/// The end of an insats, or of one of its versions.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", as = WithdrawalRequest)]
#[expect(
    dead_code,
    reason = "describes the body in the specification; the reader collects every fault"
)]
pub(crate) struct WithdrawalBody {
    /// The last day in force.
    last_day: NaiveDate,
    /// The decision behind it.
    decision: BoardDecision,
    /// The only version that ends, by its first day; every version in force then or later when absent.
    valid_from: Option<NaiveDate>,
    /// What more is known of it.
    note: Option<Text>,
}

/// Publish a version of an insats.
///
/// Publicerar en version. Den vilar på ett beslut (`decision`) och säger vad som dokumenteras (`documentation`), om inte
/// katalogen saknar villkoren (`criteriaNotStated`). Samma `validFrom` som en version som finns: gäller den inte än ersätts den, annars blir det en ny
/// utgåva av det presenterade (texter, platser, kontakter), och det beslutade står fast. Ett nytt `validFrom` lägger till en
/// version. Det som saknas i ett beslut (datum, beteckning, antagande, skäl) får fyllas i en gång, och uppföljningen får
/// alltid ändras. Medlemmar som servern sätter tas emot och bortses från.
///
/// Publishes a version. It rests on a decision (`decision`) and says what is documented (`documentation`), unless the
/// catalogue lacks the conditions (`criteriaNotStated`). The same `validFrom` as an existing version: not yet in force, it is replaced; else it is a new
/// edition of what is presented (texts, places, contacts), and what was decided stands. A new `validFrom` adds a version.
/// What a decision lacks (date, reference, adoption, grounds) may be filled in once, and its follow-up may always change.
/// Members that the server sets are accepted and ignored.
#[utoipa::path(
    tag = "insatser", params(InsatsPath, Precondition), request_body = Version,
    responses(
        (status = 200, description = "Versionen som den nu står. / The version as it stands now.", body = InsatsView),
        (status = 201, description = "Insatsen är ny. / The insats is new.", body = InsatsView),
    ),
    security(("token" = ["catalogue:write"]), ("token" = ["catalogue:present"])),
)]
#[put("/municipalities/{kommunkod}/insatser/{slug}")]
pub(crate) async fn put_insats(
    presenter: CataloguePresenter,
    state: web::Data<State>,
    trace: Trace,
    request: HttpRequest,
    path: web::Path<InsatsPath>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    no_query(&request)?;
    let slug = slug_in_path(&path.slug, "/path/slug")?;
    let expected = precondition::required(&request)?;
    let version = document(&request, payload, |node, faults| version_of(node, faults, &slug)).await?;
    let valid_from = version.valid_from;
    let is_new = expected == Expected::Absent;
    let proposed = Proposed::document(Document::Version(Box::new(version)), "");
    let expected = Some((ObjectName::Insats(slug.clone()), expected));
    publish(&state, trace, &presenter, vec![proposed], expected).await?;
    answer(&state, &request, presenter.kommunkod, &slug, valid_from, is_new)
}

fn answer(
    state: &State,
    request: &HttpRequest,
    kommunkod: Kommunkod,
    slug: &Slug,
    valid_from: NaiveDate,
    is_new: bool,
) -> Result<HttpResponse, Problem> {
    let catalogue = state.catalogue();
    let municipality = municipality(&catalogue, kommunkod)?;
    let insats = municipality
        .insatser()
        .get(slug)
        .ok_or(Problem::of(Kind::UnknownInsats))?;
    let version = insats
        .versions()
        .find(|version| version.held.version.valid_from == valid_from)
        .ok_or(Problem::of(Kind::UnknownInsats))?;
    let today = state.clock.today();
    let base = state.base(request);
    let freshness = Freshness {
        revision: municipality.revision_of(slug.as_str()),
        today: Some(today),
    };
    let shown = view(municipality, Standing::of(version, today), today, &base);
    let location = format!("{base}/municipalities/{kommunkod}/insatser/{slug}");
    wrote(request, &freshness, WriteOutcome::of(is_new, location), &shown)
}

/// End an insats.
///
/// Avslutar insatsen en viss dag, med det beslut som ligger bakom: den sista dagen gäller den ännu. Versioner som skulle
/// börja gälla senare gör det aldrig. Med `validFrom` avslutas bara den versionen; så rättas också en sista dag, även en som
/// har passerat, och det nya beslutet träder i det gamlas ställe (`enteredLate` om något redan passerat ändras).
///
/// Ends the insats on a day, with the decision behind it: on the last day it is still in force. Versions that were to come
/// into force later never do. With `validFrom` only that version ends; so a last day is corrected too, even one that has
/// passed, and the new decision takes the place of the earlier one (`enteredLate` where what has passed changes).
#[utoipa::path(
    tag = "insatser", params(InsatsPath, Precondition), request_body = WithdrawalBody,
    responses((status = 200, description = "Insatsen som den nu står. / The insats as it stands now.", body = InsatsView)),
    security(("token" = ["catalogue:write"])),
)]
#[post("/municipalities/{kommunkod}/insatser/{slug}/withdrawals")]
pub(crate) async fn withdraw_insats(
    editor: CatalogueEditor,
    state: web::Data<State>,
    trace: Trace,
    request: HttpRequest,
    path: web::Path<InsatsPath>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    no_query(&request)?;
    let slug = slug_in_path(&path.slug, "/path/slug")?;
    let expected = precondition::required(&request)?;
    let known = state.catalogue();
    let is_known = known
        .municipality(editor.kommunkod)
        .is_some_and(|municipality| municipality.insatser().contains_key(&slug));
    if !is_known {
        return Err(Problem::of(Kind::UnknownInsats));
    }
    drop(known);
    let ending = document(&request, payload, |node, faults| ending(node, faults, &slug)).await?;
    let (only, last_day) = (ending.valid_from, ending.last_day);
    let proposed = Proposed {
        proposal: Proposal::End(ending),
        pointer: String::new(),
    };
    let expected = Some((ObjectName::Insats(slug.clone()), expected));
    publish(&state, trace, &editor, vec![proposed], expected).await?;
    let catalogue = state.catalogue();
    let ended = municipality(&catalogue, editor.kommunkod)?
        .insatser()
        .get(&slug)
        .and_then(|insats| insats.on(last_day))
        .map(|standing| standing.version().held.version.valid_from);
    let shown = only.or(ended).ok_or(Problem::of(Kind::UnknownInsats))?;
    answer(&state, &request, editor.kommunkod, &slug, shown, false)
}
