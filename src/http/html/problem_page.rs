//! The page that says what went wrong with a request of a browser, and leads on.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::domain::kommun::{Kommun, Kommunkod};
use crate::domain::text::{composed, text, texts};
use crate::domain::{Fault, Text};
use crate::http::problems::{Kind, Problem};
use crate::http::response::accept::preferred;
use crate::http::state::{BASE_PATH, State};

use super::answer::{HTML, uncached_page};
use super::language::PageLanguage;
use super::layout::Layout;
use super::parameters::Parameters;
use super::paths::{self, is_page};

/// The media type of problems for programs.
const PROBLEM: &str = "application/problem+json";

/// The paths below which only programs ask.
const FOR_PROGRAMS: [&str; 5] = [BASE_PATH, "/hsds", "/health", "/datasets/", "/.well-known/"];

#[derive(Template)]
#[template(path = "html/problem_page.html")]
struct ProblemPage {
    layout: Layout,
    say: Texts,
    title: String,
    detail: String,
    faults: Vec<String>,
    /// The page of a known municipality in the address, and what leads there.
    municipality: Option<(String, String)>,
    /// Where the search goes.
    search: String,
    search_label: String,
    /// Questions to the operator name it.
    trace_id: String,
    is_not_found: bool,
}

texts! {
    search: "Sök", "Search";
    all: "Till alla kommuner", "To all municipalities";
    trace: "Felets nummer, om du frågar den som driver tjänsten:", "Error number, if you ask the operator of the service:";
}

/// The page for a problem; `None` if the client is a program. A browser prefers a page, and so does everybody who asks for a page.
pub(crate) fn problem_page(request: &HttpRequest, problem: &Problem, trace_id: &str) -> Option<HttpResponse> {
    let path = request.path();
    if FOR_PROGRAMS.iter().any(|of_programs| path.starts_with(of_programs)) {
        return None;
    }
    let is_page = request.match_pattern().is_some_and(|pattern| is_page(&pattern));
    let offered = if is_page { [HTML, PROBLEM] } else { [PROBLEM, HTML] };
    if preferred(request, &offered).ok()? != HTML {
        return None;
    }
    let state = request.app_data::<web::Data<State>>()?;
    // A refused address is not repeated, and its parameters are not read.
    let is_refused = !problem.errors.is_empty() && problem.kind != Kind::UnknownMunicipality;
    let parameters = if is_refused {
        Parameters::none()
    } else {
        Parameters::of(request)
    };
    let language = PageLanguage::of(request, &parameters);
    let say = |text: &Text| language.say(text).to_owned();
    let named = path.split('/').nth(1).and_then(Kommunkod::parse).map(Kommunkod::kommun);
    let is_known = |kommun: &Kommun| state.catalogue().municipality(kommun.kommunkod).is_some();
    let (title, detail) = words(problem, named.as_ref());
    let known = named.filter(is_known);
    let search = known.map_or_else(
        || paths::HOME.to_owned(),
        |kommun| paths::of_municipality(kommun.kommunkod),
    );
    let page = ProblemPage {
        title: say(&title),
        detail: say(&detail),
        faults: problem
            .errors
            .iter()
            .filter(|_| is_refused)
            .map(|Fault { detail, .. }| say(detail))
            .collect(),
        municipality: known.map(|kommun| {
            let name = kommun.name;
            let leads = composed!("Alla insatser i {name}", "All services in {name}");
            (language.link(&paths::of_municipality(kommun.kommunkod)), say(&leads))
        }),
        search: search.clone(),
        search_label: say(&search_label(known.as_ref())),
        trace_id: trace_id.to_owned(),
        is_not_found: problem.status() == 404,
        say: Texts::new(language.words),
        layout: Layout::new(&language, state, request, &search).unlisted(),
    };
    let mut answer = uncached_page(problem.status(), &language, &page).ok()?;
    problem.add_headers(answer.headers_mut());
    Some(answer)
}

fn search_label(known: Option<&Kommun>) -> Text {
    if let Some(Kommun { name, .. }) = known {
        return composed!("Sök bland insatserna i {name}", "Search the services in {name}");
    }
    text!(
        "Sök bland alla kommuners insatser",
        "Search the services of all municipalities"
    )
}

/// The heading and what to do, for a reader.
fn words(problem: &Problem, named: Option<&Kommun>) -> (Text, Text) {
    match (problem.kind, named) {
        (Kind::UnknownMunicipality, Some(kommun)) => {
            let name = kommun.organisation();
            (
                composed!("{name} har ingen katalog här", "{name} has no catalogue here"),
                text!(
                    "Fråga kommunen vilka insatser den har utan individuell behovsprövning. Du har alltid rätt att ansöka om \
                     insatser hos socialtjänsten.",
                    "Ask the municipality which services it provides without an individual needs assessment. You always have the \
                     right to apply to social services for support."
                ),
            )
        }
        (Kind::UnknownInsats, Some(kommun)) => {
            let name = kommun.name;
            (
                text!("Insatsen finns inte här", "The service is not here"),
                composed!(
                    "Katalogen har ingen insats i {name} på den här adressen. Den kan ha bytt namn.",
                    "The catalogue has no service in {name} at this address. It may have a new name."
                ),
            )
        }
        (Kind::UnknownPath | Kind::UnknownMunicipality | Kind::UnknownInsats, _) => (
            text!("Sidan finns inte", "The page does not exist"),
            text!(
                "Kontrollera adressen, eller sök efter det du behöver.",
                "Check the address, or search for what you need."
            ),
        ),
        (kind, _) => {
            let entry = kind.entry();
            let detail = problem.detail.clone().unwrap_or(entry.remedy);
            // The remedy is for those who write programs; what was wrong is in the list.
            let is_listed = !problem.errors.is_empty();
            (entry.title, if is_listed { Text::fixed("", "") } else { detail })
        }
    }
}
