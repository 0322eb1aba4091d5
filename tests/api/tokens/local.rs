//! Tokens made on one machine for testing.

use insatskatalog::http_client;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::fixtures::PATIENCE;
use crate::fixtures::app::{BASE, Database, Engine};
use crate::fixtures::process::Process;
use crate::issuer::token;
use crate::tests;

tests![
    local_tokens_hold_on_this_machine_only,
    only_scopes_that_there_are_are_granted,
    a_local_token_may_be_limited_to_a_body,
    a_key_of_another_folder_is_named,
];

/// The header of a token for Tomelilla.
fn made(process: &Process, arguments: &[&str]) -> String {
    let made = process.run(&[&["token", "--municipality", "1270"], arguments].concat(), &[]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    format!("Bearer {}", String::from_utf8_lossy(&made.stdout).trim())
}

async fn local_tokens_hold_on_this_machine_only(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let settings = [("DATABASE_URL", database.url.as_str())];
    let process = Process::start_with(&["serve", "--dev-tokens"], &settings);
    let scopes = ["--scope", "catalogue:write", "--scope", "audit:read"];
    let bearer = made(&process, &scopes);
    let path = format!("{BASE}/municipalities/1270/audit-events");
    assert_eq!(process.status(&path, &[("authorization", &bearer)]).await, 200);
    let elsewhere = path.replace("1270", "0188");
    assert_eq!(process.status(&elsewhere, &[("authorization", &bearer)]).await, 403);
    for header in ["forwarded", "x-forwarded-for", "x-real-ip", "via"] {
        let answered = process
            .status(&path, &[("authorization", &bearer), (header, "for=192.0.2.1")])
            .await;
        assert_eq!(answered, 401, "{header}");
    }
    // A web page that makes its own name lead to this machine still sends its name.
    let port = process.origin.rsplit(':').next().expect("a port");
    for (host, status) in [
        (format!("localhost:{port}"), 200),
        (format!("[::1]:{port}"), 200),
        ("api.example.se".to_owned(), 401),
        (format!("127.0.0.1.example.se:{port}"), 401),
        ("localhost@example.se".to_owned(), 401),
        ("192.0.2.1".to_owned(), 401),
    ] {
        let answered = process
            .status(&path, &[("authorization", &bearer), ("host", &host)])
            .await;
        assert_eq!(answered, status, "{host}");
    }
    // The service accepts no other issuer's tokens.
    let issued = format!("Bearer {}", token("audit:read", "1270"));
    assert_eq!(process.status(&path, &[("authorization", &issued)]).await, 401);
    for (variable, value) in [
        ("INSATSKATALOG_PUBLIC_URL", "https://api.example.se"),
        ("INSATSKATALOG_LISTEN", "0.0.0.0:0"),
    ] {
        let refused = process.run(&["serve", "--dev-tokens"], &[(variable, value)]);
        let errors = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(
            errors.contains(variable) && errors.contains("this machine only"),
            "{errors}"
        );
    }
}

async fn only_scopes_that_there_are_are_granted(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let settings = [("DATABASE_URL", database.url.as_str())];
    let process = Process::start_with(&["serve", "--dev-tokens"], &settings);
    for scope in [
        "catalogue:wirte",
        "x",
        "",
        " ",
        "catalogue:write,audit:read",
        "audit:read catalogue:wirte",
    ] {
        let wrong = process.run(&["token", "--scope", scope, "--municipality", "1270"], &[]);
        let errors = String::from_utf8_lossy(&wrong.stderr).into_owned();
        assert!(!wrong.status.success() && wrong.stdout.is_empty(), "{scope}");
        assert!(
            errors.contains("catalogue:write, catalogue:present, municipality:write"),
            "{errors}"
        );
    }
    for wrong in [["--municipality", "9999"], ["--provider", "1270"], ["--body", ""]] {
        let arguments = [
            &["token", "--scope", "audit:read", "--municipality", "1270"],
            &wrong[..],
        ]
        .concat();
        assert!(!process.run(&arguments, &[]).status.success(), "{wrong:?}");
    }
    // Several in one value.
    let bearer = made(&process, &["--scope", "records:write  audit:read"]);
    let path = format!("{BASE}/municipalities/1270/audit-events");
    assert_eq!(process.status(&path, &[("authorization", &bearer)]).await, 200);
}

async fn a_local_token_may_be_limited_to_a_body(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let settings = [("DATABASE_URL", database.url.as_str())];
    let process = Process::start_with(&["serve", "--dev-tokens"], &settings);
    let alarm = "/municipalities/1270/insatser/trygghetslarm";
    let mut shown = process.get(alarm).await;
    shown["summary"]["sv"] = json!("Ett larm.");
    let put = async |bodies: &[&str]| -> (StatusCode, Value) {
        let limits: Vec<&str> = bodies.iter().flat_map(|body| ["--body", body]).collect();
        let bearer = made(&process, &[&["--scope", "catalogue:write"], &limits[..]].concat());
        let client = http_client::builder().no_proxy().build().expect("a client");
        let request = client.put(format!("{}{BASE}{alarm}", process.origin)).json(&shown);
        let request = request.header("authorization", bearer).header("if-match", "*");
        let answer = request.send().await.expect("an answer");
        (answer.status(), answer.json().await.expect("JSON"))
    };
    let (status, problem) = put(&["En annan nämnd"]).await;
    assert_eq!((status.as_u16(), &problem["code"]), (403, &json!("otherBody")));
    let (status, answered) = put(&["En annan nämnd", "Vård- och omsorgsnämnden"]).await;
    assert_eq!(status, 200, "{answered}");
    assert_eq!(put(&[]).await.0, 200);
}

async fn a_key_of_another_folder_is_named(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let settings = [("DATABASE_URL", database.url.as_str())];
    let one = Process::start_with(&["serve", "--dev-tokens"], &settings);
    let other = Process::start_with(&["serve", "--dev-tokens"], &settings);
    let bearer = made(&other, &["--scope", "audit:read"]);
    let client = http_client::builder().no_proxy().build().expect("a client");
    let request = client.get(format!("{}{BASE}/municipalities/1270/audit-events", one.origin));
    let answer = request.header("authorization", bearer).send().await.expect("an answer");
    assert_eq!(answer.status(), 401);
    let problem: Value = answer.json().await.expect("JSON");
    let detail = problem["detail"].as_str().expect("text");
    assert!(detail.contains("the key of another folder"), "{problem}");
    let path = one.folder.path().display().to_string();
    assert!(!problem.to_string().contains(&path), "{problem}");
    // The log is written within a fraction of a second.
    let begun = std::time::Instant::now();
    loop {
        let log = std::fs::read_to_string(one.folder.path().join("log")).expect("a log");
        if log.contains("a token was made with the key of another data folder") {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "{log}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}
