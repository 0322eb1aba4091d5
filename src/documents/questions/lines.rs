//! Takes a stream of bytes apart into lines, in as much memory as one question may have.

use memchr::memchr;

use super::batch::MAX_BYTES;

/// The byte order mark, with which some programs begin a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The lines of a stream, of which a part has arrived.
#[derive(Default)]
pub struct Lines {
    /// What has arrived and is not taken yet: at most one part of the stream, and the beginning of a line before it.
    arrived: Vec<u8>,
    /// How much of it is taken.
    at: usize,
    /// How much of the rest has no end of line.
    searched: usize,
    /// Whether the rest of a line that was too long is left out.
    is_skipping: bool,
    /// Whether the stream has ended.
    is_whole: bool,
    /// The number of lines that have begun.
    number: usize,
}

/// A line of a stream, with its number from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// A line, without its end.
    Whole(usize, &'a [u8]),
    /// A line of more bytes than one question may have. The rest of it is left out.
    TooLong(usize),
}

impl Lines {
    /// Adds the next part of the stream.
    pub fn add(&mut self, part: &[u8]) {
        self.arrived.drain(..self.at);
        self.at = 0;
        self.arrived.extend_from_slice(part);
    }

    /// The stream has ended: what is left is its last line.
    pub fn end(&mut self) {
        self.is_whole = true;
    }

    /// Whether there may be a line to take, which may have nothing in it.
    pub fn may_have_line(&self) -> bool {
        let rest = &self.arrived[self.at..];
        self.is_whole && !rest.is_empty() || rest.len() > MAX_BYTES || memchr(b'\n', &rest[self.searched..]).is_some()
    }

    /// The next line with something in it; `None` until more has arrived.
    pub fn next_line(&mut self) -> Option<Line<'_>> {
        loop {
            let rest = &self.arrived[self.at..];
            let end = memchr(b'\n', &rest[self.searched..]).map(|end| self.searched + end);
            let is_last = end.is_none() && self.is_whole && !rest.is_empty();
            let Some(length) = end.or_else(|| is_last.then_some(rest.len())) else {
                if self.is_skipping {
                    self.at = self.arrived.len();
                    self.searched = 0;
                    return None;
                }
                self.searched = rest.len();
                if rest.len() <= MAX_BYTES {
                    return None;
                }
                self.is_skipping = true;
                self.number += 1;
                return Some(Line::TooLong(self.number));
            };
            let start = self.at;
            self.at += if is_last { length } else { length + 1 };
            self.searched = 0;
            if std::mem::take(&mut self.is_skipping) {
                continue;
            }
            self.number += 1;
            if length > MAX_BYTES {
                return Some(Line::TooLong(self.number));
            }
            let (from, to) = (start, start + length);
            let has_mark = self.number == 1 && self.arrived[from..to].starts_with(BYTE_ORDER_MARK);
            let from = if has_mark { from + BYTE_ORDER_MARK.len() } else { from };
            if !self.arrived[from..to].trim_ascii().is_empty() {
                return Some(Line::Whole(self.number, &self.arrived[from..to]));
            }
        }
    }
}

#[cfg(test)]
#[path = "../../../tests/unit/documents/questions/lines.rs"]
mod tests;
