//! The words of the tables, in Swedish and English: regions, ages, sexes and years.

use crate::domain::Kommunkod;
use crate::domain::letters::folded;
use crate::domain::reach::population::HIGHEST;

/// A dimension of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dimension {
    Region,
    Age,
    Sex,
    Year,
}

/// A category that is counted, or left out because others add up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Category<T> {
    One(T),
    LeftOut,
}

/// A sex, as the tables have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sex {
    Women,
    Men,
}

/// The dimension that a name means.
pub(super) fn dimension(name: &str) -> Option<Dimension> {
    match folded(name.trim()).as_str() {
        "region" => Some(Dimension::Region),
        "alder" | "age" => Some(Dimension::Age),
        "kon" | "sex" => Some(Dimension::Sex),
        "ar" | "tid" | "year" => Some(Dimension::Year),
        _ => None,
    }
}

/// A municipality, as `0114` or `0114 Upplands Väsby`. The country and its counties have two digits.
pub(super) fn region(text: &str) -> Option<Category<Kommunkod>> {
    let code = text.split_whitespace().next()?;
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Category::LeftOut);
    }
    Kommunkod::parse(code).map(Category::One)
}

/// A year of age, as `5`, `5 år`, `5 years` or `100+ år`.
pub(super) fn age(text: &str) -> Option<Category<usize>> {
    let folded = folded(text.trim());
    if folded.starts_with("tot") {
        return Some(Category::LeftOut);
    }
    let mut words = folded.split_whitespace();
    let number = words.next()?;
    if !matches!(words.next(), None | Some("ar" | "year" | "years")) || words.next().is_some() {
        return None;
    }
    if number.strip_suffix('+') == Some(&HIGHEST.to_string()) {
        return Some(Category::One(HIGHEST.into()));
    }
    let is_digits = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    let age = number.parse().ok().filter(|_| is_digits)?;
    Some(Category::One(age))
}

/// A sex, as a word or as the code of the tables.
pub(super) fn sex(text: &str) -> Option<Category<Sex>> {
    match folded(text.trim()).as_str() {
        "kvinnor" | "women" | "female" | "females" | "2" => Some(Category::One(Sex::Women)),
        "man" | "men" | "male" | "males" | "1" => Some(Category::One(Sex::Men)),
        "1+2" => Some(Category::LeftOut),
        total if total.starts_with("tot") => Some(Category::LeftOut),
        _ => None,
    }
}

/// A year of four digits.
pub(super) fn year(text: &str) -> Option<i32> {
    let text = text.trim();
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| is_year && (1968..=2199).contains(year))
}
