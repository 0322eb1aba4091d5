//! The settings about who publishes the data, and where to report a vulnerability.

use strum::VariantNames as _;
use url::Url;

use crate::domain::contact::is_email;
use crate::domain::publisher::{Publisher, PublisherKind};

use super::error::{ConfigError, ConfigErrors};
use super::value::parsed;

const NAME: &str = "INSATSKATALOG_PUBLISHER";
const KIND: &str = "INSATSKATALOG_PUBLISHER_TYPE";
const LICENCE: &str = "INSATSKATALOG_LICENCE";
const SECURITY_CONTACT: &str = "INSATSKATALOG_SECURITY_CONTACT";

/// What others see of the operator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenData {
    /// `INSATSKATALOG_PUBLISHER`, `INSATSKATALOG_PUBLISHER_TYPE` and `INSATSKATALOG_LICENCE`: who publishes the data, the kind
    /// of organisation, and the licence; default none: `/datasets/dcat` then answers 404.
    pub publisher: Option<Publisher>,
    /// `INSATSKATALOG_SECURITY_CONTACT`: the address, `mailto:` or https, that `/.well-known/security.txt` shows; default
    /// none: it then answers 404.
    pub security_contact: Option<String>,
}

/// Reads the settings. What cannot be used is among the errors.
pub(super) fn open_data(get: &impl Fn(&str) -> Option<String>, errors: &mut ConfigErrors) -> OpenData {
    let contact = get(SECURITY_CONTACT).map(|text| security_contact(&text));
    OpenData {
        publisher: publisher(get, errors),
        security_contact: errors.collect(contact.transpose()).flatten(),
    }
}

fn publisher(get: &impl Fn(&str) -> Option<String>, errors: &mut ConfigErrors) -> Option<Publisher> {
    let stated = [NAME, KIND, LICENCE].map(&get);
    let [name, kind_text, licence_text] = stated.clone();
    let kind = kind_text.map(|text| kind(&text)).transpose();
    let licence = licence_text.map(|text| licence(&text)).transpose();
    let (kind, licence) = (errors.collect(kind).flatten(), errors.collect(licence).flatten());
    for (variable, value) in [NAME, KIND, LICENCE].into_iter().zip(&stated) {
        if value.is_none() && stated.iter().any(Option::is_some) {
            let others = [NAME, KIND, LICENCE].into_iter().filter(|other| *other != variable);
            let problem = format!("is required with {}", others.collect::<Vec<_>>().join(" and "));
            errors.0.push(ConfigError::new(variable, problem));
        }
    }
    Some(Publisher {
        name: name?.trim().to_owned(),
        kind: kind?,
        licence: licence?,
    })
}

fn kind(text: &str) -> Result<PublisherKind, ConfigError> {
    parsed(KIND, text, &format!("one of {}", PublisherKind::VARIANTS.join(", ")))
}

fn licence(text: &str) -> Result<String, ConfigError> {
    const WANTED: &str = "an http or https address, such as http://creativecommons.org/publicdomain/zero/1.0/";
    let url: Url = parsed(LICENCE, text, WANTED)?;
    if matches!(url.scheme(), "http" | "https") {
        Ok(url.into())
    } else {
        Err(ConfigError::new(LICENCE, format!("must be {WANTED}")))
    }
}

/// Where to report a vulnerability, as an address.
fn security_contact(text: &str) -> Result<String, ConfigError> {
    const WANTED: &str = "the e-mail address of a function, such as it-sakerhet@example.se, or an https address";
    let text = text.trim();
    if is_email(text) {
        return Ok(format!("mailto:{text}"));
    }
    let url: Url = parsed(SECURITY_CONTACT, text, WANTED)?;
    if url.scheme() == "https" {
        Ok(url.into())
    } else {
        Err(ConfigError::new(SECURITY_CONTACT, format!("must be {WANTED}")))
    }
}
