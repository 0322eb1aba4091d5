//! The tables of a database as a program of the release before needs them, and what another schema takes from it.

use std::collections::{BTreeMap, BTreeSet};

use diesel::sql_types::{Bool, Text};
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use insatskatalog::store::engine::Engine as Connection;

/// A column.
#[derive(PartialEq, Eq)]
struct Column {
    kind: String,
    may_be_empty: bool,
    has_default: bool,
}

/// Tables and views with their columns, and the rules that the database applies to their rows: keys, checks and triggers.
pub struct Schema {
    columns: BTreeMap<String, BTreeMap<String, Column>>,
    views: BTreeSet<String>,
    rules: BTreeSet<(String, String)>,
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    owner: String,
    #[diesel(sql_type = Bool)]
    is_view: bool,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    may_be_empty: bool,
    #[diesel(sql_type = Bool)]
    has_default: bool,
}

#[derive(QueryableByName)]
struct RuleRow {
    #[diesel(sql_type = Text)]
    owner: String,
    #[diesel(sql_type = Text)]
    rule: String,
}

const SQLITE_COLUMNS: &str = "SELECT m.name AS owner, m.type = 'view' AS is_view, c.name AS name, lower(c.type) AS kind, \
     c.\"notnull\" = 0 AS may_be_empty, c.dflt_value IS NOT NULL AS has_default \
     FROM sqlite_master m JOIN pragma_table_info(m.name) c \
     WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
     AND m.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\'";

const POSTGRES_COLUMNS: &str = "SELECT c.table_name::text AS owner, t.table_type = 'VIEW' AS is_view, c.column_name::text AS name, \
     concat_ws(' ', c.data_type, c.character_maximum_length, c.numeric_precision) AS kind, \
     c.is_nullable = 'YES' AS may_be_empty, c.column_default IS NOT NULL AS has_default \
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) \
     WHERE c.table_schema = 'public' AND c.table_name NOT LIKE '\\_\\_diesel%'";

/// SQLite shows a check only in the text of its table, so they are counted.
const SQLITE_RULES: &str = "SELECT m.name AS owner, 'unique (' || (SELECT group_concat(name, ', ') FROM pragma_index_info(i.name)) || ')' AS rule \
     FROM sqlite_master m JOIN pragma_index_list(m.name) i WHERE m.type = 'table' AND i.\"unique\" \
     UNION ALL SELECT m.name, 'reference ' || f.\"from\" || ' to ' || f.\"table\" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f \
     WHERE m.type = 'table' \
     UNION ALL SELECT name, 'check times ' || ((length(sql) - length(replace(upper(sql), ' CHECK (', ''))) / 8) FROM sqlite_master \
     WHERE type = 'table' AND upper(sql) LIKE '% CHECK (%' \
     UNION ALL SELECT tbl_name, 'trigger ' || name FROM sqlite_master WHERE type = 'trigger'";

const POSTGRES_RULES: &str = "SELECT c.relname::text AS owner, 'unique (' || (SELECT string_agg(a.attname, ', ' ORDER BY k.place) \
         FROM unnest(i.indkey::int[]) WITH ORDINALITY k(number, place) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number) || ')' AS rule \
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace \
     UNION ALL SELECT c.relname, CASE k.contype WHEN 'f' THEN 'reference ' ELSE 'check ' END || pg_get_constraintdef(k.oid) \
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype IN ('c', 'f', 'x') AND c.relnamespace = 'public'::regnamespace \
     UNION ALL SELECT c.relname, 'trigger ' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
     WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace";

impl Schema {
    /// The schema of a database.
    pub fn of(connection: &mut Connection) -> Self {
        let (columns, rules): (Vec<ColumnRow>, Vec<RuleRow>) = match connection {
            Connection::Postgres(connection) => (
                sql_query(POSTGRES_COLUMNS).load(connection).expect("columns"),
                sql_query(POSTGRES_RULES).load(connection).expect("rules"),
            ),
            Connection::Sqlite(connection) => (
                sql_query(SQLITE_COLUMNS).load(connection).expect("columns"),
                sql_query(SQLITE_RULES).load(connection).expect("rules"),
            ),
        };
        let mut schema = Self {
            columns: BTreeMap::new(),
            views: columns
                .iter()
                .filter(|row| row.is_view)
                .map(|row| row.owner.clone())
                .collect(),
            rules: rules.into_iter().map(|row| (row.owner, row.rule)).collect(),
        };
        for row in columns {
            let column = Column {
                kind: row.kind,
                may_be_empty: row.may_be_empty,
                has_default: row.has_default,
            };
            schema.columns.entry(row.owner).or_default().insert(row.name, column);
        }
        schema
    }

    /// The names of the tables.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        let owners = self.columns.keys().map(String::as_str);
        owners.filter(|owner| !self.views.contains(*owner))
    }

    /// What a program that knows this schema cannot rely on in another one, sorted.
    pub fn broken_by(&self, next: &Self) -> Vec<String> {
        let mut found = Vec::new();
        for (owner, columns) in &self.columns {
            let Some(next_columns) = next.columns.get(owner) else {
                found.push(format!("{owner} is lost"));
                continue;
            };
            let becomes_view = next.views.contains(owner) && !self.views.contains(owner);
            if becomes_view {
                found.push(format!("{owner} becomes a view"));
            }
            for (name, column) in columns {
                let Some(next_column) = next_columns.get(name) else {
                    found.push(format!("{owner}.{name} is lost"));
                    continue;
                };
                if next_column.kind != column.kind {
                    found.push(format!("{owner}.{name} changes its type"));
                }
                // A program that expects a value fails without one, and one that writes none fails where it must. No view
                // says whether its columns may be empty.
                if next_column.may_be_empty != column.may_be_empty && !becomes_view {
                    found.push(format!("{owner}.{name} changes whether it may be empty"));
                }
                if column.has_default && !next_column.has_default && !becomes_view {
                    found.push(format!("{owner}.{name} loses its default"));
                }
            }
            let added = next_columns.iter().filter(|(name, _)| !columns.contains_key(*name));
            let needing = added.filter(|(_, column)| !column.may_be_empty && !column.has_default);
            found.extend(needing.map(|(name, _)| format!("{owner}.{name} needs a value")));
            if !becomes_view {
                let rules = |schema: &Self| -> BTreeSet<String> {
                    let own = schema.rules.iter().filter(|(of, _)| of == owner);
                    own.map(|(_, rule)| rule.clone()).collect()
                };
                let (before, after) = (rules(self), rules(next));
                found.extend(before.difference(&after).map(|rule| format!("{owner} loses {rule}")));
                found.extend(after.difference(&before).map(|rule| format!("{owner} gets {rule}")));
            }
        }
        found.sort();
        found
    }
}
