//! The catalogue in other forms: for editors, people and programs that know other vocabularies.

pub mod calendar;
pub mod change_feed;
pub mod large_lists;
pub mod linked_forms;
pub mod sheets;
