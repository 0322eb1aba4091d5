//! What a service costs, how much of it one can receive, how to reach it, and whether a provider can take on more people.

use serde_json::{Value, json};

use crate::catalogue::linked_data::{document, is_whole, named, node, sv};
use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::command::{err, file, out, program};
use crate::fixtures::editing::{
    ALARM, CAFE, THERE, changed, create, editor, new_insats, put, read, refused, refused_case,
};
use crate::fixtures::publishing::{followed, import_text};
use crate::fixtures::table::rows;
use crate::issuer::token;
use crate::tests;

tests![
    typed_members_are_shown_and_go_round,
    wrong_costs_channels_and_hours_are_refused,
    every_fault_is_found_at_once,
    amounts_are_added_once_to_a_version_in_force,
    hours_that_were_published_stay,
    a_presenter_states_the_availability,
    areas_and_availability_go_with_the_insats,
    a_source_document_has_an_address_and_a_day,
    costs_and_channels_in_linked_data,
    an_export_reads_back,
];

/// Members of every kind.
fn typed() -> Value {
    json!({
        "fee": {"kind": "amount"},
        "costOptions": [
            {"option": {"sv": "Stöd i hemmet", "en": "Support at home"}, "amount": 300, "amountIs": "exact", "currency": "SEK",
                "per": "hour", "cap": {"amount": 2139, "per": "month"}, "incomeTested": true, "freeFirst": 2,
                "condition": {"sv": "De första åtta timmarna.", "en": "The first eight hours."},
                "validFrom": "2026-01-01", "validTo": "2026-12-31"},
            {"option": {"sv": "Fika", "en": "Coffee"}, "amount": 12.5, "amountIs": "atMost", "currency": "SEK", "per": "item"},
        ],
        "amounts": [
            {"what": "hours", "atMost": 8, "per": "month", "for": "person"},
            {"what": "hours", "atMost": 16.5, "atLeast": 1, "per": "month", "for": "household",
                "condition": {"sv": "Båda har fyllt 75 år.", "en": "Both have turned 75."}},
        ],
        "channels": [
            {"kind": "phone", "functionPhone": "08-530 610 00",
                "hours": [{"weekday": "monday", "opens": "08:00", "closes": "10:00"},
                    {"weekday": "friday", "opens": "22:00", "closes": "02:00"},
                    {"weekday": "sunday", "opens": "00:00", "closes": "24:00"}],
                "languages": ["sv", "fi", "zh-Hant"], "processingTime": "P2W", "note": {"sv": "Fråga här.", "en": "Ask here."}},
            {"kind": "visit", "place": "torget",
                "schedules": [{"freq": "MONTHLY", "interval": 2, "byday": "1MO,-1FR", "opensAt": "10:00", "closesAt": "15:00",
                    "validFrom": "2026-01-05", "validTo": "2026-12-31", "description": {"sv": "Ibland.", "en": "At times."}}]},
            {"kind": "eService", "webPage": "https://www.example.se/e"},
        ],
        "languages": ["sv", "rmy"],
        "places": [{"slug": "torget", "name": "Torget",
            "schedules": [{"freq": "WEEKLY", "interval": 3, "byday": "MO,TH", "validFrom": "2026-01-01"}]}],
        "placesComplete": true,
        "activities": [{"slug": "avlosning", "name": {"sv": "Avlösning", "en": "Respite"},
            "schedules": [{"freq": "WEEKLY", "interval": 1, "byday": "TU", "opensAt": "18:00"}],
            "amounts": [{"what": "hours", "atMost": 12, "per": "month", "for": "person"}]}],
        "activitiesComplete": true,
    })
}

fn with(mut insats: Value, members: &Value) -> Value {
    let members = members.as_object().expect("members").clone();
    insats.as_object_mut().expect("an object").extend(members);
    insats
}

