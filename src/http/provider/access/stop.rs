//! Why a request of a provider cannot go on.

use crate::http::problems::{Kind, Problem};

/// Why a request cannot go on.
pub(in crate::http::provider) enum Stop {
    /// Nobody is signed in, or no longer.
    SignedOut,
    /// The form is not of a page of this browser's session.
    Forged,
    /// Anything else.
    Problem(Problem),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        match problem.kind {
            Kind::TokenMissing | Kind::TokenExpired | Kind::TokenInvalid | Kind::TokenNotYetValid => Self::SignedOut,
            _ => Self::Problem(problem),
        }
    }
}
