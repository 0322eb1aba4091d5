//! `insatskatalog sums`: compares the monthly sums with the records.

use clap::Subcommand;

use crate::app::open;
use crate::config::Config;
use crate::domain::records::monthly_sum::{Genders, Sums as Counted};
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
    let WrongSum {
        kommunkod,
        sum_key,
        kept,
        counted,
    } = sum;
    let or_none = |label: &str| {
        if label.is_empty() {
            "-".to_owned()
        } else {
            label.to_owned()
        }
    };
    let (activity, place) = (or_none(&sum_key.activity), or_none(&sum_key.place));
    let differing: Vec<String> = members(kept)
        .into_iter()
        .zip(members(counted))
        .filter(|((_, kept), (_, counted))| kept != counted)
        .map(|((name, kept), (_, counted))| format!("{name} {kept} is {counted}"))
        .collect();
    format!(
        "{kommunkod} {} {} {activity} {place} {}: {}\n",
        sum_key.insats,
        sum_key.provider,
        sum_key.month,
        differing.join(", ")
    )
}

fn members(sums: &Counted) -> Vec<(String, i64)> {
    let of = |what: &str, genders: Genders| {
        let Genders {
            total,
            women,
            men,
            other,
        } = genders;
        [("total", total), ("women", women), ("men", men), ("other", other)]
            .map(|(name, count)| (format!("{what} {name}"), i64::from(count)))
    };
    let mut all = vec![
        ("records".to_owned(), i64::from(sums.records)),
        ("sessions".to_owned(), i64::from(sums.sessions)),
        ("rating sum".to_owned(), sums.rating_sum),
        ("responses".to_owned(), i64::from(sums.responses)),
    ];
    all.extend(of("participations", sums.participations));
    for (what, peaks) in [("peak", sums.peaks), ("peak of visits", sums.visits.peaks)] {
        let genders = Genders {
            total: peaks.total,
            women: peaks.women,
            men: peaks.men,
            other: peaks.other,
        };
        all.extend(of(what, genders));
        all.extend(
            [
                ("women and men", peaks.women_and_men),
                ("women and other", peaks.women_and_other),
                ("men and other", peaks.men_and_other),
            ]
            .map(|(name, count)| (format!("{what} {name}"), i64::from(count))),
        );
    }
    all.extend(
        [
            ("sessions of visits", sums.visits.sessions),
            ("in sessions", sums.in_sessions),
            ("peak responses", sums.peak_responses),
        ]
        .map(|(name, count)| (name.to_owned(), i64::from(count))),
    );
    all
}
