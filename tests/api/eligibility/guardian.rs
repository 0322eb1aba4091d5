//! The guardian's consent (21 kap. 2 § socialtjänstlagen), for every insats of the embedded catalogues.
//!
//! The expected answers come from the published criteria and the table of the act, computed here.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::tests;

tests![
    every_insats_asks_for_the_consent_that_the_act_demands,
    the_birthdays_of_15_and_18_count,
];

const MUNICIPALITIES: [&str; 3] = ["0180", "0188", "1270"];
const DAYS: [&str; 4] = ["2024-03-01", "2025-06-30", "2025-07-01", "2026-05-31"];
const CONSENT: &str = "selfDeclared.guardianConsents";

/// What is asked: an insats or an activity of its own criteria, and what else is known of the person.
struct Asked<'a> {
    kommunkod: &'a str,
    day: &'a str,
    insats: Value,
    activity: Option<Value>,
    facts: &'a Value,
    version: Value,
}

/// Whether facts meet criteria of the embedded catalogues, if every condition in words is met, or none; `None` where a
/// fact is missing.
fn met(criteria: &Value, facts: &Value, in_words: bool) -> Option<bool> {
    let word = |name: &str| criteria[name].as_str().unwrap_or_default();
    let same = |fact: &str| facts[fact].as_str().map(|known| known == word("kommunkod"));
    let several = |decides: bool| {
        let results: Vec<Option<bool>> = criteria["of"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| met(one, facts, in_words))
            .collect();
        if results.contains(&Some(decides)) {
            Some(decides)
        } else if results.contains(&None) {
            None
        } else {
            Some(!decides)
        }
    };
    match word("kind") {
        "all" => several(false),
        "any" => several(true),
        "not" => met(&criteria["of"], facts, !in_words).map(|met| !met),
        "age" => facts["age"].as_u64().map(|age| {
            age >= criteria["atLeast"].as_u64().unwrap_or(0) && age <= criteria["atMost"].as_u64().unwrap_or(200)
        }),
        "registeredIn" => same("registeredMunicipality"),
        "residesIn" => same("residenceMunicipality"),
        "relativeResidesIn" => same("relativeResidenceMunicipality"),
        "declared" => facts["selfDeclared"][word("fact")].as_bool(),
        "declaredAnyOf" => facts["selfDeclared"][word("fact")].as_array().map(|known| {
            criteria["values"]
                .as_array()
                .expect("a list")
                .iter()
                .any(|value| known.contains(value))
        }),
        "notEvaluated" => Some(in_words),
        kind => panic!("{kind} is not in the embedded catalogues"),
    }
}

/// The outcome, the codes of its provisos, and whether the answer asks for consent last.
type Expected = (&'static str, Vec<&'static str>, bool);

