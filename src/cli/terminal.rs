//! Input from and output to the terminal.

use std::io::Write as _;

use crate::domain::{Kommunkod, Slug};

/// Prints a result. A closed pipe, as from `head`, is not an error.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// The user who runs the program. Only a keyed hash of the name is stored.
pub(crate) fn user() -> String {
    let names = ["USER", "LOGNAME", "USERNAME"];
    names
        .into_iter()
        .find_map(|name| std::env::var(name).ok())
        .unwrap_or_default()
}

pub(crate) fn kommunkod(text: &str) -> Result<Kommunkod, String> {
    Kommunkod::parse(text).ok_or_else(|| "not one of Sweden's 290 municipality codes, such as 1270".into())
}

pub(crate) fn slug(text: &str) -> Result<Slug, String> {
    Slug::parse(text).ok_or_else(|| "not a slug, such as trygghetslarm".into())
}
