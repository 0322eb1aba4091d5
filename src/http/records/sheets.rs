//! Group records as sheets: an empty sheet to fill in, and the export of records.

use actix_web::body::MessageBody;
use actix_web::http::header;
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use utoipa::IntoParams;

use crate::documents::read::{Members, slug};
use crate::documents::readers::group_record::kept as read_kept;
use crate::documents::sheets::export;
use crate::documents::sheets::template::template;
use crate::documents::sheets::template_workbook::template_workbook;
use crate::domain::records::group_record::GroupRecord;
use crate::domain::{Code, Kommunkod, Slug};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::FromQuery;
use crate::http::request::address::MunicipalityPath;
use crate::http::request::permission::RecordReader;
use crate::http::response::accept::preferred;
use crate::http::state::{State, insats, municipality};
use crate::store::records::lists::list;
use crate::store::records::rows::{RecordFilter, RecordReach};

use super::intake::reach;
use super::paths::insats_in_path;

pub(crate) const CSV: &str = "text/csv; charset=utf-8";
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The most records of one sheet. A client with more asks for fewer days.
const MAX_RECORDS: i64 = 50_000;

/// The contents of an empty sheet.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TemplateQuery {
    /// The insats. / Insatsen.
    #[param(value_type = Slug, inline, example = "traffpunkter")]
    insats: Slug,
    /// The provider; by default the provider of the token. / Utföraren; om den utelämnas, den som token gäller.
    #[param(value_type = Option<Slug>, inline, example = "finska-foreningen")]
    provider: Option<Slug>,
}

impl FromQuery for TemplateQuery {
    fn read(parameters: &mut Members, _: NaiveDate) -> Option<Self> {
        let insats = parameters.required("insats", slug);
        let provider = parameters.optional("provider", slug);
        Some(Self {
            insats: insats?,
            provider,
        })
    }
}

/// Answers with every record of a filter, as a sheet; 413 if there are too many.
pub(crate) async fn export(state: &State, kommunkod: Kommunkod, reach: RecordReach, filter: RecordFilter) -> Answer {
    // The thread of the database may take long; the thread of the request may not.
    let written = state.store.read(move |connection| {
        let (found, all) = list(connection, kommunkod, &reach, &filter, 0, MAX_RECORDS)?;
        if all > MAX_RECORDS {
            return Ok(None);
        }
        let records: Vec<(String, GroupRecord)> = found
            .into_iter()
            .filter_map(|record| Some((record.insats, read_kept(&record.doc)?)))
            .collect();
        let rows = records.iter().map(|(insats, record)| (insats.as_str(), record));
        Ok(Some(export::export(rows)))
    });
    let text = written.await?.ok_or(Problem::of(Kind::SheetTooLarge))?;
    Ok(sheet(text, "group-records.csv"))
}

/// A sheet as an attachment that no cache may store.
pub(crate) fn sheet(text: String, name: &str) -> HttpResponse {
    attachment(CSV, text, name)
}

fn attachment(media_type: &'static str, body: impl MessageBody + 'static, name: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(body)
}

/// Get an empty sheet to fill in.
///
/// Ger ett tomt kalkylblad med insatsens kolumner. De första raderna förklarar dem. Fyll i bladet, spara det och
/// skicka det till group-record-batches. Med `Accept` för .xlsx har bladet rullgardinslistor och celler för dagar.
///
/// Gives an empty sheet with the columns of the insats. The first rows explain them. Fill in the sheet, save it and send it
/// to group-record-batches. With `Accept` for .xlsx, the sheet has drop-down lists and cells for days.
#[utoipa::path(
    tag = "group-records", params(MunicipalityPath, TemplateQuery),
    responses((status = 200, description = "Kalkylbladet. / The sheet.", content(
        (String = "text/csv"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("token" = ["records:read"])),
)]
#[get("/municipalities/{kommunkod}/group-record-template")]
pub(crate) async fn get_group_record_template(reader: RecordReader<TemplateQuery>, call: Call) -> Answer {
    let format = preferred(&call.request, &[CSV, XLSX])?;
    let slug = insats_in_path(&call, reader.kommunkod, reader.query.insats.as_str())?;
    let named = reader.query.provider.as_ref().map(Slug::to_string);
    let provider = match (named, reach(&call, &reader)?.providers) {
        (Some(named), Some(own)) if !own.contains(&named) => return Err(Problem::of(Kind::Fault(Code::OtherProvider))),
        (None, Some(own)) if own.len() == 1 => own.into_iter().next(),
        (named, _) => named,
    };
    empty_sheet(&call, reader.kommunkod, &slug, provider.as_deref(), format == XLSX)
}

/// Answers with the sheet to fill in of an insats, for a provider.
pub(crate) fn empty_sheet(
    call: &Call,
    kommunkod: Kommunkod,
    slug: &Slug,
    provider: Option<&str>,
    is_workbook: bool,
) -> Answer {
    let catalogue = call.catalogue();
    let insats = insats(municipality(&catalogue, kommunkod)?, slug.as_str())?;
    let standing = insats.on(call.today()).ok_or(Problem::of(Kind::UnknownInsats))?;
    let version = &standing.version().held.version;
    Ok(if is_workbook {
        let workbook = template_workbook(version, provider);
        attachment(XLSX, workbook, &format!("{slug}.xlsx"))
    } else {
        sheet(template(version, provider), &format!("{slug}.csv"))
    })
}
