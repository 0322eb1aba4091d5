//! Public figures, which come only from what was released.
//!
//! A figure is the sum of whole released cells. If a cell is only partly included, the answer is only the group that
//! contains it, and is the same for every part of the cell.

pub(crate) mod answer;
pub(crate) mod exact;
pub mod figure;
pub(crate) mod in_words;
pub(crate) mod labels;
pub(crate) mod names;
pub(crate) mod row;
pub(crate) mod title;

use std::collections::{BTreeSet, HashMap};

use crate::domain::statistics::release::cell_name::CellName;
use crate::domain::statistics::release::published::{Published, PublishedRoot, PublishedStream};
use crate::domain::statistics::release::root::Listed;
use crate::domain::statistics::{By, Dimension, GENDERS, Gender, Month, Months, Step, Stream};

use figure::{Figure, Status, Tenths};
use row::{Key, NotShown, Position, Row};

/// The maximum number of figures in one answer.
pub(crate) const MAX_FIGURES: usize = 100_000;

/// A question about figures.
#[derive(Clone, Debug)]
pub struct Question {
    /// The dimensions.
    pub by: By,
    /// The months.
    pub months: Months,
    /// Only this insats.
    pub insats: Option<String>,
    /// Only this provider.
    pub provider: Option<String>,
    /// Whether a figure with hidden cells is shown without them.
    pub partial: bool,
}

/// The answer would have too many figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

/// The names of a dimension's values, in order. The number of a value is its index here plus 1.
struct Names(Vec<String>);

impl Names {
    fn new<'a>(names: impl Iterator<Item = &'a String>) -> Self {
        let all: BTreeSet<&String> = names.collect();
        Self(all.into_iter().cloned().collect())
    }

    fn number(&self, name: &str) -> u32 {
        let at = self.0.binary_search_by(|own| own.as_str().cmp(name));
        at.map_or(0, |at| u32::try_from(at + 1).unwrap_or(0))
    }

    fn name(&self, number: u32) -> Option<String> {
        let at = (number as usize).checked_sub(1)?;
        self.0.get(at).cloned()
    }
}

/// The figures that answer a question, in order.
pub struct Figures<'a> {
    question: &'a Question,
    roots: Vec<(&'a Stream, &'a PublishedRoot)>,
    streams: Vec<(&'a Stream, &'a PublishedStream)>,
    insatser: Names,
    providers: Names,
    places: Names,
    activities: Names,
    rows: Vec<(Key, Row)>,
}

impl<'a> Figures<'a> {
    /// Answers a question.
    pub fn of(published: &'a Published, question: &'a Question) -> Result<Self, TooMany> {
        let is_asked = |asked: &Option<String>, name: &String| asked.as_ref().is_none_or(|asked| asked == name);
        let streams: Vec<(&Stream, &PublishedStream)> = published
            .streams()
            .iter()
            .filter(|(stream, _)| {
                is_asked(&question.insats, &stream.insats) && is_asked(&question.provider, &stream.provider)
            })
            .collect();
        let listed: Vec<&Listed> = streams.iter().flat_map(|(_, stream)| listed(stream)).collect();
        let mut figures = Self {
            question,
            roots: Vec::new(),
            insatser: Names::new(streams.iter().map(|(stream, _)| &stream.insats)),
            providers: Names::new(streams.iter().map(|(stream, _)| &stream.provider)),
            places: Names::new(
                listed
                    .iter()
                    .flat_map(|listed| listed.places.iter().chain(&listed.closed_places)),
            ),
            activities: Names::new(listed.iter().flat_map(|listed| &listed.activities)),
            streams,
            rows: Vec::new(),
        };
        let mut rows = HashMap::new();
        for (stream, shown) in figures.streams.clone() {
            figures.read_stream(stream, shown, &mut rows)?;
        }
        figures.fill(published.months().last().copied(), &mut rows)?;
        figures.rows = rows.into_iter().collect();
        figures.rows.sort_unstable_by_key(|(key, _)| *key);
        Ok(figures)
    }

    /// The number of figures.
    pub const fn count(&self) -> usize {
        self.rows.len()
    }

