//! Group records: one at a time, in batches, as sheets, and what is refused.

pub mod batches;
pub mod changed;
pub mod flags;
pub mod group_records;
pub mod refusals;
pub mod reporting;
pub mod sheet_faults;
pub mod sheet_files;
pub mod sheet_workbooks;
pub mod sheets;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    batches::TESTS,
    changed::TESTS,
    flags::TESTS,
    group_records::TESTS,
    refusals::TESTS,
    reporting::TESTS,
    sheet_faults::TESTS,
    sheet_files::TESTS,
    sheet_workbooks::TESTS,
    sheets::TESTS,
];
