//! The tables of a tabular data package: the nested objects taken apart, each in the table of its kind.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::VERSION;

/// A table of HSDS.
struct Kind {
    name: &'static str,
    path: &'static str,
    /// The columns that the catalogue has facts for, and those that HSDS requires.
    columns: &'static [&'static str],
}

/// Declares the tables.
macro_rules! kinds {
    ($($name:literal in $path:literal: $($column:literal)+;)+) => {
        const KINDS: &[Kind] = &[$(Kind { name: $name, path: $path, columns: &[$($column),+] }),+];
    };
}

kinds! {
    "organization" in "organizations.csv": "id" "name" "description" "email" "website";
    "service" in "services.csv": "id" "organization_id" "name" "description" "url" "email" "status" "application_process"
        "fees_description" "eligibility_description" "minimum_age" "maximum_age" "alert" "last_modified" "insats" "criteria";
    "attribute" in "attributes.csv": "id" "link_id" "taxonomy_term_id" "link_type" "link_entity";
    "service_at_location" in "service_at_location.csv": "id" "service_id" "location_id" "description" "criteria";
    "location" in "locations.csv": "id" "location_type" "organization_id" "name" "description" "latitude" "longitude";
    "phone" in "phones.csv": "id" "location_id" "service_id" "organization_id" "contact_id" "number" "type" "description";
    "contact" in "contacts.csv": "id" "service_id" "location_id" "name" "email";
    "address" in "addresses.csv": "id" "location_id" "address_1" "city" "state_province" "postal_code" "country"
        "address_type";
    "schedule" in "schedules.csv": "id" "service_id" "service_at_location_id" "valid_from" "valid_to" "dtstart" "until"
        "wkst" "freq" "interval" "byday" "opens_at" "closes_at" "description" "notes";
    "service_area" in "service_areas.csv": "id" "service_id" "name" "description";
    "language" in "languages.csv": "id" "service_id" "phone_id" "code" "note";
    "accessibility" in "accessibility.csv": "id" "location_id" "description";
    "taxonomy_term" in "taxonomy_terms.csv": "id" "code" "name" "description" "taxonomy" "taxonomy_id" "language" "term_uri";
    "cost_option" in "cost_options.csv": "id" "service_id" "valid_from" "valid_to" "option" "currency" "amount"
        "amount_description";
    "organization_identifier" in "organization_identifiers.csv": "id" "organization_id" "identifier_type" "identifier";
    "taxonomy" in "taxonomies.csv": "id" "name" "description" "uri";
    "url" in "url.csv": "id" "label" "url" "service_id";
}

/// The members that hold objects, and the table of each.
const MEMBERS: [(&str, &str); 18] = [
    ("accessibility", "accessibility"),
    ("additional_urls", "url"),
    ("addresses", "address"),
    ("attributes", "attribute"),
    ("contacts", "contact"),
    ("cost_options", "cost_option"),
    ("languages", "language"),
    ("location", "location"),
    ("locations", "location"),
    ("organization", "organization"),
    ("organization_identifiers", "organization_identifier"),
    ("phones", "phone"),
    ("providers", "organization"),
    ("schedules", "schedule"),
    ("service_areas", "service_area"),
    ("service_at_locations", "service_at_location"),
    ("taxonomy_detail", "taxonomy"),
    ("taxonomy_term", "taxonomy_term"),
];

/// The tables with their rows.
pub(crate) struct Tables {
    rows: Vec<Vec<Vec<String>>>,
    known: BTreeSet<String>,
}

impl Tables {
    /// The tables of services and organizations, whole as in the API.
    pub(crate) fn of(organizations: impl Iterator<Item = Value>, services: impl Iterator<Item = Value>) -> Self {
        let mut tables = Self {
            rows: KINDS.iter().map(|_| Vec::new()).collect(),
            known: BTreeSet::new(),
        };
        // Before the services, which have only the one-to-one members of their providers.
        organizations.for_each(|organization| tables.add("organization", &organization, None));
        services.for_each(|service| tables.add("service", &service, None));
        tables
    }

