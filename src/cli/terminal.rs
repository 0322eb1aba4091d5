//! What commands take from the terminal, and print there.

use std::io::Write as _;

use crate::domain::kommun::Kommunkod;
use crate::domain::slug::Slug;

/// Prints a result. Who reads it may have had enough, as `head` has: then the rest is not printed.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// The name by which this machine knows who runs the program; only a keyed hash of it is kept.
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
    Slug::parse(text).ok_or_else(|| "a short name such as trygghetslarm".into())
}
