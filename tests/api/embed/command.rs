//! The command that prints what a site pastes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use ring::digest::{SHA384, digest};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::command::{err, out, program, program_with};
use crate::tests;

tests![
    the_snippet_has_the_hash_of_the_file,
    the_address_is_the_public_one_of_the_settings,
    one_insats_can_be_embedded,
    wrong_arguments_are_refused,
    the_file_can_be_kept,
];

const DATABASE: &str = "sqlite:unused.db";

async fn the_snippet_has_the_hash_of_the_file(engine: Engine) {
    let app = TestApp::start(engine).await;
    let file = app.send_anywhere(Method::GET, "/embed/insatser.js", &[], None).await;
    let integrity = STANDARD.encode(digest(&SHA384, file.text.as_bytes()));
    let printed = program(
        DATABASE,
        &["embed", "--municipality", "1270", "--url", "https://api.example.se/"],
    );
    let printed = out(&printed);
    for wanted in [
        &format!("integrity=\"sha384-{integrity}\" crossorigin=\"anonymous\""),
        "<insats-lista kommunkod=\"1270\" lang=\"sv\">",
        "<a href=\"https://api.example.se/1270\">Stöd utan behovsprövning i Tomelilla</a>",
        "script-src https://api.example.se/embed/\nconnect-src https://api.example.se/insatskatalog/v1/\n",
    ] {
        assert!(printed.contains(wanted), "{wanted}: {printed}");
    }
    assert!(!printed.contains("KOMMUNKOD"), "{printed}");
}

async fn the_address_is_the_public_one_of_the_settings(_: Engine) {
    let settings = [(
        "INSATSKATALOG_PUBLIC_URL",
        "https://insatser.example.se,https://intern.example.se",
    )];
    let printed = out(&program_with(DATABASE, &["embed"], &settings));
    assert!(
        printed.contains("src=\"https://insatser.example.se/embed/"),
        "{printed}"
    );
    assert!(printed.contains("kommunkod=\"KOMMUNKOD\""), "{printed}");
    assert!(printed.contains("Replace KOMMUNKOD"), "{printed}");
}

async fn one_insats_can_be_embedded(_: Engine) {
    let arguments = ["embed", "--municipality", "1270", "--insats", "trygghetslarm"];
    let printed = out(&program(DATABASE, &arguments));
    let wanted = "<insats-kort kommunkod=\"1270\" insats=\"trygghetslarm\" lang=\"sv\">";
    assert!(printed.contains(wanted), "{printed}");
    assert!(printed.contains("/1270/trygghetslarm\">"), "{printed}");
}

async fn wrong_arguments_are_refused(_: Engine) {
    for arguments in [
        ["--municipality", "9999"],
        ["--insats", "Trygghetslarm!"],
        ["--url", "ftp://api.example.se"],
        ["--url", "https://user:hemligt@api.example.se"],
        ["--url", "https://api.example.se/?a=b"],
        ["--url", "api.example.se"],
    ] {
        let refused = program(DATABASE, &["embed", arguments[0], arguments[1]]);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(err(&refused).contains(arguments[0]), "{}", err(&refused));
    }
}

async fn the_file_can_be_kept(engine: Engine) {
    let app = TestApp::start(engine).await;
    let served = app.send_anywhere(Method::GET, "/embed/insatser.js", &[], None).await;
    assert_eq!(out(&program(DATABASE, &["embed", "--file"])), served.text);
}
