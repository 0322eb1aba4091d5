//! The `insatskatalog` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    insatskatalog::cli::run()
}
