//! What the page asks the public statistics.

use crate::domain::insatser::municipality::Municipality;
use crate::domain::statistics::figures::answer::FigureAnswer;
use crate::domain::statistics::figures::{Question, TooMany};
use crate::domain::statistics::release::published::Published;
use crate::domain::statistics::{By, Months};
use crate::http::problems::Problem;
use crate::http::statistics::basis::query::too_many;

/// The public answer about an insats by some dimensions.
pub(crate) fn answer(
    published: &Published,
    municipality: &Municipality,
    slug: &str,
    by: By,
    months: Months,
) -> Result<FigureAnswer, Problem> {
    let question = Question {
        by,
        months,
        insats: Some(slug.to_owned()),
        provider: None,
        partial: false,
    };
    let kommunkod = municipality.document().kommunkod;
    FigureAnswer::public(kommunkod, published, &question).map_err(|TooMany| too_many())
}
