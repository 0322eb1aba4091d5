//! The kinds of problem that an error can be.

use strum::IntoStaticStr;

use crate::domain::fault::Code;

/// What kind of problem. The catalogue has an entry for each, by its own name in camelCase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "camelCase")]
pub enum Kind {
    /// What was sent has a fault.
    #[strum(transparent)]
    Fault(Code),
    /// What was sent has faults of several kinds.
    InvalidRequest,
    /// What was sent was understood, and several rules refuse it.
    RefusedByRules,
    /// The request itself is not well formed.
    MalformedRequest,
    /// A web page of another origin asks for what it may not.
    CrossOriginRefused,
    /// No such path.
    UnknownPath,
    /// No such municipality in the catalogue.
    UnknownMunicipality,
    /// No such insats.
    UnknownInsats,
    /// No such provider.
    UnknownProvider,
    /// No such problem.
    UnknownProblem,
    /// The path has other methods.
    MethodNotAllowed,
    /// None of the accepted media types is offered.
    NotAcceptable,
    /// The body is too large.
    ContentTooLarge,
    /// The body has another media type.
    UnsupportedMediaType,
    /// The request did not arrive in time.
    RequestTimeout,
    /// The address is too long.
    UriTooLong,
    /// `If-Match` or `If-None-Match` cannot be understood.
    InvalidPrecondition,
    /// No token was sent.
    TokenMissing,
    /// The token is not believed.
    TokenInvalid,
    /// The token has expired.
    TokenExpired,
    /// The token is from the future: a clock is off.
    TokenNotYetValid,
    /// The token may not be used for this.
    ScopeMissing,
    /// The token is for other municipalities.
    OtherMunicipality,
    /// The token is for other providers.
    OtherProvider,
    /// The token is for the insatser of other bodies.
    OtherBody,
    /// Somebody else changed it first.
    PreconditionFailed,
    /// The change says nothing of what it expects.
    PreconditionRequired,
    /// Too many wait for changes.
    TooManyWaiters,
    /// The service has no issuer of tokens.
    TokensNotConfigured,
    /// Something went wrong here.
    Internal,
    /// The database cannot be reached.
    Unavailable,
    /// There is no room left to write.
    InsufficientStorage,
    /// No such group record.
    UnknownRecord,
    /// The group record was withdrawn.
    RecordWithdrawn,
    /// Other records stand in the way.
    RecordConflicts,
    /// More records than one batch may hold.
    TooManyRecords,
    /// `Idempotency-Key` cannot be used.
    InvalidIdempotencyKey,
    /// The key was used for something else.
    IdempotencyKeyReused,
    /// The same request is under way.
    RequestStillRunning,
    /// Only the municipality itself may do this.
    OnlyMunicipality,
    /// More records than a sheet may hold.
    SheetTooLarge,
    /// No such released cell.
    UnknownCell,
}
