//! Feeds: what comes after a number, at most so much at a time.

use chrono::NaiveDate;
use utoipa::IntoParams;

use crate::documents::read::Members;
use crate::http::query::{FromQuery, number};

use super::link::{Link, OwnAddress};

/// Items at a time when nothing else is asked for.
const DEFAULT_LIMIT: usize = 100;
/// The most items at a time.
const MOST: i64 = 1000;

/// Which part of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct After {
    /// The number that was read last; 0 for the beginning. / Det nummer som lästes sist; 0 för början.
    #[param(value_type = Option<i64>, minimum = 0, default = 0, example = 41)]
    pub after: i64,
    /// The most items at a time. / Högst så många poster på en gång.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 1000, default = 100, example = 100)]
    pub limit: usize,
}

impl FromQuery for After {
    fn read(parameters: &mut Members, _: NaiveDate) -> Option<Self> {
        Some(Self {
            after: parameters.optional("after", number(0, i64::MAX)).unwrap_or(0),
            limit: parameters.optional("limit", number(1, MOST)).unwrap_or(DEFAULT_LIMIT),
        })
    }
}

impl After {
    /// How many rows to ask the database for.
    pub fn rows(self) -> i64 {
        i64::try_from(self.limit).unwrap_or(MOST)
    }

    /// Links to this part, and to the next where there may be one.
    pub(crate) fn links(self, own: OwnAddress, last: Option<i64>) -> Vec<Link> {
        let address = |after: i64| own.with(&[("after", after.to_string()), ("limit", self.limit.to_string())]);
        let mut links = vec![Link::get("self", address(self.after))];
        links.extend(last.map(|last| Link::get("next", address(last))));
        links
    }
}
