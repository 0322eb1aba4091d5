//! Many questions at once, answered in order while the client reads.

mod form;
mod results;
mod streamed;
mod whole;

use actix_web::body::MessageBody;
use actix_web::{HttpResponse, post};
use serde::Deserialize;

use crate::documents::read::word;
use crate::http::call::{Answer, Call};
use crate::http::query::{Query, query};
use crate::http::request::body::{Body, MANY};
use crate::http::response::accept::{Offered, preferred_of};
use crate::http::response::{as_file, uncached};

use super::bodies::{BatchBody, BatchLine, BatchQuestion, BatchResults};

use form::Form;
use results::Results;

query! {
    /// What a batch is answered with.
    BatchQuery {
        /// `brief` answers with outcome, reason, missing facts, provisos and codes of warnings alone; otherwise each answer is
        /// whole. / `brief` svarar bara med utfall, skäl, saknade uppgifter, förbehåll och varningars koder; annars är varje
        /// svar helt.
        #[param(value_type = Option<String>, pattern = "^(full|brief)$", example = "brief")]
        answers: Option<Extent> = "answers", word;
    }
}

/// How much each answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Extent {
    /// All of it.
    Full,
    /// What decides, without the words.
    Brief,
}

/// Ask many questions at once.
///
/// Svarar på frågorna i ordning. En ogiltig fråga får ett eget problem på sin plats. JSON har upp till 10 000 frågor.
/// `application/x-ndjson` (en fråga per rad) och `text/csv` (rubriker som `reference;kommunkod;insats;birthDate`) har hur
/// många som helst: svaren börjar komma innan alla frågor är skickade, så läs medan du skriver, och ha högst 64 KiB
/// frågor utan svar. Står det stilla i 15 sekunder bryts anslutningen. Svaret har frågornas form, om inte `Accept` ber om
/// en annan. Först står rätten att ansöka, på en egen rad i NDJSON; ett blad har alltid de korta svaren. `reference` är
/// klientens egen beteckning; den sparas och loggas inte. Frågorna skickas med POST av samma skäl som för en enskild
/// insats.
///
/// Answers the questions in order. An invalid question gets its own problem in its place. JSON has up to 10,000
/// questions. `application/x-ndjson` (a question a line) and `text/csv` (headers such as
/// `reference;kommunkod;insats;birthDate`) have any number: the answers begin before all questions are sent, so read
/// while you write, and have at most 64 KiB of questions without answers. A connection that stands still for 15 seconds
/// is cut. The answer has the form of the questions, unless `Accept` asks for another one. The right to apply comes
/// first, in NDJSON on a line of its own; a sheet always has the brief answers. `reference` is the client's own
/// reference; it is neither stored nor logged. The questions are a POST for the same reason as a single one.
#[utoipa::path(
    tag = "eligibility", params(BatchQuery),
    request_body(content(
        (BatchBody = "application/json"),
        (BatchQuestion = "application/x-ndjson"),
        (String = "text/csv"),
    )),
    responses((status = 200, description = "Svaren i frågornas ordning. / The answers in the order of the questions.", content(
        (BatchResults = "application/json"),
        (BatchLine = "application/x-ndjson"),
        (String = "text/csv"),
    ))),
)]
#[post("/eligibility-batches")]
pub(crate) async fn ask_eligibility_batch(query: Query<BatchQuery>, call: Call, body: Body<MANY>) -> Answer {
    // The request counts as one question before it is received.
    call.count_questions(&call.request, 1)?;
    let asked = Form::of_request(&call.request)?;
    let forms = asked.preferred_first();
    let form = *preferred_of(&call.request, &forms)?;
    let results = Results::of(&call, form, query.0.answers == Some(Extent::Brief));
    Ok(match asked {
        Form::Json => answered(form, whole::answers(&call, body, results).await?),
        Form::Lines | Form::Sheet => answered(form, streamed::answers(call, body, asked, results).await?),
    })
}

fn answered(form: Form, body: impl MessageBody + 'static) -> HttpResponse {
    let answer = uncached(form.media_type(), body);
    if form == Form::Sheet {
        as_file(answer, "eligibility.csv")
    } else {
        answer
    }
}
