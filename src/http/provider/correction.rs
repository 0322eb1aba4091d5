//! Corrects one record, in a form that has the columns of the sheet. What is typed is read as a row of the sheet.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::documents::readers::group_record::kept as read_kept;
use crate::domain::text::{text, texts};
use crate::domain::{Code, Fault, Kommunkod, Slug, TaggedRevision};
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
use super::access::refusal::{receive, shown};
use super::access::session::SignedIn;
use super::access::stop::Stop;
use super::done::{done, in_words};
use super::fault_list::fault_of_field;
use super::frame::page_language;
use super::record_fields::{Field, fields, in_sheet, record_of, typed_sheet, with_faults};
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

texts! {
    title: "Rätta en uppgift", "Correct a record";
    lead: "Fälten är samma som kolumnerna i bladet. Skriv inget om enskilda personer.", "The fields are the same as the columns of the sheet. Write nothing about individuals.";
    faulty: "Det här är fel ifyllt", "This is filled in wrongly";
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
    receive(&call, body, async |form| corrected(&call, &path, form).await).await
}

/// The revision that a form was shown with.
pub(super) fn expected(form: &Posted) -> Vec<TaggedRevision> {
    let (revision, edition) = form.value(REVISION).split_once('.').unwrap_or_default();
    // What is no revision matches none.
    vec![TaggedRevision {
        revision: revision.parse().unwrap_or_default(),
        edition: edition.to_owned(),
    }]
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
    let warnings = match correct_record(call, &signed_in.by, &path.id, Some(expected(form)), read).await {
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
    Ok(done(call, &language, stream, (&say.0, &say.1), in_words(warnings))?)
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
        let version = standing.as_ref().map(|standing| &standing.version().held.version);
        fields((version, stream.insats.as_str()), &record, typed, &language)
    };
    let (fields, others) = with_faults(fields, faults, &language);
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
