//! Comparing municipalities, conditions in words, questions in order, the vocabulary.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::tests;

tests![
    the_same_insats_is_compared_between_municipalities,
    an_insats_outside_the_catalogue_has_a_category,
    criteria_are_one_sentence,
    questions_come_in_the_order_that_settles_soonest,
    facts_come_with_type_and_help,
    wrong_parameters_are_refused,
];

async fn the_same_insats_is_compared_between_municipalities(engine: Engine) {
    let app = TestApp::start(engine).await;
    let list = app.get_json("/insatser?category=anhorigstod").await;
    let insatser = list["insatser"].as_array().expect("a list");
    let whose: Vec<&Value> = insatser.iter().map(|insats| &insats["municipality"]).collect();
    assert_eq!(whose, ["Botkyrka", "Norrtälje", "Tomelilla"]);
    assert_eq!(insatser[2]["openToAll"], true);
    assert_eq!(insatser[2]["conditions"], json!([]));
    let norrtalje = insatser[1]["conditions"].as_array().expect("conditions");
    assert_eq!(norrtalje[0], json!({"kind": "age", "required": true, "atLeast": 18}));
    assert_eq!(
        norrtalje[1],
        json!({"kind": "residesIn", "required": false, "kommunkod": "0188"})
    );
    assert_eq!(
        norrtalje[3],
        json!({"kind": "declared", "required": true, "fact": "supportsRelative"})
    );
    assert_eq!(norrtalje[5]["excludes"], true);
    let alarm = app.get_json("/insatser?q=trygghetslarm").await;
    assert_eq!(
        alarm["insatser"][0]["conditions"],
        json!([{"kind": "age", "required": true, "atLeast": 70},
            {"kind": "registeredIn", "required": true, "kommunkod": "1270"}])
    );
    assert!(
        alarm.get("notInCatalogue").is_none(),
        "without a category nothing is said of who lacks it"
    );
    let all = app.get_json("/insatser?limit=100").await;
    assert_eq!(all["_meta"]["totalRecords"], 14);
    let then = app.get_json("/insatser?limit=100&asOf=2024-01-01").await;
    assert_eq!(
        then["_meta"]["totalRecords"], 15,
        "Stockholm's fourteen, and personligt ombud of Norrtälje"
    );
    let page = app.get_json("/insatser?limit=2&page=2&q=personal").await;
    assert_eq!(page["_meta"]["page"], 2);
}

async fn an_insats_outside_the_catalogue_has_a_category(engine: Engine) {
    let app = TestApp::start(engine).await;
    let not_in = async |query: &str| app.get_json(&format!("/insatser?{query}")).await["notInCatalogue"].clone();
    assert_eq!(
        not_in("category=trygghet-i-hemmet").await,
        json!(["0127", "0188", "0180"])
    );
    assert_eq!(
        not_in("category=trygghet-i-hemmet&q=nothing").await,
        json!(["0127", "0188", "0180"]),
        "words do not change it"
    );
    assert_eq!(
        not_in("category=anhorigstod&asOf=2024-01-01").await,
        json!(["0127", "0188", "0180", "1270"])
    );
    assert_eq!(
        not_in("category=service&asOf=2024-01-01").await,
        json!(["0127", "0188", "1270"])
    );
}

async fn criteria_are_one_sentence(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (path, sv, en) in [
        (
            "/municipalities/1270/insatser/trygghetslarm/criteria",
            "Insatsen är till för dig som är 70 år eller äldre och är folkbokförd i Tomelilla.",
            "The service is for people who are 70 or over and are registered as living in Tomelilla.",
        ),
        (
            "/municipalities/1270/insatser/rebus/criteria",
            "Insatsen är öppen för alla.",
            "The service is open to all.",
        ),
        (
            "/municipalities/0188/insatser/anhorigstod/criteria",
            "Insatsen är till för dig som är 18 år eller äldre, antingen bor i Norrtälje eller har en närstående som bor i \
             Norrtälje, vårdar eller stöttar en närstående och har en närstående som behöver stöd på grund av ålder, \
             långvarig sjukdom, psykisk ohälsa eller funktionsnedsättning. Om du har en närstående som behöver stöd på \
             grund av beroende eller våld i nära relation, men inte har en närstående som behöver stöd på grund av ålder, \
             långvarig sjukdom, psykisk ohälsa eller funktionsnedsättning, vänd dig till Socialförvaltningen i Norrtälje \
             kommun.",
            "The service is for people who are 18 or over, either live in Norrtälje or have a relative or friend who lives \
             in Norrtälje, care for or support a relative or friend and have a relative or friend who needs support \
             because of age, long-term illness, mental ill health or disability. If you have a relative or friend who \
             needs support because of addiction or domestic abuse, but do not have a relative or friend who needs \
             support because of age, long-term illness, mental ill health or disability, please contact \
             Socialförvaltningen i Norrtälje kommun.",
        ),
        (
            "/municipalities/0180/insatser/ungdomsmottagning/criteria?asOf=2024-01-01",
            "Insatsen är till för dig som är 12–22 år.",
            "The service is for people who are aged 12 to 22.",
        ),
        (
            "/municipalities/0180/insatser/mika/criteria",
            "Villkoren finns inte i katalogen. Fråga kommunen.",
            "The conditions are not in the catalogue. Ask the municipality.",
        ),
    ] {
        assert_eq!(
            app.get_json(path).await["inWords"],
            json!({"sv": sv, "en": en}),
            "{path}"
        );
    }
    let carers = app.get_json("/municipalities/0188/insatser/anhorigstod/criteria").await;
    let children = &carers["activities"][7]["inWords"]["sv"];
    assert!(
        children.as_str().is_some_and(|text| text.contains("är under 18 år")),
        "{children}"
    );
}

