//! Statistics as pictures, trends and tables to read. The public ones use the public answer and nothing else.

pub(crate) mod chart;
pub(crate) mod query;
pub(crate) mod table;
pub(crate) mod trends;
