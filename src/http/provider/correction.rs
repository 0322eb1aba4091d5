//! Corrects one record, in a form that has the columns of the sheet. What is typed is read as a row of the sheet.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::documents::faults::Faults;
use crate::documents::readers::group_record::{batch, kept as read_kept};
use crate::documents::sheets::columns::Column;
use crate::documents::sheets::export::{cells_of, written};
use crate::documents::sheets::names::Names;
use crate::documents::sheets::record_sheet;
use crate::documents::sheets::record_sheet::{RecordSheet, SheetDefaults};
use crate::documents::sheets::template::columns;
use crate::domain::records::group_record::GroupRecord;
use crate::domain::text::{text, texts};
use crate::domain::{Code, Fault, Kommunkod, Slug, TaggedRevision, Text};
use crate::http::call::{Answer, Call};
use crate::http::html::answer::uncached_page;
use crate::http::html::layout::Layout;
use crate::http::problems::{Kind, Problem};
use crate::http::records::changes::{correct_record, current, find};
use crate::http::records::intake::reach;
use crate::http::request::address::known_kommunkod;
use crate::http::request::permission::{Permission, Permitted, ReadRecords, WriteRecords};
use crate::http::state::{insats, municipality};

use super::access::form::{FormBody, Posted, TOKEN};
use super::access::refusal::{shown, taken};
use super::access::session::SignedIn;
use super::access::stop::Stop;
use super::done::done;
use super::fault_list::fault_of_field;
use super::frame::page_language;
use super::stream::{Stream, StreamNames, StreamPath};

/// A record of a stream in a path.
#[derive(Deserialize)]
pub(crate) struct RecordPath {
    #[serde(deserialize_with = "known_kommunkod")]
    kommunkod: Kommunkod,
    provider: String,
    slug: String,
    pub id: String,
}

impl RecordPath {
    /// The stream of the record.
    pub(super) fn stream(&self) -> StreamPath {
        StreamPath {
            kommunkod: self.kommunkod,
            provider: self.provider.clone(),
            slug: self.slug.clone(),
        }
    }
}

/// The field with the reason of a withdrawal.
pub(super) const REASON: &str = "reason";
/// The field with the revision that was shown.
const REVISION: &str = "revision";

#[derive(Template)]
#[template(path = "provider/correction.html")]
struct CorrectionPage {
    layout: Layout,
    say: Texts,
    names: StreamNames,
    action: String,
    withdrawal: String,
    /// The hidden fields of both forms.
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    /// What is wrong with no single field.
    faults: Vec<String>,
    reason_field: &'static str,
    reason_fault: Option<String>,
    is_faulty: bool,
}

/// A column of the sheet as a field.
struct Field {
    name: String,
    label: String,
    value: String,
    /// Whether it has several lines.
    is_long: bool,
    is_number: bool,
    fault: Option<String>,
}

texts! {
    title: "Rätta en uppgift", "Correct a record";
    lead: "Fälten är samma som kolumnerna i bladet. Skriv inget om enskilda personer.", "The fields are the same as the columns of the sheet. Write nothing about individuals.";
    faulty: "Rätta det här", "Correct this";
    save: "Spara rättelsen", "Save the correction";
    remove: "Ta bort uppgiften", "Remove the record";
    remove_hint: "Ta bort en uppgift som inte skulle ha lämnats in, till exempel om den är räknad två gånger.", "Remove a record that should not have been handed in, for example if it is counted twice.";
    reason: "Varför tas uppgiften bort?", "Why is the record removed?";
}

/// The form with a record.
pub(crate) async fn form(call: Call, path: web::Path<RecordPath>) -> Answer {
    let page = match SignedIn::<ReadRecords>::of(&call).await {
        Ok(signed_in) => {
            let shown = Shown::default();
            page(&call, &path, (&signed_in.by, signed_in.form_token), shown).await
        }
        Err(stop) => Err(stop),
    };
    shown(&call, page)
}

/// Replaces a record by what the form says.
pub(crate) async fn correct(call: Call, path: web::Path<RecordPath>, body: FormBody) -> Answer {
    let form = match body.receive().await {
        Ok(form) => form,
        Err(problem) => return shown(&call, Err(problem.into())),
    };
    let corrected = corrected(&call, &path, &form).await;
    taken(&call, &form, corrected)
}