async fn questions_come_in_the_order_that_settles_soonest(engine: Engine) {
    let app = TestApp::start(engine).await;
    let order = async |path: &str| -> Vec<String> {
        let shown = app.get_json(path).await;
        let questions = shown["questions"].as_array().expect("questions").clone();
        questions
            .iter()
            .map(|one| one["fact"].as_str().expect("a name").to_owned())
            .collect()
    };
    // Half of the ages and half of the municipalities are enough: the first one in the document is asked.
    assert_eq!(
        order("/municipalities/1270/insatser/trygghetslarm/criteria").await,
        ["birthDate", "registeredMunicipality"]
    );
    let carers = order("/municipalities/0188/insatser/anhorigstod/criteria").await;
    // Residence alone decides nothing; age may.
    assert_eq!(carers[0], "birthDate");
    let residence = carers.iter().position(|fact| fact == "residenceMunicipality");
    let supports = carers.iter().position(|fact| fact == "selfDeclared.supportsRelative");
    assert!(supports < residence, "{carers:?}");
    assert_eq!(carers.len(), 5, "each once: {carers:?}");
    // The children's group has its own criteria.
    let criteria = app.get_json("/municipalities/0188/insatser/anhorigstod/criteria").await;
    let of_children = &criteria["activities"][7];
    assert_eq!(of_children["slug"], "rubinens-barngrupp");
    let asked: Vec<&str> = of_children["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .map(|one| one["fact"].as_str().expect("a name"))
        .collect();
    assert!(asked.contains(&"selfDeclared.parentWithMentalIllness"), "{asked:?}");
    assert!(of_children["factsSchema"]["properties"]["age"].is_object());
}

async fn facts_come_with_type_and_help(engine: Engine) {
    let app = TestApp::start(engine).await;
    let list = app.get_json("/facts").await;
    for fact in list["facts"].as_array().expect("facts") {
        let name = &fact["name"];
        assert!(
            fact["help"]["sv"].is_string() && fact["help"]["en"].is_string(),
            "{name}"
        );
        let kinds = ["date", "integer", "kommunkod", "boolean", "list"];
        assert!(kinds.contains(&fact["type"].as_str().unwrap_or_default()), "{name}");
        assert!(jsonschema::validator_for(&fact["schema"]).is_ok(), "{name}");
    }
    let birth_date = &list["facts"][0];
    assert!(
        birth_date["help"]["sv"]
            .as_str()
            .is_some_and(|text| text.contains("aldrig personnummer"))
    );
}

async fn wrong_parameters_are_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (path, pointer, code) in [
        ("/insatser?category=x", "/query/category", "notInList"),
        ("/insatser?status=open", "/query/status", "notInList"),
        ("/insatser?sort=rank", "/query/sort", "notInList"),
        ("/insatser?openToAll=1", "/query/openToAll", "notInList"),
        ("/insatser?q=%E2%80%93", "/query/q", "empty"),
        ("/insatser?q=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q", "/query/q", "tooLong"),
        ("/insatser?asOf=2025-13-01", "/query/asOf", "invalidDate"),
        ("/insatser?limit=1000", "/query/limit", "outOfRange"),
        ("/insatser?q=550702-1234", "/query", "personalIdentityNumber"),
    ] {
        let problem = app.get(path).await.json();
        assert_eq!(
            (&problem["errors"][0]["pointer"], &problem["errors"][0]["code"]),
            (&json!(pointer), &json!(code)),
            "{path}"
        );
    }
}
