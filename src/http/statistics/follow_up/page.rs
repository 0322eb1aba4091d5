//! The follow-up as a page to read and print, in Swedish or English.

use askama::Template;

use crate::domain::letters::capital;
use crate::domain::records::coverage::CoverageState;
use crate::domain::statistics::chart::{Chart, ChartFigure, ChartKind, Slot};
use crate::domain::statistics::figures::figure::Status;
use crate::domain::statistics::figures::in_words;
use crate::domain::statistics::follow_up::FollowUpReport;
use crate::domain::statistics::follow_up::endings::{Ending, EndingKind};
use crate::domain::statistics::follow_up::insats::{InsatsFollowUp, NotReported, Participation};
use crate::domain::statistics::gender::GENDERS;
use crate::domain::statistics::month::Month;
use crate::domain::statistics::trends::growth::Verdict;
use crate::domain::statistics::trends::step::TrendStep;
use crate::domain::text::{TextLanguage, composed, text};
use crate::domain::{Slug, Text};
use crate::http::statistics::report::{charts, facts};

use super::texts::Texts;
use super::view::FollowUpReportView;

#[derive(Template)]
#[template(path = "statistics/follow_up/page.html")]
struct Page<'a> {
    language: TextLanguage,
    say: Texts,
    view: &'a FollowUpReportView,
    report: &'a FollowUpReport,
    body: &'a str,
    points: Vec<String>,
    insatser: Vec<Section<'a>>,
    endings: Vec<[String; 3]>,
    has_last_year: bool,
    made: String,
}

/// The section of an insats, and its row in the overview.
struct Section<'a> {
    of: &'a InsatsFollowUp,
    /// The name of its part of the page.
    id: String,
    name: &'a str,
    this_year: String,
    last_year: Option<String>,
    change: String,
    reports: String,
    /// Whether any report was due.
    has_reports: bool,
    decisions: Vec<Decision>,
    gender: String,
    sessions: String,
    rating: Option<String>,
    growth: String,
    not_reported: Vec<String>,
    evaluations: Option<String>,
    chart: String,
}

/// A month in the table of an insats.
struct MonthRow {
    name: String,
    /// Whether each is a word, and what it says.
    cells: Vec<(bool, String)>,
}

struct Decision {
    made: Option<String>,
    time: String,
    asked: String,
    followed_up: String,
    documented: String,
}

pub(crate) fn page(view: &FollowUpReportView, language: TextLanguage) -> String {
    let report = &view.report;
    let say = Texts::new(language);
    let day = in_words::day(report.as_of, language);
    let made = composed!("Uppgifterna är hämtade {day}.", "The figures are from {day}.");
    let page = Page {
        language,
        view,
        report,
        body: "",
        points: points(report, language),
        insatser: report
            .insatser
            .iter()
            .enumerate()
            .map(|(at, of)| section(report, at, of, language))
            .collect(),
        endings: report
            .endings
            .iter()
            .map(|ending| ending_row(report, ending, language))
            .collect(),
        has_last_year: report.insatser.iter().any(|of| of.last_year.is_some()),
        made: language.of(&made).to_owned(),
        say,
    };
    let body = report.body.as_deref().unwrap_or(&page.say.all_bodies).to_owned();
    let page = Page { body: &body, ..page };
    page.render().expect("a string takes all that is written to it")
}

impl Page<'_> {
    fn change(&self) -> String {
        self.language.of(&in_words::change()).to_owned()
    }

    fn months(&self, of: &InsatsFollowUp) -> Vec<MonthRow> {
        let language = self.language;
        let cell = |value: Option<i64>, status: Status| match value {
            Some(value) => (false, in_words::number(value, language)),
            None => (true, language.of(&in_words::status(status).0).to_owned()),
        };
        let rows = of.by_month.iter().map(|point| {
            let before = point
                .year_before
                .map_or((true, "–".to_owned()), |before| cell(before.value, before.status));
            let change = point.change_percent;
            let change = change.map_or((true, "–".to_owned()), |change| {
                (false, in_words::percent(change, language))
            });
            let before = of.last_year.is_some().then_some(before);
            let cells = std::iter::once(cell(point.value, point.status)).chain(before);
            MonthRow {
                name: capital(in_words::month(point.months.from, language)),
                cells: cells.chain([change]).collect(),
            }
        });
        rows.collect()
    }
}

