//! The program `insatskatalog`.

use std::process::ExitCode;

fn main() -> ExitCode {
    insatskatalog::cli::run()
}
