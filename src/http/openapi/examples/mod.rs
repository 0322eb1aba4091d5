//! The examples of the specification: real answers from the catalogue of Tomelilla, so that they are always true.

pub(crate) mod annual_report;
pub(crate) mod records;
pub(crate) mod statistics;
pub(crate) mod with_token;

use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;
use serde_json::{Value, json};

use crate::catalogue::snapshot::Catalogue;
use crate::documents::embedded;
use crate::documents::questions::question;
use crate::documents::readers::file::CatalogueFile;
use crate::domain::eligibility::Question;
use crate::domain::insatser::document::{Change, Document};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::provider::{Agreement, AgreementKind, Provider, ProviderKind};
use crate::domain::kommun::Kommunkod;
use crate::domain::publishing::proposal::Proposal;
use crate::domain::slug::Slug;
use crate::http::catalogue::{
    across, assessment_required, changes, criteria, documentation_rules, facts, insats_filter, insats_view, insatser,
    municipalities, providers,
};
use crate::http::eligibility::{ask, batches, screening};
use crate::http::problems::kinds::Kind;
use crate::http::records::sheets::CSV;
use crate::http::response::JSON_LD;
use crate::http::response::feed::After;
use crate::http::response::link::OwnAddress;
use crate::http::response::page::Page;
use crate::http::service::{api_info, problems};
use crate::http::state::BASE_PATH;
use crate::interop::public_service::public_service;
use crate::store::catalogue::changes::KeptChange;

const KOMMUNKOD: &str = "1270";
const INSATS: &str = "trygghetslarm";
const DAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 9, 1).expect("a day");

/// Tomelilla as of the first publication, with a provider, which its source does not name.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let file =
        CatalogueFile::read(embedded::TOMELILLA, None).unwrap_or_else(|_| panic!("the embedded catalogue is read"));
    let kommunkod = Kommunkod::parse(KOMMUNKOD).expect("a municipality");
    let published = file
        .documents
        .into_iter()
        .filter_map(|proposed| match proposed.proposal {
            Proposal::Put(document) => Some(document),
            Proposal::End(_) => None,
        });
    let changes = published
        .chain(example_provider())
        .zip(1..)
        .map(|(document, revision)| (revision, kommunkod, Change::Put(document)));
    Catalogue::default()
        .after(changes)
        .expect("the embedded catalogue is whole")
});

fn example_provider() -> [Document; 2] {
    let slug = |text| Slug::parse(text).expect("a slug");
    [
        Document::Provider(Provider {
            slug: slug("egen-regi"),
            name: "Egen regi".into(),
            kind: Some(ProviderKind::OwnAdministration),
            web_page: None,
            function_phone: None,
            sources: Vec::new(),
        }),
        Document::Agreement {
            provider: slug("egen-regi"),
            agreement: Agreement {
                slug: slug("egen-regi-trygghetslarm"),
                insatser: vec![slug(INSATS)],
                valid_from: NaiveDate::from_ymd_opt(2025, 7, 1),
                valid_to: None,
                kind: AgreementKind::OwnAdministration,
                part_of: None,
                reference: None,
                note: None,
                sources: Vec::new(),
            },
        },
    ]
}

/// The example of an operation's request body, where it has one.
pub(crate) fn request_example(operation: &str) -> Option<Value> {
    match operation {
        "ask_eligibility" => Some(ask::example()),
        "screen" => Some(screening::example()),
        "ask_batch" => Some(batches::example()),
        other => with_token::request(other),
    }
}

/// The path that an operation's example was asked for.
fn path(operation: &str) -> String {
    match operation {
        "list_municipalities" => format!("{BASE_PATH}/municipalities"),
        "list_insatser_across" => format!("{BASE_PATH}/insatser"),
        "list_changes" => format!("{BASE_PATH}/changes"),
        "list_follow_ups" => format!("{BASE_PATH}/municipalities/{KOMMUNKOD}/follow-ups"),
        "list_audit_events" => format!("{BASE_PATH}/municipalities/{KOMMUNKOD}/audit-events"),
        "list_insatser" => format!("{BASE_PATH}/municipalities/{KOMMUNKOD}/insatser"),
        "list_records" => format!("{BASE_PATH}/municipalities/{KOMMUNKOD}/group-records"),
        "list_reporting" => format!("{BASE_PATH}/municipalities/{KOMMUNKOD}/reporting"),
        "get_statistics" => format!("{BASE_PATH}/municipalities/{KOMMUNKOD}/statistics"),
        "get_exact_statistics" => format!("{BASE_PATH}/municipalities/{KOMMUNKOD}/statistics/exact"),
        "list_releases" => format!("{BASE_PATH}/municipalities/{KOMMUNKOD}/statistics/releases"),
        _ => format!("{BASE_PATH}/municipalities/{KOMMUNKOD}/providers"),
    }
}