/// What the board should look at first: growth above the threshold, overdue follow-ups, reports that have not arrived.
fn points(report: &FollowUpReport, language: TextLanguage) -> Vec<String> {
    let mut points: Vec<Text> = Vec::new();
    for of in &report.insatser {
        let name = (of.name.sv.as_str(), of.name.en_or_sv());
        if of.growth.verdict == Verdict::AboveThreshold {
            let growth = of.growth.in_words();
            points.push(composed!("{name}: {growth}", "{name}: {growth}"; name, growth));
        }
        for due in of.to_follow_up.iter().filter(|due| due.overdue) {
            let due = (
                in_words::day_or_month(due.due, TextLanguage::Swedish),
                in_words::day_or_month(due.due, TextLanguage::English),
            );
            points.push(composed!(
                "{name}: beslutet skulle ha följts upp senast {due}, och ingen uppföljning är införd.",
                "{name}: the decision was to be followed up by {due}, and no follow-up has been entered.";
                name, due
            ));
        }
        let missing = of.reports.not_reported.len();
        if missing > 0 {
            points.push(composed!(
                "{name}: {missing} rapporter har inte kommit eller är förlorade.",
                "{name}: {missing} reports have not arrived or are lost.";
                name
            ));
        }
    }
    if report.growth_threshold_percent.is_none() {
        points.push(text!(
            "Kommunen har inte bestämt hur mycket en insats får öka innan det påpekas här.",
            "The municipality has not decided how much a service may grow before it is pointed out here."
        ));
    }
    points.iter().map(|point| language.of(point).to_owned()).collect()
}

fn section<'a>(report: &FollowUpReport, at: usize, of: &'a InsatsFollowUp, language: TextLanguage) -> Section<'a> {
    let (complete, expected) = (of.reports.complete, of.reports.expected);
    let dash = || "–".to_owned();
    let reports = if expected == 0 {
        text!("inga än", "none yet")
    } else {
        composed!("{complete} av {expected}", "{complete} of {expected}")
    };
    Section {
        of,
        id: format!("insats-{}", of.insats),
        name: of.name.in_language(language),
        this_year: in_words::number(of.this_year.total, language),
        last_year: of.last_year.map(|last| in_words::number(last.total, language)),
        change: of
            .growth
            .change_percent
            .map_or_else(dash, |change| in_words::percent(change, language)),
        reports: language.of(&reports).to_owned(),
        has_reports: expected > 0,
        decisions: decisions(of, language),
        gender: gender(&of.this_year, language),
        sessions: sessions(&of.this_year, language),
        rating: of.this_year.rating.map(|rating| in_words::tenths(rating, language)),
        growth: language.of(&of.growth.in_words()).to_owned(),
        not_reported: of
            .reports
            .not_reported
            .iter()
            .map(|report| not_reported(report, language))
            .collect(),
        evaluations: evaluations(of, language),
        chart: chart(report, at, of, language),
    }
}

fn decisions(of: &InsatsFollowUp, language: TextLanguage) -> Vec<Decision> {
    let decisions = of.decisions.iter().map(|version| {
        let decision = version.decision.as_ref();
        Decision {
            made: decision.map(|decision| facts::made(decision, language)),
            time: language.of(&facts::period(version)).to_owned(),
            asked: decision.map_or_else(String::new, |decision| facts::due(decision, language)),
            followed_up: decision.map_or_else(String::new, |decision| facts::followed_up(decision, language)),
            documented: facts::asked_for(version, language),
        }
    });
    decisions.collect()
}

