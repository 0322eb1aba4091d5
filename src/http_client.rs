//! Requests to other services: one client for all, with TLS by rustls on ring.

use std::sync::Once;

use reqwest::ClientBuilder;

/// A client to configure.
///
/// Its TLS trusts the certificate authorities of the machine, or those of the file in `SSL_CERT_FILE`.
pub fn builder() -> ClientBuilder {
    static PROVIDER: Once = Once::new();
    // Fails only where the process has a provider already, which then serves as well.
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    ClientBuilder::new()
}
