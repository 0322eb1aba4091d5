//! Publishing of texts in other languages: what is refused, what goes round, and what of a text is decided.

use serde_json::{Value, json};

use crate::catalogue::languages::{catalogue, in_swedish_only, selection, with};
use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::command::{err, file, out, program};
use crate::fixtures::editing::{ALARM, CAFE, changed, create, editor, new_insats, put, read, refused, refused_case};
use crate::fixtures::publishing::{followed, import_text};
use crate::fixtures::table::rows;
use crate::issuer::token;
use crate::tests;

tests![
    texts_in_any_language_are_shown_and_go_round,
    wrong_texts_are_refused,
    a_file_names_the_language_that_is_meant,
    a_text_in_force_is_translated_but_its_swedish_is_decided,
    a_question_in_use_is_translated,
    an_export_with_every_language_reads_back,
];

async fn texts_in_any_language_are_shown_and_go_round(engine: Engine) {
    let app = TestApp::start(engine).await;
    let in_capitals = json!({"rmy": "Losura.", "FI": "Arvonta.", "svEasy": "Vi lottar.", "ar": "قرعة.", "en": "A draw.", "sv": "Lottning."});
    let members = json!({
        "name": {"sv": "Sångcafé", "fi": "Laulukahvila"},
        "summary": {"sv": "Sång och fika.", "svEasy": "Du får sjunga."},
        "selection": in_capitals,
        "places": [{"slug": "torget", "name": "Torget", "note": {"sv": "Ring på."}}],
        "costOptions": [{"option": {"sv": "Fika"}, "amount": 20, "amountIs": "exact", "currency": "SEK", "per": "item"}],
        "fee": {"kind": "amount", "text": {"sv": "Fikat kostar."}},
    });
    let answered = create(&app, &with(new_insats(), &members)).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    app.now("2026-02-01T10:00:00Z");
    let (shown, etag) = read(&app, CAFE).await;
    let list = app.get_json("/municipalities/1270/insatser?q=laulukahvila").await;
    let listed = &list["insatser"][0];
    for (name, stated) in with(members.clone(), &json!({"selection": selection()}))
        .as_object()
        .expect("members")
    {
        assert_eq!(shown[name], *stated, "{name}");
        assert_eq!(listed[name], *stated, "{name} in the list");
    }
    // Swedish, English and easy-read Swedish come first, then the other languages by their tags.
    assert_eq!(shown["selection"].to_string(), selection().to_string());
    // A word of any language finds it.
    let across = app.get_json("/insatser?q=laulukahvila").await["insatser"][0].clone();
    for name in ["name", "fee", "costOptions"] {
        assert_eq!(across[name], members[name], "{name} across municipalities");
    }
    assert_eq!(app.get_json("/insatser?q=far+sjunga").await["_meta"]["totalRecords"], 1);
    // What was read can be put back, and a process that starts later reads the same from the database.
    let answered = put(&app, "1270", CAFE, &etag, &shown).await;
    assert_eq!((answered.status.as_u16(), answered.json()), (200, shown.clone()));
    let later = TestApp::beside(&app).await;
    later.now("2026-02-01T10:00:00Z");
    assert_eq!(read(&later, CAFE).await.0, shown);
}

async fn wrong_texts_are_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let table = include_str!("refused.txt");
    for [status, pointer, code, members] in rows(table, ["status", "pointer", "code", "members"], 21) {
        let members: Value = serde_json::from_str(members).expect("JSON");
        let answered = create(&app, &with(new_insats(), &members)).await;
        let status = status.parse().expect("a status");
        assert!(answered.status.is_client_error(), "{pointer} {code}: {}", answered.text);
        refused_case(pointer, &answered, status, &[(pointer, code)]);
        for echo in ["550702-1234", "finska", "zz", "sveasy", "sv_SE"] {
            assert!(!answered.text.contains(echo), "{echo}: {}", answered.text);
        }
    }
    let unknown = json!({"selection": {"sv": "Lottning.", "finska": "Arpa."}});
    let answered = create(&app, &with(new_insats(), &unknown)).await;
    let hint = "svEasy (easy-read Swedish) or a language tag of BCP 47, such as fi";
    assert!(answered.text.contains(hint), "{}", answered.text);
    // The same member twice, which only a text can have.
    let body = new_insats().to_string();
    let twice = body.replace(
        r#""summary":{"#,
        r#""selection":{"sv":"Lottning.","fi":"a","fi":"b"},"summary":{"#,
    );
    let bearer = format!("Bearer {}", editor("1270"));
    let headers = [
        ("content-type", "application/json"),
        ("authorization", bearer.as_str()),
        ("if-none-match", "*"),
    ];
    let answered = app.send(reqwest::Method::PUT, CAFE, &headers, Some(twice.into())).await;
    refused(&answered, 400, &[("/selection/fi", "duplicateMember")]);
}

async fn a_file_names_the_language_that_is_meant(_: Engine) {
    let catalogue = "kommunkod: \"0114\"\nmunicipality:\n  sourceDocuments:\n  - document: \"1\"\n    title: {sv: Beslut, svEazy: Beslut, finska: Päätös}\n";
    let (_folder, path) = file("0114.yaml", catalogue);
    let checked = program("", &["check", &path]);
    assert_eq!(checked.status.code(), Some(1));
    let faults = err(&checked);
    for fault in [
        ":5: /municipality/sourceDocuments/0/title: unknownMember: Do you mean svEasy?",
        ":5: /municipality/sourceDocuments/0/title: unknownMember: Unknown language.",
    ] {
        assert!(faults.contains(&format!("{path}{fault}")), "{fault}: {faults}");
    }
}

