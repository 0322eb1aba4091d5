//! The pages that say why a request of a provider cannot go on, and what to do.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use askama::Template;

use crate::domain::text::{composed, text, texts};
use crate::domain::{Code, Text};
use crate::http::call::{Answer, Call};
use crate::http::html::answer::uncached_page;
use crate::http::html::layout::Layout;
use crate::http::problems::{Kind, Problem};
use crate::http::provider::addresses as paths;
use crate::http::provider::addresses::link_back;
use crate::http::provider::frame::{page_language, page_layout};

use super::cookie::SESSION;
use super::form::{FormBody, MAX_SHEET, Posted, SHEET, TOKEN};
use super::session::Session;
use super::stop::Stop;

#[derive(Template)]
#[template(path = "provider/access/again.html")]
struct Again {
    layout: Layout,
    say: Texts,
    /// Where the form is sent again.
    action: String,
    sign_in: String,
    hidden: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "provider/access/stopped.html")]
struct Stopped {
    layout: Layout,
    say: Texts,
    title: String,
    what_to_do: String,
    back: String,
    /// What was filled in, to be copied.
    kept: Vec<(String, String)>,
    /// Where to sign out, to sign in with another account, and the token of that form.
    sign_out: Option<(String, String)>,
    token_field: &'static str,
}

texts! {
    again: "Logga in igen", "Sign in again";
    again_lead: "Inloggningen har slutat gälla. Det ni har fyllt i finns kvar på den här sidan.", "Your sign-in has expired. What you filled in is still on this page.";
    again_first: "Logga in i den nya fliken. Gå sedan tillbaka hit och skicka igen.", "Sign in in the new tab. Then come back here and send again.";
    new_tab: "Logga in i en ny flik", "Sign in in a new tab";
    send_again: "Skicka igen", "Send again";
    back: "Tillbaka", "Back";
    sign_out: "Logga ut för att byta konto", "Sign out to change account";
    kept: "Det ni fyllde i", "What you filled in";
}

/// The answer to a request that shows a page. Without a sign-in, it leads to one, and then back.
pub(in crate::http::provider) fn shown(call: &Call, result: Result<HttpResponse, Stop>) -> Answer {
    match result {
        Ok(answer) => Ok(answer),
        Err(Stop::SignedOut) => Ok(to_sign_in(call)),
        Err(stop) => stopped(call, &stop, Vec::new()),
    }
}

/// The answer to a form. Nothing that was filled in is lost.
pub(in crate::http::provider) fn taken(call: &Call, form: &Posted, result: Result<HttpResponse, Stop>) -> Answer {
    match result {
        Ok(answer) => Ok(answer),
        Err(Stop::SignedOut) => again(call, form),
        Err(stop) => stopped(call, &stop, form.again()),
    }
}

/// Receives a form, and answers it.
pub(in crate::http::provider) async fn receive(
    call: &Call,
    body: FormBody,
    answer: impl AsyncFnOnce(&Posted) -> Result<HttpResponse, Stop>,
) -> Answer {
    match body.receive().await {
        Ok(form) => {
            let answered = answer(&form).await;
            taken(call, &form, answered)
        }
        Err(problem) => shown(call, Err(problem.into())),
    }
}

fn to_sign_in(call: &Call) -> HttpResponse {
    let language = page_language(call);
    let to = url::form_urlencoded::byte_serialize(call.request.path().as_bytes()).collect::<String>();
    let address = language.link(&format!("{}?to={to}", paths::START));
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}

fn again(call: &Call, form: &Posted) -> Answer {
    let language = page_language(call);
    let known = Session::of(&call.request, &call.secret);
    let (session, is_fresh) = known.map_or_else(|| (Session::fresh(), true), |session| (session, false));
    let mut hidden = form.again();
    hidden.push((TOKEN.to_owned(), session.form_token(&call.secret)));
    let page = Again {
        say: Texts::new(language.words),
        action: language.link(call.request.path()),
        sign_in: language.link(paths::START),
        hidden,
        layout: page_layout(call, &language, paths::START),
    };
    let mut answer = uncached_page(StatusCode::UNAUTHORIZED, &language, &page)?;
    // Required beside 401 (RFC 9110, 11.6.1); browsers show nothing for it.
    let challenge = HeaderValue::from_static("Bearer realm=\"insatskatalog\"");
    answer.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    if is_fresh && let Some(cookie) = SESSION.with(&session, &call.secret) {
        answer.add_cookie(&cookie).map_err(|_| Problem::of(Kind::Internal))?;
    }
    Ok(answer)
}

