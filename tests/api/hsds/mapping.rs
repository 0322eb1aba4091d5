//! What becomes what: an insats with every kind of fact as a service.

use serde_json::{Value, json};

use super::conformance::get_json;
use super::schemas::check;
use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{ALARM, CAFE, NEW, create, editor, end, new_insats, withdrawal};
use crate::tests;

tests![
    the_conditions_are_told_in_words_and_as_a_tree,
    ages_are_never_surer_than_the_conditions,
    everybody_may_apply,
    every_kind_of_fact_is_mapped,
    a_body_is_an_organization_with_its_contact,
    only_insatser_in_force_are_services,
];

/// A service by its name.
async fn service(app: &TestApp, search: &str) -> Value {
    let found = get_json(app, &format!("/hsds/services?full=true&search={search}")).await;
    let service = found["contents"][0].clone();
    assert!(service.is_object(), "{search}: {found}");
    check(search, "service.json", &service);
    service
}

fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member]
        .as_str()
        .unwrap_or_else(|| panic!("{member} in {value:#}"))
}

async fn the_conditions_are_told_in_words_and_as_a_tree(engine: Engine) {
    let app = TestApp::start(engine).await;
    let alarm = service(&app, "trygghetslarm").await;
    assert!(
        text(&alarm, "eligibility_description")
            .contains("Insatsen är till för dig som är 70 år eller äldre och är folkbokförd i Tomelilla."),
        "{alarm:#}"
    );
    assert_eq!(alarm["minimum_age"], 70);
    assert!(alarm.get("maximum_age").is_none());
    let criteria = app.get_json(ALARM).await["criteria"].clone();
    assert_eq!(alarm["criteria"], criteria);
    assert_eq!(alarm["status"], "active");
    assert_eq!(alarm["organization"]["name"], "Vård- och omsorgsnämnden");
    assert_eq!(
        alarm["insats"],
        format!("https://api.example.se/insatskatalog/v1{ALARM}")
    );
    let terms: Vec<&str> = alarm["attributes"]
        .as_array()
        .expect("attributes")
        .iter()
        .map(|attribute| text(&attribute["taxonomy_term"], "code"))
        .collect();
    assert_eq!(
        terms,
        ["trygghet-i-hemmet", "withoutIndividualAssessment", "hasConditions"]
    );
    let area = &alarm["service_areas"][0];
    assert_eq!(
        (text(area, "name"), text(area, "description")),
        ("Tomelilla", "Kommunkod 1270.")
    );
    // The source does not show that the decision was adopted.
    assert!(text(&alarm, "alert").contains("Katalogen vet inte om beslutet har fattats."));
    let cafe = service(&app, "rebus").await;
    assert!(text(&cafe, "eligibility_description").contains("Insatsen är öppen för alla."));
    assert_eq!(cafe["criteria"], json!({"kind": "all", "of": []}));
    assert!(cafe.get("minimum_age").is_none());
}

async fn ages_are_never_surer_than_the_conditions(engine: Engine) {
    let app = TestApp::start(engine).await;
    let age = |member: &str, years: u8| json!({"kind": "age", member: years, "groundForLimit": {"sv": "Målet.", "en": "The aim."}, "ageReason": {"sv": "Målet.", "en": "The aim."}});
    let registered =
        json!({"kind": "registeredIn", "kommunkod": "1270", "groundForLimit": {"sv": "Målet.", "en": "The aim."}});
    let mut insats = new_insats();
    insats["validFrom"] = json!("2025-10-01");
    insats["criteria"] = json!({"kind": "any", "of": [age("atLeast", 65), registered]});
    let answered = create(&app, &insats).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    let cafe = service(&app, "sångcafé").await;
    assert!(
        cafe.get("minimum_age").is_none(),
        "a resident of any age may come: {cafe:#}"
    );
    let mut insats = new_insats();
    insats["slug"] = json!("sangcafe-tva");
    insats["name"] = json!({"sv": "Visafton", "en": "Song night"});
    insats["validFrom"] = json!("2025-10-01");
    insats["criteria"] = json!({"kind": "all", "of": [registered, age("atLeast", 65)]});
    insats["activities"] = json!([
        {"slug": "kor", "name": {"sv": "Kör", "en": "Choir"}, "criteria": age("atLeast", 16)},
    ]);
    let path = "/municipalities/1270/insatser/sangcafe-tva";
    let answered = app.put_as(&editor("1270"), path, NEW, &insats).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    let evening = service(&app, "visafton").await;
    assert_eq!(
        evening["minimum_age"], 16,
        "the choir takes younger people: {evening:#}"
    );
    assert!(
        text(&evening, "eligibility_description").contains("Kör: Insatsen är till för dig som är 16 år eller äldre."),
        "{evening:#}"
    );
    assert_eq!(
        evening["activities"][0]["criteria"],
        insats["activities"][0]["criteria"]
    );
}

