//! REST API for municipal social services without individual needs assessment (insatser utan individuell
//! behovsprövning, SoL 2025:400, 11 kap. 5 §).
//!
//! `docs/ARCHITECTURE.md` has an overview.

pub mod app;
pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod config;
pub mod delivery;
pub mod documents;
pub mod domain;
pub mod http;
pub mod http_client;
pub mod import;
pub(crate) mod interop;
pub mod logging;
mod private_files;
pub mod releasing;
pub mod secret;
pub mod sign_in;
pub mod store;
pub mod tokens;

/// Requests allocate many small strings, which this allocator handles in half the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
