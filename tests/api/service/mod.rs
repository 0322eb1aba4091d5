//! Properties of every route.

pub mod browsers;
pub mod certificate;
pub mod conventions;
pub mod documentation;
pub mod gateways;
pub mod metrics;
pub mod open_data;
#[cfg(feature = "opentelemetry")]
pub mod spans;
pub mod web_pages;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    browsers::TESTS,
    certificate::TESTS,
    conventions::TESTS,
    documentation::TESTS,
    gateways::TESTS,
    metrics::TESTS,
    open_data::TESTS,
    #[cfg(feature = "opentelemetry")]
    spans::TESTS,
    web_pages::TESTS,
];
