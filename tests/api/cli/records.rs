//! `insatskatalog records post` against a running service.

use std::process::Output;

use serde_json::{Value, json};

use crate::fixtures::app::{BASE, Database, Engine};
use crate::fixtures::command::{err, out};
use crate::fixtures::process::Process;
use crate::tests;

tests![
    a_file_above_a_thousand_rows_is_stored_whole_or_not_at_all,
    options_work_for_json_as_for_csv,
];

/// A running service, and a token of Finska föreningen.
struct Sender {
    process: Process,
    token: String,
}

impl Sender {
    fn start(database: &Database) -> Self {
        let settings = [("DATABASE_URL", database.url.as_str())];
        let process = Process::start_with(&["serve", "--dev-tokens"], &settings);
        let of = ["--municipality", "0188", "--provider", "0188/finska-foreningen"];
        let made = process.run(&[&["token", "--scope", "records:write"], &of[..]].concat(), &[]);
        let token = out(&made).trim().to_owned();
        Self { process, token }
    }

    fn post(&self, name: &str, content: &str, more: &[&str]) -> Output {
        std::fs::write(self.process.folder.path().join(name), content).expect("written");
        let url = format!("{}{BASE}", self.process.origin);
        let post = ["records", "post", name, "--url", &url, "--municipality", "0188"];
        let token = [("INSATSKATALOG_TOKEN", self.token.as_str())];
        self.process.run(&[&post[..], more].concat(), &token)
    }

    /// The number of stored records.
    fn stored(&self) -> usize {
        let verified = out(&self.process.run(&["sums", "verify"], &[]));
        let records = verified.split("match ").nth(1).and_then(|rest| rest.split(' ').next());
        let records = records.and_then(|number| number.parse().ok());
        records.unwrap_or_else(|| panic!("{verified}"))
    }
}

/// The last line that a command prints.
fn totals(output: &Output) -> String {
    let printed = out(output);
    let last = printed.lines().last();
    last.unwrap_or_else(|| panic!("{}", err(output))).to_owned()
}

async fn a_file_above_a_thousand_rows_is_stored_whole_or_not_at_all(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let sender = Sender::start(&database);
    let row = |at: u64| {
        let first = insatskatalog::domain::day::parse("2025-07-01").expect("a day");
        let (day, session) = (first + chrono::Days::new(at / 20), at % 20 + 1);
        format!("traffpunkter;finska-foreningen;{day};{session};norrtalje;Bingo;öppen gruppträff;volontärer;18;12;6\n")
    };
    let header = "insats;utförare;datum;pass_nr;plats;aktivitet;metod;utfört_av;antal_deltagare;kvinnor;män\n";
    let sound = header.to_owned() + &(0..1200).map(row).collect::<String>();
    // The last row is the first again.
    let twice = sender.post("2025.csv", &(sound.clone() + &row(0)), &[]);
    assert_eq!(twice.status.code(), Some(1), "{}", out(&twice));
    let errors = err(&twice);
    let first = "error: Sparade 0 av 1201 uppgifter. Rätta felen och skicka filen igen.\n";
    assert!(errors.starts_with(first), "{errors}");
    for wanted in ["2025.csv, rad 1202: Samma dag", "som rad 2.", "pass_nr"] {
        assert!(errors.contains(wanted), "{wanted}: {errors}");
    }
    assert_eq!(sender.stored(), 0);
    let whole = sender.post("2025.csv", &sound, &[]);
    let printed = out(&whole);
    let warned = printed.matches("Avtalets dagar finns inte").count();
    assert_eq!(warned, 1, "once for all parts: {printed}");
    assert!(
        printed.starts_with("2025.csv, rad 2: varning: ") && printed.contains("(+1199 till)"),
        "{printed}"
    );
    assert_eq!(totals(&whole), "1200 nya, 0 rättade, 0 oförändrade");
    assert_eq!(sender.stored(), 1200);
    // A row with other values refuses the file with a new row in another part.
    let changed = sound.replacen(";18;12;6", ";19;12;6", 1) + &row(1200);
    let refused = sender.post("2025.csv", &changed, &[]);
    assert!(
        err(&refused).contains("2025.csv, rad 2: ") && err(&refused).contains("--correct"),
        "{}",
        err(&refused)
    );
    assert_eq!(sender.stored(), 1200);
    let corrected = sender.post("2025.csv", &changed, &["--correct"]);
    assert_eq!(totals(&corrected), "1 ny, 1 rättad, 1199 oförändrade");
}

async fn options_work_for_json_as_for_csv(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let sender = Sender::start(&database);
    let file = |total: u32| -> String {
        let record: Value = json!({
            "level": "group", "date": "2025-09-02", "place": "norrtalje", "activity": "Bingo",
            "method": "öppen gruppträff", "performedBy": "volontärer",
            "participants": {"total": total, "women": 12, "men": 6},
        });
        json!({"records": [record]}).to_string()
    };
    let names = ["--insats", "traffpunkter", "--provider", "finska-foreningen"];
    let post = |total: u32, more: &[&str]| sender.post("2025.json", &file(total), more);
    let unnamed = post(18, &[]);
    assert!(
        err(&unnamed).contains("2025.json:1: /records/0/provider: missingMember"),
        "{}",
        err(&unnamed)
    );
    let validated = post(18, &[&names[..], &["--validate-only"]].concat());
    assert_eq!(
        totals(&validated),
        "skulle ge 1 ny, 0 rättade, 0 oförändrade; inget sparades"
    );
    assert_eq!(sender.stored(), 0);
    let stored = post(18, &names);
    assert_eq!(totals(&stored), "1 ny, 0 rättade, 0 oförändrade");
    let refused = err(&post(19, &names));
    assert!(
        refused.contains("--correct") && refused.contains("session"),
        "{refused}"
    );
    let corrected = post(19, &[&names[..], &["--correct"]].concat());
    assert_eq!(totals(&corrected), "0 nya, 1 rättad, 0 oförändrade");
}
