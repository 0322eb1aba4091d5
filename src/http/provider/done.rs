//! The page that says what was done, and leads on.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::Text;
use crate::domain::records::rules::RecordWarning;
use crate::domain::text::text;
use crate::http::call::Call;
use crate::http::html::answer::uncached_page;
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::problems::Problem;

use super::stream::{Stream, StreamNames};

#[derive(Template)]
#[template(path = "provider/done.html")]
struct Done {
    layout: Layout,
    title: String,
    what: String,
    names: StreamNames,
    warnings: Vec<String>,
    /// The pages that follow: their addresses and the words of the links.
    next: Vec<(String, String)>,
}

/// A page with what was done in the stream of a provider.
pub(super) fn done(
    call: &Call,
    language: &PageLanguage,
    stream: Stream,
    (title, what): (&Text, &Text),
    warnings: impl IntoIterator<Item = Text>,
) -> Result<HttpResponse, Problem> {
    let address = stream.address();
    let say = |text: Text| language.say(&text).to_owned();
    let page = Done {
        title: language.say(title).to_owned(),
        what: language.say(what).to_owned(),
        warnings: warnings
            .into_iter()
            .map(|warning| language.say(&warning).to_owned())
            .collect(),
        next: vec![
            (language.link(&format!("{address}/records")), say(see_records())),
            (language.link(&address), say(text!("Till insatsen", "To the service"))),
        ],
        layout: stream.layout_below(call, language, &address),
        names: stream.names,
    };
    uncached_page(StatusCode::OK, language, &page)
}

/// The warnings about a record that a provider can do something about, in words.
pub(super) fn in_words(warnings: Vec<RecordWarning>) -> impl Iterator<Item = Text> {
    let own = warnings.into_iter().filter(RecordWarning::is_for_provider);
    own.map(|warning| warning.text)
}

/// The words of a link to the records of a provider.
pub(super) fn see_records() -> Text {
    text!("Se det ni har lämnat in", "See what you have handed in")
}
