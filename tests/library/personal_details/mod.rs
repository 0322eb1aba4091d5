//! Finds personal details in texts, and accepts other texts.

mod corpus;
mod identity_numbers;
mod innocent_records;
