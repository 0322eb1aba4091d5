//! The examples of statistics: what the release of a small month shows.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::documents::sheets::figures;
use crate::domain::kommun::Kommunkod;
use crate::domain::records::monthly_sum::{Genders, SumKey, Sums};
use crate::domain::statistics::dimension::{By, Dimension, Months};
use crate::domain::statistics::figures::exact::{ExactFigures, SumGroup, Totals};
use crate::domain::statistics::figures::{Figures, Question};
use crate::domain::statistics::month::Month;
use crate::domain::statistics::release::counted::CountedStream;
use crate::domain::statistics::release::kept_release::KeptRelease;
use crate::domain::statistics::release::published::{Pending, Published, Release, WhyPending};
use crate::domain::statistics::release::root::Listed;
use crate::domain::statistics::release::{Counted, Expected, ExpectedMonth, ExpectedStream, release};
use crate::domain::statistics::stream::Stream;
use crate::http::response::link::OwnAddress;
use crate::http::response::page::Page;
use crate::http::statistics::release_views::{EVERYTHING, NextRelease};
use crate::http::statistics::{exact, public, release_views};

use super::{DAY, KOMMUNKOD, value};

const INSATS: &str = "cafe-kryddan";
const PROVIDER: &str = "egen-regi";

fn month() -> Month {
    Month::parse("2025-07").expect("a month")
}

fn stream() -> Stream {
    Stream {
        insats: INSATS.into(),
        provider: PROVIDER.into(),
    }
}

/// Twelve sessions of a café in July.
fn sums() -> Sums {
    let counted = Sums {
        records: 12,
        sessions: 12,
        participations: Genders {
            total: 164,
            women: 101,
            men: 61,
            other: 2,
        },
        rating_sum: 430 * 15,
        responses: 15,
        ..Sums::default()
    };
    // As persons, so that they pass.
    counted.with_peaks(false)
}

static RELEASE: LazyLock<Release> = LazyLock::new(|| {
    let expected = ExpectedStream {
        months: [(month(), ExpectedMonth::default())].into(),
    };
    let sum_key = SumKey {
        insats: INSATS.into(),
        provider: PROVIDER.into(),
        activity: String::new(),
        place: String::new(),
        month: month().to_string(),
    };
    let counted = CountedStream {
        sums: vec![(sum_key, sums())],
        ..CountedStream::default()
    };
    let counted = Counted::from([(stream(), counted)]);
    let expected = Expected::from([(stream(), expected)]);
    release(&Published::default(), month(), 5, &expected, &counted)
});

static PUBLISHED: LazyLock<Published> = LazyLock::new(|| {
    let mut published = Published::default();
    published.take(&RELEASE);
    published
});

fn kept() -> KeptRelease {
    let mut report = RELEASE.report.clone();
    report.pending.push(Pending {
        stream: Stream {
            insats: "rebus".into(),
            provider: PROVIDER.into(),
        },
        months: vec![month()],
        k: 5,
        listed: Listed::default(),
        why: WhyPending::TooFew,
    });
    KeptRelease {
        month: month(),
        k: RELEASE.k,
        rules_version: RELEASE.rules_version,
        roots: RELEASE.roots.len(),
        report,
        at: DAY.and_hms_opt(8, 0, 0).expect("a time"),
    }
}

/// The example of a request's body, where it has one.
pub(crate) fn request(operation: &str) -> Option<Value> {
    match operation {
        "post_release" => Some(json!({"month": "2025-07"})),
        "withdraw_cell" => Some(json!({"reason": "Utföraren rapporterade en annan kommuns besök."})),
        _ => None,
    }
}

/// The example of an answer, where it has one.
pub fn answer(operation: &str, is_sheet: bool, own: OwnAddress) -> Option<Value> {
    let kommunkod = Kommunkod::parse(KOMMUNKOD)?;
    let months = Months {
        from: month(),
        to: month(),
    };
    match operation {
        "get_statistics" => {
            let question = Question {
                by: By::new(vec![Dimension::Month, Dimension::Insats, Dimension::Gender]),
                months,
                insats: None,
                provider: None,
                partial: false,
            };
            let figures = Figures::of(&PUBLISHED, &question).ok()?;
            if is_sheet {
                let rows = (0..figures.count()).map(|at| figures.figure(at));
                return Some(json!(figures::public(rows, &question.by)));
            }
            let page = Page::default();
            Some(value(&public::statistics(
                kommunkod, &PUBLISHED, &question, &figures, page, own,
            )))
        }
        "get_exact_statistics" => {
            let by = By::new(vec![Dimension::Month, Dimension::Insats]);
            let counted = sums();
            let of = SumGroup {
                month: Some(month()),
                insats: INSATS.into(),
                ..SumGroup::default()
            };
            let totals = Totals {
                records: counted.records.into(),
                sessions: counted.sessions.into(),
                in_sessions: counted.in_sessions.into(),
                total: counted.participations.total.into(),
                women: counted.participations.women.into(),
                men: counted.participations.men.into(),
                other: counted.participations.other.into(),
                rating_sum: counted.rating_sum,
                responses: counted.responses.into(),
            };
            let all = ExactFigures::of(vec![(of, totals)], by);
            if is_sheet {
                return Some(json!(figures::exact(
                    (0..all.count()).map(|at| all.figure(at)),
                    all.by()
                )));
            }
            let page = Page::default();
            Some(value(&exact::exact(kommunkod, &all, months, page, own)))
        }
        "post_release" => Some(value(&release_views::view(kept(), &EVERYTHING))),
        "list_releases" => {
            let next = NextRelease {
                month: month().next(),
                closes_after: DAY,
                closed: false,
            };
            let views = vec![release_views::view(kept(), &EVERYTHING)];
            Some(value(&release_views::shown(
                views,
                next,
                Vec::new(),
                Page::default(),
                own,
            )))
        }
        _ => None,
    }
}
