//! The scopes: what a token may be used for.

/// Every scope, as tokens carry them.
pub const SCOPES: [&str; 10] = [
    "catalogue:write",
    "catalogue:present",
    "municipality:write",
    "audit:read",
    "records:write",
    "records:read",
    "records:redact",
    "statistics:exact",
    "statistics:release",
    "subscriptions:write",
];
