//! Exports and templates.

use insatskatalog::documents::embedded::{CATALOGUES, TEMPLATE};
use insatskatalog::documents::node::Value;
use insatskatalog::documents::readers::file::CatalogueFile;
use insatskatalog::documents::sheets::export::export;
use insatskatalog::documents::sheets::template::template;
use insatskatalog::domain::insatser::document::Document;
use insatskatalog::domain::insatser::version::Version;
use insatskatalog::domain::publishing::proposal::Proposal;
use insatskatalog::domain::records::group_record::GroupRecord;

use super::{ENGLISH, SWEDISH, csv_rows, nodes, plain, read_back, text, value};

#[test]
fn no_text_of_an_export_is_taken_for_a_formula() {
    for dangerous in [
        "=1+1",
        "+46",
        "-1",
        "@SUM(A1)",
        "'=1",
        "''@x",
        "＝1",
        "=cmd|' /C calc'!A0",
        "'",
    ] {
        let record = GroupRecord {
            activity: Some(dangerous.into()),
            content: Some(format!("{dangerous}\n=2;\"=3\"")),
            ..plain()
        };
        let sheet = export(std::iter::once(("rebus", &record)));
        let cells = csv_rows(&sheet);
        for cell in &cells[1] {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']),
                "{cell}"
            );
        }
        assert!(read_back(sheet.as_bytes())[0].1 == record, "{dangerous}");
    }
    let tab = GroupRecord {
        content: Some("\t=1".into()),
        ..plain()
    };
    assert!(export(std::iter::once(("rebus", &tab))).contains("'\t=1"));
}

#[test]
fn an_export_has_the_headers_of_the_contract() {
    let sheet = export(std::iter::empty());
    assert_eq!(sheet, format!("\u{feff}{SWEDISH}\r\n"));
    let english =
        nodes(&(ENGLISH.to_owned() + "\nrebus;egen-regi;2025-10-14;1;a;a;a;2;a;a;a;a;3;4;5;6;a;a;a;a;a;a;7;8;9\n"));
    let swedish =
        nodes(&(SWEDISH.to_owned() + "\nrebus;egen-regi;2025-10-14;1;a;a;a;2;a;a;a;a;3;4;5;6;a;a;a;a;a;a;7;8;9\n"));
    assert_eq!(english, swedish);
}

/// Every version in the embedded catalogues.
pub fn versions() -> Vec<Version> {
    let mut versions = Vec::new();
    for (_, text) in CATALOGUES.into_iter().chain([TEMPLATE]) {
        let file = CatalogueFile::read(text, None).unwrap_or_else(|faults| panic!("{faults:?}"));
        for proposed in file.documents {
            if let Proposal::Put(Document::Version(version)) = proposed.proposal {
                versions.push(*version);
            }
        }
    }
    versions
}

#[test]
fn the_template_of_every_insats_reads_as_empty_and_takes_rows() {
    let versions = versions();
    assert!(versions.len() > 15);
    for version in versions {
        let sheet = template(&version, Some("egen-regi"));
        assert!(sheet.starts_with("\u{feff}# Gruppdokumentation för "));
        assert_eq!(value(&nodes(&sheet), "/records"), Value::List(vec![]), "{sheet}");
        let rows = csv_rows(&sheet);
        let (header, whose) = (&rows[rows.len() - 2], &rows[rows.len() - 1]);
        assert_eq!(whose[..2], [version.slug.to_string(), "egen-regi".into()]);
        let date = header.iter().position(|name| name == "datum").expect("a column");
        let filled = sheet.trim_end().to_owned();
        let filled = filled.replacen(
            &whose.join(";"),
            &whose
                .iter()
                .enumerate()
                .map(|(at, cell)| if at == date { "2025-10-14" } else { cell })
                .collect::<Vec<_>>()
                .join(";"),
            1,
        );
        let root = nodes(&filled);
        assert_eq!(value(&root, "/records/0/date"), text("2025-10-14"));
        for place in &version.places {
            assert!(sheet.contains(place.slug.as_str()), "{sheet}");
        }
        for activity in &version.activities {
            assert!(sheet.contains(activity.slug.as_str()), "{sheet}");
        }
    }
}

#[test]
fn a_template_asks_for_what_the_board_demands_and_for_no_text_beside() {
    let all = versions();
    let find = |slug: &str| all.iter().find(|version| version.slug.as_str() == slug).expect("there");
    for version in &all {
        let sheet = template(version, None);
        let rows = csv_rows(&sheet);
        let header = &rows[rows.len() - 2];
        let items = version.documentation.as_ref().map(|rules| &rules.group_level.items);
        let items = serde_json::json!(items.cloned().unwrap_or_default()).to_string();
        for (column, item) in [
            ("metod", "\"method\""),
            ("utfört_av", "\"performedBy\""),
            ("innehåll", "\"content\""),
            ("omfattning", "\"extent\""),
            ("typ_av_stöd", "\"kindOfSupport\""),
            ("mönster", "\"patterns\""),
            ("utvärdering", "\"evaluation\""),
            ("skattning_max", "\"evaluation\""),
        ] {
            assert_eq!(
                header.iter().any(|name| name == column),
                items.contains(item),
                "{column}: {sheet}"
            );
        }
    }
    let sheet = template(find("cafe-kryddan"), None);
    for expected in [
        "Fyll alltid i datum eller",
        "Always fill in datum",
        "stöd till en person i taget",
        "individual support",
    ] {
        assert!(sheet.contains(expected), "{expected}: {sheet}");
    }
}
