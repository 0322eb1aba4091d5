//! Reads YAML 1.2 into nodes, and writes documents as YAML.

use saphyr::{Scalar, Yaml, YamlEmitter};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput};

use crate::domain::text::text;
use crate::domain::{Code, Fault, Text};

use super::json::{too_deep, too_many_members};
use super::node::{DEEPEST, Node, Room, Value, member_pointer};

/// Reads one YAML document. JSON is YAML too.
///
/// # Errors
/// One fault if the text is not YAML, has several documents, an alias or a tag, or is nested too deeply or has too many values.
pub fn read(text: &str) -> Result<Node, Fault> {
    let mut events = Events {
        parser: Parser::new_from_str(text),
        room: Room::LIMITED,
    };
    loop {
        match events.next()? {
            (Event::StreamStart | Event::DocumentStart(_), _) => {}
            (Event::StreamEnd, _) => {
                return Err(fault(Code::Empty, None, text!("Filen är tom.", "The file is empty.")));
            }
            (first, span) => {
                let root = events.node(first, span, String::new(), 0)?;
                return match (events.next()?, events.next()?) {
                    ((Event::DocumentEnd, _), (Event::StreamEnd, _)) => Ok(root),
                    (_, (_, span)) => Err(fault(
                        Code::Syntax,
                        Some(span.start.line()),
                        text!(
                            "Filen ska innehålla ett enda dokument.",
                            "The file must hold a single document."
                        ),
                    )),
                };
            }
        }
    }
}

/// Writes a JSON value as YAML that reads back as the same value.
pub fn write(value: &serde_json::Value) -> String {
    let mut text = String::new();
    YamlEmitter::new(&mut text)
        .dump(&yaml(value))
        .expect("writing to a string does not fail");
    text.push('\n');
    text
}

fn yaml(value: &serde_json::Value) -> Yaml<'_> {
    use serde_json::Value as Json;
    match value {
        Json::Null => Yaml::Value(Scalar::Null),
        Json::Bool(value) => Yaml::Value(Scalar::Boolean(*value)),
        Json::Number(number) => Yaml::Value(number.as_i64().map_or_else(
            || Scalar::FloatingPoint(number.as_f64().unwrap_or_default().into()),
            Scalar::Integer,
        )),
        Json::String(text) => Yaml::Value(Scalar::String(text.as_str().into())),
        Json::Array(items) => Yaml::Sequence(items.iter().map(yaml).collect()),
        Json::Object(members) => Yaml::Mapping(
            members
                .iter()
                .map(|(name, value)| (Yaml::Value(Scalar::String(name.as_str().into())), yaml(value)))
                .collect(),
        ),
    }
}

fn fault(code: Code, line: Option<usize>, detail: Text) -> Fault {
    Fault {
        line,
        ..Fault::new("", code, detail)
    }
}

struct Events<'text> {
    parser: Parser<'text, StrInput<'text>>,
    room: Room,
}

impl<'text> Events<'text> {
    fn next(&mut self) -> Result<(Event<'text>, Span), Fault> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(not_yaml(&error)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event, span: Span, pointer: String, depth: usize) -> Result<Node, Fault> {
        let line = Some(span.start.line());
        if depth > DEEPEST {
            return Err(too_deep(line));
        }
        let too_many = || Fault {
            line,
            ..too_many_members()
        };
        self.room.take(&pointer).ok_or_else(too_many)?;
        let value = match event {
            Event::Scalar(text, style, 0, None) => scalar(&text, style),
            Event::SequenceStart(0, None) => Value::List(self.items(&pointer, depth)?),
            Event::MappingStart(0, None) => Value::Object(self.members(&pointer, depth)?),
            _ => {
                return Err(fault(
                    Code::Syntax,
                    line,
                    text!(
                        "Ankare, alias och taggar används inte här: skriv värdet i stället.",
                        "Anchors, aliases and tags are not used here: write the value instead."
                    ),
                ));
            }
        };
        Ok(Node::new(value, pointer, line))
    }

    fn items(&mut self, pointer: &str, depth: usize) -> Result<Vec<Node>, Fault> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(items);
            }
            items.push(self.node(event, span, format!("{pointer}/{}", items.len()), depth + 1)?);
        }
    }

    fn members(&mut self, pointer: &str, depth: usize) -> Result<Vec<(String, Node)>, Fault> {
        let mut members = Vec::new();
        loop {
            let name = match self.next()? {
                (Event::MappingEnd, _) => return Ok(members),
                (Event::Scalar(name, _, 0, None), _) => name.into_owned(),
                (_, span) => {
                    return Err(fault(
                        Code::Syntax,
                        Some(span.start.line()),
                        text!("Fältets namn ska vara en text.", "The name of a field must be a text."),
                    ));
                }
            };
            let (event, span) = self.next()?;
            let node = self.node(event, span, member_pointer(pointer, &name), depth + 1)?;
            members.push((name, node));
        }
    }
}

/// The value of a scalar in the core schema of YAML 1.2. A quoted scalar is always text.
fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if is_number(text) => Value::Number(text.to_owned()),
        _ => Value::Text(text.to_owned()),
    }
}

fn is_number(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    starts && text.bytes().any(|b| b.is_ascii_digit()) && text.parse::<f64>().is_ok()
}

fn not_yaml(error: &ScanError) -> Fault {
    fault(
        Code::Syntax,
        Some(error.marker().line()),
        text!(
            "Innehållet är inte giltig YAML: se indrag, kolon och citattecken på raden.",
            "The content is not valid YAML: look at indentation, colons and quotes on the line."
        ),
    )
}

#[cfg(test)]
#[path = "../../tests/unit/documents/yaml.rs"]
mod tests;
