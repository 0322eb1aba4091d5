//! One provider's reports of one insats: the sheet to fill in, the place to hand it in, and the periods.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::Datelike;
use serde::Deserialize;

use crate::domain::records::coverage::{Coverage, CoverageState};
use crate::domain::statistics::month::Month;
use crate::domain::text::{composed, counted, text, texts};
use crate::domain::{Kommunkod, Slug, Text};
use crate::http::call::{Answer, Call};
use crate::http::html::answer::uncached_page;
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::html::shown::{LangAttributes, Shown};
use crate::http::problems::{Kind, Problem};
use crate::http::records::reporting::reports;
use crate::http::records::sheets::empty_sheet;
use crate::http::request::address::{known_kommunkod, slug_in_path};
use crate::http::request::permission::{Permitted, ReadRecords};
use crate::http::state::{insats, municipality};

use super::access::form::{SHEET, TOKEN};
use super::access::refusal::shown;
use super::access::session::SignedIn;
use super::access::stop::Stop;
use super::addresses as paths;
use super::addresses::of_stream;
use super::frame::{choose_insats, page_language, page_layout};

/// The provider and the insats in a path.
#[derive(Deserialize)]
pub(crate) struct StreamPath {
    #[serde(deserialize_with = "known_kommunkod")]
    pub kommunkod: Kommunkod,
    pub provider: String,
    pub slug: String,
}

/// One provider's reports of one insats.
pub(super) struct Stream {
    pub kommunkod: Kommunkod,
    pub provider: Slug,
    pub insats: Slug,
    /// The names that a page shows.
    pub names: StreamNames,
}

/// The names of a stream.
pub(super) struct StreamNames {
    pub insats: Shown<'static>,
    pub provider: String,
    pub municipality: &'static str,
}

impl Stream {
    /// The stream of a path; 404 if the catalogue does not link the provider to the insats.
    pub(super) fn of(call: &Call, path: &StreamPath, language: &PageLanguage) -> Result<Self, Problem> {
        let catalogue = call.catalogue();
        let municipality = municipality(&catalogue, path.kommunkod)?;
        let slug = slug_in_path(&path.slug, "/path/slug")?;
        let latest = insats(municipality, &path.slug)?.versions().next_back();
        let mut linked = municipality.linked_providers(&slug);
        let linked = linked.find(|linked| linked.provider().slug.as_str() == path.provider);
        let linked = linked.ok_or(Problem::of(Kind::UnknownProvider))?;
        let latest = latest.ok_or(Problem::of(Kind::UnknownInsats))?;
        Ok(Self {
            kommunkod: path.kommunkod,
            provider: linked.provider().slug.clone(),
            names: StreamNames {
                insats: language.show(&latest.held.version.name).into_owned(),
                provider: linked.provider().name.clone(),
                municipality: path.kommunkod.kommun().name,
            },
            insats: slug.clone(),
        })
    }

    /// The address of the page of the stream.
    pub(super) fn address(&self) -> String {
        of_stream(self.kommunkod, &self.provider, &self.insats)
    }

    /// Its periods since the beginning of last year, and back to the first whose report has not arrived.
    pub(super) async fn periods(&self, call: &Call, by: &Permitted<ReadRecords>) -> Result<Vec<Coverage>, Problem> {
        let today = call.today();
        let last_year = Month::first_of(today.year() - 1).first_day();
        let mut lines = reports(call, by, None, today).await?;
        if lines.iter().all(|line| line.period.first_day() > last_year) {
            lines = reports(call, by, Some(last_year), today).await?;
        }
        lines.retain(|line| line.insats == self.insats && line.provider == self.provider);
        Ok(lines)
    }

    /// The frame of a page below the page of the stream. `path` is the page that the choice of a language leads to.
    pub(super) fn layout_below(&self, call: &Call, language: &PageLanguage, path: &str) -> Layout {
        let name = &self.names.insats;
        Self::layout(call, language, path).below(language.link(&self.address()), name.to_string(), name.lang.clone())
    }

    fn layout(call: &Call, language: &PageLanguage, path: &str) -> Layout {
        let choose = language.say(&choose_insats()).to_owned();
        page_layout(call, language, path).below(language.link(paths::START), choose, LangAttributes::default())
    }
}

#[derive(Template)]
#[template(path = "provider/stream.html")]
struct StreamPage {
    layout: Layout,
    say: Texts,
    names: StreamNames,
    workbook: String,
    csv: String,
    hand_in: HandIn,
    records: String,
    periods: Vec<PeriodView>,
}

/// The form that hands in a sheet.
pub(super) struct HandIn {
    pub say: HandInTexts,
    pub action: String,
    pub sheet_field: &'static str,
    pub token_field: &'static str,
    pub form_token: String,
}

/// The words of the form that hands in a sheet.
pub(super) struct HandInTexts {
    pub label: String,
    pub hint: String,
    pub check: String,
}

impl HandIn {
    /// The form of a stream.
    pub(super) fn of(stream: &Stream, form_token: String, language: &PageLanguage) -> Self {
        let say = |text: Text| language.say(&text).to_owned();
        Self {
            say: HandInTexts {
                label: say(text!("Bladet som ni har fyllt i", "The sheet that you have filled in")),
                hint: say(text!(
                    "Släpp filen här eller välj den. Den kan vara en xlsx-, ods- eller csv-fil. Inget sparas än.",
                    "Drop the file here or choose it. It can be an xlsx, ods or csv file. Nothing is saved yet."
                )),
                check: say(text!("Kontrollera bladet", "Check the sheet")),
            },
            action: language.link(&format!("{}/sheet", stream.address())),
            sheet_field: SHEET,
            token_field: TOKEN,
            form_token,
        }
    }
}

