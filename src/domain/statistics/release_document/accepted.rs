//! Checks a document of a release against everything released before it, and makes it the release again.

use std::collections::BTreeSet;

use crate::domain::insatser::body::{MAX_K, MIN_K};
use crate::domain::insatser::figure_split::Division;
use crate::domain::statistics::release::cell_name;
use crate::domain::statistics::release::cell_name::CellName;
use crate::domain::statistics::release::disclosure::RULES_VERSION;
use crate::domain::statistics::release::published::{
    Missing, Pending, Published, PublishedStream, Release, ReleaseReport, WhyPending,
};
use crate::domain::statistics::release::released_year::YearFigures;
use crate::domain::statistics::release::root::{Listed, Root};
use crate::domain::statistics::{Month, Stream};
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Slug, Text};

use super::{DocumentedLists, ReleaseDocument};

/// A release as its document has it.
#[derive(Debug, PartialEq)]
pub(crate) struct Accepted {
    /// The release.
    pub release: Release,
    /// The cells that are withdrawn, of this release and of earlier ones that it corrects.
    pub withdrawn: Vec<CellName>,
}

/// The checks of one document, with the faults found so far.
struct Checks<'a> {
    document: &'a ReleaseDocument,
    published: &'a Published,
    withdrawn: Vec<CellName>,
    faults: Vec<Fault>,
}

impl ReleaseDocument {
    /// The release, if it may follow what is released.
    ///
    /// The document does not say why months wait, since that is not public. They wait as those with too few
    /// participants do, so that nothing reported is dropped; the next release finds the reason.
    ///
    /// # Errors
    /// Every fault, with its JSON Pointer.
    pub(crate) fn accepted(&self, published: &Published) -> Result<Accepted, Vec<Fault>> {
        let mut checks = Checks {
            document: self,
            published,
            withdrawn: Vec::new(),
            faults: Vec::new(),
        };
        checks.head();
        let release = Release {
            month: self.month,
            k: self.k,
            rules_version: self.rules_version,
            roots: checks.roots(),
            corrections: checks.corrections(),
            report: checks.report(),
        };
        let Checks { withdrawn, faults, .. } = checks;
        if faults.is_empty() {
            Ok(Accepted { release, withdrawn })
        } else {
            Err(faults)
        }
    }

    /// Whether another document is of the same release. Figures that either leaves out, because they are withdrawn, do
    /// not matter.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        let mut own = self.clone();
        let mut others = other.clone();
        let hide = |one: &mut Option<i64>, two: &mut Option<i64>| {
            if one.is_none() || two.is_none() {
                (*one, *two) = (None, None);
            }
        };
        for (one, two) in own.roots.iter_mut().zip(&mut others.roots) {
            for (one, two) in one.cells.iter_mut().zip(&mut two.cells) {
                hide(&mut one.value, &mut two.value);
                one.status = two.status;
            }
        }
        for (one, two) in own.corrections.iter_mut().zip(&mut others.corrections) {
            for (one, two) in one.values.iter_mut().zip(&mut two.values) {
                hide(one, two);
            }
        }
        for (one, two) in own.years.iter_mut().zip(&mut others.years) {
            hide(&mut one.rating_in_tenths, &mut two.rating_in_tenths);
        }
        own == others
    }

    /// The names of the withdrawn cells of the document's own roots.
    pub(crate) fn withdrawn(&self) -> Vec<CellName> {
        let mut ignored = Vec::new();
        let roots = self
            .roots
            .iter()
            .filter_map(|of| Some((of, of.root("", &mut ignored)?)));
        let names = roots.flat_map(|(of, root)| {
            let stream = Stream::new(&*of.insats, &*of.provider);
            withdrawn_of(&stream, &root, of.cells.iter().map(|cell| cell.value))
        });
        names.collect()
    }
}

/// The names of a root's cells without a value.
fn withdrawn_of(stream: &Stream, root: &Root, values: impl Iterator<Item = Option<i64>>) -> Vec<CellName> {
    let hidden = values.enumerate().filter(|(_, value)| value.is_none());
    hidden.map(|(at, _)| cell_name(stream, root, at)).collect()
}

