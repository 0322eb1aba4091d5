//! Sends group records to the API, again where the same may succeed later.

use std::time::Duration;

use reqwest::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use serde::Deserialize;
use url::Url;
use uuid::Uuid;

use crate::http_client;

use super::failure::Failure;
use super::language::Language;

/// How often what failed is sent again.
const MAX_RETRIES: u32 = 8;
/// The first wait where the server does not say how long; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait where the server does not say how long.
const MAX_WAIT: Duration = Duration::from_secs(30);
/// The longest wait that a server may ask for.
const MAX_ASKED_LENGTH: Duration = Duration::from_mins(10);
/// How long an answer may take.
const MAX_ANSWER_TIME: Duration = Duration::from_mins(2);

/// Sends to one address.
pub(crate) struct Poster {
    /// The whole address.
    pub url: Url,
    /// The token.
    pub token: String,
    /// The language of the answers.
    pub language: Language,
    client: reqwest::Client,
}

/// What a batch was answered.
pub enum Answer {
    /// It was taken.
    Taken(Receipt),
    /// It was refused.
    Refused(Refusal),
}

/// What was done with the records of a batch. Other members of the answer are not needed here.
#[derive(Deserialize)]
pub(crate) struct Receipt {
    /// How many are new.
    pub created: usize,
    /// How many were corrected.
    pub corrected: usize,
    /// How many were there already.
    pub unchanged: usize,
    /// What was done with each.
    pub results: Vec<Done>,
}

/// What was done with one record.
#[derive(Deserialize)]
pub(crate) struct Done {
    /// Which, from 0.
    pub row: usize,
    /// What to know of it.
    #[serde(default)]
    pub warnings: Vec<Warning>,
}

/// Something to know of a record.
#[derive(Deserialize)]
pub struct Warning {
    /// In words.
    pub text: crate::domain::text::Text,
}

/// Why a batch was refused.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Refusal {
    /// The status.
    pub status: u16,
    /// The kind of problem as a word.
    pub code: String,
    /// The kind of problem in words.
    pub title: String,
    /// What was wrong, and what to do.
    pub detail: String,
    /// Every fault.
    pub errors: Vec<Told>,
}

/// One fault that the server told.
#[derive(Deserialize)]
pub(crate) struct Told {
    /// Where.
    pub pointer: String,
    /// Why, as a word.
    pub code: String,
    /// What was expected.
    pub detail: String,
}

impl Refusal {
    /// Says whether the same may succeed later.
    fn may_pass(&self) -> bool {
        matches!(self.status, 429 | 502 | 503 | 504) || (self.status == 409 && self.code == "requestStillRunning")
    }

    /// Says whether it is about what was sent, so that other records may be taken.
    pub(crate) const fn is_of_records(&self) -> bool {
        matches!(self.status, 400 | 409 | 422)
    }
}

impl Poster {
    /// Makes ready to send.
    ///
    /// # Errors
    /// When no connection could ever be made.
    pub fn new(url: Url, token: String, language: Language) -> Result<Self, Failure> {
        // A token must not follow to another address, and a POST would become a GET.
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

    /// Sends a batch, up to nine times; one key for all, so that it is taken once only. `waits` is told how long each
    /// wait is.
    ///
    /// # Errors
    /// When nothing answers, or not as the API does.
    pub(crate) async fn post(
        &self,
        media_type: &str,
        batch: &str,
        waits: impl Fn(Duration),
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
                return result.map_err(|unanswered| self.told(&unanswered));
            }
            retries += 1;
            let pause = asked.unwrap_or(wait).min(MAX_ASKED_LENGTH);
            waits(pause);
            tokio::time::sleep(pause).await;
            wait = (wait * 2).min(MAX_WAIT);
        }
    }

    /// Sends once; also how long the server wants to be left alone.
    async fn once(&self, key: &str, media_type: &str, batch: &str) -> (Option<Duration>, Result<Answer, Unanswered>) {
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
            // What stands before the service, such as a proxy, answers in forms of its own.
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

    fn told(&self, unanswered: &Unanswered) -> Failure {
        let origin = self.url.origin().ascii_serialization();
        Failure::Other(match (unanswered, self.language) {
            (Unanswered::NotSent, Language::Sv) => "token kan inte skickas: har den tecken som inte hör dit?".into(),
            (Unanswered::NotSent, Language::En) => {
                "the token cannot be sent: has it characters that do not belong there?".into()
            }
            (Unanswered::Connection, Language::Sv) => {
                format!("{origin} svarar inte. Skicka samma fil igen senare: det som hann sparas svaras oförändrat.")
            }
            (Unanswered::Connection, Language::En) => format!(
                "{origin} does not answer. Send the same file again later: what was kept is answered unchanged."
            ),
            (Unanswered::NotTheApi, Language::Sv) => {
                format!("{origin} svarar inte som insatskatalog. Se om --url är rätt.")
            }
            (Unanswered::NotTheApi, Language::En) => {
                format!("{origin} does not answer as insatskatalog does. See whether --url is right.")
            }
        })
    }
}

/// Why there is no answer.
enum Unanswered {
    /// It could not even be sent.
    NotSent,
    /// Nothing answers, or the connection broke.
    Connection,
    /// Something else than the API answers.
    NotTheApi,
}
