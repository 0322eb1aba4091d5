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

diesel::table! {
    audit_heads (kommunkod) {
        kommunkod -> Text,
        seq -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    audit_events (kommunkod, seq) {
        kommunkod -> Text,
        seq -> BigInt,
        at -> Timestamp,
        client_id -> Text,
        actor_hmac -> Text,
        action -> Text,
        object_kind -> Text,
        object_key -> Text,
        revision -> Nullable<BigInt>,
        before_sha256 -> Nullable<Text>,
        after_sha256 -> Nullable<Text>,
        trace_id -> Text,
        prev_hash -> Text,
        hash -> Text,
    }
}

diesel::joinable!(catalogue_current -> catalogue_changes (revision));
diesel::allow_tables_to_appear_in_same_query!(catalogue_head, catalogue_changes, catalogue_current);
