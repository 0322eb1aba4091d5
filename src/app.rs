//! The whole service, built from settings and a clock in the same way in production and in tests.

mod connections;
mod listening;
mod measuring;
mod signals;
mod stopping;

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::time::{Duration, Instant};

use actix_web::dev::{Server, ServerHandle};
use actix_web::web;
use tokio::task::JoinSet;
use url::Url;

use crate::catalogue::live::LiveCatalogue;
use crate::catalogue::snapshot::Catalogue;
use crate::clock::Clock;
use crate::config::{Config, ForwardedHeader};
use crate::delivery::addresses::Networks;
use crate::delivery::deliverer::{Deliverer, NoHttpClient};
use crate::delivery::dispatch::deliver;
use crate::delivery::due::note_due_events;
use crate::http::Shared;
use crate::http::client::address::Proxies;
use crate::http::client::places::Places;
use crate::http::client::rates::{QUESTIONS_PER_MINUTE, Rates};
use crate::http::encoding::cache::EncodedAnswers;
use crate::http::in_flight::InFlight;
use crate::http::load::{Load, MEMORY_OF_BODIES, MIB};
use crate::http::metrics::Metrics;
use crate::http::released_cache::Released;
use crate::http::spans::Spans;
use crate::http::state::{State, base_of};
use crate::http::waiting::{MAX_WAITING_OF_CLIENT, Waiting};
use crate::import;
use crate::private_files;
use crate::releasing;
use crate::releasing::ReleaseContext;
use crate::sign_in::SignIn;
use crate::store::catalogue::changes;
use crate::store::catalogue::changes::Comparison;
use crate::store::catalogue::loading;
use crate::store::catalogue::publication::Author;
use crate::store::records::idempotency;
use crate::store::subscriptions::deliveries;
use crate::store::{Address, Store, StoreError, secret_check};
use crate::tokens::{NoVerifier, Verifier};

use connections::Certificate;
pub use connections::CertificateError;
use measuring::Measuring;
use signals::Signals;
use stopping::{LONGEST_REQUEST, stop_on_signal};

/// How often the service forgets what has expired, and notes what is due.
const HOUR: Duration = Duration::from_hours(1);
/// How often clients that ask no more questions are forgotten.
const FORGET_RATES_EVERY: Duration = Duration::from_mins(1);
/// How often the files of the certificate are read, in case they were replaced.
const READ_CERTIFICATE_EVERY: Duration = Duration::from_mins(1);
/// How long an ending service waits for the answers of receivers.
const LAST_DELIVERIES: Duration = Duration::from_secs(5);
/// How long attempts to deliver are shown.
const DELIVERIES_KEPT: Duration = Duration::from_hours(30 * 24);
/// How often the service checks whether statistics are due.
const RELEASE_EVERY: Duration = Duration::from_mins(10);

/// The service, ready to run.
pub struct App {
    server: Server,
    address: SocketAddr,
    state: web::Data<State>,
    refresh_every: Duration,
    refresh_keys_every: Duration,
    measuring: Option<Measuring>,
    certificate: Option<Certificate>,
    signals: Signals,
    listener: TcpListener,
    stop_delay: Duration,
}

