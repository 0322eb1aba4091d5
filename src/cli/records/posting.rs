//! Sends group records to the API, with retries.

use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use serde::Deserialize;
use url::Url;
use uuid::Uuid;

use crate::domain::Text;
use crate::domain::text::{composed, text};
use crate::http_client;

use crate::cli::failure::Failure;
use crate::cli::language::Language;

const MAX_RETRIES: u32 = 8;
/// The first wait without `Retry-After`; each wait is twice as long as the one before.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait without `Retry-After`.
const MAX_WAIT: Duration = Duration::from_secs(30);
/// The longest `Retry-After` that is followed.
const MAX_ASKED_LENGTH: Duration = Duration::from_mins(10);
const MAX_ANSWER_TIME: Duration = Duration::from_mins(2);
/// How long a service that cannot be reached is tried.
const MAX_UNREACHED: Duration = Duration::from_secs(10);

/// Sends batches to one service.
pub(crate) struct Poster {
    token: String,
    language: Language,
    client: reqwest::Client,
}

/// A batch and where it is sent.
pub(crate) struct Request<'a> {
    pub url: &'a Url,
    pub media_type: &'static str,
    pub body: &'a [u8],
    /// Whether to try again if the service cannot be reached. A person waits for a validation.
    pub is_patient: bool,
}

/// The answer to a batch.
pub enum Answer {
    /// The batch was stored.
    Taken(Receipt),
    /// The batch was refused.
    Refused(Refusal),
}

/// The members of the answer that are used here.
#[derive(Deserialize)]
pub(crate) struct Receipt {
    pub created: usize,
    pub corrected: usize,
    pub unchanged: usize,
    pub results: Vec<Done>,
    #[serde(default)]
    pub warnings: Vec<Warning>,
    #[serde(default, rename = "skippedRows")]
    pub skipped_rows: Vec<usize>,
}

/// The result of one record.
#[derive(Deserialize)]
pub(crate) struct Done {
    /// Index of the record, from 0.
    pub row: usize,
    #[serde(default)]
    pub warnings: Vec<Warning>,
}

/// A warning about a record.
#[derive(Deserialize)]
pub struct Warning {
    /// The line in a sheet, from 1.
    pub line: Option<usize>,
    /// The text of the warning.
    pub text: crate::domain::text::Text,
}

/// The problem that the API answers, RFC 9457.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// Code of the problem.
    pub code: String,
    /// Title of the problem.
    pub title: String,
    /// Explanation of the problem.
    pub detail: String,
    /// Every fault.
    pub errors: Vec<RecordFault>,
}

/// One fault in the batch.
#[derive(Deserialize)]
pub(crate) struct RecordFault {
    pub pointer: String,
    pub code: String,
    pub detail: String,
    pub line: Option<usize>,
    pub column: Option<String>,
    pub understood: Option<String>,
}

impl RecordFault {
    /// The position of the record in the batch, and the rest of the pointer.
    pub(crate) fn place(&self) -> Option<(usize, &str)> {
        let rest = self.pointer.strip_prefix("/records/")?;
        let (record, member) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Some((record.parse().ok()?, member))
    }
}

impl Refusal {
    /// Whether the same request may succeed later.
    fn may_pass(&self) -> bool {
        matches!(self.status, 429 | 502 | 503 | 504) || (self.status == 409 && self.code == "requestStillRunning")
    }

    /// Whether the batch may have been stored all the same.
    pub(crate) const fn may_be_stored(&self) -> bool {
        self.status >= 500
    }

    /// The problem in one line.
    pub(crate) fn in_one_line(&self) -> String {
        let Self {
            status, title, detail, ..
        } = self;
        let detail = if detail.is_empty() {
            String::new()
        } else {
            format!(": {detail}")
        };
        format!("{status} {title}{detail}")
    }

    /// Whether the fault lies in the records, so that other records may be accepted.
    pub(crate) fn is_of_records(&self) -> bool {
        matches!(self.status, 400 | 409 | 422) || self.errors.iter().any(|fault| fault.place().is_some())
    }
}

impl Poster {
    /// Creates the HTTP client.
    ///
    /// # Errors
    /// If the client cannot be created.
    pub fn new(token: String, language: Language) -> Result<Self, Failure> {
        // A redirect must not receive the token, and would turn a POST into a GET.
        let client = http_client::builder()
            .timeout(MAX_ANSWER_TIME)
            .connect_timeout(MAX_UNREACHED)
            .redirect(Policy::none())
            .build();
        Ok(Self {
            token,
            language,
            client: client.map_err(|error| Failure::Other(error.to_string()))?,
        })
    }

