//! Posts group records from a file to a server that answers like the API.

use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use actix_web::http::header::HeaderMap;
use actix_web::web::{self, Bytes};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A received request.
struct Heard {
    query: String,
    body: String,
    headers: HeaderMap,
}

impl Heard {
    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(|value| value.to_str());
        value.and_then(Result::ok).unwrap_or_default()
    }

    /// The number of records: rows below the header, or items.
    fn records(&self) -> usize {
        match serde_json::from_str::<Value>(&self.body) {
            Ok(json) => json["records"].as_array().map_or(0, Vec::len),
            Err(_) => self.body.matches("rebus;").count(),
        }
    }
}

/// A server that answers each request by a rule, and remembers the requests.
struct Server {
    url: String,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl Server {
    /// The rule receives the number of the request, from 0, and the request.
    fn start(rule: fn(usize, &Heard) -> HttpResponse) -> Self {
        let heard: Arc<Mutex<Vec<Heard>>> = Arc::default();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/insatskatalog/v1", listener.local_addr().expect("an address"));
        let shared = Arc::clone(&heard);
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = move || {
                    let heard = Arc::clone(&shared);
                    let handler = move |request: HttpRequest, body: Bytes| {
                        let mut heard = heard.lock().expect("whole");
                        let latest = Heard {
                            query: request.query_string().to_owned(),
                            body: String::from_utf8(body.to_vec()).expect("UTF-8"),
                            headers: request.headers().clone(),
                        };
                        let answer = rule(heard.len(), &latest);
                        heard.push(latest);
                        std::future::ready(answer)
                    };
                    let path = "/insatskatalog/v1/municipalities/1270/group-record-batches";
                    App::new()
                        .app_data(web::PayloadConfig::new(10_000_000))
                        .route(path, web::post().to(handler))
                };
                let server = HttpServer::new(app).workers(1).disable_signals();
                server.listen(listener).expect("listens").run().await
            })
        });
        Self { url, heard }
    }

    /// Sends a file with the program.
    fn post(&self, name: &str, content: &[u8], more: &[&str]) -> Output {
        let folder = TempDir::new().expect("a temporary folder");
        std::fs::write(folder.path().join(name), content).expect("written");
        Command::new(env!("CARGO_BIN_EXE_insatskatalog"))
            .args(["records", "post", name, "--url", &self.url, "--municipality", "1270"])
            .args(more)
            .current_dir(folder.path())
            .env_clear()
            .env("INSATSKATALOG_TOKEN", "a-token")
            .output()
            .expect("the program runs")
    }
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The answer to a batch of new records.
fn taken(heard: &Heard) -> HttpResponse {
    let records = heard.records();
    let results = (0..records).map(|row| json!({"row": row, "id": "x", "recordRevision": 1, "done": "created"}));
    let results: Vec<Value> = results.collect();
    HttpResponse::Ok().json(json!({"created": records, "corrected": 0, "unchanged": 0, "results": results}))
}

fn problem(status: u16, code: &str, errors: &Value) -> HttpResponse {
    let status = actix_web::http::StatusCode::from_u16(status).expect("a status");
    let body = json!({
        "type": format!("https://api.example.se/problems/{code}"), "title": "Rubrik", "status": status.as_u16(),
        "detail": "Vad som var fel.", "instance": "urn:trace:1", "code": code, "errors": errors,
    });
    HttpResponse::build(status)
        .content_type("application/problem+json")
        .body(body.to_string())
}

/// A sheet with this many records, the first on line 3.
fn sheet(records: usize) -> String {
    "# en kommentar\ninsats;utförare;datum;pass_nr;antal_deltagare\n".to_owned()
        + &"rebus;egen-regi;2025-10-14;1;4\n".repeat(records)
}

