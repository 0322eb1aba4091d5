//! Sends group records to the API, with retries.

use std::time::Duration;

use reqwest::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use serde::Deserialize;
use url::Url;
use uuid::Uuid;

use crate::http_client;

use super::failure::Failure;
use super::language::Language;

const MAX_RETRIES: u32 = 8;
/// The first wait without `Retry-After`; each wait is twice as long as the one before.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait without `Retry-After`.
const MAX_WAIT: Duration = Duration::from_secs(30);
/// The longest `Retry-After` that is followed.
const MAX_ASKED_LENGTH: Duration = Duration::from_mins(10);
const MAX_ANSWER_TIME: Duration = Duration::from_mins(2);

/// Sends batches to one address.
pub(crate) struct Poster {
    pub url: Url,
    pub token: String,
    pub language: Language,
    client: reqwest::Client,
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

impl Refusal {
    /// Whether the same request may succeed later.
    fn may_pass(&self) -> bool {
        matches!(self.status, 429 | 502 | 503 | 504) || (self.status == 409 && self.code == "requestStillRunning")
    }

    /// Whether the fault lies in the records, so that other records may be accepted.
    pub(crate) const fn is_of_records(&self) -> bool {
        matches!(self.status, 400 | 409 | 422)
    }
}

impl Poster {
    /// Creates the HTTP client.
    ///
    /// # Errors
    /// If the client cannot be created.
    pub fn new(url: Url, token: String, language: Language) -> Result<Self, Failure> {
        // A redirect must not receive the token, and would turn a POST into a GET.
        let client = http_client::builder()
            .timeout(MAX_ANSWER_TIME)
            .redirect(Policy::none())
            .build();
        Ok(Self {
            url,
            token,
            language,
            client: client.map_err(|error| Failure::Other(error.to_string()))?,
        })
    }

    /// Sends a batch, up to nine times. All attempts have the same idempotency key, so that the batch is stored only
    /// once. `on_wait` receives the length of each wait.
    ///
    /// # Errors
    /// If nothing answers, or something other than the API does.
    pub(crate) async fn post(
        &self,
        media_type: &str,
        batch: &[u8],
        on_wait: impl Fn(Duration),
    ) -> Result<Answer, Failure> {
        let key = Uuid::new_v4().to_string();
        let mut wait = FIRST_WAIT;
        let mut retries = 0;
        loop {
            let (asked, result) = self.once(&key, media_type, batch).await;
            let may_pass = match &result {
                Ok(Answer::Refused(refusal)) => refusal.may_pass(),
                Ok(Answer::Taken(_)) => false,
                Err(failure) => matches!(failure, Unanswered::Connection),
            };
            if !may_pass || retries == MAX_RETRIES {
                return result.map_err(|unanswered| self.failure(&unanswered));
            }
            retries += 1;
            let pause = asked.unwrap_or(wait).min(MAX_ASKED_LENGTH);
            on_wait(pause);
            tokio::time::sleep(pause).await;
            wait = (wait * 2).min(MAX_WAIT);
        }
    }

    /// Sends once. Also returns the `Retry-After` of the answer.
    async fn once(&self, key: &str, media_type: &str, batch: &[u8]) -> (Option<Duration>, Result<Answer, Unanswered>) {
        let sent = self
            .client
            .post(self.url.clone())
            .bearer_auth(&self.token)
            .header(CONTENT_TYPE, media_type)
            .header(ACCEPT_LANGUAGE, self.language.tag())
            .header("Idempotency-Key", key)
            .body(batch.to_owned())
            .send()
            .await;
        let answer = match sent {
            Ok(answer) => answer,
            Err(error) if error.is_builder() => return (None, Err(Unanswered::NotSent)),
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

    fn failure(&self, unanswered: &Unanswered) -> Failure {
        let origin = self.url.origin().ascii_serialization();
        Failure::Other(match (unanswered, self.language) {
            (Unanswered::NotSent, Language::Sv) => "token kan inte skickas: den innehåller otillåtna tecken".into(),
            (Unanswered::NotSent, Language::En) => "the token cannot be sent: it contains invalid characters".into(),
            (Unanswered::Connection, Language::Sv) => {
                format!(
                    "{origin} svarar inte. Skicka samma fil igen senare: rader som redan sparats räknas som oförändrade."
                )
            }
            (Unanswered::Connection, Language::En) => format!(
                "{origin} does not answer. Send the same file again later: records that are already stored count as unchanged."
            ),
            (Unanswered::NotTheApi, Language::Sv) => {
                format!("{origin} svarar inte som insatskatalog. Kontrollera --url.")
            }
            (Unanswered::NotTheApi, Language::En) => {
                format!("{origin} does not answer as insatskatalog. Check --url.")
            }
        })
    }
}

enum Unanswered {
    /// The request could not be built.
    NotSent,
    /// The connection failed.
    Connection,
    /// The answer is not from the API.
    NotTheApi,
}
