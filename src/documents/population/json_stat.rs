//! Reads a table in JSON-stat 2.0.

use serde_json::{Map, Value};

use crate::documents::json::{content, not_json};
use crate::documents::node::member_pointer;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Kommunkod, Text};

use super::table::{Place, Table};
use super::words::{Category, Dimension, Sex};
use super::{
    DOUBLED, MAX_RESIDENTS, MAX_VALUES, NO_VALUE, NOT_A_COUNT, UNKNOWN_AGE, UNKNOWN_REGION, UNKNOWN_SEX, UNKNOWN_YEAR,
    source, words,
};

type Populations = Vec<(Kommunkod, crate::domain::reach::population::Population)>;

/// A dimension as the document has it.
struct Stated<'a> {
    pointer: String,
    meaning: Option<Dimension>,
    /// The code and the label of each category, in order.
    categories: Vec<(&'a str, &'a str)>,
    /// How many values lie between two categories.
    step: usize,
}

pub(super) fn read(bytes: &[u8]) -> Result<Populations, Vec<Fault>> {
    let content = content(bytes).map_err(|fault| vec![fault])?;
    let root: Value = serde_json::from_slice(content).map_err(|error| vec![not_json(&error)])?;
    let is = |name: &str, wanted: &str| {
        root.get(name)
            .and_then(Value::as_str)
            .is_some_and(|text| text.starts_with(wanted))
    };
    if !is("version", "2") || !is("class", "dataset") {
        let detail = text!(
            "Filen ska vara en tabell (dataset) i JSON-stat 2.0.",
            "The file must be a table (dataset) in JSON-stat 2.0."
        );
        return Err(vec![Fault::new("/class", Code::InvalidFormat, detail)]);
    }
    let dimensions = dimensions(&root)?;
    let count = dimensions
        .first()
        .map_or(0, |first| first.step * first.categories.len());
    let values = root.get("value");
    if count > MAX_VALUES
        || values
            .and_then(Value::as_array)
            .is_some_and(|values| values.len() != count)
    {
        let detail = composed!(
            "Tabellen ska ha ett värde för varje kombination, högst {MAX_VALUES}.",
            "The table must have a value for each combination, at most {MAX_VALUES}."
        );
        return Err(vec![Fault::new("/value", Code::OutOfRange, detail)]);
    }
    let value = |at: usize| match values {
        Some(Value::Array(values)) => values.get(at),
        Some(Value::Object(values)) => values.get(&at.to_string()),
        _ => None,
    };
    let name = |member: &str| root.get(member).and_then(Value::as_str).unwrap_or_default();
    let mut faults = Vec::new();
    let table = figures(&dimensions, value, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    table.populations(&source(&[name("source"), name("label")]))
}

/// The dimensions in the order of the values.
fn dimensions(root: &Value) -> Result<Vec<Stated<'_>>, Vec<Fault>> {
    let names = root.get("id").and_then(Value::as_array);
    let sizes = root.get("size").and_then(Value::as_array);
    let (Some(names), Some(sizes)) = (names, sizes) else {
        return Err(vec![Fault::new("/id", Code::MissingMember, DIMENSIONS)]);
    };
    if names.len() != sizes.len() || names.len() > 20 {
        return Err(vec![Fault::new("/size", Code::InvalidFormat, DIMENSIONS)]);
    }
    let mut faults = Vec::new();
    let mut dimensions = Vec::new();
    for (at, (name, size)) in names.iter().zip(sizes).enumerate() {
        let of = name
            .as_str()
            .and_then(|name| root.get("dimension")?.get(name)?.get("category"));
        let size = size.as_u64().and_then(|size| usize::try_from(size).ok());
        let pointer = format!(
            "/dimension{}/category",
            member_pointer("", name.as_str().unwrap_or_default())
        );
        let categories = of
            .and_then(Value::as_object)
            .and_then(|category| categories(category, size?));
        match categories {
            Some(categories) => dimensions.push(Stated {
                pointer,
                meaning: name.as_str().and_then(words::dimension),
                categories,
                step: 1,
            }),
            None => faults.push(Fault::new(format!("/size/{at}"), Code::InvalidFormat, CATEGORIES)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut step: usize = 1;
    for dimension in dimensions.iter_mut().rev() {
        dimension.step = step;
        step = step.saturating_mul(dimension.categories.len());
    }
    Ok(dimensions)
}

const DIMENSIONS: Text = text!(
    "Tabellen ska ha id och size, lika långa.",
    "The table must have id and size, equally long."
);
const CATEGORIES: Text = text!(
    "Dimensionen ska ha så många kategorier som size anger, numrerade från 0.",
    "The dimension must have as many categories as size states, numbered from 0."
);

/// The codes of a dimension in order, with their labels; `None` if there are not `size` of them.
fn categories(category: &Map<String, Value>, size: usize) -> Option<Vec<(&str, &str)>> {
    let labels = category.get("label").and_then(Value::as_object);
    let label = |code: &str| labels.and_then(|labels| labels.get(code)?.as_str());
    let codes: Vec<&str> = match category.get("index") {
        Some(Value::Array(codes)) => codes.iter().map(Value::as_str).collect::<Option<_>>()?,
        Some(Value::Object(places)) => {
            let mut codes = vec![None; places.len()];
            for (code, place) in places {
                let place = usize::try_from(place.as_u64()?).ok()?;
                let free = codes.get_mut(place).filter(|free| free.is_none())?;
                *free = Some(code.as_str());
            }
            codes.into_iter().collect::<Option<_>>()?
        }
        // A dimension of one category may have its label alone.
        None => labels?.keys().map(String::as_str).take(2).collect(),
        Some(_) => return None,
    };
    let with_labels = codes.into_iter().map(|code| (code, label(code).unwrap_or(code)));
    Some(with_labels.collect()).filter(|all: &Vec<_>| all.len() == size)
}

/// Every figure that counts.
fn figures<'v>(dimensions: &[Stated], value: impl Fn(usize) -> Option<&'v Value>, faults: &mut Vec<Fault>) -> Table {
    let mut of = |wanted: Dimension, name: &str| {
        let mut found = dimensions.iter().filter(|dimension| dimension.meaning == Some(wanted));
        if let (Some(dimension), None) = (found.next(), found.next()) {
            return Some(dimension);
        }
        let detail = composed!(
            "Tabellen ska ha en dimension {name}.",
            "The table must have one dimension {name}."
        );
        faults.push(Fault::new("/id", Code::MissingMember, detail));
        None
    };
    let found = (
        of(Dimension::Region, "Region"),
        of(Dimension::Age, "Alder"),
        of(Dimension::Sex, "Kon"),
        of(Dimension::Year, "Tid"),
    );
    for other in dimensions.iter().filter(|dimension| dimension.meaning.is_none()) {
        if other.categories.len() != 1 {
            let detail = text!(
                "Tabellen har fler uppdelningar än region, ålder, kön och år. Välj bort den här, eller en enda kategori.",
                "The table has more dimensions than region, age, sex and year. Leave this one out, or choose one category."
            );
            faults.push(Fault::new(other.pointer.clone(), Code::InvalidFormat, detail));
        }
    }
    let (Some(regions), Some(ages), Some(sexes), Some(years)) = found else {
        return Table::default();
    };
    let region = |code: &str, label: &str| words::region(code).or_else(|| words::region(label));
    let regions = read_categories(regions, region, &UNKNOWN_REGION, faults);
    let age = |code: &str, label: &str| words::age(label).or_else(|| words::age(code));
    let ages = read_categories(ages, age, &UNKNOWN_AGE, faults);
    let sex = |code: &str, label: &str| words::sex(label).or_else(|| words::sex(code));
    let sexes: Vec<(usize, Sex)> = read_categories(sexes, sex, &UNKNOWN_SEX, faults);
    let year = |code: &str, label: &str| words::year(code).or_else(|| words::year(label)).map(Category::One);
    let years = read_categories(years, year, &UNKNOWN_YEAR, faults);
    let mut table = Table::default();
    if !faults.is_empty() {
        return table;
    }
    for (of_region, kommunkod) in &regions {
        for (of_year, year) in &years {
            for (of_sex, sex) in &sexes {
                for (of_age, age) in &ages {
                    let at = of_region + of_year + of_sex + of_age;
                    let mut fault = |code, detail| faults.push(Fault::new(format!("/value/{at}"), code, detail));
                    let Some(number) = value(at).filter(|value| !value.is_null()) else {
                        fault(Code::MissingMember, NO_VALUE);
                        continue;
                    };
                    let residents = number.as_u64().filter(|number| *number <= MAX_RESIDENTS);
                    let Some(residents) = residents.and_then(|residents| u32::try_from(residents).ok()) else {
                        fault(Code::OutOfRange, NOT_A_COUNT);
                        continue;
                    };
                    let place = Place {
                        kommunkod: *kommunkod,
                        year: *year,
                        sex: *sex,
                        age: *age,
                    };
                    if table.put(place, residents).is_err() {
                        fault(Code::Duplicate, DOUBLED);
                    }
                }
            }
        }
    }
    table
}

/// The categories that count, each with the offset of its values. The code of a wrong one is not shown, only its number.
fn read_categories<T>(
    dimension: &Stated,
    read: impl Fn(&str, &str) -> Option<Category<T>>,
    detail: &Text,
    faults: &mut Vec<Fault>,
) -> Vec<(usize, T)> {
    let mut categories = Vec::new();
    for (at, (code, label)) in dimension.categories.iter().enumerate() {
        match read(code, label) {
            Some(Category::One(meaning)) => categories.push((at * dimension.step, meaning)),
            Some(Category::LeftOut) => {}
            None => {
                let detail = composed!("Kategori {at}: {detail}", "Category {at}: {detail}"; detail);
                faults.push(Fault::new(
                    format!("{}/index", dimension.pointer),
                    Code::NotInList,
                    detail,
                ));
            }
        }
    }
    categories
}
