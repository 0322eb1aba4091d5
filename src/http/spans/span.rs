//! The span of a request.

use std::time::Duration;

/// A request that was answered. The ids are hexadecimal digits.
pub struct Span<'a> {
    /// The id of its trace.
    pub trace_id: &'a str,
    /// Its own id, which the answer names in `traceparent`.
    pub id: &'a str,
    /// The id of the span that the client named in `traceparent`.
    pub parent: Option<&'a str>,
    /// The name of a standard method; `OTHER` for others.
    pub method: &'static str,
    /// The pattern of the route; `None` for an unknown path.
    pub route: Option<&'a str>,
    /// The status of the answer.
    pub status: u16,
    /// The time to the head of the answer.
    pub took: Duration,
}
