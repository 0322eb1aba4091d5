//! The population of municipalities, by year.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::domain::Kommunkod;
use crate::domain::reach::population::{Population, TwoPopulations};
use crate::store::engine::insert_rows;
use crate::store::schema::population;
use crate::store::{Engine, StoreError};

/// A stored population.
pub(crate) struct StoredPopulation {
    pub population: Population,
    /// A text that no earlier import of the year shares.
    pub edition: String,
}

/// The stored populations of two years in a row.
pub(crate) struct StoredTwoPopulations {
    pub populations: TwoPopulations,
    /// A text that no earlier import of one of the years shares.
    pub edition: String,
}

#[derive(Insertable)]
#[diesel(table_name = population)]
struct Row {
    kommunkod: String,
    year: i32,
    doc: String,
    edition: String,
    at: NaiveDateTime,
}

/// Replaces the populations of these municipalities and years.
pub(crate) fn put(
    connection: &mut Engine,
    populations: &[(Kommunkod, Population)],
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    const AT_A_TIME: usize = 1_000;
    let edition = uuid::Uuid::new_v4().simple().to_string();
    let rows: Vec<Row> = populations
        .iter()
        .map(|(kommunkod, population)| Row {
            kommunkod: kommunkod.to_string(),
            year: population.year,
            doc: serde_json::to_string(population).expect("texts and whole numbers"),
            edition: edition.clone(),
            at,
        })
        .collect();
    insert_rows!(connection, &rows, AT_A_TIME, values => {
        diesel::insert_into(population::table)
            .values(values)
            .on_conflict((population::kommunkod, population::year))
            .do_update()
            .set((
                population::doc.eq(excluded(population::doc)),
                population::edition.eq(excluded(population::edition)),
                population::at.eq(excluded(population::at)),
            ))
    });
    Ok(())
}

/// The latest population of a municipality, if any is imported.
pub(crate) fn latest(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Option<StoredPopulation>, StoreError> {
    let row: Option<(String, String)> = population::table
        .filter(population::kommunkod.eq(kommunkod.to_string()))
        .order(population::year.desc())
        .select((population::doc, population::edition))
        .first(connection)
        .optional()?;
    row.map(|(doc, edition)| {
        Ok(StoredPopulation {
            population: read(&doc)?,
            edition,
        })
    })
    .transpose()
}

/// The latest two populations of years in a row, none later than a year.
pub(crate) fn latest_two(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    through: i32,
) -> Result<Option<StoredTwoPopulations>, StoreError> {
    let of_municipality = || population::table.filter(population::kommunkod.eq(kommunkod.to_string()));
    let years: Vec<i32> = of_municipality()
        .filter(population::year.le(through))
        .order(population::year.desc())
        .select(population::year)
        .load(connection)?;
    let Some(pair) = years.windows(2).find(|pair| pair[0] == pair[1] + 1) else {
        return Ok(None);
    };
    let rows: Vec<(String, String)> = of_municipality()
        .filter(population::year.eq_any(pair))
        .order(population::year.desc())
        .select((population::doc, population::edition))
        .load(connection)?;
    let [(year, edition), (year_before, edition_before)] = &*rows else {
        return Ok(None);
    };
    Ok(Some(StoredTwoPopulations {
        populations: TwoPopulations {
            year: read(year)?,
            year_before: read(year_before)?,
        },
        edition: format!("{edition}-{edition_before}"),
    }))
}

fn read(doc: &str) -> Result<Population, StoreError> {
    serde_json::from_str(doc).map_err(|_| StoreError::Unreadable("a population".into()))
}
