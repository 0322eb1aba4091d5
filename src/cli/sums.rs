//! `insatskatalog sums`: compares the monthly sums with the records.

use clap::{Args, Subcommand};

use crate::app::open_existing;
use crate::domain::text::{composed, counted};
use crate::store::statistics::monthly_sums;
use crate::store::statistics::monthly_sums::WrongSum;

use super::environment;
use super::failure::Failure;
use super::language::{Language, OutputLanguage};
use super::terminal::print;

/// Commands for the monthly sums.
#[derive(Args)]
pub(crate) struct Sums {
    #[command(subcommand)]
    task: Task,
    #[command(flatten)]
    output: OutputLanguage,
}

/// What to do with the monthly sums.
#[derive(Subcommand)]
enum Task {
    /// Count all records and print every monthly sum that does not match.
    Verify,
}

impl Sums {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let Self {
            task: Task::Verify,
            output: OutputLanguage { language },
        } = self;
        let store = open_existing(&environment::config()?).await?;
        let (wrong, sums, records) = store.read_one_moment(monthly_sums::verify).await?;
        let of_records = counted!(records, ("uppgift", "record"), ("uppgifter", "records"));
        if wrong.is_empty() {
            let matching = counted!(
                sums,
                ("månadssumma stämmer", "monthly sum matches"),
                ("månadssummor stämmer", "monthly sums match")
            );
            let text =
                composed!("OK: {matching} med {of_records}", "OK: {matching} {of_records}"; matching, of_records);
            print(&format!("{}\n", language.of(&text)));
            return Ok(());
        }
        for sum in &wrong {
            print(&line(sum, language));
        }
        let wrong = counted!(
            wrong.len(),
            ("månadssumma stämmer inte", "monthly sum does not match"),
            ("månadssummor stämmer inte", "monthly sums do not match")
        );
        let text = composed!(
            "{wrong} med {of_records} (av {sums})",
            "{wrong} {of_records} (of {sums} in all)";
            wrong,
            of_records
        );
        Err(Failure::said(&text, language))
    }
}

fn line(sum: &WrongSum, language: Language) -> String {
    let WrongSum { kommunkod, sum_key, .. } = sum;
    let or_dash = |label: &str| {
        if label.is_empty() {
            "-".to_owned()
        } else {
            label.to_owned()
        }
    };
    let (activity, place) = (or_dash(&sum_key.activity), or_dash(&sum_key.place));
    let differences: Vec<String> = sum
        .differences()
        .into_iter()
        .map(|(column, stored, counted)| {
            let text = composed!(
                "{column} {stored} ska vara {counted}",
                "{column} {stored} should be {counted}"
            );
            language.of(&text).to_owned()
        })
        .collect();
    format!(
        "{kommunkod} {} {} {activity} {place} {}: {}\n",
        sum_key.insats,
        sum_key.provider,
        sum_key.month,
        differences.join(", ")
    )
}