async fn typed_members_are_shown_and_go_round(engine: Engine) {
    let app = TestApp::start(engine).await;
    let members = typed();
    let answered = create(&app, &with(new_insats(), &members)).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    app.now("2026-02-01T10:00:00Z");
    let (shown, etag) = read(&app, CAFE).await;
    let list = app.get_json("/municipalities/1270/insatser?q=sångcafé").await;
    for (name, stated) in members.as_object().expect("members") {
        assert_eq!(shown[name], *stated, "{name}");
        assert_eq!(list["insatser"][0][name], *stated, "{name} in the list");
    }
    let across = app.get_json("/insatser?q=sångcafé").await["insatser"][0].clone();
    for name in ["fee", "costOptions", "amounts"] {
        assert_eq!(across[name], members[name], "{name} across municipalities");
    }
    let alarms = app.get_json("/insatser?category=trygghet-i-hemmet").await;
    let alarm = &alarms["insatser"][0];
    assert_eq!(alarm["slug"], "trygghetslarm");
    assert!(alarm.get("costOptions").is_none() && alarm.get("amounts").is_none());
    // What was read can be put back, and is as it was.
    let answered = put(&app, "1270", CAFE, &etag, &shown).await;
    assert_eq!(
        (answered.status.as_u16(), answered.json()),
        (200, shown),
        "{}",
        answered.text
    );
    // A process that starts later reads the same from the database.
    let later = TestApp::beside(&app).await;
    later.now("2026-02-01T10:00:00Z");
    let (again, _) = read(&later, CAFE).await;
    for (name, stated) in members.as_object().expect("members") {
        assert_eq!(again[name], *stated, "{name}");
    }
}

async fn wrong_costs_channels_and_hours_are_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let table = include_str!("costs.txt");
    for [status, pointer, code, members] in rows(table, ["status", "pointer", "code", "members"], 38) {
        let members: Value = serde_json::from_str(members).expect("JSON");
        let answered = create(&app, &with(new_insats(), &members)).await;
        let status = status.parse().expect("a status");
        assert!(answered.status.is_client_error(), "{pointer} {code}: {}", answered.text);
        refused_case(pointer, &answered, status, &[(pointer, code)]);
        for echo in ["550702-1234", "3 dagar", "1.005", "måndag", "fax"] {
            assert!(!answered.text.contains(echo), "{echo}: {}", answered.text);
        }
    }
}

async fn every_fault_is_found_at_once(engine: Engine) {
    let app = TestApp::start(engine).await;
    let price = json!({"option": {"sv": "a", "en": "a"}, "amount": -1, "amountIs": "exact", "per": "hour",
        "cap": {"amount": 0.001, "per": "month"}});
    let members = json!({"costOptions": [price], "languages": ["sv", "svenska"],
        "channels": [{"kind": "visit", "place": "torget", "hours": [{"weekday": "monday", "opens": "08:00", "closes": "08:00"}]}]});
    refused(
        &create(&app, &with(new_insats(), &members)).await,
        400,
        &[
            ("/costOptions/0/amount", "outOfRange"),
            ("/costOptions/0/cap/amount", "invalidFormat"),
            ("/languages/1", "invalidFormat"),
            ("/channels/0/hours/0/closes", "outOfRange"),
            ("/channels/0/place", "unknownReference"),
        ],
    );
}

async fn amounts_are_added_once_to_a_version_in_force(engine: Engine) {
    let app = TestApp::start(engine).await;
    let amounts = json!([{"what": "occasions", "atMost": 5, "per": "total", "for": "person"}]);
    let limits = json!({"text": {"sv": "Högst fem samtal.", "en": "At most five talks."}, "maxSessions": 5});
    let begins = json!({"validFrom": "2025-10-01", "limits": limits});
    assert_eq!(create(&app, &with(new_insats(), &begins)).await.status, 201);
    // Who may only present may not add them.
    let (cafe, etag) = read(&app, CAFE).await;
    let body = with(cafe, &json!({"amounts": amounts}));
    let presenter = token("catalogue:present", "1270");
    assert_eq!(
        app.put_as(&presenter, CAFE, ("if-match", &etag), &body).await.status,
        403
    );
    let (cafe, etag) = changed(&app, "1270", CAFE, |cafe| {
        cafe["amounts"] = amounts.clone();
        cafe["placesComplete"] = json!(true);
        cafe["activitiesComplete"] = json!(true);
    })
    .await;
    assert_eq!((&cafe["amounts"], &cafe["limits"]), (&amounts, &limits));
    let mut other = with(
        cafe,
        &json!({"amounts": [{"what": "hours", "atMost": 5, "for": "person"}]}),
    );
    other.as_object_mut().expect("an object").remove("placesComplete");
    other["activitiesComplete"] = json!(false);
    refused(
        &put(&app, "1270", CAFE, &etag, &other).await,
        422,
        &[
            ("/amounts", "versionInForce"),
            ("/placesComplete", "versionInForce"),
            ("/activitiesComplete", "versionInForce"),
        ],
    );
    // A version in force without limits does not get them; its costs are presentation.
    let (alarm, etag) = read(&app, ALARM).await;
    let with_amounts = with(alarm.clone(), &json!({"amounts": amounts}));
    refused(
        &put(&app, "1270", ALARM, &etag, &with_amounts).await,
        422,
        &[("/amounts", "versionInForce")],
    );
    let costs = json!({"costOptions": typed()["costOptions"], "languages": ["sv"], "channels": [{"kind": "letter"}]});
    let answered = app
        .put_as(&presenter, ALARM, ("if-match", &etag), &with(alarm, &costs))
        .await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert_eq!(answered.json()["costOptions"], costs["costOptions"]);
}