/// The example of an operation's answer in a media type.
///
/// # Panics
/// For an operation without an example: every operation has one, which a test sees.
pub(crate) fn example(operation: &str, media_type: &str, base: &str, origin: &str) -> Value {
    let kommunkod = Kommunkod::parse(KOMMUNKOD).expect("a municipality");
    let municipality = CATALOGUE.municipality(kommunkod).expect("in the catalogue");
    let insats = &municipality.insatser()[INSATS];
    let standing = insats.on(DAY).expect("has a version");
    let version = &standing.version().held.version;
    let path = path(operation);
    let own = OwnAddress {
        origin,
        path: &path,
        query: "",
    };
    match operation {
        "get_api_info" => value(&api_info::view(origin)),
        "get_openapi_json" => {
            json!({"openapi": "3.1.0", "info": {"title": "insatskatalog", "version": env!("CARGO_PKG_VERSION")}})
        }
        "get_openapi_yaml" => json!(format!(
            "openapi: 3.1.0\ninfo:\n  title: insatskatalog\n  version: {}\n",
            env!("CARGO_PKG_VERSION")
        )),
        "list_problems" => {
            let mut list = problems::list(base);
            list.problems.truncate(2);
            value(&list)
        }
        "get_problem" => value(&problems::view(Kind::UnknownInsats.entry(), base)),
        "list_municipalities" => value(&municipalities::list(&CATALOGUE, Page::default(), own)),
        "get_municipality" | "put_municipality" => value(&municipalities::view(municipality, base)),
        "list_insatser" => {
            let mut list = insatser::list(
                municipality,
                &insats_filter::Filter::default(),
                Page::default(),
                DAY,
                own,
            );
            list.insatser.truncate(1);
            list.meta.count = 1;
            list.meta.total_records = 1;
            value(&list)
        }
        "get_insats" if media_type == JSON_LD => public_service(municipality, standing, base),
        "get_insats" | "put_insats" | "withdraw_insats" => value(&insats_view::view(municipality, standing, DAY, base)),
        "list_versions" => value(&insatser::versions(municipality, insats, DAY, base, INSATS)),
        "get_criteria" => value(&criteria::view(municipality, standing.version(), base)),
        "get_documentation_rules" => value(&documentation_rules::view(kommunkod, version, 1, base)),
        "list_providers" => value(&providers::list(municipality, Page::default(), own)),
        "get_provider" | "put_provider" | "put_agreement" => value(&providers::view(
            kommunkod,
            &municipality.providers()["egen-regi"],
            base,
        )),
        "ask_eligibility" => answer(kommunkod),
        "screen" => screening(kommunkod),
        "ask_batch" => batches::answers(&CATALOGUE, &batches::example(), DAY, base),
        "list_insatser_across" => {
            let filter = across::AcrossFilter::default();
            let mut list = across::list(&CATALOGUE, &filter, Page::default(), DAY, own);
            list.insatser.drain(..4);
            value(&list)
        }
        "list_facts" => {
            let mut list = facts::view(&CATALOGUE, base);
            list.facts.truncate(3);
            value(&list)
        }
        "list_assessment_required" => {
            let mut list = assessment_required::view(base);
            list.assessment_required.truncate(2);
            value(&list)
        }
        "list_changes" => {
            let changes = vec![KeptChange {
                revision: 6,
                kommunkod: KOMMUNKOD.into(),
                kind: "version".into(),
                key: "trygghetslarm@2025-07-01".into(),
                json: Some(json!({"slug": INSATS, "validFrom": "2025-07-01"}).to_string()),
                at: DAY.and_time(NaiveTime::MIN).and_utc(),
            }];
            let list = changes::list(changes, After { after: 5, limit: 100 }, own);
            value(&list.unwrap_or_else(|_| panic!("the example is JSON")))
        }
        "list_records" if media_type == CSV => json!(records::sheet()),
        other => of_statistics(other, media_type, municipality, own)
            .or_else(|| with_token::answer(other, municipality, own))
            .unwrap_or_else(|| panic!("{other} has no example")),
    }
}

fn of_statistics(operation: &str, media_type: &str, municipality: &Municipality, own: OwnAddress) -> Option<Value> {
    statistics::answer(operation, media_type == CSV, own)
        .or_else(|| annual_report::answer(operation, media_type, municipality, &own.base()))
}

fn answer(kommunkod: Kommunkod) -> Value {
    let example = ask::example().to_string();
    let asked = question::read(example.as_bytes(), DAY);
    let asked = asked.unwrap_or_else(|_| panic!("the example is a question"));
    let question = Question {
        as_of: asked.as_of.unwrap_or(DAY),
        activity: None,
        place: None,
        facts: &asked.facts,
    };
    value(
        &CATALOGUE
            .answer(kommunkod, INSATS, &question)
            .expect("the example is answered"),
    )
}

/// A screening with one answer of each outcome.
fn screening(kommunkod: Kommunkod) -> Value {
    let example = screening::example().to_string();
    let (as_of, facts) =
        question::read_facts(example.as_bytes(), DAY).unwrap_or_else(|_| panic!("the example is read"));
    let mut screening = CATALOGUE
        .screen(kommunkod, as_of.unwrap_or(DAY), &facts)
        .ok()
        .flatten()
        .expect("in the catalogue");
    screening.eligible.truncate(1);
    value(&screening)
}

fn value(view: &impl Serialize) -> Value {
    serde_json::to_value(view).expect("every answer is JSON")
}

/// The example of a sheet that is sent.
pub(crate) fn example_sheet() -> Value {
    json!(records::sheet())
}
