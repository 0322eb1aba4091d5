//! Draws figures over time: an axis, bars or lines, and the periods below.

use crate::domain::letters::capital;
use crate::domain::statistics::chart::{Chart, ChartKind};
use crate::domain::statistics::figures::figure::Status;
use crate::domain::statistics::figures::in_words;

use super::picture::{Band, Bar, Bracket, Drawing, Entry, Label, LabelKind, Line, Sign, Tick};
use super::scale::{LINE, axis_steps, sign, width_of};

impl Drawing<'_> {
    /// Draws periods, below a height, and returns where they end.
    pub(crate) fn over_time(&mut self, chart: &Chart, top: i32) -> i32 {
        let steps = axis_steps(chart.largest());
        let most = steps.last().copied().unwrap_or(1);
        let texts: Vec<String> = steps
            .iter()
            .map(|step| in_words::number(*step, chart.language))
            .collect();
        let left = texts.iter().map(|text| width_of(text)).max().unwrap_or(0) + 8;
        let right = self.width - 2;
        let height = (self.width * 2 / 5).clamp(150, 320);
        let (first_y, last_y) = (top + 14, top + 14 + height);
        let scaled = |value: i64| {
            let of_height = value * i64::from(height) / most;
            last_y - i32::try_from(of_height).unwrap_or(height)
        };
        for (step, text) in steps.iter().zip(texts) {
            self.ticks.push(Tick {
                y: scaled(*step),
                left,
                right,
                text,
            });
        }
        self.axis = Some((left, right));
        let slots = i32::try_from(chart.slots.len()).unwrap_or(1).max(1);
        let edge = |at: usize| left + (right - left) * i32::try_from(at).unwrap_or(0) / slots;
        self.draw_bands(chart, &edge, (first_y, last_y));
        match chart.kind {
            ChartKind::Bars => self.draw_bars(chart, &edge, &scaled, last_y),
            ChartKind::Lines => self.draw_lines(chart, &edge, &scaled),
        }
        self.draw_spans(chart, &edge, last_y);
        let y = self.draw_periods(chart, &edge, last_y);
        self.draw_legend(chart, y)
    }

    fn draw_bands(&mut self, chart: &Chart, edge: &impl Fn(usize) -> i32, (top, bottom): (i32, i32)) {
        for (at, slot) in chart.slots.iter().enumerate() {
            let Some(hidden) = slot.figures.first().filter(|figure| figure.value.is_none()) else {
                continue;
            };
            let is_in_span = chart.spans.iter().any(|span| span.first <= at && at <= span.last);
            let width = edge(at + 1) - edge(at);
            self.bands.push(Band {
                x: edge(at),
                y: top,
                width,
                height: bottom - top,
                is_gap: hidden.status == Status::Missing,
                sign: if is_in_span || width < 10 {
                    ""
                } else {
                    sign(hidden.status)
                },
            });
        }
    }

    fn draw_bars(&mut self, chart: &Chart, edge: &impl Fn(usize) -> i32, scaled: &impl Fn(i64) -> i32, bottom: i32) {
        let series = i32::try_from(chart.series.len()).unwrap_or(1);
        for (at, slot) in chart.slots.iter().enumerate() {
            let room = edge(at + 1) - edge(at);
            let inner = (room * 3 / 4).max(series);
            let each = (inner / series).min(60);
            let left = edge(at) + (room - each * series) / 2;
            // The year before is on the left.
            for (number, figure) in slot.figures.iter().enumerate() {
                let Some(value) = figure.value else { continue };
                let position = series - 1 - i32::try_from(number).unwrap_or(0);
                let y = scaled(value);
                self.bars.push(Bar {
                    x: left + position * each,
                    y,
                    width: each.max(1),
                    height: bottom - y,
                    series: number,
                });
            }
        }
    }

    fn draw_lines(&mut self, chart: &Chart, edge: &impl Fn(usize) -> i32, scaled: &impl Fn(i64) -> i32) {
        for number in (0..chart.series.len()).rev() {
            let (mut parts, mut dots) = (vec![Vec::new()], Vec::new());
            for (at, slot) in chart.slots.iter().enumerate() {
                match slot.figures.get(number).and_then(|figure| figure.value) {
                    Some(value) => {
                        let dot = (i32::midpoint(edge(at), edge(at + 1)), scaled(value));
                        dots.push(dot);
                        parts
                            .last_mut()
                            .expect("never empty")
                            .push(format!("{},{}", dot.0, dot.1));
                    }
                    None => parts.push(Vec::new()),
                }
            }
            let parts = parts.into_iter().filter(|points| points.len() > 1);
            self.lines.push(Line {
                parts: parts.map(|points| points.join(" ")).collect(),
                dots,
                series: number,
            });
        }
    }

    fn draw_spans(&mut self, chart: &Chart, edge: &impl Fn(usize) -> i32, bottom: i32) {
        for span in &chart.spans {
            let (left, right) = (edge(span.first) + 2, edge(span.last + 1) - 2);
            let text = format!("Σ\u{a0}{}", in_words::number(span.value, chart.language));
            self.brackets.push(Bracket {
                left,
                right,
                y: bottom - 8,
                text: (width_of(&text) <= right - left).then_some(text),
            });
        }
    }

    /// Draws the names of the periods, as many as have room, and returns where they end.
    fn draw_periods(&mut self, chart: &Chart, edge: &impl Fn(usize) -> i32, bottom: i32) -> i32 {
        let room = (edge(chart.slots.len()) - edge(0)) / i32::try_from(chart.slots.len()).unwrap_or(1).max(1);
        let widest = chart.slots.iter().map(|slot| width_of(&slot.short)).max().unwrap_or(0) + 4;
        let every = usize::try_from(widest / room.max(1) + i32::from(widest % room.max(1) > 0))
            .unwrap_or(1)
            .max(1);
        let mut label = |x: i32, y: i32, text: &str, kind: LabelKind| {
            self.labels.push(Label {
                x,
                y,
                text: text.to_owned(),
                anchor: "middle",
                kind,
            });
        };
        let mut year_ends = i32::MIN;
        for (at, slot) in chart.slots.iter().enumerate() {
            let middle = i32::midpoint(edge(at), edge(at + 1));
            if at % every == 0 {
                label(middle, bottom + LINE, &slot.short, LabelKind::Name);
            }
            if let Some(year) = &slot.year {
                let x = middle.max(width_of(year) / 2);
                if x - width_of(year) / 2 > year_ends {
                    label(x, bottom + 2 * LINE, year, LabelKind::Year);
                    year_ends = x + width_of(year) / 2 + 4;
                }
            }
        }
        let has_years = chart.slots.iter().any(|slot| slot.year.is_some());
        bottom + if has_years { 2 * LINE } else { LINE }
    }

    fn draw_legend(&mut self, chart: &Chart, y: i32) -> i32 {
        let mut entries: Vec<(String, Sign)> = Vec::new();
        if chart.series.len() > 1 {
            entries.extend(
                chart
                    .series
                    .iter()
                    .enumerate()
                    .map(|(number, name)| (name.clone(), Sign::Series(number))),
            );
        }
        for status in chart.not_shown() {
            let text = capital(chart.language.of(&in_words::status(status).0));
            entries.push((text, Sign::Hidden(sign(status), status == Status::Missing)));
        }
        let (mut x, mut y) = (0, y + LINE + 6);
        if entries.is_empty() {
            return y - LINE - 6;
        }
        for (text, sign) in entries {
            let width = width_of(&text) + 34;
            if x > 0 && x + width > self.width {
                x = 0;
                y += LINE + 4;
            }
            self.legend.push(Entry { x, y, text, sign });
            x += width;
        }
        y
    }
}