async fn hours_that_were_published_stay(engine: Engine) {
    let app = TestApp::start(engine).await;
    let night = json!([{"weekday": "friday", "opens": "20:00", "closes": "04:00"},
        {"weekday": "saturday", "opens": "04:00", "closes": "24:00"}]);
    let place = json!({"slug": "torget", "name": "Torget", "openingHours": night});
    let answered = create(&app, &with(new_insats(), &json!({"places": [place]}))).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    let (cafe, _) = changed(&app, "1270", CAFE, |cafe| {
        cafe["places"][0]["note"] = json!({"sv": "Ring på.", "en": "Ring the bell."});
    })
    .await;
    assert_eq!(cafe["places"][0]["openingHours"], night);
}

const PROVIDER: &str = "/municipalities/0188/providers/finska-foreningen";

async fn a_presenter_states_the_availability(engine: Engine) {
    let app = TestApp::start(engine).await;
    let presenter = token("catalogue:present", "0188");
    let (mut provider, etag) = read(&app, PROVIDER).await;
    provider["availability"] = json!({"state": "queue", "note": {"sv": "Ungefär två månader.", "en": "About two months."},
        "updatedAt": "2025-10-01T08:00:00+02:00"});
    let answered = app.put_as(&presenter, PROVIDER, ("if-match", &etag), &provider).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let shown = answered.json();
    assert_eq!(shown["availability"]["state"], "queue");
    assert_eq!(shown["availability"]["updatedAt"], "2025-10-01T06:00:00Z");
    // Nothing else of a provider, and no new provider.
    let renamed = with(shown.clone(), &json!({"name": "Annat namn"}));
    assert_eq!(app.put_as(&presenter, PROVIDER, THERE, &renamed).await.status, 403);
    let new = json!({"name": "Ny", "availability": shown["availability"]});
    let path = "/municipalities/0188/providers/ny";
    assert_eq!(
        app.put_as(&presenter, path, ("if-none-match", "*"), &new).await.status,
        403
    );
    let reader = token("records:read", "0188");
    assert_eq!(app.put_as(&reader, PROVIDER, THERE, &shown).await.status, 403);
    let wrong = with(
        shown,
        &json!({"availability": {"state": "closed", "updatedAt": "2025-10-01"}}),
    );
    refused(
        &app.put_as(&presenter, PROVIDER, THERE, &wrong).await,
        400,
        &[
            ("/availability/state", "notInList"),
            ("/availability/updatedAt", "invalidFormat"),
        ],
    );
}

async fn areas_and_availability_go_with_the_insats(engine: Engine) {
    let app = TestApp::start(engine).await;
    let path = "/municipalities/1270/providers/hemma";
    let provider = json!({"name": "Hemma", "kind": "company",
        "availability": {"state": "full", "updatedAt": "2025-10-01T08:00:00Z"}});
    let areas = json!([{"name": "Brösarp"}, {"name": "Smedstorp", "description": {"sv": "Och byarna.", "en": "And the villages."}}]);
    let agreement =
        json!({"insatser": ["trygghetslarm"], "kind": "main", "validFrom": "2025-07-01", "serviceAreas": areas});
    for (path, body) in [
        (path.to_owned(), &provider),
        (format!("{path}/agreements/avtal"), &agreement),
    ] {
        let answered = app.put_as(&editor("1270"), &path, ("if-none-match", "*"), body).await;
        assert_eq!(answered.status, 201, "{}", answered.text);
    }
    let linked = read(&app, ALARM).await.0["providers"][0].clone();
    assert_eq!(linked["serviceAreas"], areas);
    assert_eq!(linked["availability"], provider["availability"]);
    let shown = read(&app, path).await.0;
    assert_eq!(shown["agreements"][0]["serviceAreas"], areas);
}