async fn a_text_in_force_is_translated_but_its_swedish_is_decided(engine: Engine) {
    let app = TestApp::start(engine).await;
    let age =
        json!({"kind": "age", "atLeast": 65, "groundForLimit": {"sv": "Platserna är få."}, "ageReason": "notStated"});
    let decided = json!({"validFrom": "2025-10-01", "selection": {"sv": "Lottning."}, "targetGroup": {"sv": "Äldre."},
        "limits": {"text": {"sv": "Fem gånger."}}, "criteria": age,
        "activities": [{"slug": "kor", "name": {"sv": "Kör"}, "targetGroup": {"sv": "Sångare."}}]});
    let published = with(in_swedish_only(new_insats()), &decided);
    let answered = create(&app, &published).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    // A translation is presentation, of every decided text.
    let texts = [
        "/selection",
        "/targetGroup",
        "/limits/text",
        "/criteria/groundForLimit",
        "/documentation/specialReasons",
        "/activities/0/targetGroup",
    ];
    let presenter = token("catalogue:present", "1270");
    let (mut cafe, etag) = read(&app, CAFE).await;
    for (at, pointer) in texts.iter().enumerate() {
        let text = cafe.pointer_mut(pointer).expect("a text");
        for language in ["en", "svEasy", "fi"] {
            text[language] = json!(format!("Översatt text {at}"));
        }
    }
    let answered = app.put_as(&presenter, CAFE, ("if-match", &etag), &cafe).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let (mut cafe, etag) = read(&app, CAFE).await;
    for (at, pointer) in texts.iter().enumerate() {
        let text = cafe.pointer_mut(pointer).expect("a text");
        assert_eq!(text["fi"], format!("Översatt text {at}"), "{pointer}");
        text["en"] = json!("A better translation");
        text.as_object_mut().expect("a text").remove("fi");
    }
    let answered = app.put_as(&presenter, CAFE, ("if-match", &etag), &cafe).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    // The Swedish text is decided.
    for pointer in texts {
        let (mut cafe, etag) = read(&app, CAFE).await;
        cafe.pointer_mut(pointer).expect("a text")["sv"] = json!("Något helt annat.");
        let answered = app.put_as(&presenter, CAFE, ("if-match", &etag), &cafe).await;
        assert_eq!(answered.status, 403, "{pointer}: {}", answered.text);
        let member = format!("/{}", pointer.split('/').nth(1).expect("a member"));
        let answered = put(&app, "1270", CAFE, &etag, &cafe).await;
        refused_case(pointer, &answered, 422, &[(&member, "versionInForce")]);
    }
    // Whatever the version, also one that came with the program.
    let (alarm, _) = changed(&app, "1270", ALARM, |alarm| {
        alarm["summary"]["fi"] = json!("Turvahälytin.");
    })
    .await;
    assert_eq!(alarm["summary"]["fi"], "Turvahälytin.");
}

async fn a_question_in_use_is_translated(engine: Engine) {
    let app = TestApp::start(engine).await;
    let published = import_text(&app, &catalogue().to_string()).await.expect("published");
    followed(&app, published.revision).await;
    let own = "/municipalities/0114";
    let (shown, etag) = changed(&app, "0114", own, |own| {
        own["questions"][0]["question"]["en"] = json!("Can you sing?");
        own["questions"][0]["question"]["fi"] = json!("Osaatko laulaa?");
    })
    .await;
    let mut asked_otherwise = shown.clone();
    asked_otherwise["questions"][0]["question"]["sv"] = json!("Kan du dansa?");
    refused(
        &put(&app, "0114", own, &etag, &asked_otherwise).await,
        422,
        &[("/questions", "questionInUse")],
    );
    let criteria = app.get_json("/municipalities/0114/insatser/sangcafe/criteria").await;
    assert_eq!(
        criteria["questions"][0]["question"],
        json!({"sv": "Kan du sjunga?", "en": "Can you sing?"})
    );
}

async fn an_export_with_every_language_reads_back(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut catalogue = catalogue();
    catalogue["insatser"][0]["selection"] = selection();
    catalogue["municipality"]["questions"][0]["help"] = selection();
    catalogue["providers"][0]["availability"]["note"] = selection();
    import_text(&app, &catalogue.to_string()).await.expect("published");
    let export = |url: &str| out(&program(url, &["export", "0114"]));
    let first = export(&app.database.url);
    assert_eq!(first.matches("svEasy: Vi lottar.").count(), 3, "{first}");
    assert_eq!(first.matches("fi: Arvonta.").count(), 3, "{first}");
    let (_folder, path) = file("0114.yaml", &first);
    let other = Database::empty(engine);
    let imported = program(&other.url, &["import", &path]);
    assert!(imported.status.success(), "{}", err(&imported));
    assert_eq!(export(&other.url), first);
    // The differences name the language.
    let changed = first
        .replace("fi: Arvonta.", "fi: Arpajaiset.")
        .replace("svEasy: Vi lottar.", "svEasy: Vi drar lott.");
    let (_folder, path) = file("0114.yaml", &changed);
    let differences = out(&program(&other.url, &["import", "--dry-run", &path]));
    for line in [
        "selection, in easy-read Swedish: “Vi lottar.” → “Vi drar lott.”",
        "selection, in fi: “Arvonta.” → “Arpajaiset.”",
    ] {
        assert!(differences.contains(line), "{line}: {differences}");
    }
}
