//! Reads what a browser printed (PDF): how large its pages are, and the text on them.

use std::collections::HashMap;
use std::io::Read as _;

use flate2::read::ZlibDecoder;

/// A printed document.
pub struct Printed {
    /// The width and height of each page, in whole points.
    pub pages: Vec<(i32, i32)>,
    /// The text of all pages, with spaces between its parts.
    pub text: String,
    /// The text of each page.
    pub texts: Vec<String>,
}

/// The letters of a font's numbers.
type Letters = HashMap<u16, String>;

impl Printed {
    /// Reads a document as Chromium writes it: every object in the open, text as numbers of a font's letters.
    pub fn read(file: &[u8]) -> Self {
        let objects = objects(file);
        let mut printed = Self {
            pages: Vec::new(),
            text: String::new(),
            texts: Vec::new(),
        };
        let letters: HashMap<u32, Letters> = objects
            .iter()
            .filter_map(|(number, object)| {
                let map = reference(&object.head, "/ToUnicode")?;
                Some((*number, letters(&objects.get(&map)?.content)))
            })
            .collect();
        let mut pages: Vec<(&u32, &Object)> = objects
            .iter()
            .filter(|(_, object)| object.head.contains("/Type /Page\n"))
            .collect();
        pages.sort_by_key(|(number, _)| **number);
        for (_, page) in pages {
            let (_, size) = page.head.split_once("/MediaBox [").expect("a size");
            let (size, _) = size.split_once(']').expect("its end");
            let sides: Vec<f64> = size.split(' ').map(|side| side.parse().expect("a number")).collect();
            #[expect(clippy::cast_possible_truncation, reason = "pages are small")]
            printed.pages.push((sides[2].round() as i32, sides[3].round() as i32));
            let (_, fonts) = page.head.split_once("/Font <<").expect("fonts");
            let (fonts, _) = fonts.split_once(">>").expect("their end");
            let words: Vec<&str> = fonts.split_whitespace().collect();
            let fonts: HashMap<&str, &Letters> = words
                .chunks(4)
                .filter_map(|font| Some((font[0], letters.get(&font.get(1)?.parse().ok()?)?)))
                .collect();
            let content = reference(&page.head, "/Contents").expect("a content");
            let mut text = String::new();
            add_text(&objects[&content].content, &fonts, &mut text);
            printed.text.push_str(&text);
            printed.texts.push(text);
        }
        printed
    }
}

/// An object: its dictionary and its content.
struct Object {
    head: String,
    content: String,
}

fn objects(file: &[u8]) -> HashMap<u32, Object> {
    let find = |from: usize, what: &[u8]| {
        let found = file[from..].windows(what.len()).position(|part| part == what);
        found.map(|at| from + at)
    };
    let mut objects = HashMap::new();
    let mut from = 0;
    while let Some(begins) = find(from, b" 0 obj\n") {
        let line = file[..begins]
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let number: u32 = String::from_utf8_lossy(&file[line..begins]).parse().expect("a number");
        let ends = find(begins, b"endobj").expect("an end");
        let streams = find(begins, b"stream\n").filter(|at| *at < ends);
        let head_ends = streams.unwrap_or(ends);
        let head = String::from_utf8_lossy(&file[begins + 7..head_ends]).into_owned();
        let mut content = String::new();
        from = ends;
        if let Some(at) = streams {
            let length: usize = word_after(&head, "/Length")
                .and_then(|length| length.parse().ok())
                .expect("a length");
            let held = &file[at + 7..at + 7 + length];
            if head.contains("/FlateDecode") && !head.contains("/Subtype /Image") {
                let mut read = Vec::new();
                ZlibDecoder::new(held).read_to_end(&mut read).expect("what was packed");
                content = String::from_utf8_lossy(&read).into_owned();
            }
            from = find(at + 7 + length, b"endobj").expect("an end");
        }
        objects.insert(number, Object { head, content });
    }
    objects
}

fn word_after<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let (_, rest) = head.split_once(&format!("{name} "))?;
    rest.split(|letter: char| letter.is_whitespace() || letter == '>')
        .next()
}

fn reference(head: &str, name: &str) -> Option<u32> {
    word_after(head, name)?.parse().ok()
}

/// Reads which letters the numbers of a font stand for.
fn letters(map: &str) -> Letters {
    let mut letters = Letters::new();
    let number = |text: &str| u16::from_str_radix(text.trim_matches(['<', '>']), 16).expect("a number");
    let written = |text: &str| {
        let text = text.trim_matches(['<', '>']);
        let units: Vec<u16> = (0..text.len() / 4)
            .map(|at| number(&text[at * 4..at * 4 + 4]))
            .collect();
        String::from_utf16(&units).expect("letters")
    };
    let mut words = map.split_whitespace();
    while let Some(word) = words.next() {
        let per_line = match word {
            "beginbfchar" => 2,
            "beginbfrange" => 3,
            _ => continue,
        };
        loop {
            let line: Vec<&str> = words
                .by_ref()
                .take(1)
                .take_while(|word| word.starts_with('<'))
                .collect();
            let Some(first) = line.first() else {
                break;
            };
            let rest: Vec<&str> = words.by_ref().take(per_line - 1).collect();
            if per_line == 2 {
                letters.insert(number(first), written(rest[0]));
            } else {
                let letter = written(rest[1]);
                let begins = letter.chars().next().map_or(0, u32::from);
                for (more, at) in (number(first)..=number(rest[0])).enumerate() {
                    let letter = char::from_u32(begins + u32::try_from(more).expect("few")).expect("a letter");
                    letters.insert(at, letter.to_string());
                }
            }
        }
    }
    letters
}

/// Adds the text of a page: joins one piece, and puts spaces between pieces.
fn add_text(content: &str, fonts: &HashMap<&str, &Letters>, text: &mut String) {
    let mut font: Option<&Letters> = None;
    let mut before = "";
    for word in content.split([' ', '\n']) {
        if word.starts_with('/') {
            before = word;
        } else if word == "Tf" {
            font = fonts.get(before).copied();
        } else if word == "ET" {
            text.push(' ');
        }
        let Some(font) = font else {
            continue;
        };
        for part in word.split('<').skip(1).filter_map(|part| part.split_once('>')) {
            let numbers = part.0.as_bytes().chunks(4);
            for number in numbers.filter_map(|number| std::str::from_utf8(number).ok()) {
                let letter = u16::from_str_radix(number, 16)
                    .ok()
                    .and_then(|number| font.get(&number));
                text.push_str(letter.map_or("\u{fffd}", String::as_str));
            }
        }
    }
}
