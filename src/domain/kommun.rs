//! The 290 municipalities of Sweden and their codes.

use std::fmt;
use std::sync::LazyLock;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// The code of one of Sweden's 290 municipalities: four digits, including leading zeros.
///
/// A value is always an existing code (`data/kommuner.csv`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, pattern = "^[0-9]{4}$", example = "1270")]
pub struct Kommunkod([u8; 4]);

/// A municipality's name and county.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kommun {
    pub kommunkod: Kommunkod,
    /// The name without "kommun".
    pub name: &'static str,
    /// The county (län).
    pub county: &'static str,
}

impl Kommun {
    /// The municipality as an organisation: `Tomelilla kommun`, `Stockholms kommun`.
    ///
    /// A name takes an `s`, unless it ends in a vowel or in a sound of `s`. Falun, Kalmar and Orust follow no rule, and
    /// Gotland is called a region.
    pub(crate) fn organisation(&self) -> String {
        match self.name {
            "Falun" => "Falu kommun".to_owned(),
            "Gotland" => "Region Gotland".to_owned(),
            name @ ("Kalmar" | "Orust") => format!("{name} kommun"),
            name if name.ends_with(['a', 'e', 'i', 'o', 'u', 'y', 'å', 'ä', 'ö', 's', 'x', 'z']) => {
                format!("{name} kommun")
            }
            name => format!("{name}s kommun"),
        }
    }
}

static KOMMUNER: LazyLock<Vec<Kommun>> = LazyLock::new(|| {
    let mut all: Vec<Kommun> = include_str!("../../data/kommuner.csv")
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
        .filter_map(|line| {
            let mut cells = line.split(',');
            let code = cells.next()?.as_bytes().try_into().ok()?;
            Some(Kommun {
                kommunkod: Kommunkod(code),
                name: cells.next()?,
                county: cells.next()?,
            })
        })
        .collect();
    all.sort_by_key(|kommun| kommun.kommunkod);
    all
});

impl Kommunkod {
    /// Parses a code; `None` if no municipality has it.
    pub fn parse(text: &str) -> Option<Self> {
        let code = Self(text.as_bytes().try_into().ok()?);
        KOMMUNER
            .binary_search_by_key(&code, |kommun| kommun.kommunkod)
            .ok()
            .map(|_| code)
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("all codes are from the list")
    }

    pub(crate) fn kommun(self) -> Kommun {
        let at = KOMMUNER
            .binary_search_by_key(&self, |kommun| kommun.kommunkod)
            .expect("all codes are from the list");
        KOMMUNER[at]
    }

    /// All 290 municipalities in order of their codes.
    pub(crate) fn all() -> &'static [Kommun] {
        &KOMMUNER
    }
}

impl fmt::Display for Kommunkod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Kommunkod {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Kommunkod {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("no municipality has that code"))
    }
}

#[cfg(test)]
mod tests {
    use super::Kommunkod;

    #[test]
    fn knows_the_290() {
        assert_eq!(Kommunkod::all().len(), 290);
        let tomelilla = Kommunkod::parse("1270").expect("exists").kommun();
        assert_eq!((tomelilla.name, tomelilla.county), ("Tomelilla", "Skåne län"));
        assert_eq!(Kommunkod::parse("0188").expect("exists").kommun().name, "Norrtälje");
        for unknown in ["", "127", "12700", "188", "0000", "9999", "١٢٧٠", "tome"] {
            assert!(Kommunkod::parse(unknown).is_none(), "{unknown}");
        }
    }

    #[test]
    fn names_municipalities_as_organisations() {
        for (kommunkod, name) in [
            ("1270", "Tomelilla kommun"),
            ("0180", "Stockholms kommun"),
            ("1490", "Borås kommun"),
            ("1080", "Karlskrona kommun"),
            ("0880", "Kalmar kommun"),
            ("2080", "Falu kommun"),
            ("0980", "Region Gotland"),
        ] {
            let kommun = Kommunkod::parse(kommunkod).expect("exists").kommun();
            assert_eq!(kommun.organisation(), name);
        }
    }
}
