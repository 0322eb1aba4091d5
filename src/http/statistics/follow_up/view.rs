//! A follow-up report in an answer.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::statistics::figures::exact::NOTICE;
use crate::domain::statistics::follow_up::FollowUpReport;
use crate::http::response::link::Link;
use crate::http::statistics::basis::notes::EXACT_NOTE;

/// A follow-up report.
#[derive(Serialize, ToSchema)]
#[schema(as = FollowUpReportView)]
pub(crate) struct FollowUpReportView {
    /// The figures are not public.
    pub notice: Text,
    /// What the figures mean.
    pub note: Text,
    /// The report.
    #[serde(flatten)]
    #[schema(inline = false)]
    pub report: FollowUpReport,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

pub(crate) fn view(report: FollowUpReport, own: String, base: &str) -> FollowUpReportView {
    let of_municipality = format!("{base}/municipalities/{}", report.kommunkod);
    FollowUpReportView {
        notice: NOTICE,
        note: EXACT_NOTE,
        links: vec![
            Link::get("self", own),
            Link::get("related", format!("{of_municipality}/follow-ups")),
            Link::get("up", of_municipality),
        ],
        report,
    }
}
