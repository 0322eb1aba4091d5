//! What is asked of statistics: told by what, of which months, of which insats and provider.

use actix_web::HttpRequest;
use utoipa::IntoParams;

use crate::documents::faults::Faults;
use crate::documents::node::{Node, Value};
use crate::documents::read::slug;
use crate::domain::fault::{Code, Fault};
use crate::domain::records::reporting_period::{PERIOD_FORM, ReportingPeriod};
use crate::domain::statistics::dimension::{By, Months, Step};
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::text::Text;
use crate::domain::{day, word};
use crate::http::catalogue::insats_filter::true_or_false;
use crate::http::problems::Problem;
use crate::http::request::address::query;
use crate::http::response::page::Page;

/// The most years of one answer.
pub(crate) const MAX_YEARS: i32 = 10;

/// Which figures.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "names the parameters in the specification")]
pub(crate) struct StatisticsParameters {
    /// Told by what, with commas between: `year`, `quarter`, `month`, `insats`, `provider`, `place`, `activity`, `gender`.
    /// One figure in all when absent. / Uppdelat på vad, med kommatecken emellan.
    #[param(example = "month,insats")]
    by: Option<String>,
    /// From this month on: a month, or a quarter, a year or a day that begins with it. / Från och med den här månaden.
    #[param(example = "2025-07")]
    from: Option<String>,
    /// Through this month: a month, or a quarter, a year or a day that ends with it. / Till och med den här månaden.
    #[param(example = "2025-12")]
    to: Option<String>,
    /// This insats only. / Bara den här insatsen.
    #[param(example = "trygghetslarm")]
    insats: Option<String>,
    /// This provider only. / Bara den här utföraren.
    #[param(example = "egen-regi")]
    provider: Option<String>,
}

/// What was asked.
pub(crate) struct StatisticsQuery {
    /// Told by what.
    pub by: By,
    from: Option<Month>,
    to: Option<Month>,
    /// Of this insats only.
    pub insats: Option<String>,
    /// Of this provider only.
    pub provider: Option<String>,
    /// Whether a figure, some of whose cells are not shown, is told without them.
    pub partial: bool,
    /// Which page; all in one where none was asked for and the answer is a sheet.
    pub page: Option<Page>,
}

impl StatisticsQuery {
    /// Reads the query of a request; `partial` where public figures are asked for.
    pub fn read(request: &HttpRequest, is_public: bool) -> Result<Self, Problem> {
        query(request, |node, faults| {
            let mut parameters = node.members(faults)?;
            let by = parameters.optional("by", by).unwrap_or_default();
            let from = parameters.optional("from", |node, faults| bound(node, faults, End::First));
            let to = parameters.optional("to", |node, faults| bound(node, faults, End::Last));
            let insats = parameters.optional("insats", slug);
            let provider = parameters.optional("provider", slug);
            let partial = is_public && parameters.optional("partial", true_or_false).unwrap_or_default();
            let has_page = parameters.has("page") | parameters.has("limit");
            let page = Page::read(&mut parameters);
            parameters.end();
            Some(Self {
                by,
                from,
                to,
                insats: insats.map(|slug| slug.to_string()),
                provider: provider.map(|slug| slug.to_string()),
                partial,
                page: has_page.then_some(page),
            })
        })
    }

    /// The months asked about. What begins or ends within a step that is told as a whole is refused; where no month is
    /// named, steps are made whole.
    pub fn months(&self, unasked: Months) -> Result<Months, Problem> {
        let step = self.by.step();
        let mut faults = Vec::new();
        let mut fault = |pointer: &str, detail: Text| faults.push(Fault::new(pointer, Code::OutOfRange, detail));
        let whole = Months {
            from: self
                .from
                .unwrap_or_else(|| unasked.from.min(self.to.unwrap_or(unasked.from))),
            to: self
                .to
                .unwrap_or_else(|| unasked.to.max(self.from.unwrap_or(unasked.to))),
        }
        .whole(step);
        let months = Months {
            from: self.from.unwrap_or(whole.from),
            to: self.to.unwrap_or(whole.to),
        };
        if months.from < FIRST {
            fault(
                "/query/from",
                Text::new(
                    format!("Lagen gäller från {FIRST}: börja tidigast då."),
                    format!("The act is in force from {FIRST}: begin no earlier."),
                ),
            );
        }
        if months.from > months.to {
            fault(
                "/query/from",
                Text::fixed(
                    "Från en månad till samma eller en senare.",
                    "From one month to the same or a later one.",
                ),
            );
        } else if months.to.year() - months.from.year() >= MAX_YEARS {
            fault(
                "/query/to",
                Text::new(
                    format!("Högst {MAX_YEARS} kalenderår i taget."),
                    format!("At most {MAX_YEARS} calendar years at a time."),
                ),
            );
        } else if step != Step::Whole {
            if months.from != whole.from {
                fault(
                    "/query/from",
                    Text::new(
                        format!(
                            "Det som redovisas i hela kvartal eller år ska börja med ett: {}.",
                            whole.from
                        ),
                        format!(
                            "What is told by whole quarters or years must begin with one: {}.",
                            whole.from
                        ),
                    ),
                );
            }
            if months.to != whole.to {
                fault(
                    "/query/to",
                    Text::new(
                        format!(
                            "Det som redovisas i hela kvartal eller år ska sluta med ett: {}.",
                            whole.to
                        ),
                        format!(
                            "What is told by whole quarters or years must end with one: {}.",
                            whole.to
                        ),
                    ),
                );
            }
        }
        if faults.is_empty() {
            Ok(months)
        } else {
            Err(Problem::of_faults(faults))
        }
    }
}

fn by(node: &Node, faults: &mut Faults) -> Option<By> {
    let Value::Text(text) = &node.value else {
        return None;
    };
    let named = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    let read: Result<_, _> = named.map(word::read).collect();
    match read {
        Ok(dimensions) => Some(By::new(dimensions)),
        Err(all) => {
            let detail = Text::new(
                format!("Några av {all}, med kommatecken emellan."),
                format!("Some of {all}, with commas between."),
            );
            faults.at(node, Code::NotInList, detail);
            None
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    First,
    Last,
}

/// A month, or a longer period or a day that begins or ends with it.
fn bound(node: &Node, faults: &mut Faults, end: End) -> Option<Month> {
    let Value::Text(text) = &node.value else {
        return None;
    };
    let period = ReportingPeriod::parse(text).map(|period| match end {
        End::First => period.first_day(),
        End::Last => period.last_day(),
    });
    let day = period.or_else(|| day::parse(text));
    let month = day.map(Month::of);
    let at_the_end = |month: Month| match end {
        End::First => Some(month.first_day()) == day,
        End::Last => Some(month.last_day()) == day,
    };
    if month.is_some_and(at_the_end) {
        return month;
    }
    let detail = match (month, end) {
        (None, _) => PERIOD_FORM,
        (Some(_), End::First) => Text::fixed(
            "Siffrorna är per månad: börja med den första dagen i en.",
            "Figures are by month: begin with the first day of one.",
        ),
        (Some(_), End::Last) => Text::fixed(
            "Siffrorna är per månad: sluta med den sista dagen i en.",
            "Figures are by month: end with the last day of one.",
        ),
    };
    faults.at(node, Code::InvalidFormat, detail);
    None
}