/// The revision that a form was shown with.
pub(super) fn expected(form: &Posted) -> Option<Vec<TaggedRevision>> {
    let (revision, edition) = form.value(REVISION).split_once('.').unwrap_or_default();
    // What is no revision matches none.
    Some(vec![TaggedRevision {
        revision: revision.parse().unwrap_or_default(),
        edition: edition.to_owned(),
    }])
}

/// What a page shows of an earlier attempt.
#[derive(Default)]
struct Shown<'a> {
    /// What was typed.
    typed: Option<&'a Posted>,
    faults: &'a [Fault],
    /// What is wrong with the reason of a withdrawal.
    reason: Option<&'a Fault>,
}

async fn corrected(call: &Call, path: &RecordPath, form: &Posted) -> Result<HttpResponse, Stop> {
    let signed_in = SignedIn::<WriteRecords>::sent(call, form).await?;
    let language = page_language(call);
    let stream = Stream::of(call, &path.stream(), &language)?;
    let sheet = match typed_sheet(call, &stream, form) {
        Ok(sheet) => sheet,
        Err(problem) => return with_faults_of(call, path, signed_in, form, problem).await,
    };
    let read = |insats: &Slug| {
        if *insats == stream.insats {
            record_of(&sheet)
        } else {
            Err(Problem::of(Kind::UnknownRecord))
        }
    };
    let warnings = match correct_record(call, &signed_in.by, &path.id, expected(form), read).await {
        Ok((_, warnings)) => warnings,
        Err(problem) => {
            let problem = Problem {
                errors: in_sheet(&sheet, problem.errors),
                ..problem
            };
            return with_faults_of(call, path, signed_in, form, problem).await;
        }
    };
    let say = (
        text!("Rättelsen är sparad", "The correction is saved"),
        text!(
            "Kommunen kan se vad som stod tidigare.",
            "The municipality can see what it was before."
        ),
    );
    Ok(done(call, &language, stream, (&say.0, &say.1), &warnings)?)
}

/// The form with what was typed, and what is wrong with it.
async fn with_faults_of(
    call: &Call,
    path: &RecordPath,
    signed_in: SignedIn<WriteRecords>,
    form: &Posted,
    problem: Problem,
) -> Result<HttpResponse, Stop> {
    let faults = match problem.kind {
        Kind::PreconditionFailed => vec![changed_meanwhile()],
        _ if problem.errors.is_empty() => return Err(problem.into()),
        _ => problem.errors,
    };
    let shown = Shown {
        typed: Some(form),
        faults: &faults,
        reason: None,
    };
    page(call, path, (&signed_in.by, signed_in.form_token), shown).await
}

/// Faults of the record alone, with the columns of the sheet.
fn in_sheet(sheet: &RecordSheet, faults: Vec<Fault>) -> Vec<Fault> {
    let line = sheet.sheet.rows.first().map(|row| row.line);
    let of_row = faults.into_iter().map(|fault| match fault.cell {
        Some(_) => fault,
        None => Fault {
            pointer: format!("{FIRST_RECORD}{}", fault.pointer),
            line,
            ..fault
        },
    });
    sheet.located(of_row.collect())
}

fn changed_meanwhile() -> Fault {
    let detail = text!(
        "Någon har ändrat uppgiften medan ni skrev. Det ni har skrivit finns kvar nedan. Kontrollera det och spara igen.",
        "Somebody has changed the record while you were writing. What you have written is still below. Check it and save again."
    );
    Fault::new("", Code::ConflictingMembers, detail)
}

/// The form with a record, and what is wrong with the reason of its withdrawal.
pub(super) async fn with_withdrawal_fault(
    call: &Call,
    path: &RecordPath,
    (by, form_token): (&Permitted<WriteRecords>, String),
    faults: &[Fault],
) -> Result<HttpResponse, Stop> {
    let shown = Shown {
        reason: faults.first(),
        ..Shown::default()
    };
    page(call, path, (by, form_token), shown).await
}

/// The pointer of the only record of a sheet.
const FIRST_RECORD: &str = "/records/0";

/// The fields as a sheet with one row.
fn typed_sheet(call: &Call, stream: &Stream, form: &Posted) -> Result<RecordSheet, Problem> {
    let named = form.names().filter_map(Column::of_header);
    let columns: Vec<Column> = named.filter(|column| !column.is_whose()).collect();
    let header = columns.iter().map(|column| column.header()).collect();
    let cells = columns
        .iter()
        .map(|column| form.value(&column.header()).to_owned())
        .collect();
    let sheet = written([header, cells].into_iter());
    let defaults = SheetDefaults {
        insats: Some(stream.insats.to_string()),
        provider: Some(stream.provider.to_string()),
        names: Names::of(municipality(&call.catalogue(), stream.kommunkod)?),
        charset: None,
        most: Some(1),
    };
    record_sheet::read(sheet.as_bytes(), &defaults).map_err(Problem::of_faults)
}

