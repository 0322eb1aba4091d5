//! Writes statistics as CSV sheets.

use crate::domain::statistics::figures::exact::{ExactFigure, NOTICE};
use crate::domain::statistics::figures::figure::{Figure, Tenths};
use crate::domain::statistics::figures::labels::Labelled;
use crate::domain::statistics::{By, Dimension};
use crate::domain::word;

use super::export::written;

/// The cells of a row for the dimensions.
fn cells(by: &By, figure: &impl Labelled) -> Vec<String> {
    let cells = by.dimensions().iter().map(|dimension| figure.label(*dimension));
    cells.map(Option::unwrap_or_default).collect()
}

/// Writes public figures: a column per dimension, the figure, and the total of the group that contains it.
pub(crate) fn public(figures: impl Iterator<Item = Figure>, by: &By) -> String {
    let of_year = by.dimensions() == [Dimension::Year, Dimension::Insats, Dimension::Provider];
    let mut header = dimensions(by);
    header.extend(["value", "status", "within", "withinValue", "cells"].map(String::from));
    if of_year {
        header.push("rating".into());
    }
    let rows = figures.map(|figure| {
        let mut row = cells(by, &figure);
        row.extend([
            number(figure.value),
            word::written(&figure.status),
            figure.within.unwrap_or_default(),
            number(figure.within_value),
            figure.cells.join(" "),
        ]);
        if of_year {
            row.push(decimal(figure.rating));
        }
        row
    });
    written(std::iter::once(header).chain(rows))
}

/// Writes exact figures, after the rows that apply to all of them.
pub(crate) fn exact(figures: impl Iterator<Item = ExactFigure>, by: &By) -> String {
    let by_gender = by.has(Dimension::Gender);
    let mut header = dimensions(by);
    header.push("participants".into());
    if !by_gender {
        header.extend(
            [
                "women",
                "men",
                "otherOrUnknown",
                "records",
                "sessions",
                "meanPerSession",
                "rating",
                "responses",
            ]
            .map(String::from),
        );
    }
    let rows = figures.map(|figure| {
        let mut row = cells(by, &figure);
        row.push(figure.participants.total.to_string());
        if !by_gender {
            row.extend([
                number(figure.participants.women),
                number(figure.participants.men),
                number(figure.participants.other_or_unknown),
                number(figure.records),
                number(figure.sessions),
                decimal(figure.mean_per_session),
                decimal(figure.rating.map(|rating| rating.mean)),
                number(figure.rating.map(|rating| rating.responses)),
            ]);
        }
        row
    });
    let notice = vec![format!("# {}", NOTICE.sv)];
    written([notice, header].into_iter().chain(rows))
}

fn dimensions(by: &By) -> Vec<String> {
    by.dimensions().iter().map(word::written).collect()
}

fn number(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// A number with a decimal comma.
fn decimal(number: Option<Tenths>) -> String {
    number
        .map(|Tenths(tenths)| format!("{},{}", tenths / 10, tenths % 10))
        .unwrap_or_default()
}
