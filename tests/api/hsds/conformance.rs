//! Every page of every list, and every object, fits the schemas of HSDS and the profile.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::{Value, json};

use super::schemas::{check, check_members, errors};
use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::tests;

tests![
    every_page_and_every_object_fits_the_schemas,
    a_broken_copy_does_not_fit,
    every_reference_leads_to_its_object,
];

/// The lists: the path, the schema of a page, and the schema of an object.
const LISTS: [(&str, &str, &str); 5] = [
    ("services", "page_services.schema.json", "service.json"),
    ("organizations", "page_organizations.schema.json", "organization.json"),
    (
        "service_at_locations",
        "page_service_at_locations.schema.json",
        "service_at_location.json",
    ),
    ("taxonomies", "page_taxonomies.schema.json", "taxonomy.json"),
    (
        "taxonomy_terms",
        "page_taxonomy_terms.schema.json",
        "taxonomy_term.json",
    ),
];

/// The members of the profile, and those that HSDS describes outside its schemas.
fn of_profile() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    BTreeMap::from([
        (
            "service.json",
            BTreeSet::from(["insats", "criteria", "activities", "providers", "modified_date"]),
        ),
        ("service_at_location.json", BTreeSet::from(["criteria", "service"])),
        ("organization.json", BTreeSet::from(["services"])),
    ])
}

pub async fn get(app: &TestApp, path: &str) -> Answered {
    app.send_anywhere(Method::GET, path, &[], None).await
}

pub async fn get_json(app: &TestApp, path: &str) -> Value {
    let answered = get(app, path).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    assert_eq!(answered.header("content-type"), "application/json", "{path}");
    answered.json()
}

/// The items of all pages, each page checked.
pub async fn all_pages(app: &TestApp, list: &str, query: &str) -> Vec<Value> {
    let (_, schema, _) = LISTS.into_iter().find(|(path, ..)| *path == list).expect("a list");
    let mut items: Vec<Value> = Vec::new();
    for number in 1.. {
        let path = format!("/hsds/{list}?page={number}&per_page=7{query}");
        let page = get_json(app, &path).await;
        check(&path, schema, &page);
        let contents = page["contents"].as_array().expect("contents").clone();
        let total = page["total_items"].as_u64().expect("a number");
        let pages = total.div_ceil(7);
        let is_last = number == pages.max(1);
        let expected = json!({
            "total_items": total, "total_pages": pages, "page_number": number, "size": contents.len(),
            "first_page": number == 1, "last_page": is_last, "empty": contents.is_empty(),
        });
        for (name, value) in expected.as_object().expect("members") {
            assert_eq!(page[name], *value, "{path}: {name}");
        }
        items.extend(contents);
        if is_last {
            assert_eq!(items.len() as u64, total, "{path}");
            return items;
        }
    }
    unreachable!("a list ends")
}

async fn every_page_and_every_object_fits_the_schemas(engine: Engine) {
    let app = TestApp::start(engine).await;
    let later = fit(&app).await;
    // The catalogue of Stockholm is of a time before the act.
    app.now("2024-10-01T10:00:00Z");
    let earlier = fit(&app).await;
    for (list, least) in [("services", 25), ("service_at_locations", 11)] {
        assert!(later[list] + earlier[list] >= least, "{list}: {later:?} {earlier:?}");
    }
}