fn gender(of: &Participation, language: TextLanguage) -> String {
    let counts = [of.women, of.men, of.other_or_unknown];
    let parts = GENDERS.into_iter().zip(counts).map(|(gender, count)| {
        let count = in_words::number(count, language);
        format!("{} {count}", language.of(&in_words::gender(gender)))
    });
    capital(&parts.collect::<Vec<_>>().join(", "))
}

fn sessions(of: &Participation, language: TextLanguage) -> String {
    let sessions = in_words::number(of.sessions, language);
    let Some(mean) = of.mean_per_session else {
        return sessions;
    };
    let mean = in_words::tenths(mean, language);
    let said = composed!(
        "{sessions}, i medeltal {mean} deltagare",
        "{sessions}, with {mean} participants on average"
    );
    language.of(&said).to_owned()
}

/// A report that has not arrived: provider, period, and what is known of it.
fn not_reported(report: &NotReported, language: TextLanguage) -> String {
    let state = match report.state {
        CoverageState::Lost => text!("förlorad", "lost"),
        CoverageState::Late => text!("försenad, en del har kommit", "late, some of it has arrived"),
        _ => text!("saknas", "missing"),
    };
    let period = report.period;
    let first = Month::of(period.first_day());
    let time = in_words::months(first, Month::of(period.last_day()), language);
    format!("{} – {time} {} ({})", report.name, first.year(), language.of(&state))
}

fn evaluations(of: &InsatsFollowUp, language: TextLanguage) -> Option<String> {
    let (required, given) = (of.reports.evaluations_required, of.reports.evaluations_given);
    let said = composed!(
        "{given} av {required} som krävs är inlämnade.",
        "{given} of {required} required have been handed in."
    );
    (required > 0).then(|| language.of(&said).to_owned())
}

/// The chart of the months; empty if the year has none.
fn chart(report: &FollowUpReport, at: usize, of: &InsatsFollowUp, language: TextLanguage) -> String {
    let has_last_year = of.last_year.is_some();
    let nothing = ChartFigure {
        value: None,
        status: Status::NotApplicable,
    };
    let slots = of.by_month.iter().map(|point| {
        let mut figures = vec![ChartFigure {
            value: point.value,
            status: point.status,
        }];
        let before = point.year_before.map_or(nothing, |before| ChartFigure {
            value: before.value,
            status: before.status,
        });
        figures.extend(has_last_year.then_some(before));
        let slot = Slot::of_time(TrendStep::Month, point.months.from, false, figures, language);
        Slot { year: None, ..slot }
    });
    let (name, year) = (of.name.in_language(language), report.year);
    let chart = Chart {
        kind: ChartKind::Bars,
        language,
        title: charts::title_of_months(name, year, language),
        is_of_time: true,
        series: std::iter::once(year.to_string())
            .chain(has_last_year.then(|| (year - 1).to_string()))
            .collect(),
        slots: slots.collect(),
        spans: Vec::new(),
    };
    charts::in_both_widths(&chart, &format!("months-{at}"))
}

/// The last day, what ends, and of which insatser.
fn ending_row(report: &FollowUpReport, ending: &Ending, language: TextLanguage) -> [String; 3] {
    let name = |slug: &Slug| {
        let of = report.insatser.iter().find(|of| of.insats == *slug);
        of.map_or_else(|| slug.to_string(), |of| of.name.in_language(language).to_owned())
    };
    let names: Vec<String> = ending.insatser.iter().map(name).collect();
    let what = match (ending.kind, &ending.provider_name) {
        (EndingKind::Agreement, Some(provider)) => {
            composed!("Avtal med {provider}", "Agreement with {provider}")
        }
        (EndingKind::Agreement, None) => text!("Avtalet", "The agreement"),
        (EndingKind::Decision, _) => text!("Beslut om insatsen", "Decision on the service"),
    };
    [
        in_words::day(ending.last_day, language),
        language.of(&what).to_owned(),
        in_words::listed(&names, language),
    ]
}
