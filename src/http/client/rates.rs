//! How many questions each client may ask, so that one client cannot take the service from the others.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use crate::http::problems::{Kind, Problem};

use super::address::network;

/// The questions of one client in a minute, unless the operator sets another number.
pub const QUESTIONS_PER_MINUTE: u32 = 60_000;

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The time in which a client may ask all of its questions, in seconds.
const WINDOW: u32 = 60;

/// Whose questions are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Asker {
    /// The client of a token.
    Client(String),
    /// The network of an address. A household or a company has many addresses in one.
    Network(IpAddr),
}

impl Asker {
    /// The network of an address; `None` for this machine, whose programs the operator runs.
    pub(crate) fn of_address(address: IpAddr) -> Option<Self> {
        (!address.is_loopback()).then(|| Self::Network(network(address)))
    }
}

type Limiter = RateLimiter<Asker, DefaultKeyedStateStore<Asker>, DefaultClock, StateInformationMiddleware>;

/// The questions that each client has asked lately.
pub struct Rates {
    limiter: Limiter,
    clock: DefaultClock,
    questions: NonZeroU32,
}

/// The questions that a client has left, for the headers of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    questions: u32,
    left: u32,
    /// The seconds until the client may ask, if it may not now.
    pub wait: Option<u32>,
}

impl Rates {
    /// Nobody has asked yet; `None` if every client may ask as much as it wants.
    pub fn new(questions_per_minute: u32) -> Option<Self> {
        let questions = NonZeroU32::new(questions_per_minute)?;
        let quota = Quota::with_period(Duration::from_secs(WINDOW.into()) / questions_per_minute)?;
        let clock = DefaultClock::default();
        let limiter = RateLimiter::dashmap_with_clock(quota.allow_burst(questions), clock.clone());
        Some(Self {
            limiter: limiter.with_middleware(),
            clock,
            questions,
        })
    }

    /// Counts questions of a client. If they are more than it has left, none of them counts.
    pub(crate) fn count(&self, asker: &Asker, questions: usize) -> Counted {
        let asked = u32::try_from(questions).unwrap_or(u32::MAX);
        let asked = NonZeroU32::new(asked).unwrap_or(NonZeroU32::MIN);
        let (left, wait) = match self.limiter.check_key_n(asker, asked.min(self.questions)) {
            Ok(Ok(state)) => (state.remaining_burst_capacity(), None),
            Ok(Err(refused)) => {
                let wait = refused.wait_time_from(self.clock.now()).as_secs() + 1;
                (0, Some(u32::try_from(wait).unwrap_or(WINDOW)))
            }
            // `min` above leaves no more than the client may ever ask at once.
            Err(_) => (0, Some(WINDOW)),
        };
        Counted {
            questions: self.questions.get(),
            left,
            wait,
        }
    }

    /// Counts further questions of a client, at most as many as it may ask at once, and says how many.
    ///
    /// # Errors
    /// How long the client has to wait for them, if it has too few left. Then none of them counts.
    pub(crate) fn take(&self, asker: &Asker, questions: NonZeroU32) -> Result<u32, Duration> {
        let questions = questions.min(self.questions);
        match self.limiter.check_key_n(asker, questions) {
            Ok(Ok(_)) => Ok(questions.get()),
            Ok(Err(refused)) => Err(refused.wait_time_from(self.clock.now())),
            // `min` above leaves no more than the client may ever ask at once.
            Err(_) => Err(Duration::from_secs(WINDOW.into())),
        }
    }

    /// The number of clients that are remembered.
    pub(crate) fn clients(&self) -> usize {
        self.limiter.len()
    }

    /// Forgets the clients that have all of their questions left again.
    pub fn forget(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

impl Counted {
    /// The answer to a client that has no question left; 429.
    pub(crate) fn allowed(self) -> Result<(), Problem> {
        match self.wait {
            None => Ok(()),
            wait => Err(Problem {
                retry_after: wait,
                ..Problem::of(Kind::TooManyQuestions)
            }),
        }
    }

    /// Adds `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers).
    pub(crate) fn add_headers(self, headers: &mut HeaderMap) {
        let used = u64::from(self.questions - self.left.min(self.questions));
        let until_all = (used * u64::from(WINDOW)).div_ceil(self.questions.into());
        let policy = format!("\"questions\";q={};w={WINDOW}", self.questions);
        let limit = format!("\"questions\";r={};t={until_all}", self.left);
        for (name, value) in [(RATE_LIMIT_POLICY, policy), (RATE_LIMIT, limit)] {
            headers.insert(name, HeaderValue::from_str(&value).expect("digits and letters"));
        }
    }
}

#[cfg(test)]
#[path = "../../../tests/unit/http/client/rates.rs"]
mod tests;
