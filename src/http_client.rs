//! The HTTP client for requests to other services, with TLS by rustls and ring.

use std::error::Error;
use std::io;
use std::sync::Once;

use reqwest::ClientBuilder;

/// A client builder.
///
/// TLS trusts the certificate authorities of the machine, or those in the file `SSL_CERT_FILE`.
pub fn builder() -> ClientBuilder {
    use_ring();
    ClientBuilder::new()
}

/// Makes ring the cryptography of every HTTP client in this process that names no other.
pub(crate) fn use_ring() {
    static PROVIDER: Once = Once::new();
    // Fails only if the process already has a provider, which works as well.
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}

/// Whether a request failed because of TLS: a certificate is not trusted, or the two sides do not agree.
pub(crate) fn is_of_tls(error: &reqwest::Error) -> bool {
    has_cause::<rustls::Error>(error)
}

/// Whether an error of a type is among the causes of an error.
pub(crate) fn has_cause<E: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(cause) = next {
        // An error of input and output hides the one that it carries.
        let carried = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if cause.is::<E>() || carried.is_some_and(|carried| has_cause::<E>(carried)) {
            return true;
        }
        next = cause.source();
    }
    false
}
