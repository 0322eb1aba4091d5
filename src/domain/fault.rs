//! What is wrong with a document or a question: where, why, and how to fix it.

use strum::IntoStaticStr;

use super::text::Text;

/// The most faults that one answer lists. A reader stops collecting at the next one.
pub const MAX_FAULTS: usize = 100;

/// Why a value was refused. The table of problems has the title and remedy of each code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "camelCase")]
#[expect(missing_docs, reason = "the table of problems describes each code")]
pub enum Code {
    Unreadable,
    Syntax,
    NotUtf8,
    TooDeep,
    TooManyMembers,
    TooManyErrors,
    DuplicateMember,
    UnknownMember,
    MissingMember,
    ConflictingMembers,
    WrongType,
    NullNotAllowed,
    NotInList,
    OutOfRange,
    TooLong,
    Empty,
    ControlCharacter,
    InvalidDate,
    InvalidFormat,
    UnknownKommunkod,
    PersonalIdentityNumber,
    AgeContradictsBirthDate,
    BirthDateAfterAsOf,
    UnknownActivity,
    UnknownPlace,
    UnknownQuestion,
    UnknownReference,
    Duplicate,
    NeverMet,
    AlwaysMet,
    CriteriaTooLarge,
    QuestionInUse,
    InsatsInUse,
    FormatNotAccepted,
    OverlappingHours,
    AlwaysRequiresIndividualAssessment,
    VersionInForce,
    VersionOutOfOrder,
    AlreadyEnded,
    BeforeTheLaw,
    RiskConclusionMissing,
    ConclusionDisagrees,
    ExemptionWithoutDecision,
    SpecialReasonsMissing,
    AdviceOnly,
    OutsideActBasis,
    DocumentationBasisDisagrees,
    ExemptionBasisMissing,
    RepealedAct,
    DecisionInFuture,
    AnonymousButDocumented,
    ReasonTooShort,
    GroupItemsMissing,
    GroundMissing,
    AgeReasonMissing,
    DecisionMissing,
    DocumentationMissing,
    AgreementKindDisagrees,
    MissingDate,
    MissingParticipants,
    MissingGender,
    MissingMethod,
    MissingPerformedBy,
    MissingContent,
    MissingExtent,
    MissingKindOfSupport,
    MissingPatterns,
    InvalidCount,
    GenderSum,
    DateInFuture,
    NotInForce,
    ProviderNotContracted,
    ContractEnded,
    IndividualLevelExempted,
    IndividualLevelElsewhere,
    PersonalCircumstancesAdvice,
    ChildConcernElsewhere,
    OutsideInsats,
    SmallGroup,
    OutsideReportingPeriod,
    RatingOutsideScale,
    RatingResponses,
    ContactDetail,
    DuplicateRecord,
    Overlap,
    OtherProvider,
    OtherBody,
    ReasonMissing,
    TooManyFigures,
    MonthNotClosed,
    MonthOpen,
    ReleaseOutOfOrder,
    NewerRules,
    RestoreNotEnded,
    ReleaseNotImported,
    ReceiverNotAllowed,
}

impl Code {
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether something required is not stated.
    pub(crate) fn is_missing(self) -> bool {
        matches!(
            self,
            Self::MissingMember
                | Self::MissingDate
                | Self::MissingParticipants
                | Self::MissingGender
                | Self::MissingMethod
                | Self::MissingPerformedBy
                | Self::MissingContent
                | Self::MissingExtent
                | Self::MissingKindOfSupport
                | Self::MissingPatterns
        )
    }
}

/// One fault. It never contains the refused value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The location: a JSON Pointer (RFC 6901).
    pub pointer: String,
    /// The reason.
    pub code: Code,
    /// What was expected and what to do.
    pub detail: Text,
    /// The line in the file, from 1; `None` if the document is not a file.
    pub line: Option<usize>,
    /// The cell, if the document is a sheet.
    pub cell: Option<Box<SheetCell>>,
}

/// The cell of a sheet that a fault is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetCell {
    /// The header of its column, as written.
    pub column: String,
    /// What was read from it. A text is only described, because no answer quotes it.
    pub understood: Option<Text>,
}

impl Fault {
    /// A fault without a line number.
    pub fn new(pointer: impl Into<String>, code: Code, detail: Text) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            detail,
            line: None,
            cell: None,
        }
    }
}