#[test]
fn a_large_sheet_is_sent_in_parts_and_again_where_it_may_pass() {
    let server = Server::start(|number, heard| match number {
        0 => HttpResponse::ServiceUnavailable()
            .insert_header(("Retry-After", "0"))
            .finish(),
        1 => {
            let mut answer = problem(409, "requestStillRunning", &json!([]));
            let zero = actix_web::http::header::HeaderValue::from_static("0");
            answer.headers_mut().insert(actix_web::http::header::RETRY_AFTER, zero);
            answer
        }
        _ => taken(heard),
    });
    let windows = encoding_rs::WINDOWS_1252.encode(&sheet(2100)).0.into_owned();
    let output = server.post("oktober.CSV", &windows, &[]);
    assert!(output.status.success(), "{}", err(&output));
    assert_eq!(out(&output), "2100 nya, 0 rättade, 0 oförändrade\n");
    assert_eq!(err(&output), "", "no bar where nobody watches");
    let heard = server.heard.lock().expect("whole");
    let sizes: Vec<usize> = heard.iter().map(Heard::records).collect();
    assert_eq!(sizes, [1000, 1000, 1000, 1000, 100, 1000, 1000, 100]);
    let queries: Vec<&str> = heard.iter().map(|heard| heard.query.as_str()).collect();
    let validate = "validateOnly=true";
    let all_are_validated_first = [validate, validate, validate, validate, validate, "", "", ""];
    assert_eq!(queries, all_are_validated_first);
    let keys: Vec<&str> = heard.iter().map(|heard| heard.header("idempotency-key")).collect();
    assert!(
        keys[0] == keys[1] && keys[1] == keys[2],
        "one key for all tries of a part"
    );
    assert!(keys[2] != keys[3] && keys[3] != keys[4]);
    for heard in &*heard {
        assert_eq!(heard.header("content-type"), "text/csv");
        assert_eq!(heard.header("authorization"), "Bearer a-token");
        assert_eq!(heard.header("accept-language"), "sv");
        assert!(
            heard
                .body
                .starts_with("\ninsats;utförare;datum;pass_nr;antal_deltagare\n")
        );
    }
}

