//! The scopes of tokens.

/// Every scope.
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
