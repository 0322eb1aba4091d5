//! `insatskatalog restored`: ends the restore of a database.

use std::collections::BTreeMap;

use clap::Args;

use crate::app::open_existing;
use crate::catalogue::snapshot::Catalogue;
use crate::clock::Clock;
use crate::domain::statistics::Month;
use crate::domain::text::composed;
use crate::domain::{Kommunkod, Text};
use crate::store::catalogue::generation::renew;
use crate::store::catalogue::loading;
use crate::store::statistics::restrictions::end_restore;

use super::environment;
use super::failure::Failure;
use super::language::OutputLanguage;
use super::terminal::print;

/// Ends the restore of a database: refuses every entity tag and position of a client from before it, and every new
/// release of a month whose statistics people have seen.
#[derive(Args)]
pub(crate) struct Restored {
    /// The last month whose statistics are public, also if the copy lacks their release: 2026-10 for every
    /// municipality, 0188=2026-10 for one, or none. `releasedThrough` of a saved public answer has it. If you do not
    /// know, give a later month: too late a month can be corrected.
    #[arg(long, required = true, value_parser = released_through, value_name = "MONTH")]
    released_through: Vec<(Option<Kommunkod>, Option<Month>)>,
    #[command(flatten)]
    output: OutputLanguage,
}

fn released_through(text: &str) -> Result<(Option<Kommunkod>, Option<Month>), String> {
    let (kommunkod, month) = match text.split_once('=') {
        Some((kommunkod, month)) => (Some(super::terminal::kommunkod(kommunkod)?), month),
        None => (None, text),
    };
    if month == "none" {
        return Ok((kommunkod, None));
    }
    let month = Month::parse(month).ok_or("a month such as 2026-10, 0188=2026-10, or none")?;
    Ok((kommunkod, Some(month)))
}

impl Restored {
    /// Begins a new generation, and states which months are released.
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let config = environment::config()?;
        let language = self.output.language;
        let store = open_existing(&config).await?;
        let catalogue = store.read(loading::load).await?;
        let stated = self
            .stated(&catalogue, Month::of(Clock::system().today()))
            .map_err(|text| Failure::said(&text, language))?;
        store
            .write(move |connection| {
                renew(connection)?;
                end_restore(connection, &stated)
            })
            .await?;
        let engine = config.database.engine();
        let done = composed!(
            "{engine}: databasen har en ny generation. ETag och positioner från tiden före återställningen godtas inte längre.",
            "{engine}: the database has a new generation. ETags and positions from before the restore are no longer accepted."
        );
        print(&format!("{}\n", language.of(&done)));
        Ok(())
    }

    /// The last released month of every municipality, if any.
    fn stated(&self, catalogue: &Catalogue, this_month: Month) -> Result<Vec<(Kommunkod, Option<Month>)>, Text> {
        let ends = self.released_through.iter().filter_map(|(_, month)| *month);
        if let Some(month) = ends.into_iter().find(|month| *month > this_month) {
            return Err(composed!("{month} har inte börjat", "{month} has not begun"));
        }
        let for_all = self.released_through.iter().rev().find(|(of, _)| of.is_none());
        let known = catalogue
            .municipalities()
            .map(|municipality| municipality.document().kommunkod);
        let mut stated: BTreeMap<Kommunkod, Option<Month>> = BTreeMap::new();
        let mut missing = Vec::new();
        for kommunkod in known {
            match for_all {
                Some((_, month)) => {
                    stated.insert(kommunkod, *month);
                }
                None => missing.push(kommunkod),
            }
        }
        for (kommunkod, month) in &self.released_through {
            if let Some(kommunkod) = kommunkod {
                stated.insert(*kommunkod, *month);
            }
        }
        missing.retain(|kommunkod| !stated.contains_key(kommunkod));
        if missing.is_empty() {
            return Ok(stated.into_iter().collect());
        }
        let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
        let missing = missing.join(", ");
        Err(composed!(
            "ange den sista publicerade månaden också för {missing}",
            "state the last released month of {missing} too"
        ))
    }
}
