//! What points at a person is found in text, and what does not is let through.

mod corpus;
mod identity_numbers;
mod innocent_records;