    /// Sends a batch, up to nine times, or for 10 seconds if the service cannot be reached. All attempts have the same
    /// idempotency key, so that the batch is stored only once. `on_wait` receives the length of each wait.
    ///
    /// # Errors
    /// If nothing answers, or something other than the API does.
    pub(crate) async fn post(&self, request: &Request<'_>, on_wait: impl Fn(Duration)) -> Result<Answer, Unanswered> {
        let key = Uuid::new_v4().to_string();
        let mut wait = FIRST_WAIT;
        let mut retries = 0;
        let mut unreached_since = None;
        let mut may_have_arrived = false;
        loop {
            let (asked, result) = self.once(&key, request).await;
            let may_pass = match &result {
                Ok(Answer::Refused(refusal)) => refusal.may_pass(),
                Ok(Answer::Taken(_)) => false,
                Err(unanswered) => matches!(unanswered, Unanswered::Unreached | Unanswered::Connection),
            };
            // As long as it cannot be reached, the service is tried for a limited time.
            let left = if matches!(result, Err(Unanswered::Unreached)) {
                let since: Instant = *unreached_since.get_or_insert_with(Instant::now);
                let limit = if request.is_patient {
                    MAX_UNREACHED
                } else {
                    Duration::ZERO
                };
                limit.saturating_sub(since.elapsed())
            } else {
                unreached_since = None;
                may_have_arrived |= matches!(result, Err(Unanswered::Connection));
                MAX_ASKED_LENGTH
            };
            if !may_pass || retries == MAX_RETRIES || left.is_zero() {
                return result.map_err(|unanswered| match unanswered {
                    Unanswered::Unreached if may_have_arrived => Unanswered::Connection,
                    other => other,
                });
            }
            retries += 1;
            let pause = asked.unwrap_or(wait).min(left);
            on_wait(pause);
            tokio::time::sleep(pause).await;
            wait = (wait * 2).min(MAX_WAIT);
        }
    }

    /// Sends once. Also returns the `Retry-After` of the answer.
    async fn once(&self, key: &str, request: &Request<'_>) -> (Option<Duration>, Result<Answer, Unanswered>) {
        let sent = self
            .client
            .post(request.url.clone())
            .bearer_auth(&self.token)
            .header(CONTENT_TYPE, request.media_type)
            .header(ACCEPT_LANGUAGE, self.language.tag())
            .header("Idempotency-Key", key)
            .body(request.body.to_owned())
            .send()
            .await;
        let answer = match sent {
            Ok(answer) => answer,
            Err(error) if error.is_builder() => return (None, Err(Unanswered::NotSent)),
            Err(error) if error.is_connect() => return (None, Err(Unanswered::Unreached)),
            Err(_) => return (None, Err(Unanswered::Connection)),
        };
        let status = answer.status();
        let asked = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let asked = asked
            .and_then(|value| value.trim().parse().ok())
            .map(Duration::from_secs);
        let Ok(body) = answer.bytes().await else {
            return (asked, Err(Unanswered::Connection));
        };
        let result = if status.is_success() {
            serde_json::from_slice(&body)
                .map(Answer::Taken)
                .map_err(|_| Unanswered::NotTheApi)
        } else {
            // A proxy in front of the service may answer in another format.
            let problem: Refusal = serde_json::from_slice(&body).unwrap_or_default();
            Ok(Answer::Refused(Refusal {
                status: status.as_u16(),
                title: if problem.title.is_empty() {
                    status.canonical_reason().unwrap_or_default().to_owned()
                } else {
                    problem.title
                },
                ..problem
            }))
        };
        (asked, result)
    }
}

/// Why there is no answer of the API.
pub(crate) enum Unanswered {
    /// The request could not be built.
    NotSent,
    /// No connection was made: refused, or the name is not known.
    Unreached,
    /// The connection was cut. The request may have arrived.
    Connection,
    /// The answer is not from the API.
    NotTheApi,
}

impl Unanswered {
    /// The cause in words. `origin` is the scheme and the host of the service.
    pub(crate) fn in_words(&self, origin: &str) -> Text {
        match self {
            Self::NotSent => text!(
                "Token kan inte skickas: den innehåller otillåtna tecken.",
                "The token cannot be sent: it contains invalid characters."
            ),
            Self::Unreached => composed!(
                "{origin} går inte att nå. Kontrollera --url och att tjänsten är igång.",
                "{origin} cannot be reached. Check --url, and that the service is running."
            ),
            Self::Connection => composed!("{origin} svarar inte.", "{origin} does not answer."),
            Self::NotTheApi => composed!(
                "{origin} svarar inte som insatskatalog. Kontrollera --url.",
                "{origin} does not answer as insatskatalog. Check --url."
            ),
        }
    }
}
