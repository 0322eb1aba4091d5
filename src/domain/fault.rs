//! What is wrong with a document or a question: where, why, and what to do.

use strum::IntoStaticStr;

use super::text::Text;

/// Why a member was refused. The catalogue of problems has an entry for each code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "camelCase")]
pub enum Code {
    /// A file that cannot be read.
    Unreadable,
    /// The text is not JSON, or not YAML.
    Syntax,
    /// The bytes are not UTF-8.
    NotUtf8,
    /// The document is nested more deeply than anything here needs.
    TooDeep,
    /// A member stands twice in one object.
    DuplicateMember,
    /// A member that is not in the contract.
    UnknownMember,
    /// A required member is absent.
    MissingMember,
    /// Members that exclude each other stand together.
    ConflictingMembers,
    /// Another type is wanted.
    WrongType,
    /// `null`: leave the member out instead.
    NullNotAllowed,
    /// Not one of a closed list.
    NotInList,
    /// A number or day outside its range.
    OutOfRange,
    /// Longer than allowed.
    TooLong,
    /// Empty where something is needed.
    Empty,
    /// A control character.
    ControlCharacter,
    /// Not a day of the form 2025-10-14, or a day that does not exist.
    InvalidDate,
    /// Not of the required form.
    InvalidFormat,
    /// Not one of Sweden's 290 municipality codes.
    UnknownKommunkod,
    /// Something shaped like a Swedish identity number.
    PersonalIdentityNumber,
    /// `age` and `birthDate` disagree.
    AgeContradictsBirthDate,
    /// Born after the day that the question is about.
    BirthDateAfterAsOf,
    /// An activity that the insats does not have.
    UnknownActivity,
    /// A place that the insats does not have, or not for the activity.
    UnknownPlace,
    /// A question that the municipality does not have, or has about somebody else.
    UnknownQuestion,
    /// A slug that stands twice, or names nothing.
    UnknownReference,
    /// A slug or day that is taken.
    Duplicate,
    /// Criteria that nobody can meet.
    NeverMet,
    /// Criteria that everybody meets, and that are not written as open to all.
    AlwaysMet,
    /// Criteria whose decision diagram is too large.
    CriteriaTooLarge,
    /// A question of the municipality's own that criteria use.
    QuestionInUse,
    /// May never be given without individual assessment.
    AlwaysRequiresIndividualAssessment,
    /// A decided member of a version in force may not change.
    VersionInForce,
    /// A version may not start before one that exists.
    VersionOutOfOrder,
    /// It has ended by then already.
    AlreadyEnded,
    /// In force before the law lets it be.
    BeforeTheLaw,
    /// The guideline demands a conclusion of the risk and consequence analysis.
    RiskConclusionMissing,
    /// The conclusion and the documentation level say different things.
    ConclusionDisagrees,
    /// An exemption from documentation has no decision.
    ExemptionWithoutDecision,
    /// An exemption from documentation has no special reasons.
    SpecialReasonsMissing,
    /// A documentation level that only advice may have.
    AdviceOnly,
    /// Nothing is documented about the group.
    GroupItemsMissing,
    /// A limit of the target group has no ground.
    GroundMissing,
    /// An age limit does not say why that age.
    AgeReasonMissing,
    /// No decision of a body is behind it.
    DecisionMissing,
    /// Nothing is said of what is documented.
    DocumentationMissing,
    /// The provider and the agreement are of different kinds.
    AgreementKindDisagrees,
    /// It says neither a day nor a period.
    MissingDate,
    /// It does not say how many took part.
    MissingParticipants,
    /// It does not say of which gender they were.
    MissingGender,
    /// It does not say how.
    MissingMethod,
    /// It does not say by whom.
    MissingPerformedBy,
    /// It does not say what it held.
    MissingContent,
    /// It does not say how much.
    MissingExtent,
    /// It does not say what kind of support was given.
    MissingKindOfSupport,
    /// It does not tell of recurring patterns.
    MissingPatterns,
    /// A number of people that cannot be.
    InvalidCount,
    /// The genders are more than the total.
    GenderSum,
    /// A day that has not been.
    DateInFuture,
    /// The insats was not in force then.
    NotInForce,
    /// The provider has no agreement for the insats.
    ProviderNotContracted,
    /// The provider's agreement had ended.
    ContractEnded,
    /// Nothing of individuals is documented, by the board's decision.
    IndividualLevelExempted,
    /// What is of individuals is kept elsewhere.
    IndividualLevelElsewhere,
    /// Personal circumstances are not documented in advice.
    PersonalCircumstancesAdvice,
    /// A concern for a child is reported elsewhere.
    ChildConcernElsewhere,
    /// An activity or place that the insats does not comprise.
    OutsideInsats,
    /// Too much is told of too few.
    SmallGroup,
    /// The period does not lie within one reporting period.
    OutsideReportingPeriod,
    /// A mean outside its scale.
    RatingOutsideScale,
    /// A rating with too few or too many answers.
    RatingResponses,
    /// An e-mail address, a telephone number or a link.
    ContactDetail,
    /// The same record is there already, or stands twice.
    DuplicateRecord,
    /// It tells of days that another record tells of.
    Overlap,
    /// That it is lost says not why.
    ReasonMissing,
    /// More figures than one answer may hold.
    TooManyFigures,
    /// Reports of the month may still come.
    MonthNotClosed,
    /// Another month is released first.
    ReleaseOutOfOrder,
}

impl Code {
    /// The code as it stands in a problem.
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }
}

/// One thing that is wrong. It never holds the refused value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: a JSON Pointer (RFC 6901) into the document.
    pub pointer: String,
    /// Why.
    pub code: Code,
    /// What was expected and what to do.
    pub detail: Text,
    /// The line in the file, where the document came from one; 1 is the first.
    pub line: Option<usize>,
}

impl Fault {
    /// A fault in something that has no lines.
    pub fn new(pointer: impl Into<String>, code: Code, detail: Text) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            detail,
            line: None,
        }
    }
}
