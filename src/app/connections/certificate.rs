//! The certificate of the service, from two files that may be replaced while it runs.

use std::path::Path;
use std::sync::Arc;

use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

use crate::config::CertificateFiles;

/// The certificate that connections get now.
#[derive(Clone, Debug)]
pub(crate) struct Certificate(Arc<Current>);

#[derive(Debug)]
struct Current {
    files: CertificateFiles,
    key: ArcSwap<CertifiedKey>,
}

/// What is wrong with the files of the certificate. It never has their content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// The file of the certificate is unusable.
    #[error(
        "INSATSKATALOG_TLS_CERTIFICATE_FILE: the file cannot be read, or has no certificates in PEM form. It needs the certificate of the service first, then those of the authorities between"
    )]
    Certificates,
    /// The file of the private key is unusable.
    #[error(
        "INSATSKATALOG_TLS_KEY_FILE: the file cannot be read, or has no private key in PEM form that can be used (RSA, ECDSA or Ed25519)"
    )]
    Key,
    /// The files do not belong together.
    #[error("INSATSKATALOG_TLS_KEY_FILE: the key is not that of the certificate in INSATSKATALOG_TLS_CERTIFICATE_FILE")]
    OtherKey,
}

impl Certificate {
    /// Reads the files.
    pub(crate) fn read(files: CertificateFiles) -> Result<Self, CertificateError> {
        let key = ArcSwap::from_pointee(key_of(&files)?);
        Ok(Self(Arc::new(Current { files, key })))
    }

    /// Reads the files again. New connections get the certificate if it is another one. If the files cannot be used, the log
    /// says why, and the service keeps the certificate that it has.
    pub(crate) fn reload(&self) {
        match key_of(&self.0.files) {
            Ok(key) if key.cert == self.0.key.load().cert => {}
            Ok(key) => {
                self.0.key.store(Arc::new(key));
                log::info!("new connections get the new certificate");
            }
            Err(error) => log::warn!("{error}. The service keeps the certificate that it has"),
        }
    }

    /// What makes TLS of a connection.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider supports every version")
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(self.clone()));
        Arc::new(config).into()
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello) -> Option<Arc<CertifiedKey>> {
        Some(self.0.key.load_full())
    }
}

fn key_of(files: &CertificateFiles) -> Result<CertifiedKey, CertificateError> {
    let certificates = certificates(&files.certificate).ok_or(CertificateError::Certificates)?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|_| CertificateError::Key)?;
    let provider: CryptoProvider = default_provider();
    CertifiedKey::from_der(certificates, key, &provider).map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => CertificateError::OtherKey,
        rustls::Error::InvalidCertificate(_) => CertificateError::Certificates,
        _ => CertificateError::Key,
    })
}

fn certificates(file: &Path) -> Option<Vec<CertificateDer<'static>>> {
    let certificates = CertificateDer::pem_file_iter(file).ok()?;
    let certificates: Vec<_> = certificates.collect::<Result<_, _>>().ok()?;
    (!certificates.is_empty()).then_some(certificates)
}