impl Asked<'_> {
    fn criteria(&self) -> &Value {
        let activities = self.version["activities"].as_array();
        let activity = activities
            .into_iter()
            .flatten()
            .find(|activity| Some(&activity["slug"]) == self.activity.as_ref());
        activity.map_or(&self.version["criteria"], |activity| &activity["criteria"])
    }

    fn question(&self, age: Option<u64>, consents: Option<bool>) -> Value {
        let mut facts = self.facts.clone();
        if let Some(age) = age {
            facts["age"] = json!(age);
        }
        if let Some(consents) = consents {
            facts["selfDeclared"]["guardianConsents"] = json!(consents);
        }
        let mut question = json!({"reference": "q", "kommunkod": self.kommunkod, "insats": self.insats,
            "asOf": self.day, "facts": facts});
        if let Some(activity) = &self.activity {
            question["activity"] = activity.clone();
        }
        question
    }

    fn by_the_table(&self, age: Option<u64>, consents: Option<bool>) -> Expected {
        let criteria = self.criteria();
        let facts = |age: Option<u64>, facts: &Value| {
            let mut facts = facts.clone();
            facts["age"] = json!(age);
            facts
        };
        let by_criteria = if criteria.is_null() {
            "undetermined"
        } else {
            match [false, true].map(|in_words| met(criteria, &facts(age, self.facts), in_words)) {
                [Some(true), Some(true)] => "eligible",
                [Some(false), Some(false)] => return ("notEligible", Vec::new(), false),
                [Some(false), Some(true)] => "undetermined",
                _ => "needMoreFacts",
            }
        };
        let is_outside = self.version["documentation"]["individualLevel"] == "outsideAct";
        if self.day < "2025-07-01" || is_outside {
            return (by_criteria, Vec::new(), false);
        }
        let a_child_may = (0..18)
            .any(|age| criteria.is_object() && met(criteria, &facts(Some(age), &json!({})), true) != Some(false));
        match (age, consents) {
            (None, _) if a_child_may => (by_criteria, vec!["guardianConsentForChildren"], false),
            (None | Some(18..), _) | (_, Some(true)) => (by_criteria, Vec::new(), false),
            (Some(15..), _) => (by_criteria, vec!["suitableWithoutGuardian"], false),
            (Some(_), Some(false)) => ("notEligible", vec!["guardianConsent"], false),
            (Some(_), None) if by_criteria == "undetermined" => ("undetermined", vec!["guardianConsent"], false),
            (Some(_), None) => ("needMoreFacts", vec!["guardianConsent"], true),
        }
    }

    fn check(&self, answer: &Value, age: Option<u64>, consents: Option<bool>) {
        let missing: Vec<&Value> = answer["missing"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| &one["fact"])
            .collect();
        let provisos = answer["provisos"].as_array();
        let codes: Vec<&str> = provisos
            .into_iter()
            .flatten()
            .map(|one| one["code"].as_str().expect("a code"))
            .collect();
        let given = (
            answer["outcome"].as_str().expect("an outcome"),
            codes,
            missing.last().is_some_and(|last| *last == CONSENT),
        );
        let expected = self.by_the_table(age, consents);
        assert_eq!(given, expected, "{} {age:?} {consents:?}: {answer}", self.insats);
        let is_refused_consent = answer["reasonCode"] == "guardianConsent";
        assert_eq!(
            is_refused_consent,
            expected.0 == "notEligible" && expected.1 == ["guardianConsent"],
            "{answer}"
        );
    }
}

/// Every insats in force on a day, and every activity with criteria of its own.
async fn asked<'a>(app: &TestApp, kommunkod: &'a str, day: &'a str, facts: &'a Value) -> Vec<Asked<'a>> {
    let mut asked = Vec::new();
    let all = format!("/municipalities/{kommunkod}/insatser?limit=100&asOf={day}&status=inForce,historical,incomplete");
    for insats in app.get_json(&all).await["insatser"].as_array().expect("a list") {
        let insats = insats["slug"].clone();
        let path = format!(
            "/municipalities/{kommunkod}/insatser/{}",
            insats.as_str().expect("a slug")
        );
        let versions = app.get_json(&format!("{path}/versions")).await;
        let in_force = |version: &&Value| {
            let day = json!(day);
            let is_later = |left: &Value, right: &Value| left.as_str() > right.as_str();
            let last = ["lastDayInForce", "validTo"].map(|member| &version[member]);
            let last = last.into_iter().find(|day| !day.is_null());
            !is_later(&version["validFrom"], &day) && last.is_none_or(|last| !is_later(&day, last))
        };
        let Some(version) = versions["versions"].as_array().expect("a list").iter().find(in_force) else {
            continue;
        };
        let activities = version["activities"].as_array().into_iter().flatten();
        let own_criteria = activities.filter(|activity| !activity["criteria"].is_null());
        let activities = own_criteria.map(|activity| Some(activity["slug"].clone()));
        for activity in std::iter::once(None).chain(activities) {
            asked.push(Asked {
                kommunkod,
                day,
                insats: insats.clone(),
                activity,
                facts,
                version: version.clone(),
            });
        }
    }
    asked
}

/// Facts of somebody who has everything and says yes to everything.
async fn everything(app: &TestApp, kommunkod: &str) -> Value {
    let mut facts = json!({"registeredMunicipality": kommunkod, "residenceMunicipality": kommunkod,
        "relativeResidenceMunicipality": kommunkod, "selfDeclared": {"relativeReasons":
        ["alder", "langvarig_sjukdom", "psykisk_ohalsa", "funktionsnedsattning", "beroende", "vald_i_nara_relation"]}});
    for fact in app.get_json("/facts").await["facts"].as_array().expect("facts") {
        let name = fact["name"].as_str().expect("a name");
        if fact["type"] == "boolean" && name != CONSENT {
            facts["selfDeclared"][name.trim_start_matches("selfDeclared.")] = json!(true);
        }
    }
    facts
}

