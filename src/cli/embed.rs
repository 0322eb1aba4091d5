//! `insatskatalog embed`: prints what a web site pastes to embed the component.

use clap::Args;
use url::Url;

use crate::app::origins;
use crate::domain::{Kommunkod, Slug};
use crate::http::embed::component::current;
use crate::http::embed::snippet::{policy, snippet};

use super::environment;
use super::failure::Failure;
use super::terminal::{kommunkod, print, slug};

/// What to embed, and where the service is.
#[derive(Args)]
pub(crate) struct Embed {
    /// The municipality's code.
    #[arg(long, value_parser = kommunkod)]
    municipality: Option<Kommunkod>,
    /// One insats alone, by its slug, instead of the list.
    #[arg(long, value_parser = slug)]
    insats: Option<Slug>,
    /// The public address of the service. Default: the first of `INSATSKATALOG_PUBLIC_URL`.
    #[arg(long, value_parser = address)]
    url: Option<Url>,
    /// Print the file of the component itself, to keep it with a release.
    #[arg(long, conflicts_with_all = ["municipality", "insats", "url"])]
    file: bool,
}

impl Embed {
    pub(crate) fn run(self) -> Result<(), Failure> {
        if self.file {
            print(&current().content);
            return Ok(());
        }
        let origin = if let Some(url) = self.url {
            url.as_str().trim_end_matches('/').to_owned()
        } else {
            let config = environment::config()?;
            origins(&config, config.listen).swap_remove(0)
        };
        let replace = if self.municipality.is_none() {
            "Replace KOMMUNKOD with the code of the municipality.\n\n"
        } else {
            ""
        };
        print(&format!(
            "Paste this where the services should appear:\n\n{}\n{replace}\
             If the site has a Content Security Policy, add to it:\n\n{}",
            snippet(&origin, self.municipality, self.insats.as_ref()),
            policy(&origin),
        ));
        Ok(())
    }
}

/// The address of a service: http or https, without a query, a fragment or a password.
fn address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok().filter(|url| {
        let is_web = matches!(url.scheme(), "https" | "http");
        let is_bare = url.query().is_none() && url.fragment().is_none();
        is_web && is_bare && url.username().is_empty() && url.password().is_none()
    });
    url.ok_or_else(|| "must be an address such as https://api.example.se".into())
}
