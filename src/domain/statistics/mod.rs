//! Statistics: what the municipality's own staff may see, and what may be shown to everybody.

pub mod annual_report;
pub mod annual_report_decisions;
pub mod annual_report_exact;
pub mod annual_report_public;
pub mod annual_report_rows;
pub mod cell_name;
pub mod counted;
pub mod dimension;
pub mod disclosure;
pub mod exact;
pub mod expected;
pub mod figure;
mod figure_row;
pub mod figures;
pub mod month;
pub mod public_order;
pub mod published;
pub mod release;
pub mod released_year;
pub mod root;
