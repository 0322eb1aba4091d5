use std::fs;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

use super::{MOST, RELEASED, current, named, served};

/// The first release did not have the component.
const WITHOUT: &str = "1.0.0";

fn versions(folder: &str, ending: &str) -> Vec<(u32, u32, u32)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let names = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name());
    let mut versions: Vec<_> = names
        .filter_map(|name| parsed(name.to_str()?.strip_suffix(ending)?))
        .collect();
    versions.sort_unstable();
    versions
}

fn parsed(version: &str) -> Option<(u32, u32, u32)> {
    let mut numbers = version.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??, numbers.next()??))
}

#[test]
fn the_last_releases_keep_their_files() {
    let without = parsed(WITHOUT).expect("a version");
    let releases = versions("openapi/released", ".json");
    let with: Vec<_> = releases.into_iter().filter(|version| *version > without).collect();
    let last = with[with.len().saturating_sub(MOST - 1)..].to_vec();
    let kept = versions("src/http/embed/released", ".js");
    assert_eq!(
        kept, last,
        "docs/CONTRIBUTING.md, Releases, says how to keep the component of a release"
    );
    assert_eq!(RELEASED.len(), kept.len(), "RELEASED names each file of the folder");
}

#[test]
fn each_file_is_found_by_its_hash_alone() {
    let file = current();
    assert_eq!(named(&file.hash).map(|named| &named.content), Some(&file.content));
    assert!(named("0000000000000000").is_none());
    assert!(file.integrity().starts_with("sha384-"));
}

#[test]
fn an_upgrade_keeps_the_last_files() {
    let files = served("new".to_owned(), &["5", "4", "3", "2", "1", "0"]);
    let contents: Vec<&str> = files.iter().map(|file| &*file.content).collect();
    assert_eq!(contents, ["new", "5", "4", "3", "2", "1"]);
    let mut hashes: Vec<&str> = files.iter().map(|file| &*file.hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), MOST);
}

#[test]
fn the_file_is_small() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(current().content.as_bytes()).expect("memory");
    let bytes = encoder.finish().expect("memory").len();
    assert!(bytes <= 30_000, "{bytes} bytes compressed");
}