/// The only record of a sheet.
fn record_of(sheet: &RecordSheet) -> Result<GroupRecord, Problem> {
    let mut faults = Faults::strict();
    let read = batch(&sheet.root, &mut faults);
    faults.refuse_personal_details(&sheet.root);
    let mut faults = faults.end(Some(())).err().unwrap_or_default();
    faults.extend(sheet.faults().iter().cloned());
    if !faults.is_empty() {
        return Err(Problem::of_faults(sheet.located(faults)));
    }
    let record = read.and_then(|batch| batch.records.into_iter().next());
    record.map(|record| record.record).ok_or_else(|| {
        let detail = text!("Fyll i uppgiften.", "Fill in the record.");
        Problem::of_fault("", Code::Empty, detail)
    })
}

async fn page<P>(
    call: &Call,
    path: &RecordPath,
    (by, form_token): (&Permitted<P>, String),
    Shown { typed, faults, reason }: Shown<'_>,
) -> Result<HttpResponse, Stop>
where
    P: Permission,
{
    let language = page_language(call);
    let stream = Stream::of(call, &path.stream(), &language)?;
    let found = find(call, by.kommunkod, reach(call, by)?, path.id.clone()).await?;
    let (kept, tagged, _) = current(found)?;
    let record = read_kept(&kept.doc).ok_or(Problem::of(Kind::Internal))?;
    if kept.insats != stream.insats.as_str() || record.provider != stream.provider {
        return Err(Problem::of(Kind::UnknownRecord).into());
    }
    let fields = {
        let catalogue = call.catalogue();
        let insats = insats(municipality(&catalogue, path.kommunkod)?, stream.insats.as_str())?;
        let standing = insats.on(call.today());
        let of_sheet = standing.map(|standing| columns(&standing.version().held.version));
        fields(of_sheet.unwrap_or_default(), &record, stream.insats.as_str(), typed)
    };
    let (fields, others) = with_faults(fields, faults, |text| language.say(text).to_owned());
    let address = format!("{}/records/{}", stream.address(), path.id);
    let is_faulty = !faults.is_empty() || reason.is_some();
    let TaggedRevision { revision, edition } = tagged;
    let page = CorrectionPage {
        action: language.link(&address),
        withdrawal: language.link(&format!("{address}/withdrawal")),
        hidden: vec![(TOKEN, form_token), (REVISION, format!("{revision}.{edition}"))],
        fields,
        faults: others,
        reason_field: REASON,
        reason_fault: reason.map(|fault| fault_of_field(fault, &language)),
        is_faulty,
        layout: stream.layout_below(call, &language, &address),
        names: stream.names,
        say: Texts::new(language.words),
    };
    let status = if is_faulty {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok(uncached_page(status, &language, &page)?)
}

/// A field for each column of the sheet, and for each other column that the record has a value in.
fn fields(of_sheet: Vec<Column>, record: &GroupRecord, insats: &str, typed: Option<&Posted>) -> Vec<Field> {
    cells_of(insats, record)
        .into_iter()
        .filter(|(column, cell)| !column.is_whose() && (!cell.is_empty() || of_sheet.contains(column)))
        .map(|(column, cell)| {
            let name = column.header();
            let value = typed.map_or(cell, |typed| typed.value(&name).to_owned());
            Field {
                label: label(&name),
                is_long: column.is_long_text(),
                is_number: column.is_number(),
                value,
                name,
                fault: None,
            }
        })
        .collect()
}

/// A header as words: `antal_deltagare` is "Antal deltagare".
fn label(header: &str) -> String {
    let words = header.replace('_', " ");
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The fields with what is wrong with them, and what is wrong with none of them.
fn with_faults(mut fields: Vec<Field>, faults: &[Fault], say: impl Fn(&Text) -> String) -> (Vec<Field>, Vec<String>) {
    let mut others = Vec::new();
    for fault in faults {
        let column = fault.cell.as_ref().map(|cell| cell.column.as_str());
        match fields.iter_mut().find(|field| Some(field.name.as_str()) == column) {
            Some(field) => field.fault = Some(say(&fault.detail)),
            None => others.push(say(&fault.detail)),
        }
    }
    (fields, others)
}
