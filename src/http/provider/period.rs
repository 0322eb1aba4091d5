//! Marks a period as complete, with the evaluation that the board requires.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::documents::faults::Faults;
use crate::documents::json::document;
use crate::documents::readers::group_record::completion;
use crate::documents::sheets::cells;
use crate::documents::sheets::columns::RatingPart;
use crate::domain::text::{composed, text, texts};
use crate::domain::{Fault, Kommunkod};
use crate::http::call::{Answer, Call};
use crate::http::html::answer::uncached_page;
use crate::http::html::layout::Layout;
use crate::http::problems::Problem;
use crate::http::records::reporting::state_completion;
use crate::http::request::address::known_kommunkod;
use crate::http::request::permission::{Permitted, ReadRecords, WriteRecords};

use super::access::form::{FormBody, Posted, TOKEN};
use super::access::refusal::{receive, shown};
use super::access::session::SignedIn;
use super::access::stop::Stop;
use super::done::done;
use super::fault_list::fault_of_field;
use super::frame::page_language;
use super::labels::rating_label;
use super::stream::{Stream, StreamNames, StreamPath, mark};

/// A period of a stream in a path.
#[derive(Deserialize)]
pub(crate) struct PeriodPath {
    #[serde(deserialize_with = "known_kommunkod")]
    kommunkod: Kommunkod,
    provider: String,
    slug: String,
    period: String,
}

impl PeriodPath {
    fn stream(&self) -> StreamPath {
        StreamPath {
            kommunkod: self.kommunkod,
            provider: self.provider.clone(),
            slug: self.slug.clone(),
        }
    }
}

/// The fields of the form, with where each is in the statement.
const FIELDS: [(&str, &str); 5] = [
    (EVALUATION, "/evaluation/text"),
    ("question", "/evaluation/ratings/0/question"),
    ("mean", "/evaluation/ratings/0/mean"),
    ("responses", "/evaluation/ratings/0/responses"),
    ("scaleMax", "/evaluation/ratings/0/scaleMax"),
];
const EVALUATION: &str = "evaluation";

#[derive(Template)]
#[template(path = "provider/period.html")]
struct PeriodPage {
    layout: Layout,
    say: Texts,
    names: StreamNames,
    title: String,
    action: String,
    token_field: &'static str,
    form_token: String,
    /// How many rows the period has.
    records: String,
    evaluation: Field,
    /// The parts of a rating.
    rating: Vec<Field>,
    has_rating: bool,
    is_required: bool,
    /// What is wrong with the period itself.
    faults: Vec<String>,
}

/// A field of the form.
struct Field {
    name: &'static str,
    label: String,
    value: String,
    fault: Option<String>,
}

texts! {
    lead: "Markera perioden som klar när alla träffar är inlämnade. Kommunen ser då att inget mer kommer.", "Mark the period as complete when all sessions are handed in. The municipality then sees that nothing more will come.";
    evaluation: "Er utvärdering", "Your evaluation";
    evaluation_required: "Nämnden har beslutat att perioden ska utvärderas. Skriv hur insatsen har fungerat, utan uppgifter om enskilda.", "The board has decided that the period is evaluated. Write how the service has worked, without information about individuals.";
    evaluation_optional: "Ni kan skriva hur insatsen har fungerat, utan uppgifter om enskilda.", "You can write how the service has worked, without information about individuals.";
    rating: "Om deltagarna har satt betyg", "If the participants gave ratings";
    mark: "Markera som klar", "Mark as complete";
}

/// The form of a period.
pub(crate) async fn form(call: Call, path: web::Path<PeriodPath>) -> Answer {
    let page = match SignedIn::<ReadRecords>::of(&call).await {
        Ok(signed_in) => {
            let of = (signed_in.by, signed_in.form_token);
            page(&call, &path, of, &Posted::default(), &[]).await
        }
        Err(stop) => Err(stop),
    };
    shown(&call, page)
}

/// Marks a period as complete.
pub(crate) async fn complete(call: Call, path: web::Path<PeriodPath>, body: FormBody) -> Answer {
    receive(&call, body, async |form| completed(&call, &path, form).await).await
}

