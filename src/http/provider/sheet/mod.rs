//! A sheet that is checked, and then handed in: the same function of the API twice, first without saving anything.

mod summary;

use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use crate::domain::fault::MAX_FAULTS;
use crate::domain::text::{composed, text, texts};
use crate::domain::{Fault, Text};
use crate::http::call::{Answer, Call};
use crate::http::html::answer::uncached_page;
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::problems::{Kind, Problem};
use crate::http::records::batch::{BatchBody, BatchOptions, take};
use crate::http::records::views::BatchReceipt;
use crate::http::request::idempotency::{IdempotencyState, begin_with};
use crate::http::request::permission::WriteRecords;
use crate::store::records::new_record::OnConflict;

use crate::http::provider::access::form::{FormBody, MAX_SHEET, Posted, SHEET, TOKEN, encoded};
use crate::http::provider::access::refusal::receive;
use crate::http::provider::access::session::SignedIn;
use crate::http::provider::access::stop::Stop;
use crate::http::provider::done::see_records;
use crate::http::provider::fault_list::{FaultView, faults_of_sheet, is_of_file};
use crate::http::provider::frame::page_language;
use crate::http::provider::stream::{HandIn, Stream, StreamNames, StreamPath};

use summary::Summary;

/// The field by which a sheet that is sent again is not handed in twice.
const KEY: &str = "key";

#[derive(Template)]
#[template(path = "provider/sheet/faulty_sheet.html")]
struct FaultySheet {
    layout: Layout,
    say: Texts,
    names: StreamNames,
    title: String,
    /// Whether the file as a whole cannot be used.
    is_of_file: bool,
    faults: Vec<FaultView>,
    /// Whether there are more than the list shows.
    has_more: bool,
    hand_in: HandIn,
}

