//! Received and expected reports, and statements that one is complete or lost.

use actix_web::{get, put, web};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::documents::read::{Members, date};
use crate::documents::readers::group_record::completion;
use crate::domain::insatser::documentation::Cycle;
use crate::domain::records::completion::{Completion, CompletionState};
use crate::domain::records::coverage::{Coverage, coverage, first_not_arrived};
use crate::domain::records::reporting_period::{PERIOD_FORM, ReportingPeriod};
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::release::completion_rules::completion_faults;
use crate::domain::text::composed;
use crate::domain::{Code, Kommunkod, Slug};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::FromQuery;
use crate::http::request::address::{MunicipalityPath, path_of};
use crate::http::request::body::{Body, ONE};
use crate::http::request::permission::{Permitted, ReadRecords, RecordReader, RecordWriter, WriteRecords};
use crate::http::response::page::{Page, page_of};
use crate::http::state::{insats, municipality};
use crate::store::statistics::completions::{PeriodKey, put as keep};
use crate::store::statistics::reported::reported;

use super::intake::reach;
use super::paths::insats_in_path;

/// The most years between the first and the last day.
const MAX_YEARS: i32 = 10;

path_of! {
    /// A reporting period of an insats and a provider in the path.
    ReportingPath("0188") {
        /// The short name of the insats. / Insatsens kortnamn.
        #[param(value_type = Slug, inline, example = "traffpunkter")]
        insats: String,
        /// The short name of the provider. / Utförarens kortnamn.
        #[param(value_type = Slug, inline, example = "finska-foreningen")]
        provider: String,
        /// The period: a month `2026-10`, a quarter `2026-q4` or a year `2026`. / Perioden.
        #[param(pattern = "^(18[5-9][0-9]|19[0-9]{2}|2[01][0-9]{2})(-(q[1-4]|0[1-9]|1[0-2]))?$", example = "2026")]
        period: String,
    }
}

/// Which periods.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CoverageQuery {
    /// Periods that end on or after this day. By default from 1 January, or from an earlier period whose report has not
    /// arrived. / Perioder som slutar från och med den här dagen. Annars från och med 1 januari, eller från och med en
    /// tidigare period vars rapport inte har kommit.
    #[param(value_type = Option<String>, format = "date", example = "2026-01-01")]
    from: Option<NaiveDate>,
    /// Periods that begin on or before this day; today if absent. / Perioder som börjar till och med den här dagen.
    #[param(value_type = Option<String>, format = "date", example = "2026-12-31")]
    to: NaiveDate,
}

impl FromQuery for CoverageQuery {
    fn read(parameters: &mut Members, today: NaiveDate) -> Option<Self> {
        let from = parameters.optional("from", date);
        let to = parameters.optional("to", date).unwrap_or(today);
        if from.is_some_and(|from| from > to || to.year() - from.year() > MAX_YEARS) {
            let detail = composed!(
                "Ange en dag som inte är senare än to, och högst {MAX_YEARS} år tidigare.",
                "Use a day no later than to, and at most {MAX_YEARS} years before it."
            );
            parameters.fault_at("from", Code::OutOfRange, detail);
        }
        Some(Self { from, to })
    }
}

page_of! {
    /// A page of received and expected reports.
    #[schema(as = ReportingLines)]
    Reporting {
        /// The reports, by insats, provider and period.
        reporting: Coverage
    }
}

/// The statement about a period.
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
    /// The statement.
    #[serde(flatten)]
    #[schema(value_type = Completion)]
    pub completion: Completion,
}

/// List received and expected reports.
///
/// Visar per insats, utförare och period om rapporten har kommit, är försenad, saknas eller är förlorad, och om det finns en
/// utvärdering. Utan `from` visas året, och tidigare perioder från och med den första vars rapport inte har kommit. En
/// utförare ser sina egna rader.
///
/// Shows by insats, provider and period whether the report has arrived, is late, is missing or is lost, and whether it has
/// an evaluation. Without `from` it shows the year, and earlier periods from the first one whose report has not arrived. A
/// provider sees its own lines.
#[utoipa::path(
    tag = "group-records", params(MunicipalityPath, CoverageQuery, Page),
    responses((status = 200, description = "Rapporterna. / The reports.", body = Reporting)),
    security(("token" = ["records:read"])),
)]
#[get("/municipalities/{kommunkod}/reporting")]
pub(crate) async fn list_reporting(reader: RecordReader<(CoverageQuery, Page)>, call: Call) -> Answer {
    let (CoverageQuery { from, to }, page) = reader.query;
    let all = reports(&call, &reader, from, to).await?;
    call.uncached_json(&Reporting::page(all, page, call.own(), |line| line))
}

