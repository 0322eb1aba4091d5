//! Public and exact statistics in other forms: JSON-stat, sheets and tables, charts and trends.

pub mod charts;
pub mod formats;
pub mod trends;
