//! The files that pages load. Each has its hash in its address, so that browsers keep it for good.

use std::sync::LazyLock;

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::domain::hash::sha256;
use crate::http::problems::{Kind, Problem};
use crate::http::response::{Freshness, text};

/// The route of the files.
pub(crate) const PATH: &str = "/assets/{hash}/{file}";

/// How many digits of the hash are in an address.
const DIGITS: usize = 16;

/// A file that pages load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asset {
    /// The style of all pages.
    Style,
    /// The icon of the tab.
    Icon,
    /// The style of the page that shows the component.
    Demo,
}

impl Asset {
    const ALL: [Self; 3] = [Self::Style, Self::Icon, Self::Demo];

    /// The name, the media type and the content.
    const fn file(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Style => ("page.css", "text/css; charset=utf-8", include_str!("page.css")),
            Self::Icon => ("icon.svg", "image/svg+xml", include_str!("icon.svg")),
            Self::Demo => (
                "demo.css",
                "text/css; charset=utf-8",
                include_str!("../embed/demo/demo.css"),
            ),
        }
    }

    fn hash(self) -> &'static str {
        static HASHES: LazyLock<[String; Asset::ALL.len()]> = LazyLock::new(|| {
            Asset::ALL.map(|asset| {
                let mut hash = sha256(asset.file().2);
                hash.truncate(DIGITS);
                hash
            })
        });
        &HASHES[self as usize]
    }

    /// The address, without the origin.
    pub(crate) fn address(self) -> String {
        format!("/assets/{}/{}", self.hash(), self.file().0)
    }
}

/// Serves a file. A page of another release may ask for it with another hash, and gets the file of this one.
pub(crate) async fn asset(path: web::Path<(String, String)>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (hash, file) = path.into_inner();
    let asset = Asset::ALL.into_iter().find(|asset| asset.file().0 == file);
    let asset = asset.ok_or(Problem::of(Kind::UnknownPath))?;
    let (name, media_type, content) = asset.file();
    let mut answer = text(&request, &Freshness::BUILD_ONLY, media_type, name, || {
        Ok(content.as_bytes().to_vec())
    })?;
    if hash == asset.hash() {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        answer.headers_mut().insert(header::CACHE_CONTROL, forever);
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::Asset;

    #[test]
    fn each_has_its_own_address() {
        let addresses = Asset::ALL.map(Asset::address);
        assert!(addresses[0] != addresses[1]);
        for (asset, address) in Asset::ALL.into_iter().zip(&addresses) {
            assert!(address.ends_with(asset.file().0), "{address}");
        }
    }
}
