//! The Markdown of the specification as HTML.

use pulldown_cmark::{Event, Parser, Tag, TagEnd, html};

/// Paragraphs. HTML in the Markdown is shown as text.
pub(crate) fn paragraphs(markdown: &str) -> String {
    let mut page = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut page, Parser::new(markdown).map(as_text));
    page
}

/// A text without a paragraph of its own.
pub(crate) fn phrase(markdown: &str) -> String {
    let is_within = |event: &Event| !matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph));
    let mut phrase = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut phrase, Parser::new(markdown).filter(is_within).map(as_text));
    phrase
}

fn as_text(event: Event) -> Event {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{paragraphs, phrase};

    #[test]
    fn markup_is_kept_and_html_is_text() {
        assert_eq!(paragraphs("En `kod`."), "<p>En <code>kod</code>.</p>\n");
        assert_eq!(
            phrase("A *b* <i>c</i> & d"),
            "A <em>b</em> &lt;i&gt;c&lt;/i&gt; &amp; d"
        );
    }
}
