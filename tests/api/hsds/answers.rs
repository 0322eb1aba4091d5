//! What is asked of the lists, and how they are answered.

use reqwest::Method;
use serde_json::{Value, json};

use super::conformance::{all_pages, get, get_json};
use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::{ALARM, changed};
use crate::tests;

tests![
    pages_are_counted_from_one,
    a_search_finds_services_and_names,
    lists_are_chosen_by_organization_and_term,
    only_what_changed_since_a_moment_is_listed,
    a_decision_that_comes_into_force_is_a_change,
    minimal_lists_have_everything_in_one_page,
    lines_of_json_have_every_item,
    organizations_have_their_services_if_asked,
    wrong_questions_are_refused,
    unknown_identifiers_are_answered_404,
    other_media_types_are_answered_with_what_is_offered,
    answers_are_cached_and_compressed_as_others,
    web_pages_of_any_origin_may_read,
];

async fn send(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Answered {
    app.send_anywhere(Method::GET, path, headers, None).await
}

fn names(items: &Value) -> Vec<&str> {
    let items = items.as_array().expect("a list").iter();
    items.map(|item| item["name"].as_str().expect("a name")).collect()
}

async fn board_of_tomelilla(app: &TestApp) -> String {
    let alarms = get_json(app, "/hsds/services?search=trygghetslarm").await;
    alarms["contents"][0]["organization_id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

async fn pages_are_counted_from_one(engine: Engine) {
    let app = TestApp::start(engine).await;
    let all = get_json(&app, "/hsds/services").await;
    assert_eq!((&all["page_number"], &all["first_page"]), (&json!(1), &json!(true)));
    let first = get_json(&app, "/hsds/services?per_page=2").await;
    let second = get_json(&app, "/hsds/services?per_page=2&page=2").await;
    let both = [names(&first["contents"]), names(&second["contents"])].concat();
    assert_eq!(both, names(&all["contents"])[..4]);
    let beyond = get_json(&app, "/hsds/services?page=99999").await;
    assert_eq!((&beyond["empty"], &beyond["size"]), (&json!(true), &json!(0)));
    assert_eq!(beyond["total_items"], all["total_items"]);
}

async fn a_search_finds_services_and_names(engine: Engine) {
    let app = TestApp::start(engine).await;
    let found = get_json(&app, "/hsds/services?search=trygghetslarmet").await;
    assert_eq!(names(&found["contents"])[0], "Trygghetslarm");
    let nothing = get_json(&app, "/hsds/services?search=rymdfart").await;
    assert_eq!((&nothing["empty"], &nothing["total_pages"]), (&json!(true), &json!(0)));
    for (list, word, name) in [
        ("organizations", "finska", "Finska föreningen"),
        ("taxonomy_terms", "motesplats", "Mötesplats"),
        ("taxonomies", "villkor", "Villkor"),
    ] {
        let found = get_json(&app, &format!("/hsds/{list}?search={word}")).await;
        assert!(names(&found["contents"]).contains(&name), "{list}: {found}");
        assert_eq!(
            get_json(&app, &format!("/hsds/{list}?search=rymdfart")).await["empty"],
            true
        );
    }
    let places = get_json(&app, "/hsds/service_at_locations?search=traffpunkter").await;
    assert!(places["contents"].as_array().is_some_and(|places| !places.is_empty()));
}

async fn lists_are_chosen_by_organization_and_term(engine: Engine) {
    let app = TestApp::start(engine).await;
    let services = all_pages(&app, "services", "&full=true").await;
    let board = board_of_tomelilla(&app).await;
    let of_board = all_pages(&app, "services", &format!("&organization_id={board}")).await;
    let expected = services
        .iter()
        .filter(|service| service["organization_id"] == json!(board))
        .count();
    assert!(expected >= 5, "{expected}");
    assert_eq!(of_board.len(), expected);
    // A provider finds what it carries out.
    let provider = get_json(&app, "/hsds/organizations?search=finska").await["contents"][0]["id"].clone();
    let provider = provider.as_str().expect("an id");
    let of_provider = all_pages(&app, "services", &format!("&organization_id={provider}")).await;
    assert_eq!(names(&json!(of_provider)), ["Träffpunkter"]);
    let places = all_pages(&app, "service_at_locations", &format!("&organization_id={provider}")).await;
    assert!(places.iter().all(|place| place["service"]["name"] == "Träffpunkter"));

    let has = |service: &Value, member: &str, id: &Value| {
        let attributes = service["attributes"].as_array().expect("attributes");
        attributes.iter().any(|attribute| attribute.pointer(member) == Some(id))
    };
    for term in all_pages(&app, "taxonomy_terms", "").await {
        let id = term["id"].as_str().expect("an id");
        let of_term = all_pages(&app, "services", &format!("&taxonomy_term_id={id}")).await;
        let expected = services
            .iter()
            .filter(|service| has(service, "/taxonomy_term_id", &term["id"]))
            .count();
        assert_eq!(of_term.len(), expected, "{}", term["name"]);
        // Cumulative: a term of another taxonomy has no service.
        let other = all_pages(&app, "services", &format!("&taxonomy_term_id={id}&taxonomy_id={board}")).await;
        assert!(other.is_empty());
        let organizations = all_pages(&app, "organizations", &format!("&taxonomy_term_id={id}")).await;
        assert_eq!(organizations.is_empty(), expected == 0, "{}", term["name"]);
    }
    for taxonomy in all_pages(&app, "taxonomies", "").await {
        let id = taxonomy["id"].as_str().expect("an id");
        let of_taxonomy = all_pages(&app, "services", &format!("&taxonomy_id={id}")).await;
        assert_eq!(
            of_taxonomy.len(),
            services.len(),
            "every service has a term of each taxonomy"
        );
        let terms = all_pages(&app, "taxonomy_terms", &format!("&taxonomy_id={id}&top_only=true")).await;
        assert!(!terms.is_empty() && terms.iter().all(|term| term["taxonomy_id"] == taxonomy["id"]));
        let children = all_pages(&app, "taxonomy_terms", &format!("&parent_id={id}")).await;
        assert!(children.is_empty(), "no term has a parent");
    }
}

async fn only_what_changed_since_a_moment_is_listed(engine: Engine) {
    let app = TestApp::start(engine).await;
    let all = all_pages(&app, "services", "").await;
    let since = "&modified_after=2025-10-01T10:01:00Z";
    assert!(all_pages(&app, "services", since).await.is_empty());
    app.now("2025-10-01T10:02:00Z");
    changed(&app, "1270", ALARM, |insats| {
        insats["summary"]["sv"] = json!("Ett larm i hemmet.");
    })
    .await;
    let listed = all_pages(&app, "services", since).await;
    assert_eq!(names(&json!(listed)), ["Trygghetslarm"]);
    assert_eq!(listed[0]["last_modified"], "2025-10-01T10:02:00.000Z");
    // Also at the moment itself: with an offset, with a plus sign that was not encoded, and without an offset.
    for moment in [
        "2025-10-01T10:02:00.000Z",
        "2025-10-01T12:02:00%2B02:00",
        "2025-10-01T12:02:00+02:00",
        "2025-10-01T10:02:00",
    ] {
        let listed = all_pages(&app, "services", &format!("&modified_after={moment}")).await;
        assert_eq!(listed.len(), 1, "{moment}");
    }
    for (moment, count) in [
        ("2025-10-01T10:02:01Z", 0),
        ("2025-10-02", 0),
        ("2025-10-01", all.len()),
        ("1970-01-01T00:00:00.000Z", all.len()),
    ] {
        let listed = all_pages(&app, "services", &format!("&modified_after={moment}")).await;
        assert_eq!(listed.len(), count, "{moment}");
    }
}

async fn a_decision_that_comes_into_force_is_a_change(engine: Engine) {
    let app = TestApp::start(engine).await;
    // The add-on of the foundation ends with its main agreement on 2026-05-31.
    app.now("2026-06-01T10:00:00Z");
    let path = "/hsds/services?search=personligt+ombud&full=true";
    let ombud = get_json(&app, path).await["contents"][0].clone();
    assert_eq!(ombud["last_modified"], "2026-05-31T22:00:00.000Z");
    let alert = ombud["alert"].as_str().expect("an alert");
    assert!(
        alert.contains("Inget gällande avtal finns i katalogen från och med 1 juni 2026."),
        "{alert}"
    );
    assert!(ombud.get("providers").is_none());
    app.now("2026-05-31T10:00:00Z");
    let ombud = get_json(&app, path).await["contents"][0].clone();
    assert_eq!(ombud["providers"][0]["name"], "Stiftelsen Parasoll");
}

async fn minimal_lists_have_everything_in_one_page(engine: Engine) {
    let app = TestApp::start(engine).await;
    let all = all_pages(&app, "services", "").await;
    let minimal = get_json(&app, "/hsds/services?minimal=true").await;
    assert_eq!(
        (&minimal["size"], &minimal["total_pages"]),
        (&json!(all.len()), &json!(1))
    );
    for (item, whole) in minimal["contents"].as_array().expect("contents").iter().zip(&all) {
        let members: Vec<&str> = item.as_object().expect("members").keys().map(String::as_str).collect();
        assert_eq!(members, ["id", "name", "status", "modified_date", "last_modified"]);
        assert_eq!(
            (&item["id"], &item["modified_date"]),
            (&whole["id"], &whole["last_modified"])
        );
    }
}

async fn lines_of_json_have_every_item(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (list, query) in [
        ("services", "&full=true"),
        ("services", ""),
        ("organizations", ""),
        ("service_at_locations", ""),
        ("taxonomies", ""),
        ("taxonomy_terms", ""),
    ] {
        let all = all_pages(&app, list, query).await;
        let path = format!("/hsds/{list}?format=ndjson{query}");
        let lines = get(&app, &path).await;
        assert_eq!(lines.header("content-type"), "application/x-ndjson", "{path}");
        let items: Vec<Value> = lines
            .text
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(items, all, "{path}");
        assert!(lines.text.ends_with('\n'));
        let again = send(&app, &path, &[("if-none-match", lines.header("etag"))]).await;
        assert_eq!(again.status, 304, "{path}");
        let by_accept = send(
            &app,
            &format!("/hsds/{list}?{}", query.trim_start_matches('&')),
            &[("accept", "application/x-ndjson")],
        )
        .await;
        assert_eq!(by_accept.text, lines.text, "{path}");
    }
}

async fn organizations_have_their_services_if_asked(engine: Engine) {
    let app = TestApp::start(engine).await;
    let path = format!("/hsds/organizations/{}", board_of_tomelilla(&app).await);
    assert!(get_json(&app, &path).await.get("services").is_none());
    let whole = get_json(&app, &format!("{path}?full_service=true")).await;
    let services = names(&whole["services"]);
    assert!(
        services.contains(&"Trygghetslarm") && services.len() >= 5,
        "{services:?}"
    );
    let listed = all_pages(&app, "organizations", "&full_service=true").await;
    assert!(listed.contains(&whole));
}

async fn wrong_questions_are_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (path, code, pointer) in [
        ("services?postcode=76128", "unknownMember", "/query"),
        ("services?Page=1", "unknownMember", "/query"),
        ("services?page=0", "outOfRange", "/query/page"),
        ("services?per_page=501", "outOfRange", "/query/per_page"),
        ("services?page=1&page=2", "duplicateMember", "/query/page"),
        ("services?format=xml", "notInList", "/query/format"),
        ("services?full=yes", "notInList", "/query/full"),
        ("services?minimal=1", "notInList", "/query/minimal"),
        ("services?search=", "empty", "/query/search"),
        ("services?search=%20-%20", "empty", "/query/search"),
        (
            "services?modified_after=yesterday",
            "invalidFormat",
            "/query/modified_after",
        ),
        (
            "services?modified_after=2025-13-01",
            "invalidFormat",
            "/query/modified_after",
        ),
        (
            "services?organization_id=1270",
            "invalidFormat",
            "/query/organization_id",
        ),
        (
            "services?taxonomy_term_id=motesplats",
            "invalidFormat",
            "/query/taxonomy_term_id",
        ),
        ("services/x?full=true", "unknownMember", "/query"),
        ("organizations?organization_id=x", "unknownMember", "/query"),
        ("service_at_locations?proximity=100", "unknownMember", "/query"),
        ("service_at_locations?minimal=true", "unknownMember", "/query"),
        ("taxonomies?full=true", "unknownMember", "/query"),
        ("taxonomy_terms?parent_id=x", "invalidFormat", "/query/parent_id"),
        ("profile?x=1", "unknownMember", "/query"),
        ("?x=1", "unknownMember", "/query"),
    ] {
        let answered = get(&app, &format!("/hsds/{path}")).await;
        assert_eq!(answered.status, 400, "{path}: {}", answered.text);
        assert_eq!(answered.header("content-type"), "application/problem+json");
        let problem = answered.json();
        assert_eq!(
            (&problem["code"], &problem["errors"][0]["pointer"]),
            (&json!(code), &json!(pointer)),
            "{path}"
        );
    }
    let posted = app
        .send_anywhere(
            Method::POST,
            "/hsds/services",
            &[("content-type", "application/json")],
            Some(b"{}".to_vec()),
        )
        .await;
    assert_eq!(
        (posted.status.as_u16(), posted.header("allow")),
        (405, "GET, HEAD, OPTIONS")
    );
}

async fn unknown_identifiers_are_answered_404(engine: Engine) {
    let app = TestApp::start(engine).await;
    let service = all_pages(&app, "services", "").await[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    for path in [
        "services/1127f4c3-0000-5000-8000-00000000000a".to_owned(),
        "services/trygghetslarm".to_owned(),
        format!("organizations/{service}"),
        format!("service_at_locations/{service}"),
        format!("taxonomies/{service}"),
        format!("taxonomy_terms/{service}"),
    ] {
        let answered = get(&app, &format!("/hsds/{path}")).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (404, &json!("unknownHsdsId")),
            "{path}"
        );
    }
    assert_eq!(get(&app, "/hsds/nothing").await.json()["code"], "unknownPath");
    // An insats that has ended is there no more.
    app.now("2199-01-01T10:00:00Z");
    let ended = get(&app, "/hsds/services/4bb86ff5-0000-5000-8000-00000000000a").await;
    assert_eq!(ended.status, 404);
}

async fn other_media_types_are_answered_with_what_is_offered(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (path, accept, offered) in [
        ("services", "text/csv", "application/json, application/x-ndjson"),
        ("services?format=json", "application/x-ndjson", "application/json"),
        ("services?format=ndjson", "application/json", "application/x-ndjson"),
        ("taxonomies", "text/html", "application/json, application/x-ndjson"),
        ("profile", "text/html", "application/json"),
        ("", "text/html", "application/json"),
    ] {
        let answered = send(&app, &format!("/hsds/{path}"), &[("accept", accept)]).await;
        let problem = answered.json();
        assert_eq!(
            (answered.status.as_u16(), &problem["code"]),
            (406, &json!("notAcceptable")),
            "{path}"
        );
        let detail = problem["detail"].as_str().expect("a detail");
        assert_eq!(detail, format!("Ask for {offered}."), "{path}");
    }
}

async fn answers_are_cached_and_compressed_as_others(engine: Engine) {
    let app = TestApp::start(engine).await;
    let service = get_json(&app, "/hsds/services").await["contents"][0]["id"].clone();
    for path in [
        "/hsds".to_owned(),
        "/hsds/profile".to_owned(),
        "/hsds/profile/service.json".to_owned(),
        "/hsds/services".to_owned(),
        "/hsds/services?full=true&format=ndjson".to_owned(),
        format!("/hsds/services/{}", service.as_str().expect("an id")),
        "/hsds/organizations".to_owned(),
        "/hsds/taxonomy_terms".to_owned(),
    ] {
        let plain = get(&app, &path).await;
        assert_eq!(plain.header("cache-control"), "public, no-cache", "{path}");
        assert_eq!(
            plain.header("vary").split(", ").take(2).collect::<Vec<_>>(),
            ["Accept", "Accept-Encoding"]
        );
        let again = send(&app, &path, &[("if-none-match", plain.header("etag"))]).await;
        assert_eq!((again.status.as_u16(), &*again.text), (304, ""), "{path}");
        let head = app.send_anywhere(Method::HEAD, &path, &[], None).await;
        assert_eq!((head.header("etag"), &*head.text), (plain.header("etag"), ""), "{path}");
        let compressed = send(&app, &path, &[("accept-encoding", "gzip")]).await;
        if plain.bytes.len() > 2000 {
            assert_eq!(compressed.header("content-encoding"), "gzip", "{path}");
            assert!(compressed.bytes.len() < plain.bytes.len(), "{path}");
        }
    }
    let before = get(&app, "/hsds/services").await;
    app.now("2025-10-02T10:00:00Z");
    let after = get(&app, "/hsds/services").await;
    assert_ne!(
        before.header("etag"),
        after.header("etag"),
        "another day may have other services"
    );
}

async fn web_pages_of_any_origin_may_read(engine: Engine) {
    let app = TestApp::start(engine).await;
    let origin = ("origin", "https://www.katalog.example");
    for path in ["/hsds", "/hsds/services", "/hsds/services/x", "/hsds/services?page=0"] {
        let read = send(&app, path, &[origin]).await;
        assert_eq!(read.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(read.header("access-control-allow-credentials"), "", "{path}");
        assert!(read.header("access-control-expose-headers").contains("etag"), "{path}");
        let preflight = [
            origin,
            ("access-control-request-method", "GET"),
            ("access-control-request-headers", "if-none-match"),
        ];
        let asked = app.send_anywhere(Method::OPTIONS, path, &preflight, None).await;
        assert!(asked.status.is_success(), "{path}: {}", asked.text);
        assert_eq!(asked.header("access-control-allow-origin"), "*", "{path}");
        assert!(asked.header("access-control-allow-methods").contains("GET"), "{path}");
    }
    let refused = [origin, ("access-control-request-method", "DELETE")];
    let asked = app
        .send_anywhere(Method::OPTIONS, "/hsds/services", &refused, None)
        .await;
    assert_eq!(asked.json()["code"], "crossOriginRefused");
}