async fn completed(call: &Call, path: &PeriodPath, form: &Posted) -> Result<HttpResponse, Stop> {
    let signed_in = SignedIn::<WriteRecords>::sent(call, form).await?;
    let language = page_language(call);
    let stream = Stream::of(call, &path.stream(), &language)?;
    let json = statement(form).to_string();
    let stated = match document(json.as_bytes(), Faults::refuse_personal_details, completion) {
        Ok(completion) => {
            let of = (path.provider.as_str(), path.period.as_str());
            state_completion(call, &signed_in.by, stream.insats.clone(), of, completion).await
        }
        Err(faults) => Err(Problem::of_faults(faults)),
    };
    let reader = Permitted::<ReadRecords>::in_municipality(signed_in.by.caller, path.kommunkod)?;
    let stated = match stated {
        Ok(stated) => stated,
        Err(problem) if !problem.errors.is_empty() => {
            return page(call, path, (reader, signed_in.form_token), form, &problem.errors).await;
        }
        Err(problem) => return Err(problem.into()),
    };
    let period = stated.period;
    let title = composed!("{period} är klar", "{period} is complete");
    let what = text!(
        "Kommunen ser att allt för perioden är inlämnat.",
        "The municipality sees that everything of the period is handed in."
    );
    let lines = stream.periods(call, &reader).await?;
    let line = lines.into_iter().find(|line| line.period == period);
    let lacks_evaluation = line.is_some_and(|line| line.evaluation_required && !line.evaluation_given);
    let warning = lacks_evaluation.then(|| {
        composed!(
            "Nämnden kräver en utvärdering av perioden. Välj Ändra {period} på insatsens sida och skriv den.",
            "The board requires an evaluation of the period. Choose Change {period} on the page of the service and write it."
        )
    });
    Ok(done(call, &language, stream, (&title, &what), warning)?)
}

/// The statement that a form makes, as the API gets it.
fn statement(form: &Posted) -> Value {
    let mut evaluation = Map::new();
    let mut rating = Map::new();
    for (name, pointer) in FIELDS {
        let written = form.value(name);
        if written.is_empty() {
            continue;
        }
        let member = pointer.rsplit('/').next().unwrap_or_default().to_owned();
        let number = match name {
            "mean" => cells::decimal(written),
            "responses" | "scaleMax" => cells::whole(written),
            _ => None,
        };
        // What is no number stays a text, which the reader refuses.
        let value = number.and_then(|number| serde_json::from_str(&number).ok());
        let value = value.unwrap_or_else(|| json!(written));
        if name == EVALUATION {
            evaluation.insert(member, value);
        } else {
            rating.insert(member, value);
        }
    }
    if !rating.is_empty() {
        evaluation.insert("ratings".into(), json!([rating]));
    }
    let mut statement = Map::new();
    statement.insert("state".into(), json!("complete"));
    if !evaluation.is_empty() {
        statement.insert("evaluation".into(), Value::Object(evaluation));
    }
    Value::Object(statement)
}

async fn page(
    call: &Call,
    path: &PeriodPath,
    (reader, form_token): (Permitted<ReadRecords>, String),
    form: &Posted,
    faults: &[Fault],
) -> Result<HttpResponse, Stop> {
    let language = page_language(call);
    let stream = Stream::of(call, &path.stream(), &language)?;
    let period = path.period.as_str();
    let lines = stream.periods(call, &reader).await?;
    let line = lines.iter().find(|line| line.period.to_string() == period);
    let address = format!("{}/periods/{period}", stream.address());
    let title = mark(&path.period);
    let count = line.map_or(0, |line| line.records);
    let records = composed!(
        "Rader som är inlämnade för perioden: {count}.",
        "Rows handed in for the period: {count}."
    );
    let say = Texts::new(language.words);
    let field = |name: &'static str, label: &str| {
        let at = FIELDS
            .iter()
            .find(|(field, _)| *field == name)
            .map_or("", |(_, pointer)| pointer);
        Field {
            name,
            label: label.to_owned(),
            value: form.value(name).to_owned(),
            fault: faults
                .iter()
                .find(|fault| fault.pointer == at)
                .map(|fault| fault_of_field(fault, &language)),
        }
    };
    let rating = vec![
        field("question", language.say(&rating_label(RatingPart::Question))),
        field("mean", language.say(&rating_label(RatingPart::Mean))),
        field("responses", language.say(&rating_label(RatingPart::Responses))),
        field("scaleMax", language.say(&rating_label(RatingPart::ScaleMax))),
    ];
    let in_fields = |fault: &&Fault| !FIELDS.iter().any(|(_, pointer)| *pointer == fault.pointer);
    let page = PeriodPage {
        title: language.say(&title).to_owned(),
        action: language.link(&address),
        token_field: TOKEN,
        form_token,
        records: language.say(&records).to_owned(),
        evaluation: field(EVALUATION, &say.evaluation),
        has_rating: rating.iter().any(|part| !part.value.is_empty() || part.fault.is_some()),
        rating,
        is_required: line.is_some_and(|line| line.evaluation_required && !line.evaluation_given),
        faults: faults
            .iter()
            .filter(in_fields)
            .map(|fault| fault_of_field(fault, &language))
            .collect(),
        layout: stream.layout_below(call, &language, &address),
        names: stream.names,
        say,
    };
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(uncached_page(status, &language, &page)?)
}
