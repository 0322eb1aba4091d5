//! The first page of providers: sign in, or choose what to report.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::Slug;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::records::coverage::{Coverage, CoverageState};
use crate::domain::text::texts;
use crate::http::call::{Answer, Call};
use crate::http::html::answer::uncached_page;
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::html::parameters::Parameters;
use crate::http::html::shown::Shown;
use crate::http::problems::Kind;
use crate::http::records::reporting::reports;
use crate::http::request::permission::{Permitted, ReadRecords};
use crate::tokens::Caller;

use super::access::form::TOKEN;
use super::access::refusal::shown;
use super::access::session::Session;
use super::access::stop::Stop;
use super::addresses as paths;
use super::addresses::{of_stream, return_address};
use super::frame::{choose_insats, page_language, page_layout};

#[derive(Template)]
#[template(path = "provider/start.html")]
struct Start {
    layout: Layout,
    say: Texts,
    /// Where the sign-in begins; `None` if the service has none.
    sign_in: Option<String>,
    /// Whether a token can be pasted, on the machine of the service.
    takes_token: bool,
    token_action: String,
    /// The page that the reader wanted.
    to: String,
    is_interrupted: bool,
}

#[derive(Template)]
#[template(path = "provider/choose.html")]
struct Choose {
    layout: Layout,
    say: Texts,
    title: String,
    providers: Vec<OwnProvider>,
    sign_out: String,
    token_field: &'static str,
    form_token: String,
}

/// A provider of the caller, with the insatser that it reports.
struct OwnProvider {
    name: String,
    municipality: &'static str,
    insatser: Vec<OwnInsats>,
}

struct OwnInsats {
    href: String,
    name: Shown<'static>,
    /// The periods whose reports are late or missing.
    missing: Vec<String>,
}

texts! {
    title: "Lämna in uppgifter för din verksamhet", "Hand in records of your activities";
    lead: "Här lämnar du som utför en insats in kommunens blad med uppgifter om era träffar. Ni ser vad som är fel innan något sparas.", "Here you hand in the municipality's sheet with records of your sessions, if you provide a service. You see what is wrong before anything is saved.";
    never: "Skriv aldrig namn, personnummer eller något annat om en enskild person.", "Never write names, identity numbers or anything else about a single person.";
    sign_in: "Logga in", "Sign in";
    sign_in_hint: "Du loggar in med det konto som kommunen har gett dig.", "You sign in with the account that the municipality has given you.";
    interrupted: "Logga in för att komma till sidan.", "Sign in to go to the page.";
    token: "Token", "Token";
    token_hint: "På den här datorn loggar du in med en token från kommandot insatskatalog token.", "On this computer, sign in with a token of the command insatskatalog token.";
    no_sign_in: "Inloggning är inte inställd i tjänsten. Kommunen kan ge dig en token för ett eget system.", "Sign-in is not set up in this service. The municipality can give you a token for your own system.";
    nothing: "Din inloggning gäller ingen utförare med en insats att rapportera. Be kommunen om behörighet.", "Your sign-in is for no provider with a service to report. Ask the municipality for permission.";
    missing: "Saknas:", "Missing:";
    sign_out: "Logga ut", "Sign out";
}

/// The page to sign in; when signed in, the insatser to report.
pub(crate) async fn start(call: Call) -> Answer {
    let session = Session::of(&call.request, &call.secret);
    let signed_in = match &session {
        Some(session) => session.caller(&call.request).await.map(|caller| (session, caller)),
        None => Err(Stop::SignedOut),
    };
    match signed_in {
        Ok((session, caller)) => {
            let page = choose(&call, session, caller).await;
            shown(&call, page)
        }
        Err(Stop::SignedOut) => signed_out(&call),
        Err(stop) => shown(&call, Err(stop)),
    }
}

fn signed_out(call: &Call) -> Answer {
    let language = page_language(call);
    let parameters = Parameters::of(&call.request);
    let to = return_address(parameters.get("to").unwrap_or_default()).to_owned();
    let page = Start {
        sign_in: call.sign_in.is_some().then(|| {
            let address = if to == paths::START {
                paths::SIGN_IN.to_owned()
            } else {
                format!("{}?to={to}", paths::SIGN_IN)
            };
            language.link(&address)
        }),
        takes_token: call.verifier.is_local(),
        token_action: language.link(paths::TOKEN),
        is_interrupted: to != paths::START,
        to,
        say: Texts::new(language.words),
        layout: page_layout(call, &language, paths::START),
    };
    uncached_page(StatusCode::OK, &language, &page)
}

async fn choose(call: &Call, session: &Session, caller: Caller) -> Result<HttpResponse, Stop> {
    let language = page_language(call);
    let mut providers = Vec::new();
    for kommunkod in caller.municipalities.clone() {
        let Ok(reader) = Permitted::<ReadRecords>::in_municipality(caller.clone(), kommunkod) else {
            continue;
        };
        let reports = match reports(call, &reader, None, call.today()).await {
            Ok(reports) => reports,
            // Its catalogue may be elsewhere.
            Err(problem) if problem.kind == Kind::UnknownMunicipality => continue,
            Err(problem) => return Err(problem.into()),
        };
        let catalogue = call.catalogue();
        let own = caller.providers_in(kommunkod);
        let found = catalogue.municipality(kommunkod).into_iter().flat_map(|municipality| {
            let slugs = municipality.providers().keys();
            let slugs = slugs.filter(|slug| own.as_ref().is_none_or(|own| own.contains(slug)));
            slugs.filter_map(|slug| own_provider(municipality, slug, &reports, &language))
        });
        providers.extend(found);
    }
    let page = Choose {
        title: language.say(&choose_insats()).to_owned(),
        providers,
        sign_out: language.link(paths::SIGN_OUT),
        token_field: TOKEN,
        form_token: session.form_token(&call.secret),
        say: Texts::new(language.words),
        layout: page_layout(call, &language, paths::START),
    };
    Ok(uncached_page(StatusCode::OK, &language, &page)?)
}

/// A provider and what it reports; `None` if that is nothing.
fn own_provider(
    municipality: &Municipality,
    slug: &Slug,
    reports: &[Coverage],
    language: &PageLanguage,
) -> Option<OwnProvider> {
    let kommun = municipality.document().kommunkod.kommun();
    let linked = municipality.insatser().iter().filter(|(insats, _)| {
        let mut linked = municipality.linked_providers(insats);
        linked.any(|linked| linked.provider().slug == *slug)
    });
    let insatser: Vec<OwnInsats> = linked
        .filter_map(|(insats, versions)| {
            let latest = versions.versions().next_back()?;
            Some(OwnInsats {
                href: language.link(&of_stream(kommun.kommunkod, slug, insats)),
                name: language.show(&latest.held.version.name).into_owned(),
                missing: missing(reports, insats, slug),
            })
        })
        .collect();
    let provider = municipality.providers().get(slug)?;
    (!insatser.is_empty()).then(|| OwnProvider {
        name: provider.provider.name.clone(),
        municipality: kommun.name,
        insatser,
    })
}

/// The periods of an insats whose reports a provider should have handed in.
fn missing(reports: &[Coverage], insats: &Slug, provider: &Slug) -> Vec<String> {
    let own = reports
        .iter()
        .filter(|line| line.insats == *insats && line.provider == *provider);
    let missing = own.filter(|line| matches!(line.state, CoverageState::Late | CoverageState::Missing));
    missing.map(|line| line.period.to_string()).collect()
}
