//! Tests without HTTP: laws, readers, sheets, personal details in texts, and the command that posts records.

mod answer_json;
mod criteria_laws;
mod personal_details;
mod population_tables;
mod publishing_laws;
mod question_readers;
mod record_posting;
mod record_sheets;
mod release_decisions;
mod round_trip_laws;
mod search_laws;
mod statistics_laws;
mod token_signatures;
