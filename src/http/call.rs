//! A request together with the service that answers it.

use std::future::{Ready, ready};
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::TaggedRevision;
use crate::store::catalogue::publication::Author;
use crate::tokens::Caller;

use super::problems::{Kind, Problem};
use super::response::link::OwnAddress;
use super::response::{self, Freshness};
use super::state::{State, base_of};
use super::trace::Trace;

pub(crate) type Answer = Result<HttpResponse, Problem>;

/// A request together with the service that answers it.
pub(crate) struct Call {
    pub request: HttpRequest,
    state: web::Data<State>,
}

impl FromRequest for Call {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<web::Data<State>>().cloned();
        ready(state.ok_or(Problem::of(Kind::Internal)).map(|state| Self {
            request: request.clone(),
            state,
        }))
    }
}

impl Deref for Call {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl Call {
    pub(crate) fn origin(&self) -> &str {
        self.state.origin(&self.request)
    }

    pub(crate) fn base(&self) -> String {
        base_of(self.origin())
    }

    pub(crate) fn own(&self) -> OwnAddress<'_> {
        OwnAddress {
            origin: self.origin(),
            path: self.request.path(),
            query: self.request.query_string(),
        }
    }

    pub(crate) fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// The day of a question, today by default, and what the answer depends on.
    pub(crate) fn day(&self, as_of: Option<NaiveDate>, revision: TaggedRevision) -> (NaiveDate, Freshness) {
        let today = as_of.is_none().then(|| self.today());
        let day = as_of.or(today).unwrap_or_default();
        (day, Freshness { revision, today })
    }

    /// The author of what a caller changes with this request.
    pub(crate) fn author(&self, caller: &Caller) -> Author {
        Author {
            client_id: caller.client_id.clone(),
            actor: self.secret.actor(&caller.issuer, &caller.subject),
            trace_id: Trace::of_request(&self.request).id().to_owned(),
        }
    }

    /// Answers with JSON, or with 304 if the client already has it.
    pub(crate) fn json<T: Serialize>(&self, freshness: &Freshness, render: impl FnOnce() -> T) -> Answer {
        response::json(&self.request, freshness, || Ok(render()))
    }

    /// Answers with JSON that no cache may store.
    pub(crate) fn uncached_json<T: Serialize>(&self, body: &T) -> Answer {
        response::uncached_json(&self.request, body)
    }
}
