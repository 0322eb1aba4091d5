//! What is proposed for publication, the circumstances, and why it may be refused.

use chrono::NaiveDate;
use utoipa::ToSchema;

use crate::domain::insatser::decision::BoardDecision;
use crate::domain::insatser::document::Document;
use crate::domain::{CatalogueText, Fault, Slug};

/// A proposal, and its location in the request.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// The proposal.
    pub proposal: Proposal,
    /// The JSON Pointer of the proposal in the request.
    pub pointer: String,
}

/// A proposal.
#[derive(Clone, Debug)]
pub enum Proposal {
    /// To add or replace a document.
    Put(Document),
    /// To end an insats or one of its versions.
    End(Ending),
    /// To remove an insats that was entered by mistake and is not used.
    Remove(Slug),
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
    /// The decision.
    pub decision: BoardDecision,
    /// The only version that ends, by its first day; every version in force then or later when absent.
    pub valid_from: Option<NaiveDate>,
    /// Further information.
    pub note: Option<CatalogueText>,
}

impl Proposed {
    pub(crate) fn document(document: Document, pointer: impl Into<String>) -> Self {
        Self {
            proposal: Proposal::Put(document),
            pointer: pointer.into(),
        }
    }
}

/// How a proposal arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In a catalogue file, which may contain what ended before the law.
    File,
    /// Through the API.
    Api,
}

/// What the caller may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Whether decided members may change, and not only presentation.
    pub decided: bool,
    /// The bodies, by name or slug, whose insatser may change; all if absent.
    pub bodies: Option<Vec<String>>,
}

impl Reach {
    /// Everything in the municipality.
    pub const ALL: Self = Self {
        decided: true,
        bodies: None,
    };
}

/// The circumstances that a proposal is checked under.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Today, which decides what is in force.
    pub today: NaiveDate,
    /// How the proposal arrives.
    pub way: Way,
    /// What the caller may change.
    pub reach: Reach,
}

/// Why nothing may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotPlanned {
    /// The faults of the proposals.
    Faults(Vec<Fault>),
    /// Decided members would change, but the caller may only change presentation.
    DecidedMembers,
    /// An insats of another body would change.
    OtherBody,
}