#[derive(Template)]
#[template(path = "provider/sheet/checked_sheet.html")]
struct CheckedSheet {
    layout: Layout,
    say: Texts,
    names: StreamNames,
    title: String,
    summary: Summary,
    action: String,
    hidden: Vec<(&'static str, String)>,
    /// Whether everything is here already.
    is_known: bool,
    back: String,
}

#[derive(Template)]
#[template(path = "provider/sheet/receipt.html")]
struct Receipt {
    layout: Layout,
    say: Texts,
    names: StreamNames,
    summary: Summary,
    /// When, in Swedish time.
    at: String,
    next: String,
    /// The page with the records, and the words of the link to it.
    records: (String, String),
}

texts! {
    correct: "Rätta i bladet, spara det och lämna in det igen. Inget är sparat här.", "Correct the sheet, save it and hand it in again. Nothing is saved here.";
    faults: "Det här behöver rättas", "This needs to be corrected";
    more: "Det finns fler fel än de som visas. Rätta de här först.", "There are more faults than those shown. Correct these first.";
    again: "Lämna in det rättade bladet", "Hand in the corrected sheet";
    what: "Det här händer när ni lämnar in", "This happens when you hand it in";
    look: "Titta på det här", "Look at this";
    hand_in: "Lämna in", "Hand in";
    other: "Välj ett annat blad", "Choose another sheet";
    known: "Alla rader finns redan här. Ni behöver inte göra något.", "All rows are already here. You do not need to do anything.";
    receipt: "Bladet är inlämnat", "The sheet is handed in";
    receipt_hint: "Det här är ert kvitto. Skriv ut sidan om ni vill spara det.", "This is your receipt. Print the page if you want to keep it.";
    at: "När bladet kom in", "When the sheet arrived";
    municipality: "Kommun", "Municipality";
    provider: "Utförarens namn", "Name of the provider";
    service: "Vilken insats", "Which service";
    rows: "Rader", "Rows";
    next: "Till insatsen, för att markera perioden som klar", "To the service, to mark the period as complete";
}

/// Says what would be done with a sheet, or what is wrong with it.
pub(crate) async fn check(call: Call, path: web::Path<StreamPath>, body: FormBody) -> Answer {
    receive(&call, body, async |form| checked(&call, &path, form).await).await
}

/// Hands in a sheet that was checked.
pub(crate) async fn hand_in(call: Call, path: web::Path<StreamPath>, body: FormBody) -> Answer {
    receive(&call, body, async |form| handed_in(&call, &path, form).await).await
}

async fn checked(call: &Call, path: &StreamPath, form: &Posted) -> Result<HttpResponse, Stop> {
    let signed_in = SignedIn::<WriteRecords>::sent(call, form).await?;
    let language = page_language(call);
    let stream = Stream::of(call, path, &language)?;
    let Some(sheet) = chosen(form)? else {
        return no_sheet(call, &language, stream, signed_in.form_token);
    };
    let given = take(call, &signed_in.by, body_of(&sheet), options(&stream, true), None).await;
    let receipt = match given {
        Ok(given) => receipt_of(&given.answer.body)?,
        Err(problem) if !problem.errors.is_empty() => {
            return faulty(call, &language, stream, signed_in.form_token, &problem.errors);
        }
        Err(problem) => return Err(problem.into()),
    };
    let address = stream.address();
    let is_known = receipt.created + receipt.corrected == 0;
    let title = if is_known {
        text!("Bladet är redan inlämnat", "The sheet has already been handed in")
    } else {
        text!("Bladet är rätt ifyllt", "The sheet is filled in correctly")
    };
    let page = CheckedSheet {
        title: language.say(&title).to_owned(),
        summary: Summary::of(&receipt, &language),
        action: language.link(&format!("{address}/receipt")),
        hidden: vec![
            (TOKEN, signed_in.form_token),
            (KEY, Uuid::new_v4().to_string()),
            (SHEET, encoded(&sheet)),
        ],
        is_known,
        back: language.link(&address),
        layout: stream.layout_below(call, &language, &address),
        names: stream.names,
        say: Texts::new(language.words),
    };
    Ok(uncached_page(StatusCode::OK, &language, &page)?)
}

async fn handed_in(call: &Call, path: &StreamPath, form: &Posted) -> Result<HttpResponse, Stop> {
    let signed_in = SignedIn::<WriteRecords>::sent(call, form).await?;
    let language = page_language(call);
    let stream = Stream::of(call, path, &language)?;
    let Some(sheet) = chosen(form)? else {
        return no_sheet(call, &language, stream, signed_in.form_token);
    };
    let key = Uuid::parse_str(form.value(KEY)).map_err(|_| Stop::Forged)?.to_string();
    let given = match begin_with(call, &call.request, &signed_in.by.caller, &key, &sheet).await? {
        IdempotencyState::Answered(given) => Ok(given),
        IdempotencyState::Do(keyed) => {
            take(
                call,
                &signed_in.by,
                body_of(&sheet),
                options(&stream, false),
                keyed.as_ref(),
            )
            .await
        }
    };
    let receipt = match given {
        Ok(given) => receipt_of(&given.answer.body)?,
        // The catalogue or the records have changed since the check.
        Err(problem) if !problem.errors.is_empty() => {
            return faulty(call, &language, stream, signed_in.form_token, &problem.errors);
        }
        Err(problem) => return Err(problem.into()),
    };
    let address = stream.address();
    let page = Receipt {
        summary: Summary::of(&receipt, &language),
        at: call.clock.local_time().format("%Y-%m-%d %H:%M").to_string(),
        next: language.link(&address),
        records: (
            language.link(&format!("{address}/records")),
            language.say(&see_records()).to_owned(),
        ),
        layout: stream.layout_below(call, &language, &address),
        names: stream.names,
        say: Texts::new(language.words),
    };
    Ok(uncached_page(StatusCode::OK, &language, &page)?)
}

/// The sheet of a form; 413 if it is too large.
fn chosen(form: &Posted) -> Result<Option<Bytes>, Problem> {
    match form.sheet() {
        Some(sheet) if sheet.len() > MAX_SHEET => Err(Problem::of(Kind::ContentTooLarge)),
        sheet => Ok(sheet.cloned()),
    }
}

fn body_of(sheet: &Bytes) -> BatchBody {
    BatchBody::Sheet(sheet.clone(), None)
}

fn options(stream: &Stream, validate_only: bool) -> BatchOptions {
    BatchOptions {
        insats: Some(stream.insats.clone()),
        provider: Some(stream.provider.clone()),
        on_conflict: OnConflict::Correct,
        validate_only,
    }
}

fn receipt_of(json: &str) -> Result<BatchReceipt, Problem> {
    serde_json::from_str(json).map_err(|_| Problem::of(Kind::Internal))
}

/// The page with what is wrong with a sheet.
fn faulty(
    call: &Call,
    language: &PageLanguage,
    stream: Stream,
    form_token: String,
    faults: &[Fault],
) -> Result<HttpResponse, Stop> {
    let count = faults.len().min(MAX_FAULTS);
    let title = if faults.iter().all(is_of_file) {
        None
    } else if faults.len() > MAX_FAULTS {
        Some(composed!(
            "Bladet har fler än {count} fel",
            "The sheet has more than {count} faults"
        ))
    } else {
        Some(composed!("Bladet har {count} fel", "Faults in the sheet: {count}"))
    };
    let has_more = faults.len() > MAX_FAULTS;
    let faults = (faults_of_sheet(faults, language), has_more);
    refused(call, language, stream, (title, form_token), faults)
}

/// The page for a form without a file.
fn no_sheet(call: &Call, language: &PageLanguage, stream: Stream, form_token: String) -> Result<HttpResponse, Stop> {
    let detail = text!(
        "Välj bladet som ni har fyllt i.",
        "Choose the sheet that you have filled in."
    );
    let faults = (vec![FaultView::of_file(&detail, language)], false);
    refused(call, language, stream, (None, form_token), faults)
}

fn cannot_be_used() -> Text {
    text!("Filen kan inte användas", "The file cannot be used")
}

/// The page with faults; without a title, those of a file that cannot be used.
fn refused(
    call: &Call,
    language: &PageLanguage,
    stream: Stream,
    (title, form_token): (Option<Text>, String),
    (faults, has_more): (Vec<FaultView>, bool),
) -> Result<HttpResponse, Stop> {
    let address = stream.address();
    let page = FaultySheet {
        is_of_file: title.is_none(),
        title: language.say(&title.unwrap_or_else(cannot_be_used)).to_owned(),
        faults,
        has_more,
        hand_in: HandIn::of(&stream, form_token, language),
        layout: stream.layout_below(call, language, &address),
        names: stream.names,
        say: Texts::new(language.words),
    };
    Ok(uncached_page(StatusCode::UNPROCESSABLE_ENTITY, language, &page)?)
}
