//! What the documents name exists.

use std::fs;
use std::path::Path;

const NATIONAL_PROFILE: &str = include_str!("../../docs/national-profile.md");

#[test]
fn the_tests_of_the_national_profile_exist() {
    let rows = NATIONAL_PROFILE.lines().filter(|line| line.starts_with("| ")).skip(1);
    let mut named = 0;
    let mut missing = Vec::new();
    for row in rows {
        let test = row.rsplit('|').nth(1).map_or("", str::trim).trim_matches('`');
        if test == "—" {
            continue;
        }
        named += 1;
        let (module, name) = test.rsplit_once("::").unwrap_or_else(|| panic!("a test in {row}"));
        let file = format!("tests/api/{}", module.replace("::", "/"));
        let forms = [".rs", "/mod.rs"].map(|ending| fs::read_to_string(Path::new(&format!("{file}{ending}"))));
        let source: String = forms.into_iter().flatten().collect();
        if !source.contains(&format!("async fn {name}(")) {
            missing.push(test);
        }
    }
    assert!(named > 60, "{named}");
    assert_eq!(missing, Vec::<&str>::new());
}
