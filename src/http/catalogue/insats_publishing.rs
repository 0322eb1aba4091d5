//! Publishing of an insats: its versions, and its end.

use actix_web::{HttpResponse, delete, post, put, web};
use chrono::NaiveDate;
use utoipa::IntoParams;

use crate::documents::read::Members;
use crate::documents::readers::version::version_of;
use crate::documents::readers::withdrawal::ending;
use crate::domain::eligibility::difference::changed_answers;
use crate::domain::insatser::document::Document;
use crate::domain::insatser::insats::{Standing, VersionInTime};
use crate::domain::insatser::municipality::{Expected, Municipality, ObjectName};
use crate::domain::insatser::version::Version;
use crate::domain::publishing::proposal::{Ending, Proposal};
use crate::domain::reach::change::ReachChange;
use crate::domain::reach::population::Population;
use crate::domain::{Kommunkod, Slug};
use crate::http::call::{Answer, Call};
use crate::http::problems::Kind;
use crate::http::problems::Problem;
use crate::http::query::{FromQuery, true_or_false};
use crate::http::request::address::{InsatsPath, slug_in_path};
use crate::http::request::body::{Body, DOCUMENT};
use crate::http::request::permission::{CatalogueEditor, CataloguePresenter};
use crate::http::request::precondition::{Precondition, RequiredMatch, required};
use crate::http::response::deprecation::announced;
use crate::http::response::wrote;
use crate::http::state::{insats, municipality};
use crate::store::catalogue::publication::Rehearsed;
use crate::store::statistics::population::latest;

use super::insats_view::{InsatsView, view};
use super::publishing::{publish, rehearse};

/// Whether to publish, or only to check.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PutQuery {
    /// Only check, and show what would change. / Kontrollera bara, och visa vad som skulle ändras.
    #[param(rename = "validateOnly", example = false)]
    validate_only: Option<bool>,
}

impl FromQuery for PutQuery {
    fn read(parameters: &mut Members, _: NaiveDate) -> Option<Self> {
        Some(Self {
            validate_only: parameters.optional("validateOnly", true_or_false),
        })
    }
}

/// Publish a version of an insats.
///
/// Publicerar en version, med beslut (`decision`) och dokumentationsregler (`documentation`) om inte katalogen saknar
/// villkoren (`criteriaNotStated`). Ett nytt `validFrom` lägger till en version. Ett befintligt ersätter versionen om den inte
/// gäller än; annars ändras bara texter, platser, kontakter och uppföljning. Uppgifter som saknas i ett beslut får läggas till
/// en gång. Fält som servern sätter tas emot och används inte. Med
/// `validateOnly=true` publiceras inget: svaret visar versionen, med exempel på personer vars svar den ändrar (`changedAnswers`),
/// och hur många fler eller färre invånare som villkoren omfattar (`reachChange`).
///
/// Publishes a version, with a decision (`decision`) and documentation rules (`documentation`) unless the catalogue lacks
/// the conditions (`criteriaNotStated`). A new `validFrom` adds a version. An existing one replaces the version if it is not
/// yet in force; otherwise only texts, places, contacts and follow-up change. Facts that a decision lacks can be added once.
/// Fields that the server sets are accepted and ignored. With `validateOnly=true` nothing is published: the answer shows the
/// version, with example persons whose answer it changes (`changedAnswers`), and how many more or fewer residents the
/// conditions admit (`reachChange`).
#[utoipa::path(
    tag = "insatser", params(InsatsPath, PutQuery, Precondition), request_body = Version,
    responses(
        (status = 200, description = "Versionen är ändrad. / The version is changed.", body = InsatsView),
        (status = 201, description = "Insatsen är ny. / The insats is new.", body = InsatsView),
    ),
    security(("token" = ["catalogue:write"]), ("token" = ["catalogue:present"])),
)]
#[put("/municipalities/{kommunkod}/insatser/{slug}")]
pub(crate) async fn put_insats(
    presenter: CataloguePresenter<PutQuery>,
    path: web::Path<InsatsPath>,
    call: Call,
    body: Body<DOCUMENT>,
) -> Answer {
    let slug = slug_in_path(&path.slug, "/path/slug")?;
    let expected = required(&call.request)?;
    let version = body
        .read_published(|node, faults| version_of(node, faults, &slug))
        .await?;
    let valid_from = version.valid_from;
    let is_new = expected == Expected::Absent;
    let proposal = Proposal::Put(Document::Version(Box::new(version)));
    let expected = (ObjectName::Insats(slug.clone()), expected);
    if presenter.query.validate_only == Some(true) {
        let rehearsed = rehearse(&call, &presenter, proposal, expected).await?;
        let kommunkod = presenter.kommunkod;
        let read = call.store.read(move |connection| latest(connection, kommunkod));
        let population = read.await?.map(|stored| stored.population);
        return would_answer(&call, (&rehearsed, population.as_ref()), &slug, valid_from);
    }
    publish(&call, &presenter, proposal, expected).await?;
    answer(&call, presenter.kommunkod, &slug, valid_from, is_new)
}

fn answer(call: &Call, kommunkod: Kommunkod, slug: &Slug, valid_from: NaiveDate, is_new: bool) -> Answer {
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, kommunkod)?;
    let version = version_from(municipality, slug, valid_from)?;
    let (today, freshness) = call.day(None, catalogue.tagged(municipality.revision_of(slug.as_str())));
    let base = call.base();
    let shown = view(municipality, Standing::of(version, today), today, &base);
    let location = format!("{base}/municipalities/{kommunkod}/insatser/{slug}");
    let response = wrote(&call.request, &freshness, is_new.then_some(location), &shown)?;
    Ok(announced(
        response,
        version.held.version.has_deprecated(),
        call.origin(),
    ))
}

