//! The state of the service: the live catalogue, the clock, the database and the public addresses.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest};
use arc_swap::Guard;

use crate::catalogue::live::LiveCatalogue;
use crate::catalogue::snapshot::Catalogue;
use crate::clock::Clock;
use crate::delivery::deliverer::Deliverer;
use crate::domain::Kommunkod;
use crate::domain::insatser::insats::Insats;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::publisher::Publisher;
use crate::secret::Secret;
use crate::sign_in::SignIn;
use crate::store::Store;
use crate::tokens::Verifier;

use super::client::address::Proxies;
use super::client::places::Places;
use super::client::rates::{Asker, Rates};
use super::encoding::cache::EncodedAnswers;
use super::in_flight::InFlight;
use super::load::Load;
use super::metrics::Metrics;
use super::problems::{Kind, Problem};
use super::released_cache::Released;
use super::spans::Spans;
use super::waiting::Waiting;

/// The path of the API: `{api}/{version}` of the national profile.
pub(crate) const BASE_PATH: &str = "/insatskatalog/v1";

/// The configured public address that a request used, as its position in the list; `None` if it used none of them.
#[derive(Clone, Copy)]
pub(crate) struct UsedOrigin(Option<usize>);

/// The state that every request uses.
pub struct State {
    /// The requests with a key that are in progress.
    pub in_flight: InFlight,
    /// The questions of each client; `None` if they have no limit.
    pub rates: Option<Rates>,
    /// What the requests in progress use together.
    pub load: Load,
    /// The current catalogue.
    pub catalogue: Arc<LiveCatalogue>,
    /// The clock.
    pub clock: Clock,
    /// The public addresses, without a final slash; the first is the fallback.
    pub origins: Vec<String>,
    /// The trusted proxies.
    pub proxies: Proxies,
    /// What is measured.
    pub metrics: Metrics,
    /// The spans that a collector of OpenTelemetry gets.
    pub spans: Spans,
    /// The origins whose web pages may send tokens.
    pub cors_origins: Vec<String>,
    /// The operator's e-mail address, for the specification and the description of the data.
    pub contact_email: Option<String>,
    /// Who publishes the data, and under which licence.
    pub publisher: Option<Publisher>,
    /// Where to report a vulnerability: a `mailto:` or https address.
    pub security_contact: Option<String>,
    /// Whether the process is stopping.
    pub stopping: AtomicBool,
    /// The clients that wait for a change.
    pub waiting: Waiting,
    /// The connections of each network.
    pub connections: Places<IpAddr>,
    /// When a thread that serves requests was there last, in seconds since the start.
    pub last_beat: AtomicU64,
    /// The delivery of events to subscriptions.
    pub deliverer: Arc<Deliverer>,
    /// The database.
    pub store: Store,
    /// The verifier of tokens.
    pub verifier: Verifier,
    /// The sign-in of people through the issuer of tokens; `None` if it is not set.
    pub sign_in: Option<SignIn>,
    /// The cache of released statistics.
    pub released: Released,
    /// The cache of public answers.
    pub encoded: EncodedAnswers,
    /// The secret key.
    pub secret: Secret,
}

impl State {
    pub(crate) fn catalogue(&self) -> Guard<Arc<Catalogue>> {
        self.catalogue.current()
    }