/// Checks everything on a day, and counts the objects of each list.
async fn fit(app: &TestApp) -> BTreeMap<&'static str, usize> {
    let known = of_profile();
    let mut counts = BTreeMap::new();
    for (list, _, schema) in LISTS {
        let mut queries = vec![""];
        queries.extend(match list {
            "services" => vec!["&full=true", "&minimal=true"],
            "organizations" => vec!["&full=true", "&full_service=true"],
            "service_at_locations" => vec!["&full=true"],
            _ => vec![],
        });
        let mut ids = BTreeSet::new();
        for query in queries {
            let items = all_pages(app, list, query).await;
            counts.insert(list, items.len());
            for item in &items {
                let place = format!("{list}{query}");
                check(&place, schema, item);
                check_members(&place, schema, item, &known);
                for service in item["services"].as_array().into_iter().flatten() {
                    check(&place, "service.json", service);
                    check_members(&place, "service.json", service, &known);
                }
            }
            let own: BTreeSet<String> = items.iter().map(|item| text(&item["id"])).collect();
            assert_eq!(own.len(), items.len(), "{list}{query}: each id once");
            assert!(ids.is_empty() || ids == own, "{list}{query}: the same objects");
            ids = own;
        }
        for id in ids {
            let path = format!("/hsds/{list}/{id}");
            let object = get_json(app, &path).await;
            assert_eq!(object["id"], json!(id));
            check(&path, schema, &object);
            check_members(&path, schema, &object, &known);
        }
    }
    assert_eq!((counts["taxonomies"], counts["taxonomy_terms"]), (3, 17));
    counts
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("a text, not {value}"))
        .to_owned()
}

async fn a_broken_copy_does_not_fit(engine: Engine) {
    let app = TestApp::start(engine).await;
    let page = get_json(&app, "/hsds/services?full=true").await;
    let service = &page["contents"][0];
    assert!(errors("page_services.schema.json", &page).is_empty());
    for (schema, whole, pointer, wrong) in [
        ("page_services.schema.json", &page, "/empty", json!("no")),
        ("page_services.schema.json", &page, "/contents/0/name", Value::Null),
        (
            "page_services.schema.json",
            &page,
            "/contents/0/organization/id",
            json!("1270"),
        ),
        ("service.json", service, "/id", json!("trygghetslarm")),
        ("service.json", service, "/status", json!("aktiv")),
        ("service.json", service, "/last_modified", json!("igår")),
        ("service.json", service, "/organization/name", Value::Null),
        (
            "service.json",
            service,
            "/attributes/0/taxonomy_term/id",
            json!("motesplats"),
        ),
        ("service.json", service, "/service_areas/0/name", json!(1270)),
    ] {
        let mut broken = whole.clone();
        *broken
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{pointer} in {whole:#}")) = wrong;
        assert_eq!(errors(schema, &broken).len(), 1, "{schema}: {pointer}");
    }
    let mut without = page.clone();
    without.as_object_mut().expect("a page").shift_remove("empty");
    assert_eq!(errors("page_services.schema.json", &without).len(), 1);
}

async fn every_reference_leads_to_its_object(engine: Engine) {
    let app = TestApp::start(engine).await;
    let services = all_pages(&app, "services", "&full=true").await;
    let mut seen = BTreeSet::new();
    for service in &services {
        assert_eq!(service["organization_id"], service["organization"]["id"]);
        seen.insert(format!("organizations/{}", text(&service["organization_id"])));
        for attribute in service["attributes"].as_array().expect("attributes") {
            seen.insert(format!("taxonomy_terms/{}", text(&attribute["taxonomy_term_id"])));
            seen.insert(format!(
                "taxonomies/{}",
                text(&attribute["taxonomy_term"]["taxonomy_id"])
            ));
        }
        for provider in service["providers"].as_array().into_iter().flatten() {
            seen.insert(format!("organizations/{}", text(&provider["id"])));
        }
        for place in service["service_at_locations"].as_array().into_iter().flatten() {
            assert_eq!(place["service_id"], service["id"]);
            assert_eq!(place["location_id"], place["location"]["id"]);
            seen.insert(format!("service_at_locations/{}", text(&place["id"])));
        }
        // The address of the insats is that of the public service.
        let insats = text(&service["insats"]);
        let path = insats
            .strip_prefix("https://api.example.se")
            .expect("the public address");
        assert_eq!(get(&app, path).await.json()["name"]["sv"], service["name"]);
    }
    assert!(seen.len() > 20, "{seen:?}");
    for path in seen {
        get_json(&app, &format!("/hsds/{path}")).await;
    }
}