async fn everybody_may_apply(engine: Engine) {
    let app = TestApp::start(engine).await;
    let services = get_json(&app, "/hsds/services?per_page=500").await;
    let services = services["contents"].as_array().expect("contents");
    assert!(services.len() > 10);
    for service in services {
        for member in ["application_process", "eligibility_description"] {
            assert!(
                text(service, member).contains("Du har alltid rätt att ansöka om insatser hos socialtjänsten"),
                "{member} of {service:#}"
            );
        }
    }
    let alarm = service(&app, "trygghetslarm").await;
    let process = text(&alarm, "application_process");
    assert!(
        process.contains("Där ansöker du: Handläggare på myndigheten"),
        "{process}"
    );
    assert!(text(&alarm["contacts"][0], "name").starts_with("Handläggare på myndigheten"));
}

/// An insats with facts of every kind.
fn whole() -> Value {
    let mut insats = new_insats();
    insats["validFrom"] = json!("2025-10-01");
    let more = json!({
        "fee": {"kind": "free"},
        "costOptions": [{"option": {"sv": "Fika", "en": "Coffee"}, "amount": 12.5, "amountIs": "atMost", "currency": "SEK",
            "per": "item", "validFrom": "2025-10-01", "validTo": "2026-12-31"}],
        "limits": {"text": {"sv": "Högst fem gånger.", "en": "At most five times."}, "maxSessions": 5},
        "amounts": [
            {"what": "hours", "atMost": 16.5, "atLeast": 1, "per": "month", "for": "household",
                "condition": {"sv": "Båda har fyllt 75 år.", "en": "Both have turned 75."}},
        ],
        "booking": "required",
        "referralNeeded": false,
        "anonymous": true,
        "howToGetIt": {"sv": "Kom hit.", "en": "Come here."},
        "webPage": "https://www.example.se/cafe",
        "eService": "https://e.example.se/boka",
        "functionPhone": "0417-180 00",
        "functionEmail": "cafe@example.se",
        "languages": ["sv", "zh-Hant"],
        "notice": {"sv": "Stängt i jul.", "en": "Closed at Christmas."},
        "channels": [
            {"kind": "phone", "functionPhone": "0417-180 01", "languages": ["fi"], "note": {"sv": "Fråga här.", "en": "Ask here."},
                "hours": [{"weekday": "monday", "opens": "08:00", "closes": "10:00"}]},
            {"kind": "email", "functionEmail": "boka@example.se"},
            {"kind": "chat", "webPage": "https://chatt.example.se/"},
        ],
        "places": [{"slug": "torget", "name": "Torget", "address": "Torget 1, Tomelilla", "position": {"lat": 55.54, "lon": 13.95},
            "targetGroup": {"sv": "Alla på torget.", "en": "All at the square."},
            "openingHours": [{"weekday": "friday", "opens": "22:00", "closes": "02:00"}],
            "schedules": [{"freq": "MONTHLY", "interval": 2, "byday": "1MO", "opensAt": "10:00", "closesAt": "15:00", "validFrom": "2025-10-01"}],
            "closedPeriods": [{"from": "2025-12-20", "to": "2026-01-06"}],
            "accessibility": {"sv": "Ramp vid dörren.", "en": "A ramp at the door."},
            "functionPhone": "0417-180 02", "functionEmail": "torget@example.se",
            "note": {"sv": "Bakom kyrkan.", "en": "Behind the church."}}],
        "activities": [{"slug": "kor", "name": {"sv": "Kör", "en": "Choir"},
            "schedules": [{"freq": "WEEKLY", "interval": 1, "byday": "TU", "opensAt": "18:00"}],
            "amounts": [{"what": "occasions", "atMost": 1, "per": "week", "for": "person"}]}],
    });
    insats
        .as_object_mut()
        .expect("an object")
        .extend(more.as_object().expect("members").clone());
    insats
}

