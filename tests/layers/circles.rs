//! Circles of imports: to understand one file of a circle, a reader must read them all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::sources::Sources;

/// The most files in a folder.
const MAX_FILES: usize = 22;

/// The problems of a crate: circles of files and of modules, and crowded folders.
fn faults(sources: &Sources) -> Vec<String> {
    let imports = sources.imports();
    let of_files = imports
        .iter()
        .map(|(module, imported)| {
            (
                module.join("::"),
                imported.iter().map(|other| other.join("::")).collect(),
            )
        })
        .collect();
    let mut of_folders: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, imported) in &imports {
        let folder = sources.folder(module);
        let folders = imported
            .iter()
            .map(|other| sources.folder(other))
            .filter(|other| *other != folder);
        of_folders.entry(folder.clone()).or_default().extend(folders);
    }
    let circle = |kind: &str, members: BTreeSet<String>| format!("a circle of {kind}: {members:?}");
    let mut faults: Vec<String> = circles(&of_files)
        .into_iter()
        .map(|files| circle("files", files))
        .collect();
    faults.extend(
        circles(&of_folders)
            .into_iter()
            .map(|folders| circle("folders", folders)),
    );
    let crowded = sources
        .folder_sizes()
        .into_iter()
        .filter(|(_, files)| *files > MAX_FILES);
    faults.extend(crowded.map(|(folder, files)| format!("{} holds {files} files", folder.display())));
    faults
}

/// The strongly connected components of a graph with more than one member.
fn circles(graph: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<BTreeSet<String>> {
    let reach: BTreeMap<&String, BTreeSet<&String>> = graph.keys().map(|from| (from, reachable(graph, from))).collect();
    let component = |of: &&String| {
        let members = reach[*of]
            .iter()
            .filter(|other| reach.get(**other).is_some_and(|back| back.contains(*of)));
        members.map(|member| (*member).clone()).collect::<BTreeSet<_>>()
    };
    reach
        .keys()
        .map(component)
        .filter(|members| members.len() > 1)
        .collect()
}

fn reachable<'a>(graph: &'a BTreeMap<String, BTreeSet<String>>, from: &String) -> BTreeSet<&'a String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&String> = graph[from].iter().collect();
    while let Some(next) = open.pop() {
        if found.insert(next) {
            open.extend(graph.get(next).into_iter().flatten());
        }
    }
    found
}

#[test]
fn the_crate_has_no_circle_and_no_crowded_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(faults(&Sources::at(&root)), Vec::<String>::new());
}

fn built(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    folder
}

#[test]
fn a_planted_circle_of_files_is_found() {
    let folder = built(&[
        ("a/mod.rs", "pub mod one;\npub mod two;\n"),
        ("a/one.rs", "use super::two::Two;\n"),
        ("a/two.rs", "fn two() { crate::a::one::one(); }\n"),
    ]);
    let found = faults(&Sources::at(folder.path()));
    assert_eq!(found, ["a circle of files: {\"a::one\", \"a::two\"}"]);
}

#[test]
fn a_planted_circle_of_a_folder_and_its_file_is_found() {
    let folder = built(&[
        ("a/mod.rs", "pub mod one;\nuse one::One;\npub struct All;\n"),
        ("a/one.rs", "use super::All;\n"),
    ]);
    assert_eq!(
        faults(&Sources::at(folder.path())),
        ["a circle of files: {\"a\", \"a::one\"}"]
    );
}

#[test]
fn a_planted_circle_through_an_imported_module_is_found() {
    let folder = built(&[
        ("a/mod.rs", "pub mod b;\npub mod routes;\n"),
        ("a/b/mod.rs", "pub mod handler;\n"),
        ("a/b/handler.rs", "use crate::a::routes::routes;\n"),
        ("a/routes.rs", "use super::{b};\nfn routes() { b::handler::get(); }\n"),
    ]);
    let found = faults(&Sources::at(folder.path()));
    assert!(
        found.contains(&"a circle of files: {\"a::b::handler\", \"a::routes\"}".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_planted_circle_of_folders_is_found() {
    let folder = built(&[
        ("floor/a/mod.rs", "pub mod high;\npub mod low;\n"),
        (
            "floor/a/high.rs",
            "use crate::floor::b::high::{\n    self,\n    Thing,\n};\n",
        ),
        ("floor/a/low.rs", "pub struct Low;\n"),
        ("floor/b/mod.rs", "pub mod high;\npub mod low;\n"),
        ("floor/b/high.rs", "pub struct Thing;\n"),
        ("floor/b/low.rs", "use crate::floor::a::low::Low;\n"),
        ("floor/mod.rs", "pub mod a;\npub mod b;\n"),
    ]);
    let found = faults(&Sources::at(folder.path()));
    assert_eq!(found, ["a circle of folders: {\"floor::a\", \"floor::b\"}"]);
}

#[test]
fn a_planted_crowd_is_found_and_tests_and_comments_do_not_count() {
    let mut files: Vec<(String, &str)> = (0..23)
        .map(|at| (format!("a/file_{at}.rs"), "// use super::file_0::X;\n"))
        .collect();
    files[0].1 = "#[cfg(test)]\nmod tests {\n    use crate::a::file_1::X;\n}\n";
    files[1].1 = "use super::file_0::X;\n";
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = built(&files);
    let found = faults(&Sources::at(folder.path()));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("a holds 23 files"), "{found:?}");
}
