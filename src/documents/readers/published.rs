//! Reads published documents leniently, so that documents from a newer release can be read.

use crate::documents::faults::Faults;
use crate::documents::json;
use crate::domain::insatser::document::{Document, Kind};
use crate::domain::{Fault, Kommunkod};

use super::{body, provider, version, withdrawal};

/// Reads a published document from its JSON text.
///
/// # Errors
/// Every fault. Only a document that another program wrote has faults.
pub fn read(kommunkod: Kommunkod, kind: Kind, key: &str, text: &str) -> Result<Document, Vec<Fault>> {
    let root = json::read(text.as_bytes()).map_err(|fault| vec![fault])?;
    let mut faults = Faults::lenient();
    let read = match kind {
        Kind::Municipality => body::municipality(&root, &mut faults, kommunkod).map(Document::Municipality),
        Kind::Version => version::version(&root, &mut faults).map(|version| Document::Version(Box::new(version))),
        Kind::Withdrawal => {
            withdrawal::withdrawal(&root, &mut faults).map(|withdrawal| Document::Withdrawal(Box::new(withdrawal)))
        }
        Kind::Provider => provider::provider(&root, &mut faults).map(Document::Provider),
        Kind::Agreement => {
            let owner = key.split('/').next().and_then(crate::domain::slug::Slug::parse);
            let agreement = provider::agreement(&root, &mut faults);
            owner
                .zip(agreement)
                .map(|(provider, agreement)| Document::Agreement { provider, agreement })
        }
    };
    faults.end(read)
}
