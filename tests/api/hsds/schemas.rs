//! The schemas of HSDS, against which the tests check every answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jsonschema::{Registry, Validator};
use serde_json::{Map, Value, json};

/// The address that the schemas have in their `$id`.
const BASE: &str = "https://raw.githubusercontent.com/openreferral/specification/refs/heads/3.2/schema/";

/// The schemas by the path below their folder.
static FILES: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let root = folder();
    let mut files = BTreeMap::new();
    for folder in [root.clone(), root.join("compiled")] {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|ending| ending == "json") {
                let name = path.strip_prefix(&root).expect("below").display().to_string();
                let text = fs::read_to_string(&path).expect("text");
                files.insert(name, serde_json::from_str(&text).expect("JSON"));
            }
        }
    }
    files
});

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/hsds/schema")
}

/// A file of HSDS.
pub fn file(name: &str) -> &'static Value {
    &FILES[name]
}

/// The errors of a value by a schema of HSDS.
pub fn errors(schema: &str, value: &Value) -> Vec<String> {
    static VALIDATORS: LazyLock<BTreeMap<String, Validator>> = LazyLock::new(|| {
        let resources = FILES.iter().map(|(name, file)| (format!("{BASE}{name}"), file.clone()));
        let registry = Registry::new()
            .extend(resources)
            .expect("addresses")
            .prepare()
            .expect("schemas");
        let of = |name: &String| {
            let reference =
                json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": format!("{BASE}{name}")});
            jsonschema::options()
                .with_registry(&registry)
                .should_validate_formats(true)
                .build(&reference)
                .expect("a schema")
        };
        let names = FILES.keys().filter(|name| *name != "openapi.json");
        names.map(|name| (name.clone(), of(name))).collect()
    });
    let errors = VALIDATORS[schema].iter_errors(value);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// Checks a value against a schema of HSDS.
pub fn check(place: &str, schema: &str, value: &Value) {
    let errors = errors(schema, value);
    assert!(errors.is_empty(), "{place}: {errors:#?}\n{value:#}");
}

/// Checks that an object and all below have no member that neither HSDS nor the profile knows: HSDS accepts any other.
pub fn check_members(place: &str, schema: &str, object: &Value, of_profile: &BTreeMap<&str, BTreeSet<&str>>) {
    let properties = FILES[schema]["properties"].as_object().expect("properties");
    let none = BTreeSet::new();
    let own = of_profile.get(schema).unwrap_or(&none);
    for (name, value) in object.as_object().expect("an object") {
        let place = format!("{place}/{name}");
        let Some(property) = properties.get(name) else {
            assert!(own.contains(name.as_str()), "{place} is no member of {schema}");
            continue;
        };
        let below = property.get("$ref").or_else(|| property.pointer("/items/$ref"));
        if let Some(below) = below.and_then(Value::as_str) {
            let one = std::slice::from_ref(value);
            for item in value.as_array().map_or(one, Vec::as_slice) {
                check_members(&place, below, item, of_profile);
            }
        }
    }
}

/// Applies a JSON Merge Patch (RFC 7386).
pub fn merged(target: &mut Value, patch: &Value) {
    let Some(patch) = patch.as_object() else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let members = target.as_object_mut().expect("an object");
    for (name, value) in patch {
        if value.is_null() {
            members.shift_remove(name);
        } else {
            merged(members.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}
