//! Lines of iCalendar: escaped texts, and lines of at most 75 octets (RFC 5545, sections 3.1 and 3.3.11).

/// The longest line, without its line break.
const LONGEST: usize = 75;

/// Lines of a calendar.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// Adds a property with a value that is no text.
    pub(super) fn add(&mut self, property: &str, value: &str) {
        let mut length = 0;
        for character in format!("{property}:{value}").chars() {
            if length + character.len_utf8() > LONGEST {
                // A line that begins with a space continues the one before.
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(character);
            length += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// Adds a property with a text.
    pub(super) fn add_text(&mut self, property: &str, text: &str) {
        let mut escaped = String::new();
        for character in text.chars() {
            match character {
                '\\' | ';' | ',' => escaped.extend(['\\', character]),
                '\n' => escaped.push_str("\\n"),
                '\r' => {}
                _ => escaped.push(character),
            }
        }
        self.add(property, &escaped);
    }

    /// Adds lines that are written already.
    pub(super) fn add_written(&mut self, lines: &str) {
        for line in lines.lines() {
            self.0.push_str(line);
            self.0.push_str("\r\n");
        }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn escapes_and_folds() {
        let mut lines = Lines::default();
        lines.add_text("SUMMARY", &format!("å;,\\\nb{}", "ö".repeat(60)));
        let written = String::from_utf8(lines.into_bytes()).expect("text");
        assert!(written.starts_with("SUMMARY:å\\;\\,\\\\\\nb"));
        assert!(written.lines().count() == 2 && written.lines().all(|line| line.len() <= 75));
        let unfolded = written.replace("\r\n ", "");
        assert!(unfolded.ends_with(&format!("{}\r\n", "ö".repeat(60))));
    }
}
