//! Preferences of clients: ranges with weights, in `Accept`, `Accept-Encoding` and `Accept-Language` (RFC 9110, 12.4.2).
//!
//! Not actix-web's typed headers: they ignore a range with a weight that they cannot read, such as the `*/*; q=.2` of
//! Java.

use actix_web::http::header::{HeaderMap, HeaderName};

/// The ranges of a header, which may be repeated, in their order and with their weights from 0 to 1; 1 without a weight.
pub(crate) fn ranges<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = (&'h str, f32)> {
    ranges_with_parameters(headers, name).map(|(range, _, weight)| (range, weight))
}

/// The same, each range with its parameters as they are written.
pub(crate) fn ranges_with_parameters<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
) -> impl Iterator<Item = (&'h str, &'h str, f32)> {
    let values = headers.get_all(name).filter_map(|value| value.to_str().ok());
    let ranges = values.flat_map(|value| value.split(',')).map(str::trim);
    ranges.filter(|range| !range.is_empty()).map(|range| {
        let (range, parameters) = range.split_once(';').unwrap_or((range, ""));
        let weight = parameters.split(';').map(str::trim).find_map(weight);
        (range.trim(), parameters, weight.unwrap_or(1.0))
    })
}

/// The value of a parameter, without the quotes around it.
pub(crate) fn parameter<'p>(parameters: &'p str, wanted: &str) -> Option<&'p str> {
    let mut all = parameters.split(';').filter_map(|parameter| parameter.split_once('='));
    let (_, value) = all.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))?;
    let value = value.trim();
    Some(
        value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'))
            .unwrap_or(value),
    )
}

/// The weight of a range, from its parameter `q`.
fn weight(parameter: &str) -> Option<f32> {
    let (name, value) = parameter.split_once('=')?;
    let weight = value.trim().parse().ok().filter(|weight| (0.0..=1.0).contains(weight));
    name.trim().eq_ignore_ascii_case("q").then_some(weight).flatten()
}
