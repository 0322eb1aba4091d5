//! Sheets.
use super::node::Node;
use crate::domain::fault::Fault;
/// Defaults.
pub struct SheetDefaults {
    /// Insats.
    pub insats: Option<String>,
    /// Provider.
    pub provider: Option<String>,
}
/// Reads.
///
/// # Errors
/// Faults.
pub fn read(_: &[u8], _: &SheetDefaults) -> Result<Node, Vec<Fault>> {
    Err(Vec::new())
}