fn version_from<'a>(
    municipality: &'a Municipality,
    slug: &Slug,
    valid_from: NaiveDate,
) -> Result<VersionInTime<'a>, Problem> {
    let mut versions = insats(municipality, slug.as_str())?.versions();
    let version = versions.find(|version| version.held.version.valid_from == valid_from);
    version.ok_or(Problem::of(Kind::UnknownInsats))
}

/// The version as it would be, with examples of the answers that it changes, and how it changes the reach.
fn would_answer(
    call: &Call,
    (rehearsed, population): (&Rehearsed, Option<&Population>),
    slug: &Slug,
    valid_from: NaiveDate,
) -> Answer {
    let municipality = rehearsed.after.as_ref().ok_or(Problem::of(Kind::UnknownMunicipality))?;
    let version = version_from(municipality, slug, valid_from)?;
    let today = call.today();
    let mut shown = view(municipality, Standing::of(version, today), today, &call.base());
    let new_versions = rehearsed.new_versions(today);
    shown.changed_answers = new_versions
        .flat_map(|version| changed_answers(municipality, version))
        .collect();
    shown.reach_change = rehearsed
        .new_versions(today)
        .find_map(|version| ReachChange::of(municipality, version, population?));
    let response = call.uncached_json(&shown)?;
    let is_deprecated = version.held.version.has_deprecated();
    Ok(announced(response, is_deprecated, call.origin()))
}

/// End an insats.
///
/// Avslutar insatsen efter en sista dag, med beslutet bakom. Versioner som skulle börja gälla senare gör det aldrig. Med
/// `validFrom` avslutas bara den versionen. En sista dag rättas på samma sätt, även en som har passerat (då med
/// `enteredLate`), och det nya beslutet ersätter det tidigare.
///
/// Ends the insats after a last day, with the decision behind it. Later versions never come into force. With `validFrom`,
/// only that version ends. A last day is corrected in the same way, even one that has passed (then with `enteredLate`), and
/// the new decision replaces the earlier one.
#[utoipa::path(
    tag = "insatser", params(InsatsPath, RequiredMatch), request_body = Ending,
    responses((status = 200, description = "Insatsen är avslutad. / The insats has ended.", body = InsatsView)),
    security(("token" = ["catalogue:write"])),
)]
#[post("/municipalities/{kommunkod}/insatser/{slug}/withdrawals")]
pub(crate) async fn withdraw_insats(
    editor: CatalogueEditor,
    path: web::Path<InsatsPath>,
    call: Call,
    body: Body<DOCUMENT>,
) -> Answer {
    let slug = slug_in_path(&path.slug, "/path/slug")?;
    let expected = required(&call.request)?;
    known(&call, editor.kommunkod, &slug)?;
    let ending = body.read_published(|node, faults| ending(node, faults, &slug)).await?;
    let (only, last_day) = (ending.valid_from, ending.last_day);
    let expected = (ObjectName::Insats(slug.clone()), expected);
    publish(&call, &editor, Proposal::End(ending), expected).await?;
    let catalogue = call.catalogue();
    let ended = insats(municipality(&catalogue, editor.kommunkod)?, slug.as_str())?
        .on(last_day)
        .map(|standing| standing.version().held.version.valid_from);
    let shown = only.or(ended).ok_or(Problem::of(Kind::UnknownInsats))?;
    answer(&call, editor.kommunkod, &slug, shown, false)
}

/// Remove an insats that was entered by mistake.
///
/// Tar bort en insats som har lagts in av misstag, med alla versioner. Det går bara så länge inget använder den: inget avtal
/// omfattar den, och den har varken gruppdokumentation, rapporter eller publicerad statistik. Annars avslutas den. Vad
/// `/changes` och händelseloggen visar finns kvar.
///
/// Removes an insats that was entered by mistake, with all its versions. This is possible only while nothing uses it: no
/// agreement covers it, and it has neither group records, reports nor released statistics. Otherwise it is ended. What
/// `/changes` and the audit log show stays.
#[utoipa::path(
    tag = "insatser", params(InsatsPath, RequiredMatch),
    responses((status = 204, description = "Insatsen är borttagen. / The insats is removed.")),
    security(("token" = ["catalogue:write"])),
)]
#[delete("/municipalities/{kommunkod}/insatser/{slug}")]
pub(crate) async fn remove_insats(editor: CatalogueEditor, path: web::Path<InsatsPath>, call: Call) -> Answer {
    let slug = slug_in_path(&path.slug, "/path/slug")?;
    let expected = required(&call.request)?;
    known(&call, editor.kommunkod, &slug)?;
    let expected = (ObjectName::Insats(slug.clone()), expected);
    publish(&call, &editor, Proposal::Remove(slug), expected).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn known(call: &Call, kommunkod: Kommunkod, slug: &Slug) -> Result<(), Problem> {
    let catalogue = call.catalogue();
    let municipality = catalogue.municipality(kommunkod);
    let is_known = municipality.is_some_and(|municipality| municipality.insatser().contains_key(slug));
    if is_known {
        Ok(())
    } else {
        Err(Problem::of(Kind::UnknownInsats))
    }
}
