//! The examples of annual reports.

use serde_json::{Value, json};

use crate::domain::insatser::municipality::Municipality;
use crate::domain::statistics::figures::exact::{SumGroup, Totals};
use crate::domain::statistics::gender::GENDERS;
use crate::domain::statistics::month::Month;
use crate::domain::statistics::release::published::{Published, Release};
use crate::domain::statistics::release::root::{ActivityGroup, Cell, Listed, PlaceGroup, Root};
use crate::domain::statistics::report::exact::exact_report;
use crate::domain::statistics::report::public::public_report;
use crate::domain::statistics::report::{AnnualReport, Subject};
use crate::domain::statistics::stream::Stream;
use crate::http::statistics::report::page::page;
use crate::http::statistics::report::view;

use super::{INSATS, value};

const PROVIDER: &str = "egen-regi";
const YEAR: i32 = 2025;

/// The example of an operation's answer, where it has one.
pub fn answer(operation: &str, media_type: &str, municipality: &Municipality, base: &str) -> Option<Value> {
    let report = match operation {
        "get_annual_report" => public(municipality)?,
        "get_exact_annual_report" => exact(municipality)?,
        _ => return None,
    };
    let view = view(report, base);
    if media_type.starts_with("text/html") {
        // The page's beginning says enough.
        let page = page(&view);
        let (beginning, _) = page.split_once("<meta name")?;
        return Some(json!(beginning));
    }
    let mut shown = value(&view);
    for table in ["byMonth", "byGender"] {
        shown[table]["rows"].as_array_mut()?.truncate(2);
    }
    Some(shown)
}

fn public(municipality: &Municipality) -> Option<AnnualReport> {
    let mut published = Published::default();
    for (month, value) in [("2025-07", 48), ("2025-08", 53)] {
        let month = Month::parse(month)?;
        let mut release = Release::empty(month, 5);
        let root = Root {
            months: vec![month],
            k: 5,
            listed: Listed::default(),
            groups: vec![PlaceGroup {
                places: Vec::new(),
                groups: vec![ActivityGroup {
                    activities: Vec::new(),
                    cells: vec![Cell {
                        genders: GENDERS.to_vec(),
                        value,
                    }],
                }],
            }],
        };
        let stream = Stream {
            insats: INSATS.into(),
            provider: PROVIDER.into(),
        };
        release.roots.push((stream, root));
        published.take(&release);
    }
    public_report(&published, &Subject::find(municipality, INSATS, YEAR)?).ok()
}

fn exact(municipality: &Municipality) -> Option<AnnualReport> {
    let of = SumGroup {
        month: Month::parse("2025-07"),
        provider: PROVIDER.into(),
        ..SumGroup::default()
    };
    let totals = Totals {
        records: 4,
        sessions: 4,
        in_sessions: 48,
        total: 48,
        women: 29,
        men: 18,
        other: 1,
        rating_sum: 12_900,
        responses: 30,
    };
    let subject = Subject::find(municipality, INSATS, YEAR)?;
    let last_day = Month::parse("2025-08")?.last_day();
    Some(exact_report(&[(of, totals)], &subject, last_day))
}
