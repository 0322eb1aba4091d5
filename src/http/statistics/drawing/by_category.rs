//! Draws figures by category: a bar with its number below each name.

use crate::domain::statistics::chart::Chart;
use crate::domain::statistics::figures::figure::Status;
use crate::domain::statistics::figures::in_words;

use super::picture::{Bar, Drawing, Label, LabelKind};
use super::scale::{LINE, cut, width_of};

/// The height of a category: its label, and its bar.
const CATEGORY: i32 = 38;

impl Drawing<'_> {
    /// Draws categories, below a height, and returns where they end.
    pub(crate) fn by_category(&mut self, chart: &Chart, top: i32) -> i32 {
        let largest = chart.largest().max(1);
        let value_width = width_of(&in_words::number(largest, chart.language)) + 8;
        let longest = self.width - value_width;
        let mut y = top;
        for slot in &chart.slots {
            self.labels.push(Label {
                x: 0,
                y: y + 14,
                text: cut(&slot.label, self.width),
                anchor: "start",
                kind: LabelKind::Name,
            });
            let figure = slot.figures.first();
            let (end, text, kind) = if let Some(value) = figure.and_then(|figure| figure.value) {
                let width = i32::try_from(value * i64::from(longest) / largest).unwrap_or(0);
                self.bars.push(Bar {
                    x: 0,
                    y: y + 20,
                    width: width.max(1),
                    height: 12,
                    series: 0,
                });
                let number = in_words::number(value, chart.language);
                (width.max(1) + 6, number, LabelKind::Value)
            } else {
                let status = figure.map_or(Status::NotApplicable, |figure| figure.status);
                let word = in_words::status(status).0;
                (0, chart.language.of(&word).to_owned(), LabelKind::Word)
            };
            self.labels.push(Label {
                x: end,
                y: y + 31,
                text,
                anchor: "start",
                kind,
            });
            y += CATEGORY;
        }
        if chart.slots.is_empty() {
            let text = chart.description();
            self.labels.push(Label {
                x: 0,
                y: y + 14,
                text,
                anchor: "start",
                kind: LabelKind::Word,
            });
            y += LINE;
        }
        y
    }
}
