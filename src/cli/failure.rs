//! Why a command fails.

use crate::app::StartError;
use crate::config::ConfigError;
use crate::import::ImportError;
use crate::store::StoreError;

/// Why a command fails, as text to print.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("{0}")]
    Start(#[from] StartError),
    #[error("{0}")]
    Import(#[from] ImportError),
    #[error("DATABASE_URL: {0}")]
    Store(#[from] StoreError),
    /// A question that cannot be answered, in the user's language.
    #[error("{0}")]
    Question(String),
    #[error("{0}")]
    Other(String),
}

impl Failure {
    #[expect(clippy::needless_pass_by_value, reason = "passed to map_err")]
    pub(crate) fn secret(error: std::io::Error) -> Self {
        Self::Other(format!(
            "INSATSKATALOG_DATA: the secret key can be neither read nor created: {error}"
        ))
    }
}