/// Why the service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be created.
    #[error("INSATSKATALOG_DATA: the folder cannot be created: {0}")]
    DataFolder(std::io::Error),
    /// The secret key cannot be read or created.
    #[error("INSATSKATALOG_DATA: the secret key can be neither read nor created: {0}")]
    Secret(std::io::Error),
    /// The database is used with another secret key.
    #[error(
        "INSATSKATALOG_SECRET: the database is used with another secret key (INSATSKATALOG_SECRET, or secret.key in the data folder). All replicas need the same one. If you have restored the database, put back the key that is kept with the copy. If you have changed the key for all replicas, run insatskatalog migrate --accept-secret"
    )]
    OtherSecret,
    /// Tokens cannot be verified.
    #[error("{0}")]
    Tokens(#[from] NoVerifier),
    /// The files of the certificate cannot be used.
    #[error("{0}")]
    Certificate(#[from] CertificateError),
    /// The HTTP client of webhooks cannot be made.
    #[error("webhooks cannot be sent: {0}")]
    Webhooks(#[from] NoHttpClient),
    /// Spans cannot be exported with the variables of OpenTelemetry.
    #[error("OTEL_EXPORTER_OTLP_…: spans cannot be exported: {0}")]
    Spans(String),
    /// The database cannot be opened.
    #[error("DATABASE_URL: {0}")]
    Store(#[from] StoreError),
    /// There is no database, and the command must not create one.
    #[error("there is no database: {} does not exist. Start the command in the folder of the service, or set DATABASE_URL or INSATSKATALOG_DATA as the service does. `insatskatalog serve` creates a database.", .0.display())]
    NoDatabase(PathBuf),
    /// The embedded catalogues cannot be imported.
    #[error("{0}")]
    Import(#[from] import::ImportError),
    /// The signals of the operating system cannot be received.
    #[error("the signals of the operating system cannot be received: {0}")]
    Signals(std::io::Error),
    /// The service cannot listen on the address.
    #[error("INSATSKATALOG_LISTEN: cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The service cannot listen on the address of the measurements.
    #[error("INSATSKATALOG_METRICS_LISTEN: cannot listen on {0}: {1}")]
    ListenForMetrics(SocketAddr, std::io::Error),
}

impl StartError {
    /// The file of the database does not exist.
    pub(crate) fn no_database(config: &Config) -> Self {
        Self::NoDatabase(config.database.file().unwrap_or_default())
    }
}

impl App {
    /// Opens the database, loads the catalogue and starts listening.
    pub async fn build(config: Config, clock: Clock) -> Result<Self, StartError> {
        // Before anything that takes time: a signal must not end the process half way.
        let signals = Signals::listen().map_err(StartError::Signals)?;
        let secret = config.secret().map_err(StartError::Secret)?;
        let certificate = config.certificate.clone().map(Certificate::read).transpose()?;
        let spans = Spans::start(config.spans_endpoint.as_ref()).map_err(StartError::Spans)?;
        let verifier = Verifier::new(config.tokens.clone())?;
        let sign_in = config.sign_in.clone().map(SignIn::new).transpose()?;
        let store = open_filled(&config, &clock, Store::open).await?;
        if config
            .database
            .file()
            .is_some_and(|file| private_files::is_open_to_others(&file))
        {
            log::warn!(
                "DATABASE_URL: other users of this machine may read the file; take their permission with chmod 600"
            );
        }
        let check = secret.check();
        if !store
            .write(move |connection| secret_check::is_known(connection, &check))
            .await?
        {
            return Err(StartError::OtherSecret);
        }
        let loaded = store.read(loading::load).await?;
        let live = Arc::new(LiveCatalogue::new(loaded, clock.since_start()));
        let listener = TcpListener::bind(config.listen).map_err(|error| StartError::Listen(config.listen, error))?;
        let listening = listener
            .local_addr()
            .map_err(|error| StartError::Listen(config.listen, error))?;
        let most_waiting = config
            .max_waiting_per_client
            .map_or(MAX_WAITING_OF_CLIENT, NonZeroUsize::get);
        let memory_of_bodies = config
            .body_memory_mib
            .map_or(MEMORY_OF_BODIES, |mib| mib.get().saturating_mul(MIB));
        let origins = origins(&config, listening);
        let networks = Networks(config.webhook_networks.into());
        let tools = (store.clone(), clock.clone(), secret.clone());
        let deliverer = Deliverer::new(tools, networks, base_of(&origins[0]))?;
        let most_connections = connections::most_connections(config.max_connections);
        let shared = Shared::new(State {
            catalogue: live,
            clock,
            origins,
            proxies: Proxies {
                trusted: config.trusted_proxies,
                header: config.forwarded_header.map(ForwardedHeader::name),
            },
            cors_origins: config.cors_origins,
            contact_email: config.contact_email,
            publisher: config.open_data.publisher,
            security_contact: config.open_data.security_contact,
            stopping: AtomicBool::new(false),
            waiting: Waiting::new(most_waiting),
            connections: Places::new(most_connections, connections::most_of_network(most_connections)),
            last_beat: AtomicU64::new(0),
            in_flight: InFlight::default(),
            metrics: Metrics::default(),
            spans,
            rates: Rates::new(config.questions_per_minute.unwrap_or(QUESTIONS_PER_MINUTE)),
            load: Load::new(memory_of_bodies),
            released: Released::default(),
            encoded: EncodedAnswers::default(),
            deliverer: Arc::new(deliverer),
            store,
            verifier,
            sign_in,
            secret,
        });
        let state = shared.state();
        let measuring = Measuring::start(config.metrics_listen, &state)
            .map_err(|(address, error)| StartError::ListenForMetrics(address, error))?;
        let second_handle = listener
            .try_clone()
            .map_err(|error| StartError::Listen(config.listen, error))?;
        let most = (config.workers, most_connections);
        let server = connections::server(listener, shared, most, LONGEST_REQUEST, certificate.as_ref())
            .map_err(|error| StartError::Listen(config.listen, error))?;
        Ok(Self {
            address: listening,
            server,
            state,
            refresh_every: config.refresh_every,
            refresh_keys_every: config.refresh_keys_every,
            measuring,
            certificate,
            signals,
            listener: second_handle,
            stop_delay: config.stop_delay,
        })
    }

    /// The address that the service listens on.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the measurements, if they are not off.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.measuring.as_ref().map(|measuring| measuring.address)
    }

    /// The catalogue that the service answers from.
    pub(crate) fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.state.catalogue())
    }

    /// A handle that stops the server.
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Serves until the process receives a stop signal, and answers running requests first.
    pub async fn run(self) -> std::io::Result<()> {
        let state = self.state;
        let last = state.clone();
        // They end with this set.
        let mut tasks = JoinSet::new();
        // A start need not wait for it.
        state.build_indexes();
        tasks.spawn_local(follow(state.clone(), self.refresh_every));
        tasks.spawn_local(hourly(state.clone(), self.refresh_every, forget));
        tasks.spawn_local(forget_rates(state.clone()));
        tasks.spawn_local(release_due(state.clone()));
        tasks.spawn_local(hourly(state.clone(), self.refresh_every, note_due));
        let deliverer = Arc::clone(&state.deliverer);
        let delivering = actix_web::rt::spawn(deliver(Arc::clone(&deliverer), self.refresh_every));
        tasks.spawn_local(refresh_keys(state.clone(), self.refresh_keys_every));
        if let Some(certificate) = self.certificate.clone() {
            tasks.spawn_local(renew(certificate));
        }
        tasks.spawn_local(stop_on_signal(
            self.signals,
            state,
            self.server.handle(),
            self.listener,
            self.certificate,
            self.stop_delay,
        ));
        let measuring = self.measuring.map(|measuring| {
            let handle = measuring.server.handle();
            tasks.spawn_local(async move { drop(measuring.server.await) });
            handle
        });
        let ended = self.server.await;
        deliverer.stop();
        // What is on its way arrives once instead of twice.
        let _ = tokio::time::timeout(LAST_DELIVERIES, delivering).await;
        if let Some(measuring) = measuring {
            measuring.stop(false).await;
        }
        // Blocks its thread, and may not hold up the others.
        let _ = tokio::task::spawn_blocking(move || last.spans.finish()).await;
        ended
    }
}

/// The public addresses without a final slash; without any, the address on which this machine reaches the service.
pub(crate) fn origins(config: &Config, listening: SocketAddr) -> Vec<String> {
    if config.public_urls.is_empty() {
        return vec![own_origin(config, listening)];
    }
    let trim = |url: &Url| url.as_str().trim_end_matches('/').to_owned();
    config.public_urls.iter().map(trim).collect()
}

/// The address on which this machine reaches the service.
pub(crate) fn own_origin(config: &Config, mut listening: SocketAddr) -> String {
    if listening.ip().is_unspecified() {
        listening.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    format!("{}://{listening}", scheme(config))
}

/// The scheme of the address on which the service listens.
pub(crate) fn scheme(config: &Config) -> &'static str {
    if config.certificate.is_some() { "https" } else { "http" }
}

pub(crate) type OpenStore = fn(&Address) -> Result<Store, StoreError>;

/// Opens the database, and imports the embedded catalogues if it is the default database and empty.
pub(crate) async fn open_filled(config: &Config, clock: &Clock, opener: OpenStore) -> Result<Store, StartError> {
    let store = open(config, opener).await?;
    if config.is_default_database && store.read(changes::is_empty).await? {
        let secret = config.secret().map_err(StartError::Secret)?;
        import::embedded(&store, clock, &Author::program(&secret, import::START_COMMAND, "start")).await?;
    }
    Ok(store)
}

/// Opens the database for a command, which must not create one: a wrong folder would look like an empty catalogue.
///
/// # Errors
/// [`StartError::NoDatabase`] if the file does not exist.
pub(crate) async fn open_existing(config: &Config) -> Result<Store, StartError> {
    if config.database.is_absent() {
        return Err(StartError::no_database(config));
    }
    open(config, Store::open_for_command).await
}

/// Opens the database, and creates the data folder if the address needs it.
pub async fn open(config: &Config, opener: OpenStore) -> Result<Store, StartError> {
    if config.is_default_database {
        private_files::create_folder(&config.data).map_err(StartError::DataFolder)?;
    }
    let address = config.database.clone();
    let opened = tokio::task::spawn_blocking(move || opener(&address)).await;
    Ok(opened.unwrap_or(Err(StoreError::Unavailable))?)
}

/// Does something at once and then every hour, by the time since the start.
async fn hourly(state: web::Data<State>, look_every: Duration, work: impl AsyncFn(&State)) {
    let mut done = None;
    loop {
        let now = state.clock.since_start();
        if done.is_none_or(|at| now >= at + HOUR) {
            done = Some(now);
            work(&state).await;
        }
        tokio::time::sleep(look_every).await;
    }
}

/// Deletes expired answers to idempotent requests, and old deliveries.
async fn forget(state: &State) {
    let now = state.clock.now().naive_utc();
    let forgotten = state.store.write(move |connection| {
        idempotency::forget(connection, now)?;
        deliveries::forget(connection, now - DELIVERIES_KEPT)
    });
    if let Err(error) = forgotten.await {
        log::warn!("old answers and deliveries could not be forgotten: {error}");
    }
}

/// Forgets the clients that ask no more questions.
async fn forget_rates(state: web::Data<State>) {
    loop {
        tokio::time::sleep(FORGET_RATES_EVERY).await;
        if let Some(rates) = &state.rates {
            rates.forget();
        }
    }
}

/// Releases due statistics, for municipalities that have chosen a release day.
async fn release_due(state: web::Data<State>) {
    let mut failed = BTreeSet::new();
    loop {
        let moment = ReleaseContext {
            now: state.clock.now(),
            today: state.clock.today(),
            author: Author::program(&state.secret, "serve", "release day"),
        };
        let catalogue = Arc::clone(&state.catalogue());
        for (kommunkod, months, error) in releasing::release_due(&state.store, &catalogue, &moment).await {
            for month in months {
                log::info!("the statistics of {kommunkod} for {month} are released");
            }
            match error {
                Some(error) if failed.insert(kommunkod) => {
                    log::warn!("the statistics of {kommunkod} could not be released: {error}");
                }
                Some(_) => {}
                None => {
                    failed.remove(&kommunkod);
                }
            }
        }
        tokio::time::sleep(RELEASE_EVERY).await;
    }
}

/// Notes the events that each day brings.
async fn note_due(state: &State) {
    let moment = (state.clock.now(), state.clock.today());
    let catalogue = Arc::clone(&state.catalogue());
    match note_due_events(&state.store, &catalogue, moment).await {
        Ok(0) => {}
        Ok(_) => state.deliverer.wake(),
        Err(error) => log::warn!("what is due could not be noted: {error}"),
    }
}

/// Reads the files of the certificate regularly: programs that renew it send no signal.
async fn renew(certificate: Certificate) {
    loop {
        tokio::time::sleep(READ_CERTIFICATE_EVERY).await;
        certificate.reload();
    }
}

/// Fetches the issuer's keys regularly, so that a removed key soon stops being accepted.
async fn refresh_keys(state: web::Data<State>, every: Duration) {
    loop {
        state.verifier.refresh(state.clock.moment()).await;
        tokio::time::sleep(every).await;
    }
}

/// Updates the live catalogue from the database. If the database is unavailable, reads continue from memory.
async fn follow(state: web::Data<State>, every: Duration) {
    let mut away = false;
    let live = &state.catalogue;
    loop {
        tokio::time::sleep(every).await;
        let current: Arc<Catalogue> = Arc::clone(&live.current());
        let begun = Instant::now();
        match newer(&state.store, &current).await {
            Ok(newer) => {
                if away {
                    log::info!("the database is back");
                }
                away = false;
                if let Some(newer) = newer {
                    if newer.generation() != current.generation() {
                        log::warn!("the database was restored: the catalogue has a new generation");
                        state.encoded.clear();
                    }
                    let revision = newer.revision();
                    live.advance(&current, newer);
                    let took = begun.elapsed().as_secs_f64() * 1000.0;
                    log::info!("the catalogue is at revision {revision}, after {took:.1} ms");
                    state.catalogue_changed();
                    state.build_indexes();
                }
                live.compared(state.clock.since_start());
            }
            Err(error) if !away => {
                log::warn!("the catalogue cannot be compared with the database: {error}");
                away = true;
            }
            Err(_) => {}
        }
    }
}

/// The catalogue in the database, if it differs from the current one.
async fn newer(store: &Store, current: &Arc<Catalogue>) -> Result<Option<Catalogue>, StoreError> {
    let compared = Arc::clone(current);
    let comparison = store.look(move |connection| changes::compare(connection, &compared));
    match comparison.await? {
        Comparison::Same => Ok(None),
        Comparison::Newer(newer) => Ok(Some(newer)),
        Comparison::WentBack => {
            let compared = Arc::clone(current);
            store
                .write(move |connection| changes::newer(connection, &compared))
                .await
        }
    }
}