    /// Adds an object once, and those that it holds.
    fn add(&mut self, kind: &str, object: &Value, parent: Option<(&str, &Value)>) {
        let Some((at, kind)) = KINDS.iter().enumerate().find(|(_, known)| known.name == kind) else {
            return;
        };
        let Some(members) = object.as_object() else {
            return;
        };
        if !self.known.insert(format!("{} {}", kind.name, object["id"])) {
            return;
        }
        let reference = parent.map(|(parent, id)| (format!("{parent}_id"), id));
        let row = kind.columns.iter().map(|column| {
            let own = members.get(*column);
            let of_parent = || Some(reference.as_ref().filter(|(name, _)| name == column)?.1);
            own.or_else(of_parent).map_or_else(String::new, cell)
        });
        self.rows[at].push(row.collect());
        for (member, below) in MEMBERS {
            match members.get(member) {
                Some(Value::Array(items)) => {
                    for item in items {
                        self.add(below, item, Some((kind.name, &object["id"])));
                    }
                }
                Some(item) => self.add(below, item, None),
                None => {}
            }
        }
    }

    /// Each table with rows: the name of its file, and its header and rows.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&'static str, Vec<Vec<String>>)> {
        self.with_rows().map(|(kind, rows)| {
            let header = kind.columns.iter().map(|column| (*column).to_owned()).collect();
            (kind.path, [vec![header], rows.clone()].concat())
        })
    }

    fn with_rows(&self) -> impl Iterator<Item = (&'static Kind, &Vec<Vec<String>>)> {
        KINDS.iter().zip(&self.rows).filter(|(_, rows)| !rows.is_empty())
    }

    /// `datapackage.json`: what the tables are (Frictionless Data, Tabular Data Package).
    pub(crate) fn package(&self) -> Value {
        let present: Vec<&str> = self.with_rows().map(|(kind, _)| kind.name).collect();
        let resources = self.with_rows().map(|(kind, _)| {
            json!({
                "name": kind.name,
                "path": kind.path,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "primaryKey": "id",
                    "fields": kind.columns.iter().map(|column| field(column)).collect::<Vec<_>>(),
                    "foreignKeys": foreign_keys(kind, &present),
                },
            })
        });
        json!({
            "profile": "tabular-data-package",
            "name": "insatskatalog-hsds",
            "version": VERSION,
            "resources": resources.collect::<Vec<_>>(),
        })
    }
}

/// A value in a cell: a text as it is, anything else as JSON.
fn cell(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The description of a column.
fn field(column: &str) -> Value {
    let (kind, format) = match column {
        "latitude" | "longitude" | "amount" | "minimum_age" | "maximum_age" | "interval" => ("number", None),
        "valid_from" | "valid_to" | "dtstart" | "until" => ("date", None),
        "last_modified" => ("datetime", None),
        "criteria" => ("object", None),
        "url" | "uri" | "website" | "term_uri" | "insats" => ("string", Some("uri")),
        "email" => ("string", Some("email")),
        _ if column == "id" || column.ends_with("_id") => ("string", Some("uuid")),
        _ => ("string", None),
    };
    let mut field = Map::from_iter([("name".to_owned(), json!(column)), ("type".to_owned(), json!(kind))]);
    if let Some(format) = format {
        field.insert("format".to_owned(), json!(format));
    }
    Value::Object(field)
}

fn foreign_keys(kind: &Kind, present: &[&str]) -> Vec<Value> {
    let named = kind
        .columns
        .iter()
        .filter_map(|column| Some((column, column.strip_suffix("_id")?)));
    let keys = named.filter(|(_, table)| present.contains(table));
    keys.map(|(column, table)| json!({"fields": column, "reference": {"resource": table, "fields": "id"}}))
        .collect()
}
