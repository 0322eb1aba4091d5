//! Settings that cannot be used.

use std::borrow::Cow;

/// Every setting that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ConfigErrors(pub Vec<ConfigError>);

impl ConfigErrors {
    /// The value, or its error added to the others.
    pub(super) fn collect<T>(&mut self, read: Result<T, ConfigError>) -> Option<T> {
        read.map_err(|error| self.0.push(error)).ok()
    }
}

/// A setting with an invalid value.
#[derive(Debug, thiserror::Error)]
#[error("{variable}: {problem}")]
pub struct ConfigError {
    /// The name of the environment variable.
    pub variable: Cow<'static, str>,
    /// What is wrong, and what is allowed. Never quotes the value.
    pub problem: String,
}

impl ConfigError {
    pub(crate) fn new(variable: impl Into<Cow<'static, str>>, problem: impl Into<String>) -> Self {
        Self {
            variable: variable.into(),
            problem: problem.into(),
        }
    }
}
