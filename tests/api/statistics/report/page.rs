//! The annual report's page in a real browser: on a telephone, on a desk, on paper.

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::singing_cafe::{EXACT, NAME, PROVIDER, REPORT, own, page, released};
use crate::statistics::report::chromium::Served;
use crate::statistics::report::portable_document::Printed;
use crate::tests;

tests![
    a_page_is_readable_at_every_width,
    other_pages_are_readable_at_every_width,
    a_page_prints_well,
];

/// A small telephone, a tablet and a desk.
const WIDTHS: [u32; 3] = [320, 800, 1280];

const EXACT_2026: &str = "/municipalities/1270/statistics/exact/annual-report?insats=sangcafe&year=2026";

/// Every kind of report: a whole year, one not yet released, the Act's first, and the exact one.
const PAGES: [&str; 4] = ["/public", "/unreleased", "/first", "/exact"];

/// The follow-up for the board, a table of figures, and a report in English.
const OTHER_PAGES: [&str; 3] = ["/follow-up", "/table", "/english"];

/// The pages as the service answers them, under the policy that it sends with them.
async fn served(app: &TestApp) -> Served {
    let token = own();
    let mut pages = Vec::new();
    for (name, path, token) in [
        ("/public", format!("{REPORT}?year=2026"), None),
        ("/unreleased", format!("{REPORT}?year=2027"), None),
        ("/first", format!("{REPORT}?year=2025"), None),
        ("/exact", format!("{EXACT}&year=2026"), Some(token.as_str())),
    ] {
        let answered = page(app, &path, token).await;
        // The page cannot be framed by another site; the test measures it in one of the same site.
        let policy = answered.header("content-security-policy");
        let policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'");
        pages.push((name, answered.text, policy));
    }
    for (name, path, language) in [
        ("/follow-up", "/municipalities/1270/follow-up-report?year=2026", "sv"),
        (
            "/table",
            "/municipalities/1270/statistics/exact?by=month,place&from=2026-01&to=2026-12",
            "sv",
        ),
        ("/english", EXACT_2026, "en"),
    ] {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("accept", "text/html"),
            ("accept-language", language),
            ("authorization", &*bearer),
        ];
        let answered = app.send(reqwest::Method::GET, path, &headers, None).await;
        assert_eq!(answered.status, 200, "{path}: {}", answered.text);
        let policy = answered.header("content-security-policy");
        let policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'");
        pages.push((name, answered.text, policy));
    }
    Served::new(pages)
}

/// Checks what holds at every width.
fn is_readable(path: &str, measured: &serde_json::Value) {
    let width = &measured["width"];
    let none: [String; 0] = [];
    assert_eq!(measured["faults"], serde_json::json!(none), "{path} at {width}");
    let (scrolls, shows) = (measured["scrollWidth"].as_u64(), measured["clientWidth"].as_u64());
    assert!(scrolls <= shows, "{path} at {width}: {scrolls:?} in {shows:?}");
    for member in ["styled", "captions", "scopes", "numbers"] {
        assert_eq!(measured[member], true, "{path} at {width}: {member}");
    }
}

async fn a_page_is_readable_at_every_width(engine: Engine) {
    let app = released(engine).await;
    let served = served(&app).await;
    for path in PAGES {
        for measured in served.measured(path, &WIDTHS) {
            let width = &measured["width"];
            is_readable(path, &measured);
            let year = match path {
                "/unreleased" => 2027,
                "/first" => 2025,
                _ => 2026,
            };
            let mut headings = vec![
                format!("{NAME} {year}"),
                "Månad för månad".into(),
                "Kön".into(),
                "Platser".into(),
                "Utförare".into(),
                if path == "/exact" {
                    "Tillfällen och skattningar"
                } else {
                    "Skattningar"
                }
                .into(),
                "Beslut och uppföljning".into(),
            ];
            // The words in the tables are explained.
            headings.push("Orden i tabellerna".into());
            assert_eq!(measured["headings"], serde_json::json!(headings), "{path} at {width}");
            let text = measured["text"].as_str().expect("text");
            assert!(!text.contains('\u{fffd}') && text.contains(PROVIDER), "{text}");
            assert_eq!(text.starts_with("Exakta uppgifter – sekretessprövas"), path == "/exact");
        }
        for width in WIDTHS {
            let picture = served.pictured(path, (width, 1000), &format!("{}-{width}-{engine}.png", &path[1..]));
            let side = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().expect("four"));
            assert_eq!((side(16), side(20)), (width, 1000), "{path}");
            assert!(picture.len() > 10_000, "{path} at {width} shows something");
        }
    }
}

async fn other_pages_are_readable_at_every_width(engine: Engine) {
    let app = released(engine).await;
    let served = served(&app).await;
    for path in OTHER_PAGES {
        for measured in served.measured(path, &WIDTHS) {
            is_readable(path, &measured);
        }
        for width in WIDTHS {
            served.pictured(path, (width, 1400), &format!("{}-{width}-{engine}.png", &path[1..]));
        }
    }
}

async fn a_page_prints_well(engine: Engine) {
    let app = released(engine).await;
    let served = served(&app).await;
    for (path, figures) in [
        (
            "/public",
            ["496", "+94,7 %", "Parken, Torget och övriga platser tillsammans"],
        ),
        ("/exact", ["346", "+94,7 %", "Exakta uppgifter"]),
        ("/follow-up", ["12 av 12", "Att uppmärksamma", "Det som upphör"]),
        ("/english", ["346", "+94.7%", "Annual report, exact"]),
    ] {
        let printed = Printed::read(&served.printed(path, &format!("{}-{engine}.pdf", &path[1..])));
        // The last page is not nearly empty.
        let last = printed.texts.last().map_or("", String::as_str);
        assert!(
            last.chars().filter(|c| c.is_alphanumeric()).count() > 120,
            "{path}: {last}"
        );
        assert!(
            (1..=if path == "/follow-up" { 8 } else { 3 }).contains(&printed.pages.len()),
            "{path}: {:?}",
            printed.pages
        );
        assert!(
            printed.pages.iter().all(|page| *page == (595, 842)),
            "{path}: {:?}",
            printed.pages
        );
        let text = printed.text.replace('\u{a0}', " ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!text.contains('\u{fffd}'), "{path}: {text}");
        for figure in figures {
            assert!(text.contains(figure), "{path}: {figure} in {text}");
        }
    }
}
