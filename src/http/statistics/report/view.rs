//! An annual report in an answer.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::statistics::report::AnnualReport;
use crate::http::response::link::Link;

/// An annual report.
#[derive(Serialize, ToSchema)]
#[schema(as = AnnualReportView)]
pub(crate) struct AnnualReportView {
    /// The figures are not public; absent if they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<Text>,
    /// What the figures mean.
    pub note: Text,
    /// The report.
    #[serde(flatten)]
    #[schema(inline = false)]
    pub report: AnnualReport,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}
