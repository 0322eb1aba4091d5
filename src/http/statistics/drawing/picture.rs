//! The parts of a picture: where each bar, line and label is.

use askama::Template;

#[derive(Template)]
#[template(path = "statistics/drawing/chart.svg")]
pub(crate) struct Drawing<'a> {
    pub prefix: &'a str,
    pub class: &'a str,
    pub language: &'static str,
    pub width: i32,
    pub height: i32,
    pub title: &'a str,
    pub description: String,
    pub notice: Option<&'a str>,
    pub warnings: Vec<Label>,
    pub headings: Vec<Label>,
    pub ticks: Vec<Tick>,
    /// The left and right end of the axis.
    pub axis: Option<(i32, i32)>,
    pub bands: Vec<Band>,
    pub bars: Vec<Bar>,
    pub lines: Vec<Line>,
    pub labels: Vec<Label>,
    pub brackets: Vec<Bracket>,
    pub legend: Vec<Entry>,
    pub table: Option<Linked>,
}

pub(crate) struct Tick {
    pub y: i32,
    pub left: i32,
    pub right: i32,
    pub text: String,
}

/// A period that is not shown.
pub(crate) struct Band {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    pub is_gap: bool,
    pub sign: &'static str,
}

pub(crate) struct Bar {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    pub series: usize,
}

pub(crate) struct Line {
    /// The parts between gaps, each as points.
    pub parts: Vec<String>,
    pub dots: Vec<(i32, i32)>,
    pub series: usize,
}

pub(crate) struct Label {
    pub x: i32,
    pub y: i32,
    pub text: String,
    pub anchor: &'static str,
    pub kind: LabelKind,
}

#[derive(PartialEq, Eq)]
pub(crate) enum LabelKind {
    Name,
    Value,
    Word,
    Year,
    Heading,
}

/// A sum of several periods.
pub(crate) struct Bracket {
    pub left: i32,
    pub right: i32,
    pub y: i32,
    pub text: Option<String>,
}

/// An entry of the legend.
pub(crate) struct Entry {
    pub x: i32,
    pub y: i32,
    pub text: String,
    pub sign: Sign,
}

pub(crate) enum Sign {
    Series(usize),
    Hidden(&'static str, bool),
}

pub(crate) struct Linked {
    pub href: String,
    pub y: i32,
    pub text: String,
}
