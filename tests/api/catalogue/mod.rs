//! The catalogue: read, published, edited, compared, and what the audit holds of it.

pub mod across;
pub mod audit_breaks;
pub mod audit_events;
pub mod by_the_law;
pub mod changes;
pub mod costs;
pub mod differences;
pub mod editors;
pub mod ending;
pub mod exports;
pub mod formats;
pub mod interop;
pub mod languages;
pub mod law;
pub mod linked_data;
pub mod providers;
pub mod publishing;
pub mod putting;
pub mod reach;
pub mod reading;
pub mod remarks;
pub mod removal;
pub mod searching;
pub mod source_audit;
pub mod sources;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    across::TESTS,
    audit_breaks::TESTS,
    audit_events::TESTS,
    by_the_law::TESTS,
    changes::TESTS,
    costs::TESTS,
    differences::TESTS,
    editors::TESTS,
    ending::TESTS,
    exports::calendar::TESTS,
    exports::change_feed::TESTS,
    exports::large_lists::TESTS,
    exports::linked_forms::TESTS,
    exports::sheets::TESTS,
    formats::TESTS,
    interop::TESTS,
    languages::answered::TESTS,
    languages::published::TESTS,
    law::TESTS,
    providers::TESTS,
    publishing::TESTS,
    putting::TESTS,
    reach::TESTS,
    reading::TESTS,
    remarks::TESTS,
    removal::TESTS,
    searching::TESTS,
    source_audit::TESTS,
    source_audit::members::TESTS,
    sources::TESTS,
];
