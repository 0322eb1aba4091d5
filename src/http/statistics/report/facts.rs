//! What the annual report's page tells of decisions and their follow-up.

use crate::domain::insatser::decision::BoardDecision;
use crate::domain::statistics::report::AnnualReport;
use crate::domain::statistics::report::decisions::DecisionOfYear;

use super::table::escaped;
use super::words;

/// What each decision in force in the year says, and what it asks to be followed up.
pub(crate) fn facts(report: &AnnualReport) -> String {
    if report.decisions.is_empty() {
        return format!("<p>Inget beslut om insatsen gällde under {}.</p>\n", report.year);
    }
    let is_only = report.decisions.len() == 1;
    let told = report.decisions.iter().map(|decision| {
        let facts = of_decision(decision);
        if is_only {
            facts
        } else {
            format!("<h3>{}</h3>\n{facts}", period(decision))
        }
    });
    told.collect()
}

fn period(of: &DecisionOfYear) -> String {
    let from = words::day(of.valid_from);
    match of.last_day_in_force {
        Some(last) => format!("Från {from} till och med {}", words::day(last)),
        None => format!("Från {from} tills vidare"),
    }
}

fn of_decision(of: &DecisionOfYear) -> String {
    let mut facts = vec![("Gäller", period(of))];
    match &of.decision {
        Some(decision) => {
            facts.push(("Beslut", made(decision)));
            let due = decision.follow_up_due.map(words::day_or_month);
            facts.push((
                "Ska följas upp",
                due.unwrap_or_else(|| "Beslutet anger ingen tid.".into()),
            ));
            facts.push((
                "Uppföljt",
                decision.followed_up.as_ref().map_or_else(
                    || "Ingen uppföljning är införd.".into(),
                    |done| {
                        let reference = done.reference.as_deref().map(escaped);
                        let reference = reference.map_or_else(String::new, |reference| format!(", {reference}"));
                        format!("{}{reference}", words::day(done.date))
                    },
                ),
            ));
        }
        None => facts.push(("Beslut", "Källan visar inget beslut.".into())),
    }
    let asked: Vec<String> = of.asked_for.iter().map(|asked| escaped(&asked.text.sv)).collect();
    let asked = if asked.is_empty() {
        "Beslutet anger inget.".into()
    } else {
        format!("{}.", words::capital(&asked.join(", ")))
    };
    facts.push(("Ska dokumenteras om gruppen", asked));
    facts.push(("Rapporteras", words::reporting(of.reporting.as_ref())));
    let evaluation = if of.evaluation_required {
        "Krävs för varje rapporteringsperiod."
    } else {
        "Beslutet kräver ingen."
    };
    facts.push(("Utvärdering", evaluation.into()));
    let rows = facts
        .into_iter()
        .map(|(name, value)| format!("<div><dt>{name}</dt><dd>{value}</dd></div>\n"));
    format!("<dl class=\"facts\">\n{}</dl>\n", rows.collect::<String>())
}

/// By whom, when, under which reference, and whether the source shows that it was adopted.
fn made(decision: &BoardDecision) -> String {
    let date = decision.date.map(words::day);
    let reference = decision.reference.as_deref().map(escaped);
    let parts = std::iter::once(escaped(&decision.body)).chain(date).chain(reference);
    let made = parts.collect::<Vec<_>>().join(", ");
    match words::adoption(decision.adoption) {
        "" => made,
        adoption => format!("{made}. {adoption}"),
    }
}
