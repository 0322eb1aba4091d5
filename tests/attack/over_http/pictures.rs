//! Trends and charts as readers receive them: the numbers that they show.

use serde_json::Value;

use super::answers::Figure;

pub const SVG: &str = "image/svg+xml";

/// The paths of every trend and chart of a municipality, each also for one insats and one provider.
pub fn trends(kommunkod: &str, insats: &str, provider: &str) -> Vec<String> {
    let path = format!("/municipalities/{kommunkod}/statistics/trends");
    let only = ["", &format!("?insats={insats}"), &format!("?provider={provider}")];
    only.iter().map(|only| format!("{path}{only}")).collect()
}

/// The dimensions of charts whose bars have their numbers beside them.
pub const WITH_NUMBERS: [&str; 5] = ["insats", "provider", "place", "activity", "gender"];

pub fn chart(kommunkod: &str, by: &str, more: &str) -> String {
    format!("/municipalities/{kommunkod}/statistics/chart.svg?by={by}{more}")
}

/// The figures of an answer with trends: those of its points, of the year before, and of sums of several periods.
pub fn of_trends(body: &str, provider: Option<&str>) -> Vec<Figure> {
    let trends: Value = serde_json::from_str(body).unwrap_or_else(|fault| panic!("{fault}: {body}"));
    let mut figures = Vec::new();
    for trend in trends["insatser"].as_array().expect("insatser") {
        let insats = trend["insats"].as_str().expect("an insats");
        let mut shown = Vec::new();
        for point in trend["points"].as_array().expect("points") {
            let period = point["period"].as_str().expect("a period");
            let figure = |period: &str, of: &Value| figure(period, insats, provider, of);
            figures.push(figure(period, point));
            if point["yearBefore"].is_object() {
                let (year, rest) = period.split_at(4);
                let before = year.parse::<i32>().expect("a year") - 1;
                figures.push(figure(&format!("{before}{rest}"), &point["yearBefore"]));
                if let (Some(this), Some(before)) = (point["value"].as_i64(), point["yearBefore"]["value"].as_i64()) {
                    shown.push((period, this, before));
                }
            }
        }
        compared(&trend["growth"], &shown);
    }
    figures
}

/// Growth compares the sums of what both years show, and nothing else.
fn compared(growth: &Value, shown: &[(&str, i64, i64)]) {
    let before: i64 = shown.iter().map(|(_, _, before)| before).sum();
    if before == 0 {
        assert!(growth.get("value").is_none(), "{growth}");
        return;
    }
    let periods: Vec<&str> = shown.iter().map(|(period, ..)| *period).collect();
    let this: i64 = shown.iter().map(|(_, this, _)| this).sum();
    assert_eq!(growth["periods"], serde_json::json!(periods), "{growth}");
    assert_eq!(
        (growth["value"].as_i64(), growth["yearBefore"].as_i64()),
        (Some(this), Some(before)),
        "{growth}"
    );
}

fn figure(period: &str, insats: &str, provider: Option<&str>, of: &Value) -> Figure {
    let is = |length: usize, has_quarter: bool| period.len() == length && period.contains('q') == has_quarter;
    let when = |is_asked: bool| is_asked.then(|| period.to_owned());
    Figure {
        year: when(is(4, false)),
        quarter: when(is(7, true)),
        month: when(is(7, false)),
        insats: Some(insats.to_owned()),
        provider: provider.map(str::to_owned),
        place: None,
        activity: None,
        gender: None,
        value: of["value"].as_i64(),
        status: of["status"].as_str().expect("a status").to_owned(),
        within: None,
        cells: Vec::new(),
    }
}

/// The sums of several periods in an answer with trends, by the name of their cell.
pub fn together(body: &str) -> Vec<(String, i64)> {
    let trends: Value = serde_json::from_str(body).expect("JSON");
    let insatser = trends["insatser"].as_array().expect("insatser").iter();
    let sums = insatser.flat_map(|trend| trend["together"].as_array().into_iter().flatten());
    sums.filter_map(|sum| Some((sum["id"].as_str()?.to_owned(), sum["value"].as_i64()?)))
        .collect()
}

/// The numbers beside the bars of a chart, in order.
pub fn numbers(svg: &str) -> Vec<i64> {
    let marked = svg.split("font-weight=\"650\" fill=\"#1a2027\">").skip(1);
    let texts = marked.filter_map(|rest| rest.split_once("</text>"));
    texts
        .filter_map(|(text, _)| text.replace(['\u{a0}', ','], "").parse().ok())
        .collect()
}
