//! The progress of a command, on standard error if that is a terminal.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How often the time and the sign of life change.
const TICK: Duration = Duration::from_millis(100);

/// A bar of steps whose number is known. It is hidden if standard error is no terminal.
pub(crate) fn of_steps(steps: usize) -> ProgressBar {
    shown(
        || ProgressBar::new(steps as u64),
        "{spinner} {msg} {wide_bar} {pos}/{len} {eta}",
    )
}

/// What a command does without a number of steps, and for how long already. It is hidden if standard error is no terminal.
pub(crate) fn of_work(what: impl Into<String>) -> ProgressBar {
    let bar = shown(ProgressBar::new_spinner, "{spinner} {msg} {elapsed}");
    bar.set_message(what.into());
    bar
}

fn shown(bar: impl FnOnce() -> ProgressBar, template: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = bar();
    bar.enable_steady_tick(TICK);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