/// A period to report.
struct PeriodView {
    name: String,
    state: String,
    /// The class of the state: `good` or `warn`.
    class: &'static str,
    records: String,
    /// The page that marks it as complete, and the words of the link.
    mark: Option<(String, String)>,
}

texts! {
    get: "Hämta bladet", "Get the sheet";
    get_hint: "Bladet har insatsens kolumner. Fyll i en rad för varje träff. Samma blad kan växa och lämnas in flera gånger: rader som redan finns räknas inte om.", "The sheet has the columns of the service. Fill in one row for each session. The same sheet can grow and be handed in several times: rows that are here already do not count again.";
    workbook: "Hämta bladet för kalkylprogram (.xlsx)", "Get the sheet for spreadsheet programs (.xlsx)";
    csv: "Hämta bladet som CSV", "Get the sheet as CSV";
    hand_in: "Lämna in bladet", "Hand in the sheet";
    periods: "Perioder", "Periods";
    no_periods: "Nämnden har inte beslutat att insatsen ska rapporteras, eller så har avtalet inte börjat.", "The board has not decided that the service is reported, or the agreement has not begun.";
    records: "Se och rätta det ni har lämnat in", "See and correct what you have handed in";
}

/// The page of a stream.
pub(crate) async fn stream_page(call: Call, path: web::Path<StreamPath>) -> Answer {
    let page = page_of_stream(&call, &path).await;
    shown(&call, page)
}

async fn page_of_stream(call: &Call, path: &StreamPath) -> Result<HttpResponse, Stop> {
    let signed_in = SignedIn::<ReadRecords>::of(call).await?;
    let language = page_language(call);
    let stream = Stream::of(call, path, &language)?;
    let address = stream.address();
    let lines = stream.periods(call, &signed_in.by).await?;
    let periods = lines.iter().rev();
    let periods: Vec<PeriodView> = periods
        .map(|line| period_view(line, &address, call, &language))
        .collect();
    let page = StreamPage {
        workbook: language.link(&format!("{address}/sheet.xlsx")),
        csv: language.link(&format!("{address}/sheet.csv")),
        hand_in: HandIn::of(&stream, signed_in.form_token, &language),
        records: language.link(&format!("{address}/records")),
        periods,
        layout: Stream::layout(call, &language, &address),
        names: stream.names,
        say: Texts::new(language.words),
    };
    Ok(uncached_page(StatusCode::OK, &language, &page)?)
}

fn period_view(line: &Coverage, address: &str, call: &Call, language: &PageLanguage) -> PeriodView {
    let (period, due) = (line.period, line.due);
    let (state, class) = match line.state {
        CoverageState::Open => (text!("Pågår", "In progress"), ""),
        CoverageState::Due => (composed!("Ska vara klar {due}", "Due {due}"), "warn"),
        CoverageState::Late => (
            composed!("Försenad: skulle vara klar {due}", "Late: was due {due}"),
            "warn",
        ),
        CoverageState::Missing => (
            composed!("Saknas: skulle vara klar {due}", "Missing: was due {due}"),
            "warn",
        ),
        CoverageState::Delivered => (text!("Klar", "Complete"), "good"),
        CoverageState::Lost => (
            text!(
                "Kommunen har noterat att uppgifterna inte kommer",
                "The municipality has noted that the records will not come"
            ),
            "",
        ),
    };
    let records = counted!(line.records, ("rad", "row"), ("rader", "rows"));
    let can_mark = line.period.last_day() <= call.today();
    let mark = if line.state == CoverageState::Delivered {
        composed!("Ändra {period}", "Change {period}")
    } else {
        mark(&period.to_string())
    };
    PeriodView {
        name: period.to_string(),
        state: language.say(&state).to_owned(),
        class,
        records: language.say(&records).to_owned(),
        mark: can_mark.then(|| {
            let href = language.link(&format!("{address}/periods/{period}"));
            (href, language.say(&mark).to_owned())
        }),
    }
}

/// The words of what marks a period as complete.
pub(super) fn mark(period: &str) -> Text {
    composed!("Markera {period} som klar", "Mark {period} as complete")
}

/// The sheet to fill in, for a spreadsheet program.
pub(crate) async fn workbook(call: Call, path: web::Path<StreamPath>) -> Answer {
    template(&call, &path, true).await
}

/// The sheet to fill in, as CSV.
pub(crate) async fn csv(call: Call, path: web::Path<StreamPath>) -> Answer {
    template(&call, &path, false).await
}

async fn template(call: &Call, path: &StreamPath, is_workbook: bool) -> Answer {
    let sheet = match SignedIn::<ReadRecords>::of(call).await {
        Ok(signed_in) => empty(call, path, &signed_in.by, is_workbook),
        Err(stop) => Err(stop),
    };
    shown(call, sheet)
}

fn empty(call: &Call, path: &StreamPath, by: &Permitted<ReadRecords>, is_workbook: bool) -> Result<HttpResponse, Stop> {
    let stream = Stream::of(call, path, &page_language(call))?;
    let provider = stream.provider.as_str();
    Ok(empty_sheet(
        call,
        by.kommunkod,
        &stream.insats,
        Some(provider),
        is_workbook,
    )?)
}

/// Leads from the address of an answer to a form, such as one in the history of a browser, to the page of the stream.
pub(crate) async fn back(call: Call, path: web::Path<StreamPath>) -> HttpResponse {
    let language = page_language(&call);
    let StreamPath {
        kommunkod,
        provider,
        slug,
    } = &*path;
    let address = language.link(&format!("{}/{kommunkod}/{provider}/{slug}", paths::START));
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}
