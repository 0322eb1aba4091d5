//! The paths of group records.

use crate::domain::insatser::assessment_required;
use crate::domain::records::rules::documented_elsewhere;
use crate::domain::{Code, Kommunkod, Slug};
use crate::http::problems::{Kind, Problem};
use crate::http::request::address::path_of;
use crate::http::state::{State, municipality};

path_of! {
    /// A group record in the path.
    RecordPath("0188") {
        /// The id of the record. / Postens id.
        #[param(format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
        id: String,
    }
}

/// The insats of a path; 404 if it is unknown, 422 if it always requires individual assessment.
pub(crate) fn insats_in_path(state: &State, kommunkod: Kommunkod, text: &str) -> Result<Slug, Problem> {
    let catalogue = state.catalogue();
    let municipality = municipality(&catalogue, kommunkod)?;
    if let Some((slug, _)) = municipality.insatser().get_key_value(text) {
        return Ok(slug.clone());
    }
    if assessment_required::is_listed(text) {
        return Err(Problem::of_fault(
            "/path/slug",
            Code::AlwaysRequiresIndividualAssessment,
            documented_elsewhere(),
        ));
    }
    Err(Problem::of(Kind::UnknownInsats))
}