async fn a_source_document_has_an_address_and_a_day(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (shown, _) = changed(&app, "1270", "/municipalities/1270", |tomelilla| {
        tomelilla["sourceDocuments"][0]["webPage"] = json!("https://www.example.se/beslut");
        tomelilla["sourceDocuments"][0]["accessed"] = json!("2025-09-30");
    })
    .await;
    let source = &shown["sourceDocuments"][0];
    assert_eq!(
        (&source["webPage"], &source["accessed"]),
        (&json!("https://www.example.se/beslut"), &json!("2025-09-30"))
    );
}

/// A catalogue file with members of every kind.
fn catalogue() -> Value {
    json!({"kommunkod": "0114",
        "municipality": {"bodies": [{"slug": "von", "name": "Vård- och omsorgsnämnden"}]},
        "insatser": [with(new_insats(), &typed())],
        "providers": [{"slug": "hemma", "name": "Hemma", "availability": {"state": "open", "updatedAt": "2025-10-01T08:00:00Z"},
            "agreements": [{"slug": "avtal", "insatser": ["sangcafe"], "kind": "main", "serviceAreas": [{"name": "Odenslunda"}]}]}]})
}

async fn an_export_reads_back(engine: Engine) {
    let app = TestApp::start(engine).await;
    import_text(&app, &catalogue().to_string()).await.expect("published");
    let export = |url: &str| out(&program(url, &["export", "0114"]));
    let first = export(&app.database.url);
    for name in typed()
        .as_object()
        .expect("members")
        .keys()
        .map(String::as_str)
        .chain(["serviceAreas", "availability"])
    {
        assert!(first.contains(&format!("{name}:")), "{name}: {first}");
    }
    let (_folder, path) = file("0114.yaml", &first);
    let other = Database::empty(engine);
    let imported = program(&other.url, &["import", &path]);
    assert!(imported.status.success(), "{}", err(&imported));
    assert_eq!(export(&other.url), first);
}

async fn costs_and_channels_in_linked_data(engine: Engine) {
    let app = TestApp::start(engine).await;
    let published = import_text(&app, &catalogue().to_string()).await.expect("published");
    followed(&app, published.revision).await;
    let graph = document(&app, "/municipalities/0114/insatser/sangcafe").await;
    is_whole(&graph);
    let [_, hour, item] = named(&graph, &graph["@graph"][0], "PublicService.hasCost")[..] else {
        panic!("a fee and two prices");
    };
    let currency = "http://publications.europa.eu/resource/authority/currency/SEK";
    assert_eq!(
        (&hour["Cost.hasValue"], &hour["Cost.currency"]),
        (&json!("3.0E2"), &json!(currency))
    );
    assert_eq!(sv(hour, "Cost.description"), "Stöd i hemmet: 300 kr per timme");
    let said = hour["Cost.description"].to_string();
    for part in [
        "Högst 2139 kr per månad",
        "Priset beror på inkomsten",
        "The first eight hours.",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(
        (&item["Cost.hasValue"], sv(item, "Cost.description")),
        (&json!("1.25E1"), "Fika: högst 12,50 kr styck")
    );
    let phone = node(&graph, "#/channels/0");
    assert_eq!(sv(phone, "Channel.description"), "Telefon: 08-530 610 00");
    assert_eq!(phone["Channel.processingTime"], "P14D");
    let hours = named(&graph, phone, "Channel.openingHours")[0];
    assert_eq!(sv(hours, "TemporalEntity.description"), "måndag 08:00–10:00");
    let visit = node(&graph, "#/channels/1");
    assert_eq!(sv(visit, "Channel.description"), "På en plats: Torget");
    let hours = named(&graph, visit, "Channel.openingHours")[0];
    assert_eq!(sv(hours, "TemporalEntity.description"), "Ibland.");
    assert_eq!(
        node(&graph, "#/channels/2")["foaf:page"]["@id"],
        "https://www.example.se/e"
    );
}
