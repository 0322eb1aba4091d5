//! What is proposed for publication, by what it is judged, and why nothing may come of it.

use chrono::NaiveDate;
use utoipa::ToSchema;

use crate::domain::fault::Fault;
use crate::domain::insatser::decision::BoardDecision;
use crate::domain::insatser::document::Document;
use crate::domain::slug::Slug;
use crate::domain::text::Text;

/// Something proposed, and where its faults point.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// What is proposed.
    pub proposal: Proposal,
    /// The JSON Pointer of it in what was sent.
    pub pointer: String,
}

/// What may be proposed.
#[derive(Clone, Debug)]
pub enum Proposal {
    /// A document takes its place.
    Put(Document),
    /// An insats, or one of its versions, ends.
    End(Ending),
}

/// The end of an insats, or of one of its versions.
#[derive(Clone, Debug, ToSchema)]
#[schema(rename_all = "camelCase", as = WithdrawalRequest)]
pub struct Ending {
    /// The insats, which the address names.
    #[schema(ignore)]
    pub insats: Slug,
    /// The last day in force.
    pub last_day: NaiveDate,
    /// The decision behind it.
    pub decision: BoardDecision,
    /// The only version that ends, by its first day; every version in force then or later when absent.
    pub valid_from: Option<NaiveDate>,
    /// What more is known of it.
    pub note: Option<Text>,
}

impl Proposed {
    /// A document, and where it stands in what was sent.
    pub(crate) fn document(document: Document, pointer: impl Into<String>) -> Self {
        Self {
            proposal: Proposal::Put(document),
            pointer: pointer.into(),
        }
    }
}

/// On which way something enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In a catalogue file, which may also hold what ended before the law.
    File,
    /// Through the API.
    Api,
}

/// How far the one who proposes reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Whether decided members may change, and not only presented ones.
    pub decided: bool,
    /// The bodies, by name or slug, whose insatser may change; any when absent.
    pub bodies: Option<Vec<String>>,
}

impl Reach {
    /// Everything in the municipality.
    pub const ALL: Self = Self {
        decided: true,
        bodies: None,
    };
}

/// By what is judged.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Today, by which it is known what is in force.
    pub today: NaiveDate,
    /// On which way it enters.
    pub way: Way,
    /// How far the one who proposes reaches.
    pub reach: Reach,
}

/// Why nothing is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotPlanned {
    /// Every fault of what was proposed.
    Faults(Vec<Fault>),
    /// Decided members would change, and only presented ones may.
    DecidedMembers,
    /// An insats of another body would change.
    OtherBody,
}