    fn read_stream(
        &mut self,
        stream: &'a Stream,
        shown: &'a PublishedStream,
        rows: &mut HashMap<Key, Row>,
    ) -> Result<(), TooMany> {
        // A place or activity that an earlier month names and a later one does not may be in the later one's last group, or
        // in its lost report.
        let mut named = Listed::default();
        for part in parts(shown) {
            let listed = part.listed();
            let dropped = (
                dropped(
                    &self.places,
                    &named.places,
                    &[&listed.places[..], &listed.closed_places].concat(),
                ),
                dropped(&self.activities, &named.activities, &listed.activities),
            );
            match part {
                StreamPart::Root(published) => {
                    if (published.root.months.iter()).any(|month| self.question.months.has(*month)) {
                        self.roots.push((stream, published));
                        self.read_root(stream, published, &dropped, rows)?;
                        self.read_closed(stream, published, rows);
                    }
                }
                StreamPart::NotReleased(months, listed, why) => {
                    self.read_not_released(stream, (months, listed), &dropped, why, rows)?;
                }
            }
            named = named.and(listed);
        }
        Ok(())
    }

    fn read_not_released(
        &self,
        stream: &Stream,
        (months, listed): (&[Month], &Listed),
        (dropped_places, dropped_activities): &(Vec<u32>, Vec<u32>),
        why: NotShown,
        rows: &mut HashMap<Key, Row>,
    ) -> Result<(), TooMany> {
        let places: Vec<usize> = (0..listed.places.len()).collect();
        let activities: Vec<usize> = (0..listed.activities.len()).collect();
        let part = Part {
            listed,
            months,
            places: &places,
            activities: &activities,
            genders: &GENDERS,
            more_places: dropped_places,
            more_activities: dropped_activities,
        };
        for key in self.keys(stream, &part) {
            let row = rows.entry(key).or_default();
            row.lies_outside(why);
        }
        check(rows)
    }

    fn read_root(
        &self,
        stream: &Stream,
        published: &PublishedRoot,
        (dropped_places, dropped_activities): &(Vec<u32>, Vec<u32>),
        rows: &mut HashMap<Key, Row>,
    ) -> Result<(), TooMany> {
        let root = &published.root;
        let (unlisted_place, unlisted_activity) = (root.listed.unlisted_place(), root.listed.unlisted_activity());
        for shown in published.cells() {
            let cell = shown.cell;
            let has_unlisted_places = cell.places.contains(&unlisted_place);
            let has_unlisted_activities = cell.activities.contains(&unlisted_activity);
            let part = Part {
                listed: &root.listed,
                months: &root.months,
                places: &cell.places,
                activities: &cell.activities,
                genders: &cell.genders,
                more_places: if has_unlisted_places { dropped_places } else { &[] },
                more_activities: if has_unlisted_activities {
                    dropped_activities
                } else {
                    &[]
                },
            };
            let keys = self.keys(stream, &part);
            let by = &self.question.by;
            let is_whole = keys.len() == 1
                && root.months.iter().all(|month| self.question.months.has(*month))
                && !(by.has(Dimension::Place) && has_unlisted_places)
                && !(by.has(Dimension::Activity) && has_unlisted_activities);
            let position = Position {
                root: self.roots.len() - 1,
                path: cell.path,
                depth: 3,
            };
            for key in keys {
                let row = rows.entry(key).or_default();
                row.lies_in(position);
                match shown.shown() {
                    None => row.hide(NotShown::Withdrawn),
                    Some(value) if is_whole => {
                        row.show(value);
                        if self.question.partial {
                            row.cells.push(position);
                        }
                    }
                    Some(_) => row.hide(NotShown::Cut),
                }
            }
            check(rows)?;
        }
        Ok(())
    }

    /// Adds rows for the closed places of a root, which are not applicable.
    fn read_closed(&self, stream: &Stream, published: &PublishedRoot, rows: &mut HashMap<Key, Row>) {
        let root = &published.root;
        if !self.question.by.has(Dimension::Place) || root.listed.closed_places.is_empty() {
            return;
        }
        let closed: Vec<u32> = root
            .listed
            .closed_places
            .iter()
            .map(|place| self.places.number(place))
            .collect();
        let activities: Vec<usize> = (0..root.listed.activities.len()).collect();
        let part = Part {
            listed: &root.listed,
            months: &root.months,
            places: &[],
            activities: &activities,
            genders: &GENDERS,
            more_places: &closed,
            more_activities: &[],
        };
        for key in self.keys(stream, &part) {
            rows.entry(key).or_default();
        }
    }