#[test]
fn faults_have_the_line_in_the_file() {
    let server = Server::start(|_, heard| {
        if heard.records() == 1000 {
            return taken(heard);
        }
        let errors = json!([
            {"pointer": "/records/1/date", "code": "dateInFuture", "detail": "Dagen har inte varit än.",
             "line": 7, "column": "Datum", "understood": "2027-01-01"},
            {"pointer": "/records/0", "code": "duplicateRecord", "detail": "Finns redan."},
            {"pointer": "/query/insats", "code": "invalidFormat", "detail": "Ett kortnamn."},
        ]);
        problem(422, "dateInFuture", &errors)
    });
    let output = server.post(
        "o.csv",
        sheet(1002).as_bytes(),
        &["--correct", "--insats", "rebus", "--language", "en"],
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(out(&output), "", "nothing is stored");
    let first = "error: Stored 0 of 1002 records. Correct the faults and send the file again.\n";
    assert!(err(&output).starts_with(first), "{}", err(&output));
    for line in [
        "o.csv, row 1004, Datum: Dagen har inte varit än. (understood as: 2027-01-01)\n",
        "o.csv, row 1003: Finns redan.\n",
        "o.csv: Ett kortnamn.\n",
        "o.csv: 422 Rubrik: Vad som var fel.\n",
    ] {
        assert!(err(&output).contains(line), "{line}: {}", err(&output));
    }
    let heard = server.heard.lock().expect("whole");
    assert!(
        heard
            .iter()
            .all(|heard| heard.query == "insats=rebus&onConflict=correct&validateOnly=true")
    );
    assert!(heard.iter().all(|heard| heard.header("accept-language") == "en"));
}

#[test]
fn json_is_sent_in_parts_with_the_line_of_each_record() {
    let server = Server::start(|_, heard| {
        if heard.records() == 1000 {
            return taken(heard);
        }
        let warning = json!({"code": "mayBeChildConcern", "text": {"sv": "Kan handla om ett barn.", "en": "May be."}});
        HttpResponse::Created().json(json!({
            "validateOnly": true, "created": 0, "corrected": 1, "unchanged": 1,
            "results": [
                {"row": 0, "id": "x", "recordRevision": 2, "done": "corrected", "warnings": [warning]},
                {"row": 1, "recordRevision": 1, "done": "unchanged", "warnings": [warning]},
            ],
        }))
    });
    let record = "\n  {\"insats\": \"rebus\",\n   \"participants\": {\"total\": 4.0}}";
    let text = format!("{{\"records\": [{}\n]}}", vec![record; 1002].join(","));
    let output = server.post(
        "o.json",
        text.as_bytes(),
        &["--validate-only", "--provider", "egen-regi"],
    );
    assert!(output.status.success(), "{}", err(&output));
    assert_eq!(
        out(&output),
        "o.json:2002: varning: Kan handla om ett barn. (+1 till)\nskulle ge 1000 nya, 1 rättad, 1 oförändrad; inget sparades\n"
    );
    let heard = server.heard.lock().expect("whole");
    assert!(heard[1].body.contains("4.0"), "records are sent as they are written");
    assert!(
        heard
            .iter()
            .all(|heard| heard.query == "provider=egen-regi&validateOnly=true")
    );
    assert!(
        heard
            .iter()
            .all(|heard| heard.header("content-type") == "application/json")
    );
}

#[test]
fn what_concerns_no_record_ends_it_at_once() {
    let server = Server::start(|number, heard| match number {
        0 => taken(heard),
        _ => problem(403, "otherProvider", &json!([])),
    });
    let output = server.post("o.csv", sheet(3000).as_bytes(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(out(&output), "");
    assert_eq!(
        err(&output),
        "error: Sparade 0 av 3000 uppgifter. 403 Rubrik: Vad som var fel.\n"
    );
    assert_eq!(server.heard.lock().expect("whole").len(), 2);
    let other = Server::start(|_, _| HttpResponse::Ok().body("<html>"));
    let output = other.post("o.csv", sheet(1).as_bytes(), &[]);
    assert!(
        err(&output).contains("svarar inte som insatskatalog"),
        "{}",
        err(&output)
    );
}

#[test]
fn the_first_line_says_what_is_stored_if_storing_ends_early() {
    let end = |answer: fn(usize, &Heard) -> HttpResponse| {
        let server = Server::start(answer);
        let output = server.post("o.csv", sheet(2002).as_bytes(), &[]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(
            server.heard.lock().expect("whole").len(),
            5,
            "three are validated, two stored"
        );
        err(&output)
    };
    let changed = end(|number, heard| match number {
        4 => {
            let errors = json!([{"pointer": "/records/0", "code": "duplicateRecord", "detail": "Finns redan."}]);
            problem(409, "duplicateRecord", &errors)
        }
        _ => taken(heard),
    });
    assert_eq!(
        changed,
        "error: Sparade 1000 av 2002 uppgifter. Rätta felen och skicka samma fil igen: det som är sparat räknas som \
         oförändrat.\no.csv, rad 1003: Finns redan.\n1000 nya, 0 rättade, 0 oförändrade\n"
    );
    let failed = end(|number, heard| match number {
        4 => problem(500, "internal", &json!([])),
        _ => taken(heard),
    });
    assert_eq!(
        failed,
        "error: Sparade minst 1000 av 2002 uppgifter. 500 Rubrik: Vad som var fel. Skicka samma fil igen: det som är \
         sparat räknas som oförändrat.\n1000 nya, 0 rättade, 0 oförändrade\n"
    );
}

#[test]
fn one_record_is_counted_as_one() {
    let server = Server::start(|_, heard| taken(heard));
    let output = server.post("o.csv", sheet(1).as_bytes(), &[]);
    assert_eq!(out(&output), "1 ny, 0 rättade, 0 oförändrade\n");
    let refusing = Server::start(|_, _| problem(403, "missingScope", &json!([])));
    let output = refusing.post("o.csv", sheet(1).as_bytes(), &["--language", "en"]);
    assert_eq!(
        err(&output),
        "error: Stored 0 of 1 record. 403 Rubrik: Vad som var fel.\n"
    );
}

#[test]
fn a_large_workbook_is_sent_in_parts_with_every_fault_of_its_cells() {
    let workbook = |formula: bool| {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        for (at, header) in (0..).zip(["insats", "utförare", "datum", "antal_deltagare"]) {
            sheet.write_string(0, at, header).expect("written");
        }
        let days = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        for row in 1..=1001 {
            sheet.write_string(row, 0, "rebus").expect("written");
            sheet.write_string(row, 1, "egen-regi").expect("written");
            let day = rust_xlsxwriter::ExcelDateTime::from_serial_datetime(45_000 + row).expect("a day");
            sheet.write_datetime_with_format(row, 2, &day, &days).expect("written");
            sheet.write_number(row, 3, 4).expect("written");
        }
        if formula {
            let sum = rust_xlsxwriter::Formula::new("=2+2").set_result("4");
            sheet.write_formula(700, 3, sum).expect("written");
        }
        workbook.save_to_buffer().expect("written")
    };
    let server = Server::start(|_, heard| taken(heard));
    let output = server.post("o.xlsx", &workbook(false), &[]);
    assert_eq!(out(&output), "1001 nya, 0 rättade, 0 oförändrade\n", "{}", err(&output));
    let heard = server.heard.lock().expect("whole");
    let sizes: Vec<usize> = heard.iter().map(Heard::records).collect();
    assert_eq!(sizes, [1000, 1, 1000, 1]);
    assert!(
        heard[0]
            .body
            .starts_with("insats;utförare;datum;antal_deltagare\nrebus;egen-regi;2023-03-16;4\n")
    );
    assert!(
        heard[1].body.ends_with("\nrebus;egen-regi;2025-12-10;4\n"),
        "{}",
        heard[1].body
    );
    assert_eq!(heard[0].header("content-type"), "text/csv");
    let faulty = Server::start(|_, heard| taken(heard));
    let output = faulty.post("o.xlsx", &workbook(true), &[]);
    assert_eq!(
        err(&output),
        "error: Sparade 0 av 1001 uppgifter. Rätta felen och skicka filen igen.\n\
         o.xlsx, rad 701, antal_deltagare: Cellen har en formel. Klistra in den som värde.\n"
    );
}

#[test]
fn a_service_that_cannot_be_reached_is_tried_for_a_short_time() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let nowhere = Server {
        url: format!("http://{address}/insatskatalog/v1"),
        heard: Arc::default(),
    };
    let cause = format!("http://{address} går inte att nå. Kontrollera --url och att tjänsten är igång.\n");
    for (more, at_least, at_most) in [(&["--validate-only"][..], 0, 5), (&[], 9, 20)] {
        let started = std::time::Instant::now();
        let output = nowhere.post("o.csv", sheet(1).as_bytes(), more);
        let seconds = started.elapsed().as_secs();
        assert!((at_least..at_most).contains(&seconds), "{seconds} s");
        assert!(
            err(&output).ends_with(&format!("error: Sparade 0 av 1 uppgift. {cause}")),
            "{}",
            err(&output)
        );
    }
    let unknown = Server {
        url: "http://tjansten.invalid/insatskatalog/v1".into(),
        heard: Arc::default(),
    };
    let output = unknown.post("o.csv", sheet(1).as_bytes(), &["--validate-only"]);
    assert!(err(&output).contains("går inte att nå"), "{}", err(&output));
}

#[test]
fn a_file_that_is_not_understood_is_not_sent() {
    let server = Server::start(|_, heard| taken(heard));
    for (name, content, expected) in [
        (
            "o.csv",
            "Anna;Karin\nrebus;x\n",
            "o.csv, rad 1: Arket har ingen rubrikrad.",
        ),
        ("o.csv", "PK\u{3}\u{4}", "o.csv: Filen kan inte läsas."),
        ("o.csv", "insats;datum\nrebus;\n", "o.csv: Filen har inga uppgifter."),
        (
            "o.pdf",
            "x",
            "o.pdf: Filens namn ska sluta på xlsx, ods, csv eller json.",
        ),
        (
            "o.json",
            "{\"records\": [}",
            "o.json: Innehållet är inte giltig JSON: se rad 1",
        ),
        ("o.json", "[]", "o.json: Filen ska vara"),
        ("o.json", "{\"records\": [], \"Anna\": 1}", "o.json: Filen ska vara"),
    ] {
        let output = server.post(name, content.as_bytes(), &[]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(err(&output).contains(expected), "{expected}: {}", err(&output));
        assert!(!err(&output).contains("Anna"), "nothing is quoted");
    }
    assert!(server.heard.lock().expect("whole").is_empty());
}
