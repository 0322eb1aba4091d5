use super::{Line, Lines, MAX_BYTES};

/// The lines of a text that arrives in parts of a size: each number with the text, or nothing if it is too long.
fn lines_of(text: &[u8], part: usize) -> Vec<(usize, Option<Vec<u8>>)> {
    let mut lines = Lines::default();
    let mut found = Vec::new();
    let mut take = |lines: &mut Lines| {
        while let Some(line) = lines.next_line() {
            found.push(match line {
                Line::Whole(number, text) => (number, Some(text.to_vec())),
                Line::TooLong(number) => (number, None),
            });
        }
    };
    for part in text.chunks(part) {
        lines.add(part);
        take(&mut lines);
    }
    lines.end();
    take(&mut lines);
    found
}

#[test]
fn lines_are_the_same_in_parts_of_any_size() {
    let long = vec![b'x'; MAX_BYTES + 1];
    let longest = vec![b'y'; MAX_BYTES];
    let text = [
        b"\xEF\xBB\xBFfirst\r\n\n  \t\nfourth\n",
        &long[..],
        b"\nsixth\n",
        &longest,
        b"\n",
        &long,
    ]
    .concat();
    let wanted = vec![
        (1, Some(b"first\r".to_vec())),
        (4, Some(b"fourth".to_vec())),
        (5, None),
        (6, Some(b"sixth".to_vec())),
        (7, Some(longest)),
        (8, None),
    ];
    for part in [1_009, 4_096, 65_535, 65_536, 65_537, 1_000_000] {
        assert_eq!(lines_of(&text, part), wanted, "{part}");
    }
    let short = b"\xEF\xBB\xBFa\n\nb\r\n\r\nc";
    let wanted = vec![
        (1, Some(b"a".to_vec())),
        (3, Some(b"b\r".to_vec())),
        (5, Some(b"c".to_vec())),
    ];
    for part in 1..=short.len() {
        assert_eq!(lines_of(short, part), wanted, "{part}");
    }
}

#[test]
fn an_empty_stream_has_no_lines() {
    for text in [&b""[..], b"\n", b"\r\n\r\n", b"\xEF\xBB\xBF"] {
        assert!(lines_of(text, 7).is_empty());
    }
}

#[test]
fn a_line_without_end_takes_no_more_memory_than_a_question() {
    let mut lines = Lines::default();
    let part = vec![b'x'; 16 * 1024];
    let mut too_long = 0;
    for _ in 0..1_000 {
        lines.add(&part);
        while let Some(line) = lines.next_line() {
            assert_eq!(line, Line::TooLong(1));
            too_long += 1;
        }
        assert!(lines.arrived.capacity() <= 2 * (MAX_BYTES + part.len()));
    }
    assert_eq!(too_long, 1);
}