    /// The rows that a part of a stream contributes to.
    fn keys(&self, stream: &Stream, part: &Part) -> Vec<Key> {
        let by = &self.question.by;
        let asked = |dimension, number: u32| if by.has(dimension) { number } else { 0 };
        let numbers = |dimension, values: &[usize], names: &Names, listed: &[String], more: &[u32]| -> Vec<u32> {
            if by.has(dimension) {
                let listed = values
                    .iter()
                    .filter_map(|value| Some(names.number(listed.get(*value)?)));
                listed.chain(more.iter().copied()).collect()
            } else {
                vec![0]
            }
        };
        let places = numbers(
            Dimension::Place,
            part.places,
            &self.places,
            &part.listed.places,
            part.more_places,
        );
        let activities = numbers(
            Dimension::Activity,
            part.activities,
            &self.activities,
            &part.listed.activities,
            part.more_activities,
        );
        let genders: Vec<u32> = if by.has(Dimension::Gender) {
            part.genders.iter().map(|gender| *gender as u32 + 1).collect()
        } else {
            vec![0]
        };
        let asked_months = part.months.iter().filter(|month| self.question.months.has(**month));
        let mut steps: Vec<Month> = asked_months.map(|month| self.step_of(*month)).collect();
        steps.dedup();
        let insats = asked(Dimension::Insats, self.insatser.number(&stream.insats));
        let provider = asked(Dimension::Provider, self.providers.number(&stream.provider));
        let mut keys = Vec::with_capacity(steps.len() * places.len() * activities.len() * genders.len());
        for first_month in steps {
            for place in &places {
                for activity in &activities {
                    for gender in &genders {
                        keys.push(Key {
                            first_month,
                            insats,
                            provider,
                            place: *place,
                            activity: *activity,
                            gender: *gender,
                        });
                    }
                }
            }
        }
        keys
    }

    fn step_of(&self, month: Month) -> Month {
        match self.question.by.step() {
            Step::Whole => self.question.months.from,
            step => step.first(month),
        }
    }

    /// Every row has a figure for every step. What is not released yet is pending.
    fn fill(&self, last_released: Option<Month>, rows: &mut HashMap<Key, Row>) -> Result<(), TooMany> {
        let step = self.question.by.step();
        let steps = self.question.months.steps(step);
        let first = self.question.months.from;
        let all: BTreeSet<Key> = rows
            .keys()
            .map(|key| Key {
                first_month: first,
                ..*key
            })
            .collect();
        if all.len() * steps.len() > MAX_FIGURES {
            return Err(TooMany);
        }
        for first_month in steps {
            let last = match step {
                Step::Whole => self.question.months.to,
                step => step.last(first_month).min(self.question.months.to),
            };
            let is_released = last_released.is_some_and(|released| last <= released);
            for key in &all {
                let row = rows.entry(Key { first_month, ..*key }).or_default();
                if !is_released {
                    row.lies_outside(NotShown::Pending);
                }
            }
        }
        Ok(())
    }