impl Checks<'_> {
    fn fault(&mut self, pointer: impl Into<String>, code: Code, detail: Text) {
        self.faults.push(Fault::new(pointer, code, detail));
    }

    fn head(&mut self) {
        self.k("", self.document.k);
        let version = self.document.rules_version;
        if version > RULES_VERSION {
            let detail = text!(
                "Månaden publicerades med nyare regler. Läs in den med ett nyare program.",
                "The month was released by newer rules. Import it with a newer program."
            );
            self.fault("/rulesVersion", Code::NewerRules, detail);
        } else if version < 1 {
            self.fault("/rulesVersion", Code::OutOfRange, text!("Minst 1.", "At least 1."));
        }
    }

    fn k(&mut self, place: &str, k: i32) {
        if !(MIN_K..=MAX_K).contains(&k) {
            let detail = composed!("Från {MIN_K} till {MAX_K}.", "From {MIN_K} to {MAX_K}.");
            self.fault(format!("{place}/k"), Code::OutOfRange, detail);
        }
    }

    /// Checks what every part names: its stream, its months in order, and sorted lists.
    fn part(
        &mut self,
        place: &str,
        (insats, provider): (&str, &str),
        months: &[Month],
        lists: Option<&DocumentedLists>,
    ) -> Stream {
        for (name, slug) in [("insats", insats), ("provider", provider)] {
            if Slug::parse(slug).is_none() {
                let detail = text!("Inte ett kortnamn.", "Not a slug.");
                self.fault(format!("{place}/{name}"), Code::InvalidFormat, detail);
            }
        }
        let is_in_order = months.windows(2).all(|two| two[0] < two[1]);
        if months.is_empty() || !is_in_order || months.last() > Some(&self.document.month) {
            let detail = text!(
                "Månaderna ska stå i ordning, och ingen får vara efter publiceringens.",
                "The months must be in order, and none later than the month of the release."
            );
            self.fault(format!("{place}/months"), Code::OutOfRange, detail);
        }
        let lists = lists.map(|lists| {
            [
                ("places", &lists.places),
                ("activities", &lists.activities),
                ("closedPlaces", &lists.closed_places),
            ]
        });
        for (name, list) in lists.into_iter().flatten() {
            let is_sorted = list.windows(2).all(|two| two[0] < two[1]);
            if !is_sorted || list.iter().any(|slug| Slug::parse(slug).is_none()) {
                let detail = text!(
                    "Kortnamn i bokstavsordning, vart och ett en gång.",
                    "Slugs in alphabetical order, each once."
                );
                self.fault(format!("{place}/listed/{name}"), Code::InvalidFormat, detail);
            }
        }
        Stream::new(insats, provider)
    }

    fn roots(&mut self) -> Vec<(Stream, Root)> {
        let (document, published) = (self.document, self.published);
        let mut streams = BTreeSet::new();
        let mut roots = Vec::new();
        for (at, of) in document.roots.iter().enumerate() {
            let place = format!("/roots/{at}");
            let stream = self.part(&place, (&of.insats, &of.provider), &of.months, Some(&of.listed));
            self.k(&place, of.k);
            let released = published.streams().get(&stream).map(PublishedStream::released_months);
            let is_released = |month: &Month| released.as_ref().is_some_and(|released| released.contains(month));
            if !streams.insert(stream.clone()) || of.months.iter().any(is_released) {
                let detail = text!("Månaderna är redan publicerade.", "The months are already released.");
                self.fault(format!("{place}/months"), Code::Duplicate, detail);
            }
            let Some(root) = of.root(&place, &mut self.faults) else {
                continue;
            };
            if root.months.is_empty() {
                continue;
            }
            let values = of.cells.iter().map(|cell| cell.value);
            self.withdrawn.extend(withdrawn_of(&stream, &root, values));
            roots.push((stream, root));
        }
        roots
    }

    fn corrections(&mut self) -> Vec<(Stream, Month, Vec<i64>)> {
        let (document, published) = (self.document, self.published);
        let mut corrections = Vec::new();
        for (at, of) in document.corrections.iter().enumerate() {
            let place = format!("/corrections/{at}");
            let stream = self.part(&place, (&of.insats, &of.provider), &[of.month], None);
            let before = published.streams().get(&stream);
            let Some(shown) = before.and_then(|before| before.roots.get(&of.month)) else {
                let detail = text!(
                    "Summan som rättas är inte publicerad.",
                    "The total that it corrects is not released."
                );
                self.fault(format!("{place}/month"), Code::UnknownReference, detail);
                continue;
            };
            let cells = shown.cells().count();
            if of.values.len() != cells || of.values.iter().flatten().any(|value| *value < 0) {
                let detail = composed!(
                    "Summan har {cells} celler: ange ett värde för var och en, 0 eller mer, eller null.",
                    "The total has {cells} cells: give a value for each, 0 or more, or null."
                );
                self.fault(format!("{place}/values"), Code::OutOfRange, detail);
                continue;
            }
            let last = shown.cells().map(|cell| cell.values.last().copied().unwrap_or(0));
            let values = of.values.iter().zip(last).map(|(value, last)| value.unwrap_or(last));
            let values = values.collect();
            let hidden = withdrawn_of(&stream, &shown.root, of.values.iter().copied());
            self.withdrawn.extend(hidden);
            corrections.push((stream, of.month, values));
        }
        corrections
    }

    fn report(&mut self) -> ReleaseReport {
        let document = self.document;
        let mut report = ReleaseReport::default();
        for (at, of) in document.pending.iter().enumerate() {
            let place = format!("/pending/{at}");
            let stream = self.part(&place, (&of.insats, &of.provider), &of.months, Some(&of.listed));
            self.k(&place, of.k);
            report.pending.push(Pending {
                stream,
                months: of.months.clone(),
                k: of.k,
                division: of
                    .split_order
                    .zip(of.root_period)
                    .map(|(split_order, root_period)| Division {
                        split_order,
                        root_period,
                    }),
                judged: None,
                listed: Listed::from(&of.listed),
                why: WhyPending::TooFew,
            });
        }
        for (at, of) in document.missing.iter().enumerate() {
            let place = format!("/missing/{at}");
            let stream = self.part(&place, (&of.insats, &of.provider), &of.months, Some(&of.listed));
            report.missing.push(Missing {
                stream,
                months: of.months.clone(),
                listed: Listed::from(&of.listed),
            });
        }
        for (at, of) in document.years.iter().enumerate() {
            let place = format!("/years/{at}");
            let stream = self.part(&place, (&of.insats, &of.provider), &[document.month], None);
            let is_possible = of.rating_in_tenths.is_none_or(|rating| (10..=50).contains(&rating));
            if !is_possible || of.year > document.month.year() {
                let detail = text!(
                    "Ett år som har gått, med ett medelvärde från 10 till 50 tiondelar.",
                    "A past year, with a mean from 10 to 50 tenths."
                );
                self.fault(place, Code::OutOfRange, detail);
            }
            let figures = YearFigures {
                year: of.year,
                rating: of.rating_in_tenths,
            };
            report.years.push((stream, figures));
        }
        report
    }
}
