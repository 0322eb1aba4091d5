//! Signing in through the issuer of tokens, and out.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;
use askama::Template;
use serde::{Deserialize, Serialize};

use crate::domain::Text;
use crate::domain::text::{text, texts};
use crate::http::call::{Answer, Call};
use crate::http::html::answer::uncached_page;
use crate::http::html::layout::Layout;
use crate::http::html::parameters::Parameters;
use crate::http::problems::{Kind, Problem};
use crate::http::provider::addresses as paths;
use crate::http::provider::addresses::return_address;
use crate::http::provider::frame::{page_language, page_layout};
use crate::sign_in::{Attempt, NotSignedIn, SignIn};

use super::cookie::{SESSION, SIGN_IN, SIGN_IN_SECONDS};
use super::form::FormBody;
use super::refusal::{shown, taken};
use super::session::{Session, check_form, is_of_this_site, is_same};
use super::stop::Stop;

/// What the browser keeps while it is at the issuer.
#[derive(Serialize, Deserialize)]
struct Begun {
    attempt: Attempt,
    /// The session before, whose forms can still be sent afterwards.
    session: Session,
    /// The page to return to.
    to: String,
    /// When it began, in seconds since 1970.
    at: i64,
}

/// A page about the sign-in.
#[derive(Template)]
#[template(path = "provider/access/sign_in.html")]
struct SignInPage {
    layout: Layout,
    say: Texts,
    title: String,
    text: String,
    /// The page that follows, and the words of the link to it.
    next: (String, String),
    /// Whether the browser goes on by itself.
    goes_on: bool,
    /// Where to sign out of the issuer too.
    issuer: Option<String>,
}

texts! {
    issuer: "Logga också ut från kommunens inloggning", "Also sign out of the municipality's sign-in";
}

/// Sends the browser to the issuer.
pub(crate) async fn begin(call: Call) -> Answer {
    call.count_questions(&call.request, 1)?;
    let sign_in = own_sign_in(&call)?;
    let parameters = Parameters::of(&call.request);
    let to = return_address(parameters.get("to").unwrap_or_default()).to_owned();
    let (address, attempt) = match sign_in.begin(&redirect(&call), call.clock.moment()).await {
        Ok(begun) => begun,
        Err(why) => return not_signed_in(&call, &why),
    };
    let begun = Begun {
        attempt,
        // Its token may be as long as a cookie can be, and is not needed any more.
        session: Session::of(&call.request, &call.secret)
            .unwrap_or_else(Session::fresh)
            .without_token(),
        to,
        at: call.clock.now().timestamp(),
    };
    let cookie = SIGN_IN.with(&begun, &call.secret).ok_or(Problem::of(Kind::Internal))?;
    Ok(HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address.as_str()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .cookie(cookie)
        .finish())
}

/// Takes the browser back from the issuer. The page that follows begins on this site, so that the browser sends the session.
pub(crate) async fn callback(call: Call) -> Answer {
    call.count_questions(&call.request, 1)?;
    let sign_in = own_sign_in(&call)?;
    let parameters = Parameters::of(&call.request);
    let begun = SIGN_IN.read::<Begun>(&call.request, &call.secret).filter(|begun| {
        let age = call.clock.now().timestamp() - begun.at;
        let state = parameters.get("state").unwrap_or_default();
        (0..=SIGN_IN_SECONDS).contains(&age) && is_same(&call.secret, &begun.attempt.state, state)
    });
    let Some(begun) = begun else {
        return not_signed_in(&call, &NotSignedIn::CodeRefused);
    };
    let Some(code) = parameters.get("code") else {
        return cancelled(&call);
    };
    let (redirect, code) = (redirect(&call), code.to_owned());
    let completed = sign_in.complete(&call.verifier, (&redirect, code), begun.attempt, call.clock.moment());
    let token = match completed.await {
        Ok(token) => token,
        Err(why) => return not_signed_in(&call, &why),
    };
    signed_in(&call, begun.session.with_token(token), &begun.to).await
}

/// Signs in with a token that was made on this machine.
pub(crate) async fn paste(call: Call, body: FormBody) -> Answer {
    call.count_questions(&call.request, 1)?;
    if !call.verifier.is_local() {
        return Err(Problem::of(Kind::UnknownPath));
    }
    let form = body.receive().await?;
    if let Err(stop) = is_of_this_site(&call) {
        return taken(&call, &form, Err(stop));
    }
    let session = Session::of(&call.request, &call.secret).unwrap_or_else(Session::fresh);
    let token = form.value("token").to_owned();
    signed_in(&call, session.with_token(token), return_address(form.value("to"))).await
}

/// Keeps a session whose token is accepted, and leads on.
async fn signed_in(call: &Call, session: Session, to: &str) -> Answer {
    if let Err(refused) = session.caller(&call.request).await {
        return token_refused(call, refused);
    }
    let Some(cookie) = SESSION.with(&session, &call.secret) else {
        log::warn!("the access token is too long for the session of a provider: a cookie holds 4096 bytes");
        return refused_page(call, StatusCode::BAD_GATEWAY, &settings_are_wrong());
    };
    let say = (
        text!("Du är inloggad", "You are signed in"),
        text!("Sidan fortsätter av sig själv.", "The page goes on by itself."),
        text!("Gå vidare", "Go on"),
    );
    let mut answer = page(call, StatusCode::OK, &say, to, true, None)?;
    for cookie in [cookie, SIGN_IN.removal()] {
        answer.add_cookie(&cookie).map_err(|_| Problem::of(Kind::Internal))?;
    }
    Ok(answer)
}