/// The received and expected reports within reach. Without `from`, those of the year, and back to the first that has not
/// arrived.
pub(crate) async fn reports<Q>(
    call: &Call,
    reader: &Permitted<ReadRecords, Q>,
    stated: Option<NaiveDate>,
    to: NaiveDate,
) -> Result<Vec<Coverage>, Problem> {
    let (kommunkod, reach) = (reader.kommunkod, reach(call, reader)?);
    let from = stated.unwrap_or_else(|| earliest(to));
    let month = |day: NaiveDate| ReportingPeriod::of(Cycle::Month, day).to_string();
    let first = month(ReportingPeriod::of(Cycle::Year, from).first_day());
    let last = month(ReportingPeriod::of(Cycle::Year, to).last_day());
    let reported = call
        .store
        .read(move |connection| reported(connection, kommunkod, &first, &last));
    let reported = reported.await?;
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, kommunkod)?;
    let mut all = coverage(municipality, &reported, (from, to), call.today());
    all.retain(|line| reach.has_provider(&line.provider) && reach.has_insats(&line.insats));
    if stated.is_none() {
        let year = ReportingPeriod::of(Cycle::Year, to).first_day();
        let from = first_not_arrived(&all).map_or(year, |day| day.min(year));
        all.retain(|line| line.period.last_day() >= from);
    }
    Ok(all)
}

/// The first day that reports can be about, within the years that one answer covers.
fn earliest(to: NaiveDate) -> NaiveDate {
    let first_year = (to.year() - MAX_YEARS).max(FIRST.year());
    Month::first_of(first_year).first_day()
}

/// Mark a report as complete or lost.
///
/// Markerar att allt för perioden är inlämnat (`complete`), med en utvärdering om beslutet kräver det, eller att uppgifterna
/// aldrig kommer (`lost`, bara kommunen, med ett skäl).
///
/// Marks that all records of the period are posted (`complete`), with an evaluation if the decision requires one, or that
/// they will never arrive (`lost`, by the municipality only, with a reason).
#[utoipa::path(
    tag = "group-records", params(ReportingPath), request_body = Completion,
    responses((status = 200, description = "Perioden är markerad. / The period is marked.", body = ReportView)),
    security(("token" = ["records:write"])),
)]
#[put("/municipalities/{kommunkod}/reporting/{insats}/{provider}/{period}")]
pub(crate) async fn put_reporting(
    writer: RecordWriter,
    path: web::Path<ReportingPath>,
    call: Call,
    body: Body<ONE>,
) -> Answer {
    let insats = insats_in_path(&call, path.kommunkod, &path.insats)?;
    let completion = body.read(completion).await?;
    let written = state_completion(&call, &writer, insats, (&path.provider, &path.period), completion).await?;
    call.uncached_json(&written)
}

/// Writes a statement about a period of a provider.
///
/// Errors: 403 for what the caller may not state, 404 if the provider is not linked to the insats, and every fault of the
/// statement.
pub(crate) async fn state_completion<Q>(
    call: &Call,
    writer: &Permitted<WriteRecords, Q>,
    insats: Slug,
    (provider, period): (&str, &str),
    completion: Completion,
) -> Result<ReportView, Problem> {
    if completion.state == CompletionState::Lost && writer.caller.providers.is_some() {
        return Err(Problem::of(Kind::OnlyMunicipality));
    }
    if !reach(call, writer)?.has_insats(&insats) {
        return Err(Problem::of(Kind::Fault(Code::OtherBody)));
    }
    let kommunkod = writer.kommunkod;
    let (provider, period) = reported_period(call, (kommunkod, &insats), (provider, period), &completion)?;
    let of = PeriodKey {
        kommunkod,
        insats: insats.to_string(),
        provider: provider.to_string(),
        period: period.to_string(),
    };
    let (stated, client_id) = (completion.clone(), writer.caller.client_id.clone());
    let at = call.clock.now().naive_utc();
    let written = call
        .store
        .write(move |connection| keep(connection, &of, &stated, &client_id, at));
    written.await?;
    Ok(ReportView {
        insats,
        provider,
        period,
        completion,
    })
}

/// The provider and the period, if the rules allow the statement.
fn reported_period(
    call: &Call,
    (kommunkod, slug): (Kommunkod, &Slug),
    (provider, period): (&str, &str),
    completion: &Completion,
) -> Result<(Slug, ReportingPeriod), Problem> {
    let at = "/path/period";
    let catalogue = call.catalogue();
    let municipality = municipality(&catalogue, kommunkod)?;
    let mut linked = municipality.linked_providers(slug);
    let linked = linked.find(|linked| linked.provider().slug.as_str() == provider);
    let linked = linked.ok_or(Problem::of(Kind::UnknownProvider))?;
    let period =
        ReportingPeriod::parse(period).ok_or_else(|| Problem::of_fault(at, Code::InvalidFormat, PERIOD_FORM))?;
    let insats = insats(municipality, slug.as_str())?;
    let faults = completion_faults(insats, linked, (period, at), completion, call.today());
    if faults.is_empty() {
        Ok((linked.provider().slug.clone(), period))
    } else {
        Err(Problem::of_faults(faults))
    }
}
