//! Spans of requests for OpenTelemetry: they say which route answered, when, and with which status, and never have anything
//! else that a client sends.
//!
//! Without the feature `opentelemetry`, nothing is sent anywhere.

#[cfg(not(feature = "opentelemetry"))]
mod absent;
#[cfg(feature = "opentelemetry")]
mod exported;
mod span;

#[cfg(not(feature = "opentelemetry"))]
pub use absent::Spans;
#[cfg(feature = "opentelemetry")]
pub use exported::Spans;
pub use span::Span;
