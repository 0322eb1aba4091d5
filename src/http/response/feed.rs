//! Feeds: the items after a number, in parts.

use crate::http::query::{number, query};

use super::link::{Link, OwnAddress};

const DEFAULT_LIMIT: usize = 100;
const MOST: i64 = 1000;
/// The highest number that can be asked for. A longer one may look like an identity number, which no address may contain.
const HIGHEST: i64 = 999_999_999;

query! {
    /// Which part of a feed.
    #[derive(Clone, Copy)]
    After {
        /// The last number that you read; 0 for the beginning. / Det nummer som du läste sist; 0 för början.
        #[param(value_type = Option<i64>, minimum = 0, maximum = 999_999_999, default = 0, example = 41)]
        after: i64 = "after", number(0, HIGHEST) => 0;
        /// The most items in one answer. / Högst så många poster i ett svar.
        #[param(value_type = Option<usize>, minimum = 1, maximum = 1000, default = 100, example = 100)]
        limit: usize = "limit", number(1, MOST) => DEFAULT_LIMIT;
    }
}

impl After {
    pub fn rows(self) -> i64 {
        i64::try_from(self.limit).unwrap_or(MOST)
    }

    /// Links to this part, and to the next if there may be one, with more parameters.
    pub(crate) fn links(self, own: OwnAddress, last: Option<i64>, more: &[(&'static str, String)]) -> Vec<Link> {
        let address = |after: i64| {
            let own_parameters = [("after", after.to_string()), ("limit", self.limit.to_string())];
            own.with(&[&own_parameters, more].concat())
        };
        let mut links = vec![Link::get("self", address(self.after))];
        links.extend(last.map(|last| Link::get("next", address(last))));
        links
    }
}
