//! The texts of the pages that are written as HTML.

use super::PrintedText;

/// The name and the source of each page.
const PAGES: [(&str, &str); 1] = [("front page", include_str!("../../http/service/front_page.html"))];

/// What begins and ends an expression of the template.
const EXPRESSIONS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// Elements within a line of text.
const INLINE: [&str; 4] = ["a", "span", "small", "svg"];

/// The lines of the pages.
pub(super) fn pages() -> Vec<PrintedText> {
    let mut texts = Vec::new();
    for (room, page) in PAGES {
        let begins = page.find("<body>").unwrap_or_default();
        // What follows the heading in English is in English.
        let (swedish, english) = page[begins..]
            .split_once("<div lang=\"en\">")
            .unwrap_or((&page[begins..], ""));
        let mut add = |sv: String, en: String| {
            texts.push(PrintedText {
                room: room.to_owned(),
                of: String::new(),
                sv,
                en,
            });
        };
        for line in lines(swedish) {
            add(line, String::new());
        }
        for line in lines(english) {
            add(String::new(), line);
        }
    }
    texts
}

/// The lines of text of a page, without tags and expressions.
fn lines(page: &str) -> Vec<String> {
    let mut text = String::new();
    let mut rest = page;
    while let Some(at) = rest.find(['<', '{']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let expression = EXPRESSIONS.iter().find(|(begin, _)| rest.starts_with(begin));
        let end = match expression {
            Some((begin, end)) => {
                text.push_str(if *begin == "{{" { "…" } else { "\0" });
                end
            }
            None if rest.starts_with('<') => {
                let name = rest[1..].trim_start_matches('/');
                let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                text.push_str(if INLINE.contains(&name) { "" } else { "\0" });
                ">"
            }
            None => {
                text.push('{');
                "{"
            }
        };
        rest = rest.find(end).map_or("", |at| &rest[at + end.len()..]);
    }
    text.push_str(rest);
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines = text.split('\0').map(words);
    lines.filter(|line| line.chars().any(char::is_alphabetic)).collect()
}
