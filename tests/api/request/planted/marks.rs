//! Values that no answer, log or database may have, and the search for them.

use std::collections::HashMap;

/// How many bytes of a mark are searched for.
const SOUGHT: usize = 10;

/// A value to send, and the parts of it that would show it anywhere.
struct Mark {
    sent: String,
    sought: Vec<[u8; SOUGHT]>,
}

/// Unique values: identity numbers, names, addresses, tokens and words, always the same in each run.
#[derive(Default)]
pub struct Marks {
    state: u64,
    kind: usize,
    planted: Vec<Mark>,
}

impl Marks {
    /// How many there are.
    pub const fn len(&self) -> usize {
        self.planted.len()
    }

    /// Forgets the marks from one number to another, whose request stored them lawfully.
    pub fn forget(&mut self, from: usize, to: usize) {
        for mark in &mut self.planted[from..to] {
            mark.sought.clear();
        }
    }

    /// A mark of the next kind.
    pub fn next(&mut self) -> String {
        self.kind += 1;
        match self.kind % 10 {
            0 => self.number(|day, last| format!("19{day}-{last}")),
            1 => self.number(|day, last| format!("{day}{last}")),
            2 => self.number(|day, last| format!("19{day}{last}")),
            3 => self.phone(),
            4 => self.text(|one, two| format!("{}{} {two}son", one[..1].to_uppercase(), &one[1..])),
            5 => self.text(|one, two| format!("{one}@{two}.example.se")),
            6 => self.text(|one, two| format!("eyJhbGciOiJub25lIn0.{one}.{two}")),
            7 => self.text(|one, two| format!("'; DROP TABLE {one}; -- \"{two}%{{}}")),
            _ => self.word(),
        }
    }

    /// A word that could be the name of anything.
    pub fn word(&mut self) -> String {
        let word = self.letters();
        self.plant(word.clone(), vec![sought(&word)])
    }

    /// An identity number in the middle of the id of a trace.
    pub fn traceparent(&mut self) -> String {
        let number = self.number(|day, last| format!("19{day}{last}"));
        format!("00-00000000000000000000{number}-00f067aa0ba902b7-01")
    }

    /// The marks from a number on that a text has.
    pub fn found_in(&self, text: &[u8], from: usize) -> Vec<&str> {
        let text = text.to_ascii_lowercase();
        let planted = self.planted[from..].iter();
        let parts = planted.flat_map(|mark| mark.sought.iter().map(|part| (part.as_slice(), mark.sent.as_str())));
        let parts: HashMap<&[u8], &str> = parts.collect();
        text.windows(SOUGHT)
            .filter_map(|window| parts.get(window).copied())
            .collect()
    }

    fn plant(&mut self, sent: String, sought: Vec<[u8; SOUGHT]>) -> String {
        self.planted.push(Mark {
            sent: sent.clone(),
            sought,
        });
        sent
    }

    fn random(&mut self, below: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed >> 33) % below as u64).expect("small")
    }

    fn letters(&mut self) -> String {
        const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz";
        (0..SOUGHT)
            .map(|_| char::from(LETTERS[self.random(LETTERS.len())]))
            .collect()
    }

    fn text(&mut self, write: fn(&str, &str) -> String) -> String {
        let (one, two) = (self.letters(), self.letters());
        let parts = vec![sought(&one), sought(&two)];
        self.plant(write(&one, &two), parts)
    }

    fn phone(&mut self) -> String {
        let last = format!("{:07}", self.random(10_000_000));
        let parts = vec![sought(&format!("070{last}")), sought(&format!("70-{last}"))];
        self.plant(format!("070-{last}"), parts)
    }

    /// An identity number with a right check digit, of a person or (from day 61) a coordination number.
    fn number(&mut self, write: fn(&str, &str) -> String) -> String {
        let (year, month) = (30 + self.random(70), 1 + self.random(12));
        let day = 1 + self.random(28) + 60 * self.random(2);
        let day = format!("{year:02}{month:02}{day:02}");
        let serial = format!("{:03}", self.random(1000));
        let digits = format!("{day}{serial}");
        let sum: u32 = digits
            .bytes()
            .enumerate()
            .map(|(at, digit)| {
                let product = u32::from(digit - b'0') * (2 - u32::from(at % 2 == 1));
                product / 10 + product % 10
            })
            .sum();
        let last = format!("{serial}{}", (10 - sum % 10) % 10);
        let parts = vec![
            sought(&format!("{day}{last}")),
            sought(&format!("{}-{last}", &day[1..])),
        ];
        self.plant(write(&day, &last), parts)
    }
}

fn sought(part: &str) -> [u8; SOUGHT] {
    part.as_bytes().try_into().expect("as many bytes as are searched for")
}
