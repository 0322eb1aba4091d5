//! What every request needs: the live catalogue, the clock, and how the service is reached.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::HttpRequest;
use actix_web::http::header;
use arc_swap::Guard;

use crate::catalogue::live::LiveCatalogue;
use crate::catalogue::snapshot::Catalogue;
use crate::clock::Clock;
use crate::domain::insatser::insats::Insats;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::kommun::Kommunkod;
use crate::secret::Secret;
use crate::store::Store;
use crate::tokens::Verifier;

use super::in_flight::InFlight;
use super::problems::{Kind, Problem};
use super::released_cache::Released;
use super::waiting::Waiting;

/// The path under which the API lives: `{api}/{version}` of the national profile.
pub(crate) const BASE_PATH: &str = "/insatskatalog/v1";

/// What every request needs.
pub struct State {
    /// Requests with a key that are under way in this process.
    pub in_flight: InFlight,
    /// The catalogue that answers now.
    pub catalogue: Arc<LiveCatalogue>,
    /// What time it is.
    pub clock: Clock,
    /// The public addresses, without a slash at the end; the first is the fallback.
    pub origins: Vec<String>,
    /// Whose `Forwarded` header is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// The operator's e-mail address, for the specification.
    pub contact_email: Option<String>,
    /// Whether the process is stopping.
    pub stopping: Arc<AtomicBool>,
    /// Those who wait for a change.
    pub waiting: Waiting,
    /// The database, for what is not in the catalogue in memory.
    pub store: Store,
    /// Who verifies tokens.
    pub verifier: Verifier,
    /// What was released of statistics, as far as it was asked for.
    pub released: Released,
    /// The secret key.
    pub secret: Secret,
}

impl State {
    /// The catalogue that answers now.
    pub(crate) fn catalogue(&self) -> Guard<Arc<Catalogue>> {
        self.catalogue.current()
    }

    /// Whether the process is stopping.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// The public address by which this request reached the service: one of those configured, whatever `Host` says.
    pub(crate) fn origin(&self, request: &HttpRequest) -> &str {
        let asked = self.forwarded(request, "host").or_else(|| {
            let host = request.headers().get(header::HOST)?;
            host.to_str().ok()
        });
        let of_host = |origin: &&String| {
            let Some((scheme, host)) = origin.split_once("://") else {
                return false;
            };
            let own_port = if scheme == "https" { ":443" } else { ":80" };
            let asked = asked.map(|asked| asked.strip_suffix(own_port).unwrap_or(asked));
            asked.is_some_and(|asked| host.eq_ignore_ascii_case(asked))
        };
        self.origins.iter().find(of_host).unwrap_or(&self.origins[0])
    }

    /// The address of the API, for links.
    pub(crate) fn base(&self, request: &HttpRequest) -> String {
        base_of(self.origin(request))
    }

    /// By which address a client is known: the one it connects from, or the one a trusted proxy names.
    pub(crate) fn client_address(&self, request: &HttpRequest) -> String {
        let forwarded = self.forwarded(request, "for").map(str::to_owned);
        let peer = || request.peer_addr().map(|peer| peer.ip().to_string());
        forwarded.or_else(peer).unwrap_or_default()
    }

    /// A part of a `Forwarded` header (RFC 7239), when it comes from a trusted proxy.
    fn forwarded<'r>(&self, request: &'r HttpRequest, part: &str) -> Option<&'r str> {
        let header = request.headers().get("forwarded")?;
        let from = request.peer_addr()?.ip();
        if !self.trusted_proxies.iter().any(|network| network.contains(&from)) {
            return None;
        }
        let last = header.to_str().ok()?.rsplit(',').next()?;
        last.split(';').find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            name.eq_ignore_ascii_case(part).then(|| value.trim_matches('"'))
        })
    }
}

/// The address of the API below a public address.
pub(crate) fn base_of(origin: &str) -> String {
    format!("{origin}{BASE_PATH}")
}

/// A municipality of the catalogue, or the problem that it has none.
///
/// # Errors
/// [`Kind::UnknownMunicipality`].
pub(crate) fn municipality(catalogue: &Catalogue, kommunkod: Kommunkod) -> Result<&Municipality, Problem> {
    catalogue
        .municipality(kommunkod)
        .ok_or(Problem::of(Kind::UnknownMunicipality))
}

/// An insats of a municipality, or the problem that there is none.
///
/// # Errors
/// [`Kind::UnknownInsats`].
pub(crate) fn insats<'a>(municipality: &'a Municipality, slug: &str) -> Result<&'a Insats, Problem> {
    let insats = municipality.insatser().get(slug);
    insats.ok_or(Problem::of(Kind::UnknownInsats))
}
