//! The tables, the same on both engines: ids and JSON as text, instants as UTC timestamps.

diesel::table! {
    catalogue_state (id) {
        id -> Integer,
        revision -> BigInt,
        minimum_format -> Integer,
        generation -> Text,
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

diesel::table! {
    record_streams (kommunkod, insats, provider) {
        kommunkod -> Text,
        insats -> Text,
        provider -> Text,
    }
}

diesel::table! {
    group_records (id) {
        id -> Text,
        record_revision -> Integer,
        kommunkod -> Text,
        insats -> Text,
        provider -> Text,
        activity -> Text,
        activity_listed -> Bool,
        place -> Text,
        place_listed -> Bool,
        date_from -> Text,
        date_to -> Text,
        month -> Text,
        unit -> Nullable<Text>,
        sessions -> Integer,
        total -> Integer,
        women -> Integer,
        men -> Integer,
        other -> Integer,
        rating_sum -> Integer,
        responses -> Integer,
        peak_responses -> Integer,
        flags -> Text,
        doc -> Text,
        natural_key -> Text,
        judged_revision -> BigInt,
        posted_by -> Text,
        client_id -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    group_record_history (id, record_revision) {
        id -> Text,
        record_revision -> Integer,
        kommunkod -> Text,
        insats -> Text,
        provider -> Text,
        doc -> Text,
        ended_by -> Text,
        reason -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    record_changes (id) {
        id -> Text,
        kommunkod -> Text,
        insats -> Text,
        provider -> Text,
        change -> BigInt,
        redacted -> Bool,
        at -> Timestamp,
    }
}

diesel::table! {
    monthly_sums (kommunkod, insats, provider, activity, place, month) {
        kommunkod -> Text,
        insats -> Text,
        provider -> Text,
        activity -> Text,
        place -> Text,
        month -> Text,
        records -> Integer,
        sessions -> Integer,
        total -> Integer,
        women -> Integer,
        men -> Integer,
        other -> Integer,
        peak_total -> Integer,
        peak_women -> Integer,
        peak_men -> Integer,
        peak_other -> Integer,
        peak_women_men -> Integer,
        peak_women_other -> Integer,
        peak_men_other -> Integer,
        visits_total -> Integer,
        visits_women -> Integer,
        visits_men -> Integer,
        visits_other -> Integer,
        visits_women_men -> Integer,
        visits_women_other -> Integer,
        visits_men_other -> Integer,
        visits_sessions -> Integer,
        peak_responses -> Integer,
        in_sessions -> Integer,
        rating_sum -> BigInt,
        responses -> Integer,
        changes -> Integer,
    }
}

diesel::table! {
    judged_sums (kommunkod, insats, provider, month) {
        kommunkod -> Text,
        insats -> Text,
        provider -> Text,
        month -> Text,
        changes -> BigInt,
    }
}

diesel::table! {
    completions (kommunkod, insats, provider, period) {
        kommunkod -> Text,
        insats -> Text,
        provider -> Text,
        period -> Text,
        state -> Text,
        doc -> Text,
        client_id -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    idempotency_keys (key_hash) {
        key_hash -> Text,
        body_hash -> Text,
        status -> Integer,
        headers -> Text,
        body -> Text,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    statistics_state (id) {
        id -> Integer,
        lowest_rules -> Integer,
        awaits_restored -> Bool,
    }
}

diesel::table! {
    statistics_heads (kommunkod) {
        kommunkod -> Text,
        revision -> BigInt,
        released_through -> Nullable<Text>,
    }
}

diesel::table! {
    kept_k (kommunkod, month) {
        kommunkod -> Text,
        month -> Text,
        k -> Integer,
    }
}

diesel::table! {
    first_quarters (kommunkod) {
        kommunkod -> Text,
        month -> Text,
    }
}

diesel::table! {
    releases (kommunkod, month) {
        kommunkod -> Text,
        month -> Text,
        k -> Integer,
        rules_version -> Integer,
        doc -> Text,
        client_id -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    imported_releases (kommunkod, month) {
        kommunkod -> Text,
        month -> Text,
        client_id -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    population (kommunkod, year) {
        kommunkod -> Text,
        year -> Integer,
        doc -> Text,
        edition -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    release_cells (kommunkod, insats, provider, month) {
        kommunkod -> Text,
        insats -> Text,
        provider -> Text,
        month -> Text,
        released_in -> Text,
        doc -> Text,
    }
}

diesel::table! {
    release_corrections (kommunkod, insats, provider, month, released_in) {
        kommunkod -> Text,
        insats -> Text,
        provider -> Text,
        month -> Text,
        released_in -> Text,
        cell_values -> Text,
    }
}

diesel::table! {
    figure_withdrawals (kommunkod, cell) {
        kommunkod -> Text,
        cell -> Text,
        reason -> Text,
        client_id -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    secret_check (id) {
        id -> Integer,
        hash -> Text,
    }
}

diesel::table! {
    subscriptions (id) {
        id -> Text,
        kommunkod -> Text,
        url -> Text,
        kinds -> Text,
        secret -> Text,
        previous_secret -> Nullable<Text>,
        previous_until -> Nullable<Timestamp>,
        generation -> Text,
        revision -> BigInt,
        event -> BigInt,
        attempts -> Integer,
        next_try_at -> Timestamp,
        failing_since -> Nullable<Timestamp>,
        disabled_at -> Nullable<Timestamp>,
        disabled_because -> Nullable<Text>,
        lease_owner -> Text,
        lease_until -> BigInt,
        deliveries -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    deliveries (subscription_id, number) {
        subscription_id -> Text,
        number -> BigInt,
        message_id -> Text,
        kind -> Text,
        attempt -> Integer,
        at -> Timestamp,
        outcome -> Text,
        status -> Nullable<Integer>,
        millis -> BigInt,
    }
}

diesel::table! {
    municipality_event_heads (kommunkod) {
        kommunkod -> Text,
        number -> BigInt,
    }
}

diesel::table! {
    municipality_events (kommunkod, number) {
        kommunkod -> Text,
        number -> BigInt,
        kind -> Text,
        object_key -> Text,
        due_on -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::joinable!(catalogue_current -> catalogue_changes (revision));
diesel::allow_tables_to_appear_in_same_query!(
    catalogue_state,
    catalogue_changes,
    catalogue_current,
    subscriptions,
    municipality_event_heads,
);