    /// One figure by its index.
    pub fn figure(&self, at: usize) -> Figure {
        let (key, row) = &self.rows[at];
        let by = &self.question.by;
        let time = |dimension, text: String| by.has(dimension).then_some(text);
        let month = key.first_month;
        let status = row.status();
        let shown_in_part = self.question.partial && status != Status::Ok && row.has_cells;
        let mut figure = Figure {
            year: time(Dimension::Year, format!("{:04}", month.year())),
            quarter: time(Dimension::Quarter, format!("{:04}-q{}", month.year(), month.quarter())),
            month: time(Dimension::Month, month.to_string()),
            insats: self.insatser.name(key.insats),
            provider: self.providers.name(key.provider),
            place: self.places.name(key.place),
            activity: self.activities.name(key.activity),
            gender: (key.gender as usize).checked_sub(1).map(|at| GENDERS[at]),
            value: (status == Status::Ok || shown_in_part).then_some(row.sum),
            status: if shown_in_part { Status::Partial } else { status },
            within: None,
            within_value: None,
            cells: Vec::new(),
            rating: None,
        };
        if shown_in_part {
            figure.cells = row.cells.iter().map(|place| self.name(*place).to_string()).collect();
        } else if matches!(status, Status::Suppressed | Status::Withdrawn)
            && let Some(place) = row.within()
        {
            let name = self.name(place);
            let (_, published) = self.roots[place.root];
            let cells = name.cells_of(&published.root);
            let shown = published.cells().skip(cells.start).take(cells.len());
            figure.within_value = shown.map(|cell| cell.shown()).sum();
            figure.within = Some(name.to_string());
        }
        if status == Status::Ok && by.dimensions() == [Dimension::Year, Dimension::Insats, Dimension::Provider] {
            self.add_rating(&mut figure, month.year());
        }
        figure
    }

    /// Ratings are published only for a stream's complete year.
    fn add_rating(&self, figure: &mut Figure, year: i32) {
        let of = self.streams.iter().find(|(stream, _)| {
            Some(&stream.insats) == figure.insats.as_ref() && Some(&stream.provider) == figure.provider.as_ref()
        });
        if let Some(figures) = of.and_then(|(_, shown)| shown.years.get(&year)) {
            figure.rating = figures.rating.map(Tenths);
        }
    }

    fn name(&self, place: Position) -> CellName {
        let (stream, published) = self.roots[place.root];
        CellName {
            stream: stream.clone(),
            month: published.root.month(),
            path: place.path[..place.depth].to_vec(),
        }
        .shortest(&published.root)
    }
}

fn check(rows: &HashMap<Key, Row>) -> Result<(), TooMany> {
    if rows.len() > MAX_FIGURES { Err(TooMany) } else { Ok(()) }
}

/// Some months of a stream: released together, lost, or waiting.
enum StreamPart<'a> {
    Root(&'a PublishedRoot),
    NotReleased(&'a [Month], &'a Listed, NotShown),
}

impl StreamPart<'_> {
    fn listed(&self) -> &Listed {
        match self {
            Self::Root(published) => &published.root.listed,
            Self::NotReleased(_, listed, _) => listed,
        }
    }

    fn first_month(&self) -> Option<Month> {
        match self {
            Self::Root(published) => published.root.months.first().copied(),
            Self::NotReleased(months, ..) => months.first().copied(),
        }
    }
}

/// The parts of a stream by time.
fn parts(stream: &PublishedStream) -> Vec<StreamPart<'_>> {
    let roots = stream.roots.values().map(StreamPart::Root);
    let missing = stream.missing.iter();
    let missing = missing.map(|part| StreamPart::NotReleased(&part.months, &part.listed, NotShown::Missing));
    let pending = stream.pending.iter();
    let pending = pending.map(|part| StreamPart::NotReleased(&part.months, &part.listed, NotShown::Pending));
    let mut parts: Vec<StreamPart> = roots.chain(missing).chain(pending).collect();
    parts.sort_by_key(StreamPart::first_month);
    parts
}

/// A part of a stream.
struct Part<'a> {
    listed: &'a Listed,
    months: &'a [Month],
    places: &'a [usize],
    activities: &'a [usize],
    genders: &'a [Gender],
    /// The numbers of places that it may contain and does not name.
    more_places: &'a [u32],
    /// The same for activities.
    more_activities: &'a [u32],
}

/// The numbers of names that were listed before and are not now.
fn dropped(names: &Names, before: &[String], now: &[String]) -> Vec<u32> {
    let gone = before.iter().filter(|name| !now.contains(name));
    gone.map(|name| names.number(name)).collect()
}

/// Everything that a stream has ever listed.
fn listed(stream: &PublishedStream) -> impl Iterator<Item = &Listed> {
    let of_roots = stream.roots.values().map(|published| &published.root.listed);
    let of_missing = stream.missing.iter().map(|missing| &missing.listed);
    let of_pending = stream.pending.iter().map(|pending| &pending.listed);
    of_roots.chain(of_missing).chain(of_pending)
}