async fn every_kind_of_fact_is_mapped(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = create(&app, &whole()).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    let cafe = service(&app, "sångcafé").await;
    for (pointer, expected) in [
        ("/name", json!("Sångcafé")),
        (
            "/description",
            json!(
                "Sång och fika. Högst fem gånger. Minst 1 och högst 16,50 timmar per månad för hushållet tillsammans. Villkor: Båda har fyllt 75 år. Kör: Högst 1 tillfälle per vecka för varje person."
            ),
        ),
        ("/url", json!("https://www.example.se/cafe")),
        ("/email", json!("cafe@example.se")),
        ("/additional_urls/0/label", json!("E-tjänst")),
        ("/additional_urls/0/url", json!("https://e.example.se/boka")),
        ("/additional_urls/1/label", json!("Chatt")),
        ("/fees_description", json!("Gratis. Fika: högst 12,50 kr styck.")),
        ("/alert", json!("Stängt i jul.")),
        ("/phones/0/number", json!("0417-180 00")),
        ("/phones/1/number", json!("0417-180 01")),
        ("/phones/1/description", json!("Fråga här.")),
        ("/phones/1/languages/0/code", json!("fi")),
        ("/languages/0/code", json!("sv")),
        ("/languages/1/code", json!("zh")),
        ("/languages/1/note", json!("zh-Hant")),
        ("/cost_options/0/option", json!("Fika")),
        ("/cost_options/0/amount", json!(12.5)),
        ("/cost_options/0/currency", json!("SEK")),
        ("/cost_options/0/valid_to", json!("2026-12-31")),
        (
            "/cost_options/0/amount_description",
            json!("Fika: högst 12,50 kr styck"),
        ),
        ("/schedules/0/description", json!("Kör: tisdag 18:00, varje vecka")),
        ("/schedules/0/byday", json!("TU")),
        ("/schedules/1/description", json!("Telefon: måndag 08:00–10:00")),
        ("/schedules/1/freq", json!("WEEKLY")),
        ("/schedules/1/byday", json!("MO")),
        ("/schedules/1/opens_at", json!("08:00")),
        ("/schedules/1/notes", json!("Tiderna är svensk tid.")),
        ("/contacts/0/email", json!("boka@example.se")),
        (
            "/service_at_locations/0/description",
            json!("Alla på torget. Stängt 2025-12-20 – 2026-01-06."),
        ),
        ("/service_at_locations/0/schedules/0/byday", json!("FR")),
        ("/service_at_locations/0/schedules/0/closes_at", json!("02:00")),
        ("/service_at_locations/0/schedules/1/freq", json!("MONTHLY")),
        ("/service_at_locations/0/schedules/1/interval", json!(2)),
        // The first Monday of every other month from October.
        ("/service_at_locations/0/schedules/1/dtstart", json!("2025-10-06")),
        ("/service_at_locations/0/location/location_type", json!("physical")),
        (
            "/service_at_locations/0/location/description",
            json!("Adress: Torget 1, Tomelilla. Bakom kyrkan."),
        ),
        ("/service_at_locations/0/location/latitude", json!(55.54)),
        (
            "/service_at_locations/0/location/accessibility/0/description",
            json!("Ramp vid dörren."),
        ),
        ("/service_at_locations/0/location/phones/0/number", json!("0417-180 02")),
        (
            "/service_at_locations/0/location/contacts/0/email",
            json!("torget@example.se"),
        ),
    ] {
        assert_eq!(cafe.pointer(pointer), Some(&expected), "{pointer} of {cafe:#}");
    }
    let process = text(&cafe, "application_process");
    let begins = "Kom hit. Du behöver boka. Du behöver ingen remiss. Du kan vara anonym. Du har alltid rätt";
    assert!(process.starts_with(begins), "{process}");
    let id = text(&cafe["service_at_locations"][0], "id");
    let at_location = get_json(&app, &format!("/hsds/service_at_locations/{id}")).await;
    check("the place", "service_at_location.json", &at_location);
    assert_eq!(at_location["service"]["name"], "Sångcafé");
    assert_eq!(at_location["location"], cafe["service_at_locations"][0]["location"]);
}

async fn a_body_is_an_organization_with_its_contact(engine: Engine) {
    let app = TestApp::start(engine).await;
    let found = get_json(&app, "/hsds/organizations?full=true&search=direktionen").await;
    let body = &found["contents"][0];
    check("the body", "organization.json", body);
    assert_eq!(text(body, "description"), "Beslutar om insatser i Norrtälje.");
    assert_eq!(text(body, "email"), "registrator.sjukvardomsorg@norrtalje.se");
    assert_eq!(body["phones"][0]["number"], "0176-713 00");
    // Of the visiting address, the catalogue has only the street.
    let [postal] = &body["locations"].as_array().expect("locations")[..] else {
        panic!("one location: {body:#}");
    };
    let address = &postal["addresses"][0];
    assert_eq!(
        [
            text(address, "address_1"),
            text(address, "postal_code"),
            text(address, "city"),
            text(address, "state_province")
        ],
        ["Box 801", "761 28", "Norrtälje", "Stockholms län"]
    );
    let municipality = get_json(&app, "/hsds/organizations?full=true&search=norrtälje").await;
    let own = municipality["contents"]
        .as_array()
        .expect("contents")
        .iter()
        .find(|own| own["name"] == "Norrtälje");
    assert_eq!(
        own.expect("Norrtälje")["organization_identifiers"][0]["identifier"],
        "0188"
    );
}

async fn only_insatser_in_force_are_services(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut upcoming = new_insats();
    upcoming["validFrom"] = json!("2025-11-01");
    assert_eq!(create(&app, &upcoming).await.status, 201);
    let search = "/hsds/services?search=sångcafé";
    assert_eq!(get_json(&app, search).await["empty"], true, "not yet in force");
    assert_eq!(end(&app, CAFE, &withdrawal("2025-11-30")).await.status, 200);
    app.now("2025-11-15T10:00:00Z");
    let service = get_json(&app, search).await["contents"][0].clone();
    assert_eq!(
        service["last_modified"], "2025-10-31T23:00:00.000Z",
        "the day when it came into force"
    );
    let path = format!("/hsds/services/{}", text(&service, "id"));
    get_json(&app, &path).await;
    app.now("2025-12-01T10:00:00Z");
    assert_eq!(get_json(&app, search).await["empty"], true, "it has ended");
    let ended = app.send_anywhere(reqwest::Method::GET, &path, &[], None).await;
    assert_eq!(ended.status, 404);
}
