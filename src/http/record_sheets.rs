//! Group records as sheets: an empty one to fill in, and one's own records taken out.

use actix_web::HttpResponse;

use crate::domain::kommun::Kommunkod;
use crate::store::group_records::{RecordFilter, RecordReach};

use super::problem::Problem;
use super::problem_kinds::Kind;
use super::state::State;

/// The media type of sheets.
pub const CSV: &str = "text/csv";

/// Answers with every record that fits, as a sheet.
pub async fn export(_: &State, _: Kommunkod, _: RecordReach, _: RecordFilter) -> Result<HttpResponse, Problem> {
    Err(Problem::of(Kind::Internal))
}
