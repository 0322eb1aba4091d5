-- The stream of one provider's reports of one insats. Writing records locks it, so that checks never run concurrently.
CREATE TABLE record_streams (
    kommunkod TEXT NOT NULL,
    insats TEXT NOT NULL,
    provider TEXT NOT NULL,
    PRIMARY KEY (kommunkod, insats, provider)
);

-- The current group records. Days are text, such as 2026-10-14. A record without a unit is a session.
CREATE TABLE group_records (
    id TEXT NOT NULL PRIMARY KEY,
    record_revision INTEGER NOT NULL,
    kommunkod TEXT NOT NULL,
    insats TEXT NOT NULL,
    provider TEXT NOT NULL,
    activity TEXT NOT NULL,
    activity_listed BOOLEAN NOT NULL,
    place TEXT NOT NULL,
    place_listed BOOLEAN NOT NULL,
    date_from TEXT NOT NULL,
    date_to TEXT NOT NULL,
    month TEXT NOT NULL,
    unit TEXT,
    sessions INTEGER NOT NULL,
    total INTEGER NOT NULL,
    women INTEGER NOT NULL,
    men INTEGER NOT NULL,
    other INTEGER NOT NULL,
    rating_sum INTEGER NOT NULL,
    responses INTEGER NOT NULL,
    flags TEXT NOT NULL,
    doc TEXT NOT NULL,
    natural_key TEXT NOT NULL UNIQUE,
    judged_revision BIGINT NOT NULL,
    posted_by TEXT NOT NULL,
    client_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX group_records_series ON group_records (kommunkod, insats, provider, activity, place, date_from);
CREATE INDEX group_records_day ON group_records (kommunkod, date_from, id);
CREATE INDEX group_records_period ON group_records (kommunkod, insats, provider, date_to) WHERE unit IS NOT NULL;

-- Earlier revisions of records, before a correction, withdrawal or redaction.
CREATE TABLE group_record_history (
    id TEXT NOT NULL,
    record_revision INTEGER NOT NULL,
    kommunkod TEXT NOT NULL,
    insats TEXT NOT NULL,
    provider TEXT NOT NULL,
    doc TEXT NOT NULL,
    ended_by TEXT NOT NULL,
    reason TEXT,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (id, record_revision)
);

-- The monthly sums. Statistics are calculated from them, never from records.
CREATE TABLE monthly_sums (
    kommunkod TEXT NOT NULL,
    insats TEXT NOT NULL,
    provider TEXT NOT NULL,
    activity TEXT NOT NULL,
    place TEXT NOT NULL,
    month TEXT NOT NULL,
    records INTEGER NOT NULL,
    sessions INTEGER NOT NULL,
    total INTEGER NOT NULL,
    women INTEGER NOT NULL,
    men INTEGER NOT NULL,
    other INTEGER NOT NULL,
    peak_total INTEGER NOT NULL,
    peak_women INTEGER NOT NULL,
    peak_men INTEGER NOT NULL,
    peak_other INTEGER NOT NULL,
    rating_sum BIGINT NOT NULL,
    responses INTEGER NOT NULL,
    PRIMARY KEY (kommunkod, insats, provider, activity, place, month)
);

-- Reports on whether a reporting period is complete or lost.
CREATE TABLE completions (
    kommunkod TEXT NOT NULL,
    insats TEXT NOT NULL,
    provider TEXT NOT NULL,
    period TEXT NOT NULL,
    state TEXT NOT NULL,
    doc TEXT NOT NULL,
    client_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (kommunkod, insats, provider, period)
);

-- Answers to requests with an idempotency key: keyed hashes, no free text.
CREATE TABLE idempotency_keys (
    key_hash TEXT NOT NULL PRIMARY KEY,
    body_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

-- A redaction removes texts from the history; nothing else in it changes.
CREATE TRIGGER group_record_history_is_not_changed
    BEFORE UPDATE OF id, record_revision, kommunkod, insats, provider, ended_by, at OR DELETE ON group_record_history
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER group_record_history_is_not_truncated BEFORE TRUNCATE ON group_record_history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_append_only();
