//! The HTTP client for requests to other services, with TLS by rustls and ring.

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
