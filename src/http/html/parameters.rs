//! The parameters of a page's address. A form sends empty ones, and links from elsewhere add others, so both are ignored.

use actix_web::HttpRequest;

use crate::documents::faults::Faults;
use crate::documents::node::{Node, Value};
use crate::domain::Text;

/// The parameters of a page's address.
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(crate) fn of(request: &HttpRequest) -> Self {
        let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
        Self(
            pairs
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        )
    }

    /// No parameters.
    pub(crate) const fn none() -> Self {
        Self(Vec::new())
    }

    /// A parameter, if it has a value.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let named = self.0.iter().filter(|(other, _)| other == name);
        let mut values = named.map(|(_, value)| value.trim());
        values.find(|value| !value.is_empty())
    }

    /// Reads a parameter. An error says what to do, and never repeats the value.
    pub(crate) fn read<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Node, &mut Faults) -> Option<T>,
    ) -> Result<Option<T>, Text> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let node = Node::new(Value::Text(value.to_owned()), format!("/query/{name}"), None);
        let mut faults = Faults::strict();
        let value = read(&node, &mut faults);
        faults.end(value).map(Some).map_err(|faults| {
            let first = faults.into_iter().next();
            first.map_or(Text::fixed("", ""), |fault| fault.detail)
        })
    }
}
