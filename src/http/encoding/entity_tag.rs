//! Entity tags of compressed answers (RFC 9110, 8.8.3.3).
//!
//! A compressed answer is another representation, so its tag ends with the coding, as in `"7.x-gzip"`. Gateways that
//! compress an answer add an ending of their own. A tag means the same with any of these endings.

/// The endings that gateways and this service add, without the character that joins them to the tag.
const CODINGS: [&str; 6] = ["gzip", "br", "deflate", "zstd", "gz", "brotli"];
/// The longest strings that join an ending to a tag come first.
const JOINTS: [&str; 6] = ["--", "-", ";", ":", "_", "+"];

/// A quoted tag with the ending of a coding.
pub(crate) fn with_coding(tag: &str, coding: &str) -> String {
    format!("{}-{coding}\"", tag.strip_suffix('"').unwrap_or(tag))
}

/// A tag, without its quotes, before the ending of a coding.
pub(crate) fn without_coding(tag: &str) -> &str {
    let bare = |coding: &&str| {
        let joined = tag.strip_suffix(*coding)?;
        JOINTS.iter().find_map(|joint| joined.strip_suffix(joint))
    };
    CODINGS
        .iter()
        .find_map(bare)
        .filter(|bare| !bare.is_empty())
        .unwrap_or(tag)
}

/// The tag in a list that means the same as a quoted tag, as it was sent but strong. `*` means any tag.
pub(crate) fn same<'l>(list: impl Iterator<Item = &'l str>, tag: &'l str) -> Option<&'l str> {
    let opaque = |quoted: &'l str| quoted.strip_prefix('"')?.strip_suffix('"');
    let own = opaque(tag)?;
    let mut sent = list.flat_map(|value| value.split(',')).map(str::trim);
    sent.find_map(|sent| {
        if sent == "*" {
            return Some(tag);
        }
        let strong = sent.strip_prefix("W/").unwrap_or(sent);
        let is_same = |sent: &str| sent == own || without_coding(sent) == own;
        opaque(strong).is_some_and(is_same).then_some(strong)
    })
}

#[cfg(test)]
#[path = "../../../tests/unit/http/encoding/entity_tag.rs"]
mod tests;
