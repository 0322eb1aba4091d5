//! A cache of public answers, so that each is rendered and compressed once and not for every request.

use std::sync::Arc;

use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

use crate::http::problems::Problem;

use super::content_coding::{ContentCoding, Effort, LEAST};

/// The memory of all bodies, in bytes.
const MAX_BYTES: u64 = 64 << 20;
/// The parts that are locked separately. A body must fit in one of them.
const SHARDS: usize = 8;
/// The expected number of bodies, which sets the size of the first tables, and the most answers whose links are kept.
const EXPECTED: usize = 1024;

/// What a body is the answer to.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// The whole address, with its origin.
    pub address: String,
    /// The tag of the answer as it is: it changes whenever the body does.
    pub etag: String,
    /// The coding that the client prefers; `None` for the body as it is.
    pub coding: Option<ContentCoding>,
}

/// A body as it is sent.
#[derive(Clone)]
pub(crate) struct EncodedBody {
    pub bytes: Bytes,
    /// The coding; `None` for a body that is sent as it is, because it is small or the client wants it so.
    pub coding: Option<ContentCoding>,
    /// Whether it shows something that is deprecated.
    pub is_deprecated: bool,
}

/// A body as it is rendered.
pub(crate) struct RenderedBody {
    pub bytes: Vec<u8>,
    /// Whether it shows something that is deprecated.
    pub is_deprecated: bool,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, EncodedBody> for ByBytes {
    fn weight(&self, key: &Key, body: &EncodedBody) -> u64 {
        let bytes = size_of::<(Key, EncodedBody)>() + key.address.len() + key.etag.len() + body.bytes.len();
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}

/// The public answers that are asked for most, within a limit of memory.
pub struct EncodedAnswers {
    bodies: Cache<Key, EncodedBody, ByBytes>,
    links: Cache<String, Links>,
}

/// The values of the `Link` headers of an answer.
pub(crate) type Links = Arc<[HeaderValue]>;

impl Default for EncodedAnswers {
    fn default() -> Self {
        let options = OptionsBuilder::new()
            .shards(SHARDS)
            .estimated_items_capacity(EXPECTED)
            .weight_capacity(MAX_BYTES)
            .build()
            .expect("both capacities are given");
        let bodies = Cache::with_options(
            options,
            ByBytes,
            DefaultHashBuilder::default(),
            DefaultLifecycle::default(),
        );
        Self {
            bodies,
            links: Cache::new(EXPECTED),
        }
    }
}

impl EncodedAnswers {
    /// The body for a key. It is rendered and compressed if the cache does not have it; threads that ask for the same key
    /// at the same time wait for the first.
    pub(crate) fn get_or_encode(
        &self,
        key: &Key,
        render: impl FnOnce() -> Result<RenderedBody, Problem>,
    ) -> Result<EncodedBody, Problem> {
        self.bodies.get_or_insert_with(key, || {
            let RenderedBody {
                bytes: body,
                is_deprecated,
            } = render()?;
            let coding = key.coding.filter(|_| body.len() >= LEAST);
            let bytes = match coding {
                Some(coding) => coding.encode(&body, Effort::Once),
                None => body,
            };
            Ok(EncodedBody {
                bytes: bytes.into(),
                coding,
                is_deprecated,
            })
        })
    }

    /// The links of an answer, made if the cache does not have them. They depend on nothing but the key.
    pub(crate) fn links(&self, key: String, make: impl FnOnce() -> Links) -> Links {
        if let Some(links) = self.links.get(&key) {
            return links;
        }
        let links = make();
        self.links.insert(key, Arc::clone(&links));
        links
    }

    /// Forgets every body.
    pub(crate) fn clear(&self) {
        self.bodies.clear();
    }
}

#[cfg(test)]
#[path = "../../../tests/unit/http/encoding/cache.rs"]
mod tests;
