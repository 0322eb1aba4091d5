//! Which reports have come, and that one is complete or lost.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get, put, web};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::documents::read::date;
use crate::documents::readers::group_record::completion;
use crate::domain::fault::{Code, Fault};
use crate::domain::insatser::documentation::Cycle;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::records::completion::{Completion, CompletionState};
use crate::domain::records::content::rating_faults;
use crate::domain::records::coverage::{AllReported, Coverage, coverage};
use crate::domain::records::reporting_period::{PERIOD_FORM, ReportingPeriod};
use crate::domain::slug::Slug;
use crate::domain::statistics::release::expected::cycles;
use crate::domain::text::Text;
use crate::http::problems::Problem;
use crate::http::problems::kinds::Kind;
use crate::http::request::address::{KommunkodInPath, MunicipalityPath, no_query, query};
use crate::http::request::body::{ONE, read_json};
use crate::http::request::permission::{RecordReader, RecordWriter};
use crate::http::response::link::{Link, OwnAddress};
use crate::http::response::page::{Meta, Page};
use crate::http::response::uncached_json;
use crate::http::state::{State, municipality};
use crate::store::statistics::completions::{
    KeptCompletion, PeriodKey, RecordedMonth, months_with_records, of_municipality, put as keep,
};

use super::intake::reach;
use super::paths::insats_in_path;

/// The most years between the days asked about.
const MAX_YEARS: i32 = 10;

/// A reporting period of an insats and a provider in the path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(
    dead_code,
    reason = "the permission reads the municipality; here it is named for the specification"
)]
pub(crate) struct ReportingPath {
    /// The municipality's code: four digits. / Kommunens kod: fyra siffror.
    #[param(value_type = String, pattern = "^[0-9]{4}$", example = "0188")]
    pub kommunkod: KommunkodInPath,
    /// The insats's short name. / Insatsens kortnamn.
    #[param(max_length = 64, example = "traffpunkter")]
    pub insats: String,
    /// The provider's short name. / Utförarens kortnamn.
    #[param(max_length = 64, example = "finska-foreningen")]
    pub provider: String,
    /// The period: a month `2026-10`, a quarter `2026-q4` or a year `2026`. / Perioden.
    #[param(pattern = "^[0-9]{4}(-(q[1-4]|[0-9]{2}))?$", example = "2026")]
    pub period: String,
}

/// Which periods.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "names the parameters in the specification")]
pub(crate) struct CoverageQuery {
    /// Periods that end on or after this day; the year's first when absent. / Perioder som slutar från och med den här dagen.
    #[param(value_type = Option<String>, format = "date", example = "2026-01-01")]
    from: Option<String>,
    /// Periods that begin on or before this day; today when absent. / Perioder som börjar till och med den här dagen.
    #[param(value_type = Option<String>, format = "date", example = "2026-12-31")]
    to: Option<String>,
}

/// A page of reports that are to come or have come.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ReportingLines)]
pub struct Reporting {
    /// By insats, provider and period.
    pub reporting: Vec<Coverage>,
    /// Where the page stands.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// The page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// What is said of a period.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReportView {
    /// The insats.
    pub insats: Slug,
    /// The provider.
    pub provider: Slug,
    /// The period.
    #[schema(value_type = String, example = "2026-10")]
    pub period: ReportingPeriod,
    /// What is said of it.
    #[serde(flatten)]
    #[schema(value_type = Completion)]
    pub completion: Completion,
}

/// See which reports have come.
///
/// Visar per insats, utförare och period om rapporten har kommit, är försenad, saknas eller är förlorad, och om
/// utvärderingen finns. En utförare ser sina egna rader.
///
/// Shows by insats, provider and period whether the report has come, is late, is missing or is lost, and whether the
/// evaluation is there. A provider sees its own lines.
#[utoipa::path(
    tag = "group-records", params(MunicipalityPath, CoverageQuery, Page),
    responses((status = 200, description = "Rapporterna. / The reports.", body = Reporting)),
    security(("token" = ["records:read"])),
)]
#[get("/municipalities/{kommunkod}/reporting")]
pub(crate) async fn list_reporting(
    reader: RecordReader,
    state: web::Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let today = state.clock.today();
    let (from, to, page) = query(&request, |node, faults| {
        let mut parameters = node.members(faults)?;
        let from = parameters.optional("from", date);
        let to = parameters.optional("to", date).unwrap_or(today);
        let from = from.unwrap_or_else(|| first_of_year(to));
        if from > to || to.year() - from.year() > MAX_YEARS {
            let detail = Text::new(
                format!("Från en dag till en senare, högst {MAX_YEARS} år därefter."),
                format!("From one day to a later one, at most {MAX_YEARS} years on."),
            );
            parameters.fault_at("from", Code::OutOfRange, detail);
        }
        let page = Page::read(&mut parameters);
        parameters.end();
        Some((from, to, page))
    })?;
    let (kommunkod, reach) = (reader.kommunkod, reach(&state, &reader)?);
    let first = ReportingPeriod::of(Cycle::Year, from).first_day();
    let last = ReportingPeriod::of(Cycle::Year, to).last_day();
    let month = |day: NaiveDate| ReportingPeriod::of(Cycle::Month, day).to_string();
    let (first, last) = (month(first), month(last));
    let found = state.store.read(move |connection| {
        let months = months_with_records(connection, kommunkod, &first, &last)?;
        Ok((months, of_municipality(connection, kommunkod)?))
    });
    let (months, completions) = found.await?;
    let catalogue = state.catalogue();
    let municipality = municipality(&catalogue, kommunkod)?;
    let all = coverage(municipality, &reported(months, completions), (from, to), today);
    let seen = all
        .into_iter()
        .filter(|line| reach.has_provider(&line.provider) && reach.has_insats(&line.insats))
        .collect::<Vec<_>>();
    uncached_json(&request, &list(seen, page, OwnAddress::of(&request, &state)))
}