/// Ends the session in this browser.
pub(crate) async fn sign_out(call: Call, body: FormBody) -> Answer {
    let form = body.receive().await?;
    if let Err(stop) = check_form(&call, &form) {
        return taken(&call, &form, Err(stop));
    }
    let issuer = match &call.sign_in {
        Some(sign_in) => sign_in.end_session(call.clock.moment()).await,
        None => None,
    };
    let say = (
        text!("Du är utloggad", "You are signed out"),
        text!(
            "Ingen kan lämna in uppgifter från den här webbläsaren utan att logga in igen.",
            "Nobody can hand in records from this browser without signing in again."
        ),
        text!("Till inloggningen", "To the sign-in"),
    );
    let mut answer = page(
        &call,
        StatusCode::OK,
        &say,
        paths::START,
        false,
        issuer.map(String::from),
    )?;
    answer
        .add_cookie(&SESSION.removal())
        .map_err(|_| Problem::of(Kind::Internal))?;
    Ok(answer)
}

fn own_sign_in(call: &Call) -> Result<&SignIn, Problem> {
    call.sign_in.as_ref().ok_or(Problem::of(Kind::NotConfigured))
}

/// The address that the issuer leads back to.
fn redirect(call: &Call) -> String {
    format!("{}{}", call.origin(), paths::CALLBACK)
}

/// The title, the text and the words of the link of a page.
type Words = (Text, Text, Text);

fn page(call: &Call, status: StatusCode, say: &Words, to: &str, goes_on: bool, issuer: Option<String>) -> Answer {
    let language = page_language(call);
    let (title, text, link) = say;
    let page = SignInPage {
        title: language.say(title).to_owned(),
        text: language.say(text).to_owned(),
        next: (language.link(to), language.say(link).to_owned()),
        goes_on,
        issuer,
        say: Texts::new(language.words),
        layout: page_layout(call, &language, paths::START),
    };
    uncached_page(status, &language, &page)
}

fn refused_page(call: &Call, status: StatusCode, say: &Words) -> Answer {
    let mut answer = page(call, status, say, paths::START, false, None)?;
    answer
        .add_cookie(&SIGN_IN.removal())
        .map_err(|_| Problem::of(Kind::Internal))?;
    Ok(answer)
}

fn try_again() -> Text {
    text!("Försök igen", "Try again")
}

/// The reader said no at the issuer, or may not sign in there.
fn cancelled(call: &Call) -> Answer {
    let say = (
        text!("Du är inte inloggad", "You are not signed in"),
        text!(
            "Inloggningen avbröts, eller kontot har inte behörighet hos kommunen.",
            "The sign-in was cancelled, or the account has no permission at the municipality."
        ),
        try_again(),
    );
    refused_page(call, StatusCode::FORBIDDEN, &say)
}

fn not_signed_in(call: &Call, why: &NotSignedIn) -> Answer {
    log::warn!("nobody is signed in: {why}");
    let (status, say) = match why {
        NotSignedIn::NotReached(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            (
                text!("Inloggningen går inte att nå", "The sign-in cannot be reached"),
                text!(
                    "Kommunens inloggning svarar inte just nu. Vänta en stund och försök igen.",
                    "The municipality's sign-in does not answer right now. Wait a while and try again."
                ),
                try_again(),
            ),
        ),
        NotSignedIn::CodeRefused => (
            StatusCode::FORBIDDEN,
            (
                text!("Inloggningen gäller inte", "The sign-in is not valid"),
                text!(
                    "Den är redan använd, är för gammal eller började i en annan webbläsare. Börja om.",
                    "It has been used, is too old or began in another browser. Begin again."
                ),
                try_again(),
            ),
        ),
        NotSignedIn::ClientRefused(_) | NotSignedIn::IdToken(_) => (StatusCode::BAD_GATEWAY, settings_are_wrong()),
    };
    refused_page(call, status, &say)
}

fn settings_are_wrong() -> Words {
    (
        text!("Inloggningen är fel inställd", "The sign-in is set up wrongly"),
        text!(
            "Be kommunen kontrollera hur inloggningen är inställd för tjänsten.",
            "Ask the municipality to check how the sign-in is set up for this service."
        ),
        try_again(),
    )
}

/// The issuer's token is not accepted here.
fn token_refused(call: &Call, stop: Stop) -> Answer {
    if matches!(stop, Stop::Problem(_)) {
        return shown(call, Err(stop));
    }
    log::warn!("the access token of a sign-in is not accepted");
    let say = (
        text!("Inloggningen godtas inte", "The sign-in is not accepted"),
        text!(
            "Token är inte giltig här. Be kommunen kontrollera kontots behörighet, eller gör en ny token.",
            "The token is not valid here. Ask the municipality to check the permissions of the account, or make a new token."
        ),
        try_again(),
    );
    refused_page(call, StatusCode::FORBIDDEN, &say)
}
