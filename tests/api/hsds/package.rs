//! `insatskatalog export --hsds`: the same as the API, as tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use zip::ZipArchive;

use super::schemas::file;
use crate::fixtures::app::{Database, Engine};
use crate::fixtures::command::{err, out, program};
use crate::tests;

tests![
    the_tables_fit_hsds_and_each_other,
    a_package_of_one_municipality_has_only_its_services,
    a_municipality_without_a_catalogue_has_no_package,
];

type Row = BTreeMap<String, String>;

/// The description of a package, and its tables by the name of their files.
struct Package {
    description: Value,
    tables: BTreeMap<String, Vec<Row>>,
}

impl Package {
    fn read(path: &Path) -> Self {
        let mut archive = ZipArchive::new(File::open(path).expect("a file")).expect("an archive");
        let names = archive.file_names().map(|name| name.expect("UTF-8").into_owned());
        let names: Vec<String> = names.collect();
        let mut read = |name: &str| {
            let mut text = String::new();
            archive
                .by_name(name)
                .expect("there")
                .read_to_string(&mut text)
                .expect("UTF-8");
            text
        };
        let description = serde_json::from_str(&read("datapackage.json")).expect("JSON");
        let tables = names.iter().filter(|name| *name != "datapackage.json").map(|name| {
            let text = read(name);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            (
                name.clone(),
                reader.deserialize().map(|row| row.expect("a row")).collect(),
            )
        });
        let tables = tables.collect();
        Self { description, tables }
    }

    fn names(&self) -> BTreeSet<&str> {
        self.tables["services.csv"]
            .iter()
            .map(|row| row["name"].as_str())
            .collect()
    }
}

fn exported(engine: Engine, arguments: &[&str]) -> Package {
    let (database, folder) = (Database::with_catalogues(engine), TempDir::new().expect("a folder"));
    let path = folder.path().join("insatser.zip");
    let file = path.display().to_string();
    let all = [&["export"], arguments, &["--hsds", &file]].concat();
    let output = program(&database.url, &all);
    assert!(output.status.success(), "{}", err(&output));
    assert!(out(&output).contains("insatser.zip: written"), "{}", out(&output));
    Package::read(&path)
}

async fn the_tables_fit_hsds_and_each_other(engine: Engine) {
    let package = exported(engine, &[]);
    assert_eq!(package.description["profile"], "tabular-data-package");
    let resources = package.description["resources"].as_array().expect("resources");
    assert_eq!(resources.len(), package.tables.len());
    let ids = |path: &str| -> BTreeSet<&str> { package.tables[path].iter().map(|row| row["id"].as_str()).collect() };
    let path_of = |name: &str| {
        let found = resources.iter().find(|resource| resource["name"] == name);
        found.expect("a resource")["path"].as_str().expect("a path")
    };
    for resource in resources {
        let name = resource["name"].as_str().expect("a name");
        let schema = file(&format!("{name}.json"));
        assert_eq!(resource["path"], schema["path"], "{name}");
        let rows = &package.tables[path_of(name)];
        assert_eq!(ids(path_of(name)).len(), rows.len(), "{name}: each id once");
        let fields = resource["schema"]["fields"].as_array().expect("fields");
        let fields: Vec<&str> = fields
            .iter()
            .map(|field| field["name"].as_str().expect("a name"))
            .collect();
        assert_eq!(
            fields.iter().copied().collect::<BTreeSet<_>>(),
            rows[0].keys().map(String::as_str).collect()
        );
        for field in &fields {
            let of_profile = ["criteria", "insats"].contains(field);
            assert!(
                of_profile || schema["properties"].get(*field).is_some(),
                "{name}: {field}"
            );
        }
        for required in ["required", "tabular_required"] {
            for column in schema[required].as_array().into_iter().flatten() {
                let column = column.as_str().expect("a name");
                assert!(rows.iter().all(|row| !row[column].is_empty()), "{name}: {column}");
            }
        }
        for key in resource["schema"]["foreignKeys"].as_array().expect("keys") {
            let column = key["fields"].as_str().expect("a column");
            let known = ids(path_of(key["reference"]["resource"].as_str().expect("a table")));
            let mut used = rows.iter().map(|row| row[column].as_str()).filter(|id| !id.is_empty());
            assert!(used.all(|id| known.contains(id)), "{name}: {column}");
        }
    }
    for (path, column) in [
        ("phones.csv", "organization_id"),
        ("attributes.csv", "link_id"),
        ("service_at_location.csv", "location_id"),
        ("services.csv", "criteria"),
    ] {
        assert!(
            package.tables[path].iter().any(|row| !row[column].is_empty()),
            "{path}: {column}"
        );
    }
    let alarm = package.tables["services.csv"]
        .iter()
        .find(|row| row["name"] == "Trygghetslarm");
    assert_eq!(alarm.expect("the alarm")["minimum_age"], "70");
}

async fn a_package_of_one_municipality_has_only_its_services(engine: Engine) {
    let (all, own) = (exported(engine, &[]), exported(engine, &["1270"]));
    assert!(own.names().contains("Trygghetslarm"));
    assert!(own.names().len() < all.names().len());
    let organizations = &own.tables["organizations.csv"];
    assert!(
        organizations
            .iter()
            .all(|row| row["description"].contains("Tomelilla") || row["name"] == "Tomelilla")
    );
}

async fn a_municipality_without_a_catalogue_has_no_package(engine: Engine) {
    let (database, folder) = (Database::with_catalogues(engine), TempDir::new().expect("a folder"));
    let path = folder.path().join("insatser.zip").display().to_string();
    let output = program(&database.url, &["export", "0114", "--hsds", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("0114 Upplands Väsby has no catalogue"),
        "{}",
        err(&output)
    );
    assert!(!Path::new(&path).exists());
    let output = program(&database.url, &["export"]);
    assert_eq!(output.status.code(), Some(2), "a catalogue file is of one municipality");
}
