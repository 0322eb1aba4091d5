//! Reads published documents leniently, so that documents from a newer release can be read.

use crate::documents::faults::Faults;
use crate::documents::json;
use crate::documents::node::{Node, Value};
use crate::domain::insatser::document::{Document, Kind};
use crate::domain::insatser::format::HIGHEST_FORMAT;
use crate::domain::{Fault, Kommunkod};

use super::{body, provider, version, withdrawal};

/// Reads a published document from its JSON text, and the format it was published in.
///
/// Criteria that cannot be read, or are of a format above [`HIGHEST_FORMAT`], leave all criteria of the version unknown.
///
/// # Errors
/// Every fault. Only a document that another program wrote has faults.
pub fn read(kommunkod: Kommunkod, kind: Kind, key: &str, text: &str, format: i32) -> Result<Document, Vec<Fault>> {
    let root = json::read(text.as_bytes()).map_err(|fault| vec![fault])?;
    let mut faults = Faults::lenient();
    let read = match kind {
        Kind::Municipality => body::municipality(&root, &mut faults, kommunkod).map(Document::Municipality),
        Kind::Version => version::version(&root, &mut faults).map(|version| {
            let is_whole = version.all_criteria().count() == criteria_stated(&root);
            let is_known = is_whole && format <= HIGHEST_FORMAT;
            let version = if is_known {
                version
            } else {
                version.with_unknown_criteria()
            };
            Document::Version(Box::new(version))
        }),
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

/// How many trees of criteria a version states: its own, those of its activities and those of its places.
fn criteria_stated(version: &Node) -> usize {
    let parts = ["/activities", "/places"]
        .into_iter()
        .filter_map(|list| version.at(list));
    let parts = parts.flat_map(|list| match &list.value {
        Value::List(parts) => parts.as_slice(),
        _ => &[],
    });
    let states_criteria = |node: &&Node| matches!(&node.value, Value::Object(members) if members.iter().any(|(name, _)| name == "criteria"));
    std::iter::once(version).chain(parts).filter(states_criteria).count()
}
