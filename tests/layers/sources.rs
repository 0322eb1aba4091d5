//! The files of a crate and their imports, read from their text, without test code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A module path without `crate`.
pub type Module = Vec<String>;

/// The files below a folder, by module.
pub struct Sources {
    files: BTreeMap<Module, PathBuf>,
}

impl Sources {
    pub fn at(root: &Path) -> Self {
        let mut files = BTreeMap::new();
        collect(root, &[], &mut files);
        Self { files }
    }

    /// The other modules that each module imports.
    pub fn imports(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        let imports = self.files.iter().map(|(module, path)| {
            let code = code(path);
            let written: Vec<Module> = paths(&code)
                .iter()
                .filter_map(|path| self.absolute(module, path))
                .collect();
            // Names that code reaches through an imported module, as in `openapi::committed::methods()`.
            let through = written
                .iter()
                .filter(|path| self.files.contains_key(*path))
                .flat_map(|path| paths_through(&code, path));
            let all = written.iter().cloned().chain(through);
            let imported = all.filter_map(|path| self.file_of(&path));
            (module.clone(), imported.filter(|other| other != module).collect())
        });
        imports.collect()
    }

    /// The folder of a file; the file itself, if the folder is a layer or has subfolders.
    pub fn folder(&self, module: &Module) -> String {
        let file = &self.files[module];
        let folder = file.parent().expect("a file is in a folder");
        let has_subfolders = self
            .files
            .values()
            .any(|other| other.starts_with(folder) && other.parent() != Some(folder));
        if module.len() < 2 || has_subfolders || file.ends_with("mod.rs") {
            module.join("::")
        } else {
            module[..module.len() - 1].join("::")
        }
    }

    /// The number of files in each folder.
    pub fn folder_sizes(&self) -> BTreeMap<PathBuf, usize> {
        let mut sizes = BTreeMap::new();
        for path in self.files.values() {
            let folder = path.parent().expect("a file is in a folder");
            *sizes.entry(folder.to_owned()).or_default() += 1;
        }
        sizes
    }

    /// The path of a name, from the root of the crate; `None` for another crate.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        if first == "crate" {
            return Some(rest.to_vec());
        }
        let up = path.iter().take_while(|part| *part == "super").count();
        if up > 0 {
            let base = module.len().checked_sub(up)?;
            return Some([&module[..base], &path[up..]].concat());
        }
        let own = if first == "self" { rest } else { path };
        let below = [module, own].concat();
        (first == "self" || self.files.contains_key(&below[..=module.len()])).then_some(below)
    }

    /// The module whose file contains a name.
    fn file_of(&self, path: &[String]) -> Option<Module> {
        (1..=path.len())
            .rev()
            .map(|length| path[..length].to_vec())
            .find(|module| self.files.contains_key(module))
    }
}

fn collect(folder: &Path, module: &[String], files: &mut BTreeMap<Module, PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, &[module, &[name]].concat(), files);
        } else if name == "mod" {
            files.insert(module.to_vec(), path);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !["lib", "main"].contains(&&*name) {
            files.insert([module, &[name]].concat(), path);
        }
    }
}

/// The code of a file, without comments and tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("text");
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// Every path that begins with `crate`, `super` or `self`, or is in a `use`.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for statement in code.split([';', '{', '}']).flat_map(|part| part.lines()) {
        for start in ["crate::", "super::", "self::"] {
            for (at, _) in statement.match_indices(start) {
                let before = statement[..at].chars().next_back();
                if before.is_none_or(|before| !before.is_alphanumeric() && before != '_' && before != ':') {
                    paths.extend(Some(names(&statement[at..])).filter(|path| path.len() > 1));
                }
            }
        }
    }
    for (at, _) in code.match_indices("use ") {
        let begins = code[..at].chars().next_back().is_none_or(char::is_whitespace);
        if let Some((tree, _)) = code[at + 4..].split_once(';').filter(|_| begins) {
            expand(tree, &[], &mut paths);
        }
    }
    paths
}

/// Paths that begin with the last name of a module, from the root of the crate.
fn paths_through(code: &str, module: &Module) -> Vec<Module> {
    let Some(name) = module.last() else {
        return Vec::new();
    };
    let is_of_a_path = |character: char| character.is_alphanumeric() || "_:".contains(character);
    code.match_indices(&format!("{name}::"))
        .filter(|(at, _)| !code[..*at].ends_with(is_of_a_path))
        .map(|(at, _)| [module.clone(), names(&code[at..])[1..].to_vec()].concat())
        .collect()
}

/// The names of a path at the beginning of a text.
fn names(text: &str) -> Vec<String> {
    let is_of_a_path = |character: char| character.is_alphanumeric() || "_:".contains(character);
    let end = text.find(|character| !is_of_a_path(character)).unwrap_or(text.len());
    let parts = text[..end].split("::").filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// The paths of a tree such as `a::{b, c::{self, d}}`.
fn expand(tree: &str, before: &[String], paths: &mut Vec<Vec<String>>) {
    let Some((stem, rest)) = tree.split_once('{') else {
        let own = names(tree.trim())
            .into_iter()
            .filter(|name| name != "self" || before.is_empty());
        paths.push(before.iter().cloned().chain(own).collect());
        return;
    };
    let stem = [before, &names(stem.trim())].concat();
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let (mut depth, mut start) = (0, 0);
    for (at, character) in inside.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&inside[start..at], &stem, paths);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !inside[start..].trim().is_empty() {
        expand(&inside[start..], &stem, paths);
    }
}
