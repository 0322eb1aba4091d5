//! Withdraws a record that should not be there.

use actix_web::{HttpResponse, web};

use crate::documents::faults::Faults;
use crate::documents::json::document;
use crate::domain::text::text;
use crate::http::call::{Answer, Call};
use crate::http::records::changes::{ReasonBody, withdraw_record};
use crate::http::request::permission::WriteRecords;

use super::access::form::{FormBody, Posted};
use super::access::refusal::receive;
use super::access::session::SignedIn;
use super::access::stop::Stop;
use super::correction::{REASON, RecordPath, expected, with_withdrawal_fault};
use super::done::{done, in_words};
use super::frame::page_language;
use super::stream::Stream;

/// Withdraws a record with the reason of the form.
pub(crate) async fn withdraw(call: Call, path: web::Path<RecordPath>, body: FormBody) -> Answer {
    receive(&call, body, async |form| withdrawn(&call, &path, form).await).await
}

async fn withdrawn(call: &Call, path: &RecordPath, form: &Posted) -> Result<HttpResponse, Stop> {
    let signed_in = SignedIn::<WriteRecords>::sent(call, form).await?;
    let language = page_language(call);
    let stream = Stream::of(call, &path.stream(), &language)?;
    let json = serde_json::json!({ REASON: form.value(REASON) }).to_string();
    let read = document(json.as_bytes(), Faults::refuse_personal_details, ReasonBody::read);
    let reason = match read {
        Ok(body) => body.reason,
        Err(faults) => return with_withdrawal_fault(call, path, (&signed_in.by, signed_in.form_token), &faults).await,
    };
    let warnings = withdraw_record(call, &signed_in.by, &path.id, Some(expected(form)), reason).await?;
    let say = (
        text!("Uppgiften är borttagen", "The record is removed"),
        text!(
            "Den räknas inte längre. Kommunen kan se att den har funnits och varför den togs bort.",
            "It no longer counts. The municipality can see that it was there and why it was removed."
        ),
    );
    Ok(done(call, &language, stream, (&say.0, &say.1), in_words(warnings))?)
}
