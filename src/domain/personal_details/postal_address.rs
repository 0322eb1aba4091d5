//! Detects postal addresses: a street or box with a postal code, and a street where someone lives.
//!
//! A street alone is where an activity took place, and a postal code alone is a town.

/// The endings of street names.
const STREETS: [&str; 26] = [
    "gata",
    "gatan",
    "gatans",
    "gränd",
    "gränden",
    "väg",
    "vägen",
    "torg",
    "torget",
    "stig",
    "stigen",
    "allé",
    "allén",
    "backe",
    "backen",
    "plan",
    "kaj",
    "kajen",
    "led",
    "leden",
    "brink",
    "brinken",
    "slinga",
    "slingan",
    "esplanaden",
    "strand",
];

/// Words for living somewhere.
const LIVING: [&str; 9] = [
    "bor",
    "bodde",
    "bott",
    "bosatt",
    "boende",
    "hemadress",
    "hemadressen",
    "lives",
    "lived",
];

/// The maximum number of characters between a word for living and the street.
const MAX_SIGNS_BETWEEN: usize = 40;

/// Whether text contains a postal address.
pub(crate) fn holds_postal_address(signs: &[char]) -> bool {
    (2..signs.len())
        .filter(|at| signs[*at].is_ascii_digit() && signs[at - 1] == ' ')
        .any(|at| is_address_at(signs, at))
}

/// Whether the number at a position is that of a house in a postal address.
fn is_address_at(signs: &[char], at: usize) -> bool {
    let length = signs[at..].iter().take(5).take_while(|c| c.is_ascii_digit()).count();
    let name: Vec<char> = signs[..at - 1]
        .iter()
        .rev()
        .take(30)
        .take_while(|c| c.is_alphabetic() || matches!(c, '-' | ':'))
        .copied()
        .collect();
    let name: String = name.into_iter().rev().collect();
    let is_named = name.chars().next().is_some_and(char::is_uppercase) && name.chars().count() > 2;
    let lower = name.to_lowercase();
    let is_street = STREETS.iter().any(|ending| lower.ends_with(ending));
    if length > 4 || !(is_named || is_street) {
        return false;
    }
    let after = after_house(&signs[at + length..]);
    let after_box = is_street || lower == "box";
    begins_with_flat(after)
        || is_postal_code(after) && (after_box || has_town(after))
        || is_street && follows_living(&signs[..at])
}

/// The text after the letter of a house.
fn after_house(signs: &[char]) -> &[char] {
    let gap = usize::from(signs.first() == Some(&' '));
    let is_letter = signs.get(gap).is_some_and(char::is_ascii_alphabetic)
        && signs.get(gap + 1).is_none_or(|next| !next.is_alphanumeric());
    let rest = &signs[if is_letter { gap + 1 } else { 0 }..];
    let joints = rest
        .iter()
        .take(4)
        .take_while(|c| matches!(c, ' ' | ',' | '\n' | '.'))
        .count();
    &rest[joints..]
}

/// Five digits, usually with a space after the third, perhaps after `SE-`.
fn is_postal_code(signs: &[char]) -> bool {
    code_end(signs).is_some()
}

/// The position after a postal code at the start of a text.
fn code_end(signs: &[char]) -> Option<usize> {
    let start = if matches!(signs, ['S' | 's', 'E' | 'e' | '-', ..]) {
        signs
            .iter()
            .position(char::is_ascii_digit)
            .filter(|start| *start <= 3)?
    } else {
        0
    };
    let is_digits = |from: usize, to: usize| {
        signs
            .get(from..to)
            .is_some_and(|part| part.iter().all(char::is_ascii_digit))
    };
    let gap = usize::from(signs.get(start + 3) == Some(&' '));
    let end = start + 3 + gap + 2;
    let is_code = is_digits(start, start + 3) && signs[start] != '0' && is_digits(end - 2, end);
    (is_code && signs.get(end).is_none_or(|next| !next.is_alphanumeric())).then_some(end)
}

/// Whether the name of a town follows the postal code.
fn has_town(signs: &[char]) -> bool {
    let after = code_end(signs).and_then(|end| signs.get(end..)).unwrap_or_default();
    matches!(after, [' ', first, second, ..] if first.is_uppercase() && second.is_alphabetic())
}

/// `lgh 1102`: the number of a flat.
fn begins_with_flat(signs: &[char]) -> bool {
    let word: String = signs.iter().take(4).collect();
    matches!(word.to_lowercase().as_str(), "lgh " | "lgh.") && signs.iter().take(6).any(char::is_ascii_digit)
}

/// Whether a word for living somewhere comes shortly before, in the same sentence.
fn follows_living(signs: &[char]) -> bool {
    let near = &signs[signs.len().saturating_sub(MAX_SIGNS_BETWEEN)..];
    let start = near
        .iter()
        .rposition(|c| matches!(c, '.' | '!' | '?' | '\n'))
        .map_or(0, |at| at + 1);
    let near: String = near[start..].iter().collect::<String>().to_lowercase();
    near.split(|c: char| !c.is_alphanumeric())
        .any(|word| LIVING.contains(&word))
}
