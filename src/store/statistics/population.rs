//! The population of municipalities, by year.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::domain::Kommunkod;
use crate::domain::reach::population::Population;
use crate::store::engine::insert_rows;
use crate::store::schema::population;
use crate::store::{Engine, StoreError};

/// A stored population.
pub(crate) struct StoredPopulation {
    pub population: Population,
    /// A text that no earlier import of the year shares.
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
    let read = |(doc, edition): (String, String)| {
        let population = serde_json::from_str(&doc).map_err(|_| StoreError::Unreadable("a population".into()))?;
        Ok(StoredPopulation { population, edition })
    };
    row.map(read).transpose()
}