/// Shows a page of reports.
pub(crate) fn list(all: Vec<Coverage>, page: Page, own: OwnAddress) -> Reporting {
    let (reporting, meta) = page.of(all);
    Reporting {
        reporting,
        links: page.links(own, meta.total_records),
        meta,
    }
}

fn first_of_year(day: NaiveDate) -> NaiveDate {
    ReportingPeriod::of(Cycle::Year, day).first_day()
}

fn reported(months: Vec<RecordedMonth>, completions: Vec<KeptCompletion>) -> AllReported {
    let mut all: AllReported = BTreeMap::new();
    for month in months {
        let of = all.entry((month.insats, month.provider)).or_default();
        of.months.insert(month.month, (month.records, month.has_evaluation));
    }
    for kept in completions {
        let has_evaluation = kept.doc.contains("\"evaluation\":");
        if let Some(state) = kept.state {
            let of = all.entry((kept.insats, kept.provider)).or_default();
            of.completions.insert(kept.period, (state, has_evaluation));
        }
    }
    all
}

/// Say that a report is complete, or lost.
///
/// Markerar att allt för perioden är inlämnat (`complete`), med en utvärdering om beslutet kräver det, eller att uppgifterna
/// aldrig kommer (`lost`, bara kommunen, med ett skäl).
///
/// Says that everything of the period is handed in (`complete`), with an evaluation where the decision asks for one, or
/// that it will never come (`lost`, by the municipality only, with a reason).
#[utoipa::path(
    tag = "group-records", params(ReportingPath), request_body = Completion,
    responses((status = 200, description = "Vad som sägs om perioden. / What is said of the period.", body = ReportView)),
    security(("token" = ["records:write"])),
)]
#[put("/municipalities/{kommunkod}/reporting/{insats}/{provider}/{period}")]
pub(crate) async fn put_reporting(
    writer: RecordWriter,
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<ReportingPath>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    no_query(&request)?;
    let slug = insats_in_path(&state, writer.kommunkod, &path.insats)?;
    let body = read_json::<ONE>(&request, payload).await?;
    let completion = super::changes::read(&body, completion)?;
    let by_municipality = writer.caller.providers.is_none();
    if completion.state == CompletionState::Lost && !by_municipality {
        return Err(Problem::of(Kind::OnlyMunicipality));
    }
    if !reach(&state, &writer)?.has_insats(&slug) {
        return Err(Problem::of(Kind::OtherBody));
    }
    let catalogue = state.catalogue();
    let municipality = municipality(&catalogue, writer.kommunkod)?;
    let (provider, period) = report(municipality, &slug, &path, state.clock.today(), &completion)?;
    let of = PeriodKey {
        kommunkod: writer.kommunkod,
        insats: slug.to_string(),
        provider: provider.to_string(),
        period: period.to_string(),
    };
    let (kept, client_id, at) = (
        completion.clone(),
        writer.caller.client_id.clone(),
        state.clock.now().naive_utc(),
    );
    state
        .store
        .write(move |connection| keep(connection, &of, &kept, &client_id, at))
        .await?;
    let shown = ReportView {
        insats: slug,
        provider,
        period,
        completion,
    };
    uncached_json(&request, &shown)
}

/// The provider and period of a report, when it may be said to be complete or lost.
fn report(
    municipality: &Municipality,
    slug: &Slug,
    path: &ReportingPath,
    today: NaiveDate,
    completion: &Completion,
) -> Result<(Slug, ReportingPeriod), Problem> {
    let linked = municipality
        .linked_providers(slug)
        .find(|linked| linked.provider().slug.as_str() == path.provider);
    let linked = linked.ok_or(Problem::of(Kind::UnknownProvider))?;
    let mut faults = Vec::new();
    let mut fault = |pointer: &str, code: Code, detail: Text| faults.push(Fault::new(pointer, code, detail));
    let Some(period) = ReportingPeriod::parse(&path.period) else {
        let fault = Fault::new("/path/period", Code::InvalidFormat, PERIOD_FORM);
        return Err(Problem::of_faults(vec![fault]));
    };
    let insats = municipality.insatser().get(slug);
    let cycles = insats.map_or_else(Vec::new, |insats| cycles(insats, linked, period));
    match cycles.last() {
        None => fault(
            "/path/period",
            Code::NotInForce,
            Text::fixed(
                "Insatsen ska inte rapporteras för den perioden.",
                "The insats is not to be reported for that period.",
            ),
        ),
        Some(cycle) if !cycles.contains(&period.cycle()) => {
            let wanted = ReportingPeriod::of(*cycle, period.last_day());
            fault(
                "/path/period",
                Code::OutsideReportingPeriod,
                Text::new(
                    format!("Insatsen rapporteras för perioder som {wanted}."),
                    format!("The insats is reported for periods such as {wanted}."),
                ),
            );
        }
        Some(_) => {}
    }
    if period.last_day() > today {
        fault(
            "/path/period",
            Code::DateInFuture,
            Text::fixed("Perioden har inte slutat än.", "The period has not ended yet."),
        );
    }
    if completion.state == CompletionState::Lost && completion.reason.is_none() {
        fault(
            "/reason",
            Code::ReasonMissing,
            Text::fixed("Skriv varför uppgifterna inte kommer.", "Write why it will not come."),
        );
    }
    if let Some(evaluation) = &completion.evaluation {
        faults.extend(rating_faults(evaluation, u32::MAX, "/evaluation"));
    }
    if faults.is_empty() {
        Ok((linked.provider().slug.clone(), period))
    } else {
        Err(Problem::of_faults(faults))
    }
}
