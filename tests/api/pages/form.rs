//! "Gäller det mig?" as a form: which question comes next, and what the answer says.

use serde_json::json;

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::browser::{fill_in, heading, hidden, open, send, without_tags};
use crate::fixtures::publishing::{followed, import_text};
use crate::tests;

tests![
    a_person_of_75_answers_two_questions,
    a_refusal_says_why_and_that_one_can_apply,
    an_earlier_answer_can_be_changed,
    what_one_does_not_know_is_left_open,
    a_couple_answers_for_both,
    a_part_with_its_own_conditions_is_chosen_first,
    open_to_all_needs_no_question,
    reasons_can_be_none_of_them,
    what_the_municipality_has_not_decided,
    the_answer_is_the_one_of_the_api,
    english_words_stay_english,
];

const ALARM: &str = "/1270/trygghetslarm/eligibility";
const CARERS: &str = "/0188/anhorigstod/eligibility";
/// The catalogue of Borlänge, with a condition on both of a couple.
const BORLANGE: &str = include_str!("../eligibility/services/2081.yaml");
const COUPLE: &str = "/2081/serviceinsatser/eligibility";

async fn a_person_of_75_answers_two_questions(engine: Engine) {
    let app = TestApp::start(engine).await;
    let first = open(&app, ALARM).await;
    assert_eq!(first.status, 200);
    assert_eq!(first.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(first.header("cache-control"), "no-store");
    assert!(first.header("content-security-policy").contains("form-action 'self'"));
    assert_eq!(heading(&first), "När är du född?");
    assert!(!first.text.contains("Dina svar"), "nothing is answered yet");

    let second = fill_in(&app, &first, &[("birthDate", "1950-03-14")]).await;
    assert_eq!(
        (second.status.as_u16(), &*heading(&second)),
        (200, "I vilken kommun är du folkbokförd?")
    );
    assert!(second.text.contains("14 mars 1950"), "the answer so far");

    let answer = fill_in(&app, &second, &[("registeredMunicipality", "1270")]).await;
    assert_eq!(
        (answer.status.as_u16(), &*heading(&answer)),
        (200, "Ja, enligt villkoren")
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    let read = without_tags(&answer.text);
    for said in [
        "Du ska vara 70 år eller äldre: ja.",
        "Du ska vara folkbokförd i Tomelilla: ja.",
        "Svaret gäller 1 oktober 2025.",
        "Du har alltid rätt att ansöka om insatser hos socialtjänsten",
        "Det är inte ett beslut",
        "Vård- och omsorgsnämnden",
    ] {
        assert!(read.contains(said), "{said}: {read}");
    }
}

async fn a_refusal_says_why_and_that_one_can_apply(engine: Engine) {
    let app = TestApp::start(engine).await;
    let young = send(
        &app,
        ALARM,
        &[("birthDate", "1956-02-29"), ("registeredMunicipality", "1270")],
    )
    .await;
    assert_eq!(heading(&young), "Nej, inte enligt villkoren");
    let read = without_tags(&young.text);
    assert!(read.contains("Du ska vara 70 år eller äldre: nej."), "{read}");
    assert!(
        read.contains("Du uppfyller villkoren från och med 28 februari 2026."),
        "{read}"
    );
    assert!(read.contains("Du kan alltid ansöka"), "{read}");
    assert!(!read.contains("Så får du insatsen"), "no way to what one does not get");

    // A decided answer asks no more.
    let elsewhere = send(&app, ALARM, &[("registeredMunicipality", "none")]).await;
    assert_eq!(heading(&elsewhere), "Nej, inte enligt villkoren");
}

async fn an_earlier_answer_can_be_changed(engine: Engine) {
    let app = TestApp::start(engine).await;
    let second = send(&app, ALARM, &[("birthDate", "19500314")]).await;
    let again = fill_in(&app, &second, &[("change", "birthDate")]).await;
    assert_eq!((again.status.as_u16(), &*heading(&again)), (200, "När är du född?"));
    assert!(again.text.contains("value=\"1950-03-14\""), "as it was understood");
    let next = fill_in(&app, &again, &[("birthDate", "1990-05-06")]).await;
    assert_eq!(heading(&next), "Nej, inte enligt villkoren");
    let back = fill_in(&app, &next, &[("change", "birthDate")]).await;
    assert!(back.text.contains("value=\"1990-05-06\""));
    let half = send(
        &app,
        ALARM,
        &[
            ("question", "registeredMunicipality"),
            ("birthDate", "1950-03-14"),
            ("change", "birthDate"),
        ],
    );
    assert_eq!(
        heading(&half.await),
        "När är du född?",
        "what is not finished is no fault"
    );
}

async fn what_one_does_not_know_is_left_open(engine: Engine) {
    let app = TestApp::start(engine).await;
    let first = open(&app, ALARM).await;
    let second = fill_in(&app, &first, &[("birthDate", "195"), ("skip", "birthDate")]).await;
    assert_eq!(
        (second.status.as_u16(), &*heading(&second)),
        (200, "I vilken kommun är du folkbokförd?")
    );
    let answer = fill_in(&app, &second, &[("registeredMunicipality", "unknown")]).await;
    assert_eq!(heading(&answer), "Fler uppgifter behövs");
    let read = without_tags(&answer.text);
    assert!(
        read.contains("Frågor som kan ändra svaret När är du född? I vilken kommun är du folkbokförd?"),
        "{read}"
    );

    // A year is enough where it settles the condition, and asked for whole where it does not.
    let year = send(
        &app,
        ALARM,
        &[("birthDate", "1950"), ("registeredMunicipality", "1270")],
    )
    .await;
    assert_eq!(heading(&year), "Ja, enligt villkoren");
    let open = send(
        &app,
        ALARM,
        &[("birthDate", "1955"), ("registeredMunicipality", "1270")],
    )
    .await;
    assert_eq!(heading(&open), "Fler uppgifter behövs");
}

async fn a_couple_answers_for_both(engine: Engine) {
    let app = TestApp::start(engine).await;
    let published = import_text(&app, BORLANGE).await.expect("a catalogue");
    followed(&app, published.revision).await;
    let mut page = open(&app, COUPLE).await;
    let mut asked = Vec::new();
    let answers = [
        ("När är du född?", "birthDate", "1948-01-02"),
        ("I vilken kommun är du folkbokförd?", "registeredMunicipality", "2081"),
        ("Bor du i ordinärt boende?", "selfDeclared.ordinaryHousing", "true"),
        (
            "Kan du delta i planeringen av insatsen?",
            "selfDeclared.local.delta-i-planeringen",
            "true",
        ),
        ("Lever du i ett par?", "partner", "1"),
        (
            "Din partner: När är personen född?",
            "partner.0.birthDate",
            "1949 05 06",
        ),
    ];
    while asked.len() < answers.len() {
        let question = heading(&page);
        let (_, field, value) = answers.iter().find(|(known, ..)| *known == question).expect(&question);
        assert!(!asked.contains(&question), "{question} is asked once");
        asked.push(question);
        page = fill_in(&app, &page, &[(field, value)]).await;
        assert_eq!(page.status, 200);
    }
    assert_eq!(heading(&page), "Ja, enligt villkoren");
    let read = without_tags(&page.text);
    assert!(read.contains("Din partner: När är personen född? 6 maj 1949"), "{read}");

    let younger = fill_in(&app, &page, &[("change", "partner.0.birthDate")]).await;
    let no = fill_in(&app, &younger, &[("partner.0.birthDate", "1960-01-01")]).await;
    assert_eq!(heading(&no), "Nej, inte enligt villkoren");
    // Without a partner, nothing is kept about one.
    let alone = fill_in(&app, &no, &[("change", "partner")]).await;
    let yes = fill_in(&app, &alone, &[("partner", "0")]).await;
    assert_eq!(heading(&yes), "Ja, enligt villkoren");
    assert!(hidden(&yes.text).iter().all(|(name, _)| !name.starts_with("partner.")));
}

async fn a_part_with_its_own_conditions_is_chosen_first(engine: Engine) {
    let app = TestApp::start(engine).await;
    let first = open(&app, CARERS).await;
    assert_eq!(heading(&first), "Vilken del av insatsen vill du fråga om?");
    let whole = fill_in(&app, &first, &[("part", "insats")]).await;
    assert_eq!(whole.status, 200);
    assert_ne!(heading(&whole), heading(&first));
    let mut page = fill_in(&app, &first, &[("part", "activity.rubinens-barngrupp")]).await;
    let answers = [
        ("När är du född?", "birthDate", "2015-05-05"),
        ("I vilken kommun bor du?", "residenceMunicipality", "0188"),
        (
            "Har din förälder psykisk sjukdom eller psykisk ohälsa?",
            "selfDeclared.parentWithMentalIllness",
            "true",
        ),
        ("Samtycker", "selfDeclared.guardianConsents", "true"),
    ];
    let mut asked = Vec::new();
    while !page.text.contains("class=\"answer ") {
        let question = heading(&page);
        let known = answers
            .iter()
            .find(|(_, field, _)| page.text.contains(&format!("name=\"question\" value=\"{field}\"")));
        let (begins, field, value) = known.unwrap_or_else(|| panic!("{question}"));
        assert!(question.starts_with(begins) || *begins == "Samtycker", "{question}");
        asked.push(*field);
        page = fill_in(&app, &page, &[(field, value)]).await;
    }
    assert_eq!(heading(&page), "Ja, enligt villkoren");
    assert_eq!(
        asked.last(),
        Some(&"selfDeclared.guardianConsents"),
        "the consent comes last: {asked:?}"
    );
    assert!(without_tags(&page.text).contains("Rubinens"));
}

async fn open_to_all_needs_no_question(engine: Engine) {
    let app = TestApp::start(engine).await;
    let insatser = app.get_json("/municipalities/1270/insatser?openToAll=true").await;
    let slug = insatser["insatser"][0]["slug"]
        .as_str()
        .expect("one that is open to all");
    let answer = open(&app, &format!("/1270/{slug}/eligibility")).await;
    assert_eq!(
        (answer.status.as_u16(), &*heading(&answer)),
        (200, "Ja, öppen för alla")
    );
}

async fn reasons_can_be_none_of_them(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = [
        ("part", "insats"),
        ("birthDate", "1970-01-01"),
        ("residenceMunicipality", "0188"),
        ("selfDeclared.supportsRelative", "true"),
    ];
    let reasons = "selfDeclared.relativeReasons";
    let page = send(&app, CARERS, &answered).await;
    assert!(
        page.text.contains(&format!("type=\"checkbox\" id=\"{reasons}.alder\"")),
        "{}",
        page.text
    );
    let some = fill_in(&app, &page, &[(reasons, "alder"), (reasons, "langvarig_sjukdom")]).await;
    assert_eq!(heading(&some), "Ja, enligt villkoren");
    assert!(without_tags(&some.text).contains("ålder, långvarig sjukdom"));
    let none = fill_in(&app, &page, &[]).await;
    assert_eq!(
        (none.status.as_u16(), &*heading(&none)),
        (200, "Nej, inte enligt villkoren")
    );
    assert!(without_tags(&none.text).contains("Inget av alternativen"));
    // Where another gives the support, the page leads there.
    let elsewhere = fill_in(&app, &page, &[(reasons, "beroende")]).await;
    assert_eq!(heading(&elsewhere), "Nej, stödet ges av någon annan");
    assert!(without_tags(&elsewhere.text).contains("Socialförvaltningen i Norrtälje kommun"));
    let wrong = fill_in(&app, &page, &[(reasons, "annat")]).await;
    assert_eq!(wrong.status, 400);
}

async fn what_the_municipality_has_not_decided(engine: Engine) {
    let app = TestApp::start(engine).await;
    let never = open(&app, "/1270/sarskilt-boende/eligibility").await;
    if never.status == 200 {
        assert_eq!(heading(&never), "Nej, inte utan behovsprövning");
    }
    let nobody = open(&app, "/1270/finns-inte/eligibility").await;
    assert_eq!(nobody.status, 404);
    assert!(nobody.header("content-type").starts_with("text/html"));
    // A municipality without a catalogue can be asked about what another one has.
    let elsewhere = open(&app, "/1290/trygghetslarm/eligibility").await;
    assert_eq!(
        (elsewhere.status.as_u16(), &*heading(&elsewhere)),
        (200, "Fråga kommunen")
    );
    assert!(without_tags(&elsewhere.text).contains("Du kan alltid ansöka"));
    assert_eq!(open(&app, "/0000/trygghetslarm/eligibility").await.status, 404);
}

async fn the_answer_is_the_one_of_the_api(engine: Engine) {
    let app = TestApp::start(engine).await;
    for born in ["1930-01-01", "1955-10-01", "1955-10-02", "2024-01-01"] {
        let question = json!({"facts": {"birthDate": born, "registeredMunicipality": "1270"}});
        let answer = app.ask("1270", "trygghetslarm", &question).await;
        let page = send(&app, ALARM, &[("birthDate", born), ("registeredMunicipality", "1270")]).await;
        let read = without_tags(&page.text);
        let explanation = answer["explanation"]["sv"].as_str().expect("a text");
        assert!(read.contains(explanation), "{explanation}: {read}");
        for reason in answer["reasons"].as_array().expect("a list") {
            let reason = reason["text"]["sv"].as_str().expect("a text");
            assert!(read.contains(reason), "{reason}: {read}");
        }
    }
}

async fn english_words_stay_english(engine: Engine) {
    let app = TestApp::start(engine).await;
    let first = open(&app, &format!("{ALARM}?lang=en")).await;
    assert_eq!(heading(&first), "When were you born?");
    assert!(first.text.contains("<html lang=\"en\">"));
    let second = fill_in(&app, &first, &[("birthDate", "1950-03-14")]).await;
    assert_eq!(heading(&second), "In which municipality are you registered as living?");
    let answer = fill_in(&app, &second, &[("registeredMunicipality", "1270")]).await;
    assert_eq!(heading(&answer), "Yes – conditions met");
    assert!(without_tags(&answer.text).contains("You can always apply"));
    // The same answers in another language.
    let swedish = answer
        .text
        .contains(&format!("formaction=\"{ALARM}?lang=sv\" name=\"change\" value=\"\""));
    assert!(swedish, "{}", answer.text);
    let fields = hidden(&answer.text);
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    fields.push(("change", ""));
    let in_swedish = send(&app, &format!("{ALARM}?lang=sv"), &fields).await;
    assert_eq!(heading(&in_swedish), "Ja, enligt villkoren");
}
