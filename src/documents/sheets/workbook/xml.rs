//! Elements and text of XML, without namespaces.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::refused::Refused;

/// A step through a document.
pub(super) enum Step<'xml> {
    Start(Element<'xml>),
    /// The end of an element, with its local name.
    End(String),
    /// A piece of text.
    Text(String),
}

/// An element with its attributes.
pub(super) struct Element<'xml>(BytesStart<'xml>);

/// Goes through a document. No entity is expanded, apart from those that XML defines.
pub(super) struct Xml<'xml>(Reader<&'xml [u8]>);

impl<'xml> Xml<'xml> {
    pub(super) fn of(text: &'xml str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self(reader)
    }

    /// The next step; `None` at the end.
    pub(super) fn step(&mut self) -> Result<Option<Step<'xml>>, Refused> {
        loop {
            let step = match self.0.read_event().map_err(|_| Refused::Unreadable)? {
                Event::Start(element) => Step::Start(Element(element)),
                Event::End(element) => Step::End(element.local_name().as_ref().to_owned()),
                Event::Text(text) => Step::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Step::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().map_err(|_| Refused::Unreadable)?;
                    let known = quick_xml::escape::resolve_xml_entity(&reference);
                    match (character, known) {
                        (Some(character), _) => Step::Text(character.to_string()),
                        (None, Some(known)) => Step::Text(known.to_owned()),
                        (None, None) => return Err(Refused::Unreadable),
                    }
                }
                Event::Eof => return Ok(None),
                _ => continue,
            };
            return Ok(Some(step));
        }
    }

    /// Skips the rest of the element that has just started.
    pub(super) fn skip(&mut self) -> Result<(), Refused> {
        let mut depth = 1_u32;
        while depth > 0 {
            match self.step()? {
                Some(Step::Start(_)) => depth += 1,
                Some(Step::End(_)) => depth -= 1,
                Some(Step::Text(_)) => {}
                None => return Err(Refused::Unreadable),
            }
        }
        Ok(())
    }
}

impl Element<'_> {
    /// The name without a prefix.
    pub(super) fn name(&self) -> String {
        self.0.local_name().as_ref().to_owned()
    }

    /// An attribute by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
        Some(found.value.into_owned())
    }

    /// An attribute with its prefix, where two differ only in that.
    pub(super) fn prefixed(&self, name: &str) -> Option<String> {
        let found = self.0.try_get_attribute(name).ok()??;
        Some(found.value.into_owned())
    }

    /// A number of repetitions; 1 if it is not stated.
    pub(super) fn repeats(&self, name: &str) -> Result<usize, Refused> {
        self.attribute(name)
            .map_or(Ok(1), |number| number.parse().map_err(|_| Refused::TooLarge))
    }
}
