//! Questions about statistics: the dimensions, the months, the insats and the provider.

use utoipa::ToSchema;

use crate::documents::faults::Faults;
use crate::documents::node::{Node, Value};
use crate::documents::read::slug;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::records::reporting_period::{PERIOD_FORM, ReportingPeriod};
use crate::domain::statistics::asked_months::AskedMonths;
use crate::domain::statistics::dimension::{By, Months};
use crate::domain::statistics::month::Month;
use crate::domain::statistics::release::published::Published;
use crate::domain::text::text;
use crate::domain::{Code, Fault, Slug, day, word};
use crate::http::problems::{Kind, Problem};
use crate::http::query::{one_or_more_of, query};
use crate::store::records::rows::RecordReach;

/// The first month of a question: a month, or the quarter, year or day that begins with it.
#[derive(ToSchema)]
#[schema(
    value_type = String,
    pattern = "^(18[5-9][0-9]|19[0-9]{2}|2[01][0-9]{2})(-(q[1-4]|(0[1-9]|1[0-2])(-01)?))?$",
    example = "2025-07"
)]
#[expect(dead_code, reason = "documents what `first_month` reads")]
pub(crate) struct FirstMonth(String);

/// The last month of a question: a month, or the quarter, year or day that ends with it.
#[derive(ToSchema)]
#[schema(
    value_type = String,
    pattern = "^(18[5-9][0-9]|19[0-9]{2}|2[01][0-9]{2})(-(q[1-4]|(01|03|05|07|08|10|12)(-31)?|(04|06|09|11)(-30)?|02(-(28|29))?))?$",
    example = "2025-12"
)]
#[expect(dead_code, reason = "documents what `last_month` reads")]
pub(crate) struct LastMonth(String);

query! {
    /// Which figures.
    StatisticsQuery {
        /// The dimensions, separated by commas: `year`, `quarter`, `month`, `insats`, `provider`, `place`, `activity`, `gender`.
        /// One total if absent. / Uppdelningen, åtskild med komma.
        #[param(
            value_type = Option<String>,
            pattern = "^ *(year|quarter|month|insats|provider|place|activity|gender)?( *, *(year|quarter|month|insats|provider|place|activity|gender)?)* *$",
            example = "month,insats"
        )]
        by: By = "by", by => By::default();
        /// From this month: a month, or the quarter, year or day that begins with it. / Från och med den här månaden.
        #[param(value_type = Option<FirstMonth>, inline, example = "2025-07")]
        from: Option<Month> = "from", first_month;
        /// Through this month: a month, or the quarter, year or day that ends with it. / Till och med den här månaden.
        #[param(value_type = Option<LastMonth>, inline, example = "2025-12")]
        to: Option<Month> = "to", last_month;
        /// This insats only. / Bara den här insatsen.
        #[param(value_type = Option<Slug>, inline, example = "trygghetslarm")]
        insats: Option<String> = "insats", name;
        /// This provider only. / Bara den här utföraren.
        #[param(value_type = Option<Slug>, inline, example = "egen-regi")]
        provider: Option<String> = "provider", name;
    }
}

pub(crate) fn name(node: &Node, faults: &mut Faults) -> Option<String> {
    slug(node, faults).map(|slug| slug.to_string())
}

impl StatisticsQuery {
    /// The months of the answer; `unasked` if the question names none.
    pub(crate) fn months(&self, unasked: Months) -> Result<Months, Problem> {
        let (from, to) = (self.from, self.to);
        let months = AskedMonths { from, to }.months(self.by.step(), unasked, "/query");
        months.map_err(Problem::of_faults)
    }
}

/// The insats and the provider that a question names.
pub(crate) type NamesAsked<'a> = (Option<&'a str>, Option<&'a str>);

/// Checks that the names of a public question exist, also in earlier releases: a misspelt one would give an empty answer.
pub(crate) fn check_public_names(
    municipality: &Municipality,
    published: &Published,
    names: NamesAsked,
) -> Result<(), Problem> {
    let streams = || published.streams().keys();
    check_names(
        names,
        |slug| municipality.insatser().contains_key(slug) || streams().any(|stream| stream.insats == slug),
        |slug| municipality.providers().contains_key(slug) || streams().any(|stream| stream.provider == slug),
    )
}

/// Checks that the names of an exact question exist, and that its insats is within the caller's reach.
pub(crate) fn check_exact_names(
    municipality: &Municipality,
    reach: &RecordReach,
    names: NamesAsked,
) -> Result<(), Problem> {
    check_names(
        names,
        |slug| municipality.insatser().contains_key(slug),
        |slug| municipality.providers().contains_key(slug),
    )?;
    match (&reach.insatser, names.0) {
        (Some(theirs), Some(insats)) if theirs.iter().all(|their| their != insats) => {
            Err(Problem::of(Kind::Fault(Code::OtherBody)))
        }
        _ => Ok(()),
    }
}

fn check_names(
    (insats, provider): NamesAsked,
    is_insats: impl FnOnce(&str) -> bool,
    is_provider: impl FnOnce(&str) -> bool,
) -> Result<(), Problem> {
    let mut faults = Vec::new();
    if insats.is_some_and(|slug| !is_insats(slug)) {
        faults.push(unknown("/query/insats"));
    }
    if provider.is_some_and(|slug| !is_provider(slug)) {
        faults.push(unknown("/query/provider"));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::of_faults(faults))
    }
}

pub(crate) fn unknown(pointer: &str) -> Fault {
    let detail = text!(
        "Namnet finns inte i kommunen.",
        "The municipality has nothing by this name."
    );
    Fault::new(pointer, Code::UnknownReference, detail)
}

pub(crate) fn too_many() -> Problem {
    let detail = text!(
        "Fråga om färre månader, en insats eller färre uppdelningar.",
        "Ask for fewer months, one insats or fewer dimensions."
    );
    Problem::of_fault("/query/by", Code::TooManyFigures, detail)
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
            faults.at(node, Code::NotInList, one_or_more_of(all));
            None
        }
    }
}

/// The first month of a question.
pub(crate) fn first_month(node: &Node, faults: &mut Faults) -> Option<Month> {
    bound(node, faults, End::First)
}

/// The last month of a question.
pub(crate) fn last_month(node: &Node, faults: &mut Faults) -> Option<Month> {
    bound(node, faults, End::Last)
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
        (Some(_), End::First) => text!(
            "Siffrorna är per månad: börja med den första dagen i en månad.",
            "Figures are by month: begin with the first day of a month."
        ),
        (Some(_), End::Last) => text!(
            "Siffrorna är per månad: sluta med den sista dagen i en månad.",
            "Figures are by month: end with the last day of a month."
        ),
    };
    faults.at(node, Code::InvalidFormat, detail);
    None
}
