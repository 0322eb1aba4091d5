//! The forms in which the catalogue is read besides JSON, and the links between them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, LINK};

use crate::catalogue::listing::Listed;
use crate::documents::sheets::insatser::{Row, csv, workbook};
use crate::domain::insatser::insats::{Standing, VersionInTime};
use crate::domain::insatser::municipality::Municipality;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::records::sheets::{CSV, XLSX};
use crate::http::response::accept::{Offered, without_charset};
use crate::http::response::linked::linked;
use crate::http::response::page::Page;
use crate::http::response::{Freshness, JSON, as_file, bytes, text};
use crate::interop::calendar::{Subject, calendar};
use crate::interop::public_service::public_services;
use crate::interop::schema_org::government_services;
use crate::interop::syntax::Syntax;

/// A form of an insats, of a list of insatser, or of a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Json,
    Linked(Syntax),
    SchemaOrg,
    Csv,
    Xlsx,
    Calendar,
}

/// JSON-LD in the vocabulary of schema.org.
const SCHEMA_ORG: &str = "application/ld+json;profile=\"https://schema.org\"";

const CALENDAR: &str = "text/calendar; charset=utf-8";

/// The forms of an insats. A client that prefers none gets the first.
pub(crate) const OF_INSATS: [Form; 5] = [
    Form::Json,
    Form::Linked(Syntax::JsonLd),
    Form::SchemaOrg,
    Form::Linked(Syntax::Turtle),
    Form::Calendar,
];

/// The forms of a list of insatser.
pub(crate) const OF_LIST: [Form; 6] = [
    Form::Json,
    Form::Linked(Syntax::JsonLd),
    Form::SchemaOrg,
    Form::Linked(Syntax::Turtle),
    Form::Csv,
    Form::Xlsx,
];

/// The forms of a municipality.
pub(crate) const OF_MUNICIPALITY: [Form; 3] = [Form::Json, Form::Linked(Syntax::JsonLd), Form::Linked(Syntax::Turtle)];

/// The most insatser of one document of linked data, and of one sheet. A client that wants more asks for pages.
const MOST_LINKED: usize = 500;
const MOST_ROWS: usize = 10_000;

impl Offered for Form {
    fn media_type(&self) -> &str {
        match self {
            Self::Json => JSON,
            Self::Linked(syntax) => syntax.media_type(),
            Self::SchemaOrg => SCHEMA_ORG,
            Self::Csv => CSV,
            Self::Xlsx => XLSX,
            Self::Calendar => CALENDAR,
        }
    }
}

/// Adds links from an answer to the same resource in its other forms.
pub(crate) fn with_alternates(mut answer: HttpResponse, call: &Call, forms: &[Form], shown: Form) -> HttpResponse {
    let own = call.own();
    let key = [shown.media_type(), " ", own.origin, own.path, "?", own.query].concat();
    let links = call.encoded.links(key, || {
        let own = own.with(&[]);
        let others = forms.iter().filter(|form| **form != shown);
        let links = others.map(|form| {
            let media_type = without_charset(form.media_type()).replace('"', "\\\"");
            format!("<{own}>; rel=\"alternate\"; type=\"{media_type}\"")
        });
        links.filter_map(|link| HeaderValue::try_from(link).ok()).collect()
    });
    for link in links.iter() {
        answer.headers_mut().append(LINK, link.clone());
    }
    answer
}

fn append_link(answer: &mut HttpResponse, link: &str) {
    if let Ok(link) = HeaderValue::from_str(link) {
        answer.headers_mut().append(LINK, link);
    }
}

/// Answers with a list of insatser in a form other than JSON: a page, or the whole list if the query names no page.
pub(crate) fn list_in_form(
    call: &Call,
    freshness: &Freshness,
    form: Form,
    listed: Vec<Listed>,
    page: Option<Page>,
) -> Answer {
    let total = listed.len();
    let most = if matches!(form, Form::Csv | Form::Xlsx) {
        MOST_ROWS
    } else {
        MOST_LINKED
    };
    let shown = match page {
        Some(page) => page.of(listed).0,
        None if total > most => return Err(Problem::of(Kind::ListTooLarge)),
        None => listed,
    };
    let base = call.base();
    let insatser = shown.iter().map(|listed| (listed.municipality, listed.standing));
    let mut answer = match form {
        Form::Linked(syntax) => linked(&call.request, freshness, syntax, "", || {
            public_services(insatser, &base)
        }),
        Form::Csv | Form::Xlsx => sheet(call, freshness, form, insatser),
        Form::SchemaOrg => schema_org(call, freshness, insatser),
        Form::Json | Form::Calendar => Err(Problem::of(Kind::NotAcceptable)),
    }?;
    // These forms have no place for links to other pages.
    for link in page.into_iter().flat_map(|page| page.links(call.own(), total)) {
        if link.rel != "self" {
            append_link(&mut answer, &format!("<{}>; rel=\"{}\"", link.href, link.rel));
        }
    }
    Ok(with_alternates(answer, call, &OF_LIST, form))
}

/// Answers with insatser in the vocabulary of schema.org.
pub(crate) fn schema_org<'a>(
    call: &Call,
    freshness: &Freshness,
    insatser: impl Iterator<Item = (&'a Municipality, Standing<'a>)>,
) -> Answer {
    text(&call.request, freshness, SCHEMA_ORG, "schema-org", || {
        let insatser = insatser.map(|(municipality, standing)| (municipality, &standing.version().held.version));
        bytes(&government_services(insatser, &call.base()))
    })
}

/// Answers with insatser as a sheet for people.
fn sheet<'a>(
    call: &Call,
    freshness: &Freshness,
    form: Form,
    insatser: impl Iterator<Item = (&'a Municipality, Standing<'a>)>,
) -> Answer {
    let rows = insatser.map(|(municipality, standing)| Row::new(municipality, standing));
    let name = if form == Form::Csv { "csv" } else { "xlsx" };
    let answer = text(&call.request, freshness, form.media_type(), name, || {
        Ok(if form == Form::Csv { csv(rows) } else { workbook(rows) })
    })?;
    // A client that has the file already has its name.
    let is_sent = answer.status() == StatusCode::OK;
    Ok(if is_sent {
        as_file(answer, &format!("insatser.{name}"))
    } else {
        answer
    })
}

/// Answers with the opening hours of an insats.
pub(crate) fn calendar_of(call: &Call, freshness: &Freshness, version: VersionInTime, address: &str) -> Answer {
    let today = call.today();
    text(&call.request, freshness, CALENDAR, &format!("ics-{today}"), || {
        Ok(calendar(&Subject {
            version,
            address,
            today,
        }))
    })
}
