//! Draws a chart as SVG. The picture has no script and no style sheet, and loads nothing.

mod by_category;
mod over_time;
mod picture;
mod scale;

use askama::Template;

use crate::domain::statistics::chart::Chart;
use crate::domain::text::text;

use picture::{Drawing, Label, LabelKind, Linked};
use scale::{LINE, wrapped};

/// The widths that a chart may have, in pixels, and the one that it has unless asked otherwise.
pub(crate) const WIDTHS: (i32, i32) = (280, 1600);
pub(crate) const WIDTH: i32 = 800;

/// The most categories of a chart: more do not fit on a screen.
pub(crate) const MAX_SLOTS: usize = 120;

/// How a chart is drawn.
pub(crate) struct Frame<'a> {
    pub width: i32,
    /// What the names of the picture's parts begin with; different for each picture of a page.
    pub prefix: &'a str,
    /// Its class, for the style sheet of a page.
    pub class: &'a str,
    /// The address of the same figures as a table.
    pub table: Option<String>,
    /// Whether the title is drawn too.
    pub has_heading: bool,
    /// That the figures are not public.
    pub notice: Option<&'a str>,
}

/// The chart as a picture.
pub(crate) fn drawn(chart: &Chart, frame: &Frame) -> String {
    let mut drawing = Drawing {
        prefix: frame.prefix,
        class: frame.class,
        language: chart.language.tag(),
        width: frame.width,
        height: 0,
        title: &chart.title,
        description: chart.description(),
        notice: frame.notice,
        warnings: Vec::new(),
        headings: Vec::new(),
        ticks: Vec::new(),
        axis: None,
        bands: Vec::new(),
        bars: Vec::new(),
        lines: Vec::new(),
        labels: Vec::new(),
        brackets: Vec::new(),
        legend: Vec::new(),
        table: None,
    };
    let mut y = 0;
    for line in frame
        .notice
        .map(|notice| wrapped(notice, frame.width * 6 / 7))
        .unwrap_or_default()
    {
        y += LINE;
        drawing.warnings.push(Label {
            x: 0,
            y,
            text: line,
            anchor: "start",
            kind: LabelKind::Heading,
        });
    }
    if frame.has_heading {
        y = drawing.head(chart, y);
    }
    y = if chart.is_of_time {
        drawing.over_time(chart, y)
    } else {
        drawing.by_category(chart, y)
    };
    if let Some(href) = &frame.table {
        y += LINE + 4;
        drawing.table = Some(Linked {
            href: href.clone(),
            y,
            text: chart
                .language
                .of(&text!("Visa siffrorna som tabell", "Show the figures as a table"))
                .to_owned(),
        });
    }
    drawing.height = y + 10;
    drawing.render().expect("a string takes all that is written to it")
}

impl Drawing<'_> {
    /// Draws the title, and returns where it ends.
    fn head(&mut self, chart: &Chart, top: i32) -> i32 {
        let mut y = top + 4;
        for line in wrapped(&chart.title, self.width * 6 / 7) {
            y += LINE;
            self.headings.push(Label {
                x: 0,
                y,
                text: line,
                anchor: "start",
                kind: LabelKind::Heading,
            });
        }
        y + 6
    }
}
