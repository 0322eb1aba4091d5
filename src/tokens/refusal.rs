//! Why a token is refused.

/// Why a token is refused. Contains nothing from the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No issuer of tokens is configured.
    #[error("this service has no issuer of tokens")]
    NotConfigured,
    /// The issuer's keys are not fetched yet.
    #[error("the keys of the issuer are not known yet")]
    NoKeys,
    /// The token is too long.
    #[error("the token is longer than 8 KiB")]
    TooLong,
    /// Not a signed JWT.
    #[error("not a signed JWT")]
    Malformed,
    /// The signature algorithm is not accepted.
    #[error("the signature algorithm is not RS256, PS256, ES256 or EdDSA")]
    Algorithm,
    /// The type is not among the configured ones.
    #[error("the token is of another type (typ)")]
    Type,
    /// No key of the issuer fits, or several do and the token names none.
    #[error("the issuer has no key that fits the token")]
    UnknownKey,
    /// The signature is invalid.
    #[error("the signature is invalid")]
    Signature,
    /// A token made on this machine, with the key of another data folder.
    #[error("the token was made with the key of another data folder")]
    OtherLocalKey,
    /// Another issuer.
    #[error("the token was issued by another issuer (iss)")]
    Issuer,
    /// Another audience.
    #[error("the token is for another audience (aud)")]
    Audience,
    /// Neither an audience nor a scope of this service.
    #[error("the token has neither an audience (aud) nor a scope of this service")]
    NoOwnScope,
    /// The token has expired.
    #[error("the token has expired (exp)")]
    Expired,
    /// The token is not valid yet.
    #[error("the token is not valid yet (nbf, iat): the clocks of the issuer and of this service may differ")]
    NotYetValid,
    /// A required claim is missing.
    #[error("the token lacks a required claim: {0}")]
    MissingClaim(&'static str),
    /// A claim has an invalid form.
    #[error("a claim of the token has an invalid form: {0}")]
    MalformedClaim(&'static str),
}
