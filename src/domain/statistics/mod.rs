//! Statistics: what the municipality's own staff may see, and what may be shown to everybody.

pub mod cell_name;
pub mod disclosure;
pub mod month;
pub mod public_order;
pub mod published;
pub mod release;
pub mod released_year;
pub mod root;