async fn every_insats_asks_for_the_consent_that_the_act_demands(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut seen = 0;
    for kommunkod in MUNICIPALITIES {
        for facts in [json!({}), everything(&app, kommunkod).await] {
            for day in DAYS {
                for asked in asked(&app, kommunkod, day, &facts).await {
                    let ages = std::iter::once(None).chain((0..=18).map(Some));
                    let cases: Vec<(Option<u64>, Option<bool>)> = ages
                        .flat_map(|age| [Some(true), Some(false), None].map(|consents| (age, consents)))
                        .collect();
                    let questions: Vec<Value> = cases
                        .iter()
                        .map(|(age, consents)| asked.question(*age, *consents))
                        .collect();
                    let answered = app.post("/eligibility-batches", &json!({"questions": questions})).await;
                    assert_eq!(answered.status, 200, "{}", answered.text);
                    let results = answered.json()["results"].as_array().expect("results").clone();
                    assert_eq!(results.len(), cases.len());
                    for ((age, consents), result) in cases.iter().zip(&results) {
                        asked.check(&result["answer"], *age, *consents);
                    }
                    only_a_proviso_may_change(&cases, &results);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 100, "only {seen} insatser and activities");
}

/// A decided answer without an age stays when the age becomes known, but for the proviso about children.
fn only_a_proviso_may_change(cases: &[(Option<u64>, Option<bool>)], results: &[Value]) {
    let answers = || cases.iter().zip(results.iter().map(|result| &result["answer"]));
    for ((_, consents), answer) in answers().filter(|((age, _), _)| age.is_none()) {
        if answer["outcome"] == "needMoreFacts" || answer["provisos"][0]["code"] == "guardianConsentForChildren" {
            continue;
        }
        for (case, later) in answers().filter(|((_, other), _)| other == consents) {
            assert!(
                later["outcome"] == answer["outcome"] || answer["outcome"] == "undetermined",
                "{case:?}: {answer} {later}"
            );
        }
    }
}

async fn the_birthdays_of_15_and_18_count(engine: Engine) {
    let app = TestApp::start(engine).await;
    let ask = async |facts: Value| {
        app.ask("1270", "rebus", &json!({"asOf": "2025-09-01", "facts": facts}))
            .await
    };
    let born = |day: &str| json!({"birthDate": day});
    let codes = |answer: &Value| answer["provisos"][0]["code"].clone();

    let day_before_15 = ask(born("2010-09-02")).await;
    assert_eq!(day_before_15["outcome"], "needMoreFacts");
    assert_eq!(day_before_15["missing"][0]["pointer"], "/selfDeclared/guardianConsents");
    assert_eq!(day_before_15["eligibleFrom"], "2025-09-02");
    assert_eq!(codes(&day_before_15), "guardianConsent");
    let has_turned_15 = ask(born("2010-09-01")).await;
    assert_eq!(has_turned_15["outcome"], "eligible");
    assert_eq!(codes(&has_turned_15), "suitableWithoutGuardian");
    assert_eq!(codes(&ask(born("2007-09-02")).await), "suitableWithoutGuardian");
    assert!(ask(born("2007-09-01")).await.get("provisos").is_none());

    // A partial date that leaves several rows open gives what all give.
    let year = ask(json!({"birthYear": 2010})).await;
    assert_eq!(year["outcome"], "needMoreFacts");
    assert_eq!(year["missing"][0]["fact"], "birthDate");
    assert_eq!(year["eligibleFrom"], "2025-12-31");
    assert_eq!(
        ask(json!({"birthYear": 2010, "birthMonth": 8})).await["outcome"],
        "eligible"
    );
    let younger = ask(json!({"birthYear": 2010, "birthMonth": 10})).await;
    assert_eq!(younger["missing"][0]["fact"], CONSENT);
    let consents = json!({"birthYear": 2010, "selfDeclared": {"guardianConsents": true}});
    assert_eq!(ask(consents).await["outcome"], "eligible");

    let refused = ask(json!({"birthDate": "2010-09-02", "selfDeclared": {"guardianConsents": false}})).await;
    assert_eq!(
        (&refused["outcome"], &refused["reasonCode"], &refused["eligibleFrom"]),
        (&json!("notEligible"), &json!("guardianConsent"), &json!("2025-09-02"))
    );
    let proviso = &refused["provisos"][0];
    assert_eq!(
        proviso["legalBasis"],
        json!(["21 kap. 2 § socialtjänstlagen (2025:400)"])
    );
    let sv = proviso["text"]["sv"].as_str().expect("text");
    assert!(
        sv.contains("12 år") && sv.contains("21 kap. 1 §") && sv.contains("112"),
        "{sv}"
    );
}
