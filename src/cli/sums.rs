//! `insatskatalog sums`: compares the monthly sums with the records.

use clap::Subcommand;

use crate::app::open;
use crate::config::Config;
use crate::store::Store;
use crate::store::statistics::monthly_sums;
use crate::store::statistics::monthly_sums::WrongSum;

use super::failure::Failure;
use super::terminal::print;

/// Commands for the monthly sums.
#[derive(Subcommand)]
pub(crate) enum Sums {
    /// Count all records and print every monthly sum that does not match.
    Verify,
}

impl Sums {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let Self::Verify = self;
        let store = open(&Config::from_environment()?, Store::open_for_command).await?;
        let (wrong, sums, records) = store.read_one_moment(monthly_sums::verify).await?;
        if wrong.is_empty() {
            print(&format!("OK: {sums} monthly sums match {records} records\n"));
            return Ok(());
        }
        for sum in &wrong {
            print(&line(sum));
        }
        Err(Failure::Other(format!(
            "{} of {sums} monthly sums do not match the {records} records",
            wrong.len()
        )))
    }
}

fn line(sum: &WrongSum) -> String {
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
        .map(|(column, stored, counted)| format!("{column} {stored} should be {counted}"))
        .collect();
    format!(
        "{kommunkod} {} {} {activity} {place} {}: {}\n",
        sum_key.insats,
        sum_key.provider,
        sum_key.month,
        differences.join(", ")
    )
}
