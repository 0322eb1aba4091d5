//! Queries: the struct that documents the parameters is also read from the request.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use chrono::NaiveDate;

use crate::documents::faults::Faults;
use crate::documents::node::{Node, Value, member_pointer};
use crate::documents::read::{Members, not_in_list, whole_number};
use crate::domain::text::composed;
use crate::domain::{Fault, Text};

use super::problems::{Kind, Problem};
use super::state::State;

pub(crate) trait FromQuery: Sized {
    /// Reads the parameters, and adds a fault for each error.
    fn read(parameters: &mut Members, today: NaiveDate) -> Option<Self>;
}

/// The parameters of a query. Any other parameter is refused.
pub(crate) struct Query<T>(pub T);

pub(crate) type NoQuery = Query<()>;

impl<T: FromQuery + 'static> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request).map(Self))
    }
}

/// The faults of a query that has no parameters, for a handler that reports them with the faults of the body.
pub(crate) struct NoQueryFaults(Vec<Fault>);

impl FromRequest for NoQueryFaults {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let is_empty = request.query_string().is_empty();
        let faults = || read_faults::<()>(request, NaiveDate::MIN).err().unwrap_or_default();
        ready(Ok(Self(if is_empty { Vec::new() } else { faults() })))
    }
}

impl NoQueryFaults {
    /// Returns the body, or the faults of the query followed by those of the body.
    pub(crate) fn and<T>(self, body: Result<T, Vec<Fault>>) -> Result<T, Problem> {
        match body {
            Ok(read) if self.0.is_empty() => Ok(read),
            body => {
                let of_body = body.err().into_iter().flatten();
                Err(Problem::of_faults(self.0.into_iter().chain(of_body).collect()))
            }
        }
    }
}

/// Reads the query of a request. The pointers of faults begin with `/query`.
pub(crate) fn read<T: FromQuery>(request: &HttpRequest) -> Result<T, Problem> {
    let state = request.app_data::<web::Data<State>>();
    let today = state.ok_or(Problem::of(Kind::Internal))?.clock.today();
    read_faults(request, today).map_err(Problem::of_faults)
}

fn read_faults<T: FromQuery>(request: &HttpRequest, today: NaiveDate) -> Result<T, Vec<Fault>> {
    let parameters = url::form_urlencoded::parse(request.query_string().as_bytes());
    let members = parameters.map(|(name, value)| {
        let value = Node::new(Value::Text(value.into_owned()), member_pointer("/query", &name), None);
        (name.into_owned(), value)
    });
    let root = Node::new(Value::Object(members.collect()), "/query".into(), None);
    let mut faults = Faults::strict();
    let read = root.members(&mut faults).and_then(|mut parameters| {
        let read = T::read(&mut parameters, today);
        parameters.end();
        read
    });
    faults.end(read)
}

impl FromQuery for () {
    fn read(_: &mut Members, _: NaiveDate) -> Option<Self> {
        Some(())
    }
}

impl<A: FromQuery, B: FromQuery> FromQuery for (A, B) {
    fn read(parameters: &mut Members, today: NaiveDate) -> Option<Self> {
        // Reads both before it returns, to find every fault.
        let (a, b) = (A::read(parameters, today), B::read(parameters, today));
        a.zip(b)
    }
}

impl<A: FromQuery, B: FromQuery, C: FromQuery> FromQuery for (A, B, C) {
    fn read(parameters: &mut Members, today: NaiveDate) -> Option<Self> {
        let ((a, b), c) = FromQuery::read(parameters, today)?;
        Some((a, b, c))
    }
}

/// Declares the parameters of a query, and how each is read.
macro_rules! query {
    ($(#[$attribute:meta])* $name:ident {
        $($(#[$parameter:meta])* $field:ident: $type:ty = $key:literal, $read:expr $(=> $default:expr)?;)*
    }) => {
        $(#[$attribute])*
        #[derive(utoipa::IntoParams)]
        #[into_params(parameter_in = Query, rename_all = "camelCase")]
        pub(crate) struct $name {
            $($(#[$parameter])* pub(crate) $field: $type,)*
        }

        impl $crate::http::query::FromQuery for $name {
            fn read(parameters: &mut $crate::documents::read::Members, _: chrono::NaiveDate) -> Option<Self> {
                Some(Self {
                    $($field: parameters.optional($key, $read)$(.unwrap_or($default))?,)*
                })
            }
        }
    };
}
pub(crate) use query;

/// The detail of a fault in a list of names, with the possible ones.
pub(crate) fn one_or_more_of(all: &str) -> Text {
    composed!(
        "Använd ett eller flera av {all}, åtskilda med komma.",
        "Use one or more of {all}, separated by commas."
    )
}

pub(crate) fn true_or_false(node: &Node, faults: &mut Faults) -> Option<bool> {
    match &node.value {
        Value::Text(text) if text == "true" => Some(true),
        Value::Text(text) if text == "false" => Some(false),
        _ => {
            not_in_list(node, faults, "true, false");
            None
        }
    }
}

/// A whole number. A number that does not fit in 64 bits counts as the highest.
pub(crate) fn number<T: TryFrom<i64>>(least: i64, most: i64) -> impl Fn(&Node, &mut Faults) -> Option<T> {
    move |node, faults| {
        let mut node = node.clone();
        if let Value::Text(text) = &node.value
            && !text.is_empty()
            && text.bytes().all(|b| b.is_ascii_digit())
        {
            node.value = Value::Number(text.parse().unwrap_or(i64::MAX).to_string());
        }
        whole_number(least, most)(&node, faults)
    }
}
