//! What a chart or a trend is asked to show.

use crate::documents::faults::Faults;
use crate::documents::node::{Node, Value};
use crate::documents::read::word;
use crate::domain::statistics::asked_months::AskedMonths;
use crate::domain::statistics::chart::ChartKind;
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::{By, Dimension, Months};
use crate::domain::text::{TextLanguage, text};
use crate::domain::{Code, Slug};
use crate::http::problems::Problem;
use crate::http::query::{number, query, true_or_false};
use crate::http::statistics::basis::query::{FirstMonth, LastMonth, first_month, last_month, name};
use crate::http::statistics::drawing::{WIDTH, WIDTHS};

query! {
    /// What a chart shows, and how.
    ChartQuery {
        /// The dimension of the chart: `year`, `quarter`, `month`, `insats`, `provider`, `place`, `activity` or `gender`. / Vad
        /// diagrammet delas upp på.
        #[param(value_type = Option<Dimension>, example = "month")]
        by: Dimension = "by", word => Dimension::Month;
        /// `bars` or `lines`; lines only by time. / Staplar eller linjer; linjer bara över tid.
        #[param(value_type = Option<String>, pattern = "^(bars|lines)$", example = "bars", default = "bars")]
        kind: ChartKind = "kind", word => ChartKind::Bars;
        /// `true` shows the same periods a year before too; only by time. / `true` visar också samma tid året före; bara över tid.
        #[param(value_type = Option<bool>, rename = "yearBefore", example = true, default = false)]
        year_before: bool = "yearBefore", true_or_false => false;
        /// From this month. By default the last twelve months. / Från och med den här månaden. Annars de tolv senaste.
        #[param(value_type = Option<FirstMonth>, inline, example = "2025-07")]
        from: Option<Month> = "from", first_month;
        /// Through this month. By default the last one released. / Till och med den här månaden.
        #[param(value_type = Option<LastMonth>, inline, example = "2026-06")]
        to: Option<Month> = "to", last_month;
        /// This insats only. / Bara den här insatsen.
        #[param(value_type = Option<Slug>, inline, example = "traffpunkter")]
        insats: Option<String> = "insats", name;
        /// This provider only. / Bara den här utföraren.
        #[param(value_type = Option<Slug>, inline, example = "egen-regi")]
        provider: Option<String> = "provider", name;
        /// The width in pixels. / Bredden i bildpunkter.
        #[param(value_type = Option<i32>, minimum = 280, maximum = 1600, default = 800)]
        width: i32 = "width", number(WIDTHS.0.into(), WIDTHS.1.into()) => WIDTH;
        /// The language, `sv` or `en`; by default that of `Accept-Language`. / Språket; annars det i `Accept-Language`.
        #[param(value_type = Option<String>, pattern = "^(sv|en)$", example = "sv")]
        language: Option<TextLanguage> = "language", language;
    }
}

query! {
    /// Which trends.
    TrendsQuery {
        /// From this month. By default the last twelve months. / Från och med den här månaden. Annars de tolv senaste.
        #[param(value_type = Option<FirstMonth>, inline, example = "2025-07")]
        from: Option<Month> = "from", first_month;
        /// Through this month. By default the last one released, and for exact figures the last one that has ended. / Till och
        /// med den här månaden.
        #[param(value_type = Option<LastMonth>, inline, example = "2026-06")]
        to: Option<Month> = "to", last_month;
        /// This insats only. / Bara den här insatsen.
        #[param(value_type = Option<Slug>, inline, example = "traffpunkter")]
        insats: Option<String> = "insats", name;
        /// This provider only. / Bara den här utföraren.
        #[param(value_type = Option<Slug>, inline, example = "egen-regi")]
        provider: Option<String> = "provider", name;
    }
}

fn language(node: &Node, faults: &mut Faults) -> Option<TextLanguage> {
    let known = [TextLanguage::Swedish, TextLanguage::English];
    if let Value::Text(text) = &node.value
        && let Some(named) = known.into_iter().find(|language| language.tag() == text)
    {
        return Some(named);
    }
    faults.at(node, Code::NotInList, text!("Använd sv eller en.", "Use sv or en."));
    None
}

/// The twelve months that end with one, as far as the act goes.
pub(crate) fn twelve_months(to: Month) -> Months {
    let to = to.max(FIRST);
    Months {
        from: to.year_before().next().max(FIRST),
        to,
    }
}

impl ChartQuery {
    /// The months of the chart, and what it is divided by; `to` is the last month unless asked otherwise.
    pub(crate) fn months(&self, to: Month) -> Result<(Months, By), Problem> {
        let only_by_time = text!(
            "Det går bara för år, kvartal och månader.",
            "That works only by year, quarter or month."
        );
        if !self.by.is_time() && self.kind == ChartKind::Lines {
            return Err(Problem::of_fault("/query/kind", Code::ConflictingMembers, only_by_time));
        }
        if !self.by.is_time() && self.year_before {
            return Err(Problem::of_fault(
                "/query/yearBefore",
                Code::ConflictingMembers,
                only_by_time,
            ));
        }
        let by = By::new(vec![self.by]);
        let (from, to_asked) = (self.from, self.to);
        let asked = AskedMonths { from, to: to_asked };
        let months = asked.months(by.step(), twelve_months(to), "/query");
        Ok((months.map_err(Problem::of_faults)?, by))
    }

    /// The months that the answer must have.
    pub(crate) fn answered_months(&self, months: Months, by: &By) -> Months {
        if !self.year_before {
            return months;
        }
        months.with_year_before().whole(by.step())
    }
}

impl TrendsQuery {
    pub(crate) fn months(&self, to: Month) -> Result<Months, Problem> {
        let (from, to_asked) = (self.from, self.to);
        let asked = AskedMonths { from, to: to_asked };
        let months = asked.months(By::default().step(), twelve_months(to), "/query");
        months.map_err(Problem::of_faults)
    }
}
