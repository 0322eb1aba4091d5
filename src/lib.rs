//! One REST/JSON API for municipal social services given without individual needs assessment
//! (insatser utan individuell behovsprövning, SoL 2025:400, 11 kap. 5 §).
//!
//! The map stands in `docs/ARCHITECTURE.md`.

/// The service as a whole.
pub mod app;
/// The whole catalogue in memory.
pub mod catalogue;
/// The commands of the program.
pub mod cli;
/// What time it is.
pub mod clock;
/// Every setting.
pub mod config;
/// The document model: files, bodies and sheets become what the domain knows.
pub mod documents;
/// What the project exists for: criteria, documentation rules, versions.
pub mod domain;
/// The API over HTTP.
pub mod http;
/// Requests to other services.
pub mod http_client;
/// Publishing catalogue files.
pub mod import;
/// The catalogue in the vocabularies of others.
pub mod interop;
/// The log.
pub mod logging;
/// Releasing statistics month by month.
pub mod releasing;
/// The secret key, and hashes made with it.
pub mod secret;
/// The database.
pub mod store;
/// Who calls.
pub mod tokens;

/// Many small texts are made and let go at once: this allocator does it in half the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
