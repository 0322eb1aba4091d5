//! The tables, the same on both engines: ids and JSON as text, instants as UTC timestamps.

diesel::table! {
    catalogue_head (id) {
        id -> Integer,
        revision -> BigInt,
    }
}

diesel::table! {
    catalogue_changes (revision) {
        revision -> BigInt,
        kommunkod -> Text,
        kind -> Text,
        object_key -> Text,
        doc -> Nullable<Text>,
        doc_sha256 -> Nullable<Text>,
        format -> Integer,
        at -> Timestamp,
    }
}

diesel::table! {
    catalogue_current (kommunkod, kind, object_key) {
        kommunkod -> Text,
        kind -> Text,
        object_key -> Text,
        revision -> BigInt,
    }
}

diesel::joinable!(catalogue_current -> catalogue_changes (revision));
diesel::allow_tables_to_appear_in_same_query!(catalogue_head, catalogue_changes, catalogue_current);
