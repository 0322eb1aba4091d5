//! Whether an insats is used by anything beside the catalogue.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;

use crate::domain::{Kommunkod, Slug};
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::{completions, group_record_history, group_records, release_cells};

/// Whether an insats has group records, also withdrawn ones, a statement about a reporting period, or a released figure.
pub(crate) fn is_used(connection: &mut Engine, kommunkod: Kommunkod, insats: &Slug) -> Result<bool, StoreError> {
    macro_rules! has_row {
        ($table:ident) => {
            select(exists(
                $table::table
                    .filter($table::kommunkod.eq(kommunkod.as_str()))
                    .filter($table::insats.eq(insats.as_str())),
            ))
            .get_result::<bool>(connection)?
        };
    }
    Ok(has_row!(group_records) || has_row!(group_record_history) || has_row!(completions) || has_row!(release_cells))
}