    /// From now on the service says that it stops, and ends each connection after its next answer.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.waiting.wake_all();
        self.deliverer.stop();
    }

    /// The catalogue has changed: everybody who waits for that goes on.
    pub(crate) fn catalogue_changed(&self) {
        self.waiting.wake_all();
        self.deliverer.wake();
    }

    /// Builds the indexes of the current catalogue beside requests.
    pub(crate) fn build_indexes(&self) {
        let catalogue = Arc::clone(&self.catalogue());
        drop(tokio::task::spawn_blocking(move || catalogue.build_indexes()));
    }

    /// A thread that serves requests is there.
    pub(crate) fn beat(&self) {
        self.last_beat
            .store(self.clock.since_start().as_secs(), Ordering::Relaxed);
    }

    /// The seconds since a thread that serves requests was there.
    pub(crate) fn seconds_since_beat(&self) -> u64 {
        let now = self.clock.since_start().as_secs();
        now.saturating_sub(self.last_beat.load(Ordering::Relaxed))
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// The configured public address that this request used, or the first if it used none of them.
    pub(crate) fn origin(&self, request: &HttpRequest) -> &str {
        let noted = request.extensions().get::<UsedOrigin>().copied();
        let used = noted.unwrap_or_else(|| self.used_origin(request));
        used.0.and_then(|at| self.origins.get(at)).unwrap_or(&self.origins[0])
    }

    /// Notes the public address that this request used, which is asked for several times.
    pub(crate) fn note_origin(&self, request: &HttpRequest) -> UsedOrigin {
        let used = self.used_origin(request);
        request.extensions_mut().insert(used);
        used
    }

    /// Whether the client used a public address with https, and no proxy says otherwise.
    pub(crate) fn is_asked_by_https(&self, request: &HttpRequest, used: UsedOrigin) -> bool {
        let origin = used.0.and_then(|at| self.origins.get(at));
        let scheme = || {
            let peer = request.peer_addr()?.ip();
            self.proxies.scheme(peer, request.headers())
        };
        origin.is_some_and(|origin| origin.starts_with("https://"))
            && scheme().is_none_or(|scheme| scheme.eq_ignore_ascii_case("https"))
    }

    fn used_origin(&self, request: &HttpRequest) -> UsedOrigin {
        let host = || request.headers().get(header::HOST)?.to_str().ok();
        let peer = request.peer_addr().map(|peer| peer.ip());
        let by_proxy = peer.and_then(|peer| self.proxies.host(peer, request.headers()));
        let asked = by_proxy.or_else(host);
        let of_host = |origin: &String| {
            let Some((scheme, host)) = origin.split_once("://") else {
                return false;
            };
            let own_port = if scheme == "https" { ":443" } else { ":80" };
            let asked = asked.map(|asked| asked.strip_suffix(own_port).unwrap_or(asked));
            asked.is_some_and(|asked| host.eq_ignore_ascii_case(asked))
        };
        UsedOrigin(self.origins.iter().position(of_host))
    }

    /// The address of a client: of its connection, or as stated by trusted proxies.
    pub(crate) fn client_address(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr()?.ip();
        Some(self.proxies.client_address(peer, request.headers()))
    }

    /// Whose questions a request counts as; `None` for this machine.
    pub(crate) fn asker(&self, request: &HttpRequest) -> Option<Asker> {
        self.client_address(request).and_then(Asker::of_address)
    }

    /// Counts questions of the client at an address; 429 if it has none left.
    pub(crate) fn count_questions(&self, request: &HttpRequest, questions: usize) -> Result<(), Problem> {
        self.count(request, self.asker(request), questions)
    }

    /// Counts a request of a client with a token; 429 if it has none left.
    pub(crate) fn count_call(&self, request: &HttpRequest, client_id: &str) -> Result<(), Problem> {
        let is_own = self.asker(request).is_none();
        let client = Asker::Client(client_id.to_owned());
        self.count(request, Some(client).filter(|_| !is_own), 1)
    }

    fn count(&self, request: &HttpRequest, asker: Option<Asker>, questions: usize) -> Result<(), Problem> {
        let (Some(rates), Some(asker)) = (&self.rates, asker) else {
            return Ok(());
        };
        let counted = rates.count(&asker, questions);
        request.extensions_mut().insert(counted);
        counted.allowed()
    }
}

pub(crate) fn base_of(origin: &str) -> String {
    format!("{origin}{BASE_PATH}")
}

pub(crate) fn municipality(catalogue: &Catalogue, kommunkod: Kommunkod) -> Result<&Municipality, Problem> {
    catalogue
        .municipality(kommunkod)
        .ok_or(Problem::of(Kind::UnknownMunicipality))
}

pub(crate) fn insats<'a>(municipality: &'a Municipality, slug: &str) -> Result<&'a Insats, Problem> {
    let insats = municipality.insatser().get(slug);
    insats.ok_or(Problem::of(Kind::UnknownInsats))
}