fn stopped(call: &Call, stop: &Stop, kept: Vec<(String, String)>) -> Answer {
    let language = page_language(call);
    let (status, (title, what_to_do)) = match stop {
        Stop::SignedOut => (StatusCode::UNAUTHORIZED, sign_in_first()),
        Stop::Forged => (StatusCode::FORBIDDEN, not_our_form()),
        Stop::Problem(problem) => (problem.status(), in_words(problem)),
    };
    // A form of another site is not repeated, nor is a whole sheet.
    let is_ours = !matches!(stop, Stop::Forged);
    let kept = kept.into_iter().filter(|(name, value)| {
        is_ours && !value.trim().is_empty() && name != SHEET && value.len() <= 4096 && !name.contains("token")
    });
    let is_for_another = status == StatusCode::FORBIDDEN && is_ours;
    let session = Session::of(&call.request, &call.secret).filter(|_| is_for_another);
    let sign_out = session.map(|session| (language.link(paths::SIGN_OUT), session.form_token(&call.secret)));
    let page = Stopped {
        sign_out,
        token_field: TOKEN,
        title: language.say(&title).to_owned(),
        what_to_do: language.say(&what_to_do).to_owned(),
        back: language.link(&if is_for_another {
            paths::START.to_owned()
        } else {
            link_back(&call.request)
        }),
        kept: kept.collect(),
        say: Texts::new(language.words),
        layout: page_layout(call, &language, paths::START),
    };
    let mut answer = uncached_page(status, &language, &page)?;
    if let Stop::Problem(problem) = stop {
        problem.add_headers(answer.headers_mut());
    }
    Ok(answer)
}

fn sign_in_first() -> (Text, Text) {
    (
        text!("Logga in först", "Sign in first"),
        text!("Logga in och försök igen.", "Sign in and try again."),
    )
}

fn not_our_form() -> (Text, Text) {
    (
        text!("Formuläret togs inte emot", "The form was not accepted"),
        text!(
            "Det kommer inte från en sida som ni har öppen, eller från en tidigare inloggning. Inget är sparat. Öppna sidan igen och fyll i den där.",
            "It does not come from a page that you have open, or it is from an earlier sign-in. Nothing is saved. Open the page again and fill it in there."
        ),
    )
}

/// What went wrong and what to do, for a person at a meeting place.
fn in_words(problem: &Problem) -> (Text, Text) {
    match problem.kind {
        Kind::ContentTooLarge | Kind::TooManyRecords => {
            let mib = MAX_SHEET / 1024 / 1024;
            (
                text!("Bladet är för stort", "The sheet is too large"),
                composed!(
                    "En fil får vara högst {mib} MB och ha högst 1 000 rader med uppgifter. Kontrollera att det är rätt fil, eller dela upp bladet i flera.",
                    "A file may have at most {mib} MB and at most 1,000 rows of records. Check that it is the right file, or split the sheet into several."
                ),
            )
        }
        Kind::Fault(Code::OtherProvider | Code::OtherBody) | Kind::OtherMunicipality | Kind::ScopeMissing => (
            text!(
                "Du är inloggad för en annan utförare",
                "You are signed in for another provider"
            ),
            text!(
                "Din inloggning gäller inte den här utföraren eller insatsen. Logga ut och logga in med rätt konto, eller be kommunen om behörighet.",
                "Your sign-in is not for this provider or service. Sign out and sign in with the right account, or ask the municipality for permission."
            ),
        ),
        Kind::UnknownPath
        | Kind::UnknownMunicipality
        | Kind::UnknownInsats
        | Kind::UnknownProvider
        | Kind::UnknownRecord => (
            text!("Det finns inte här", "It is not here"),
            text!(
                "Uppgiften eller insatsen finns inte här. Gå tillbaka och välj i listan.",
                "The record or the service is not here. Go back and choose from the list."
            ),
        ),
        Kind::RecordWithdrawn => (
            text!("Uppgiften är redan borttagen", "The record has already been removed"),
            text!("Ni behöver inte göra något.", "You do not need to do anything."),
        ),
        Kind::TooManyQuestions => (
            text!("För många försök på kort tid", "Too many attempts in a short time"),
            text!("Vänta en minut och försök igen.", "Wait a minute and try again."),
        ),
        Kind::Unavailable
        | Kind::Overloaded
        | Kind::RequestStillRunning
        | Kind::RequestTimeout
        | Kind::InsufficientStorage => (
            text!("Det går inte just nu", "This is not possible right now"),
            text!(
                "Tjänsten kan inte ta emot uppgifter just nu. Inget är sparat. Vänta en stund och försök igen.",
                "The service cannot receive records right now. Nothing is saved. Wait a while and try again."
            ),
        ),
        Kind::UnsupportedMediaType | Kind::MalformedRequest => not_our_form(),
        kind => (
            kind.entry().title,
            problem.detail.clone().unwrap_or(kind.entry().remedy),
        ),
    }
}
