//! Computes an id of this build, so that caches never mix answers of two builds.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

fn main() {
    let mut hasher = DefaultHasher::new();
    for tree in ["src", "data", "migrations", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={tree}");
        hash_tree(Path::new(tree), &mut hasher);
    }
    println!("cargo::rustc-env=BUILD_ID={:08x}", hasher.finish() >> 32);
}

fn hash_tree(path: &Path, hasher: &mut DefaultHasher) {
    if let Ok(entries) = path.read_dir() {
        let mut below: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        below.sort();
        for path in below {
            hash_tree(&path, hasher);
        }
    } else {
        path.hash(hasher);
        std::fs::read(path).unwrap_or_default().hash(hasher);
    }
}
