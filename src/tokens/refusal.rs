//! Why a token is not believed.

/// Why a token is not believed. It holds nothing of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No issuer of tokens is configured.
    #[error("this service has no issuer of tokens")]
    NotConfigured,
    /// The keys could not be fetched yet.
    #[error("the keys of the issuer are not known yet")]
    NoKeys,
    /// Longer than any token here needs.
    #[error("the token is longer than 8 KiB")]
    TooLong,
    /// Not a signed JWT.
    #[error("not a signed JWT")]
    Malformed,
    /// Signed in another way than those allowed.
    #[error("the signature algorithm is not RS256, PS256, ES256 or EdDSA")]
    Algorithm,
    /// Of another type than configured.
    #[error("the token is of another type (typ)")]
    Type,
    /// The issuer has no such key, the key does not fit the algorithm, or the token names none and several would fit.
    #[error("the issuer has no key that fits the token")]
    UnknownKey,
    /// The signature is not the key's.
    #[error("the signature does not fit")]
    Signature,
    /// Issued by somebody else.
    #[error("the token was issued by another issuer (iss)")]
    Issuer,
    /// Issued for somebody else.
    #[error("the token is for another audience (aud)")]
    Audience,
    /// Too late.
    #[error("the token has expired (exp)")]
    Expired,
    /// Too early: one of the clocks is off.
    #[error("the token is not valid yet (nbf, iat): its clock or ours is off")]
    NotYetValid,
    /// A claim that is needed is absent.
    #[error("the token lacks a claim that is needed: {0}")]
    MissingClaim(&'static str),
    /// A claim is not of its form.
    #[error("a claim of the token is not of its form: {0}")]
    MalformedClaim(&'static str),
}
