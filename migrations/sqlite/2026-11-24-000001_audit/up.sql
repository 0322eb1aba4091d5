-- The head of each municipality's audit chain. Appending locks it.
CREATE TABLE audit_heads (
    kommunkod TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);

-- The audit events, each with the hash of the one before.
CREATE TABLE audit_events (
    kommunkod TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at TIMESTAMP NOT NULL,
    client_id TEXT NOT NULL,
    actor_hmac TEXT NOT NULL,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_key TEXT NOT NULL,
    revision BIGINT,
    before_sha256 TEXT,
    after_sha256 TEXT,
    trace_id TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (kommunkod, seq)
);
CREATE INDEX audit_events_actor ON audit_events (actor_hmac);

CREATE TRIGGER audit_events_are_not_updated BEFORE UPDATE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'audit_events is append-only');
END;

CREATE TRIGGER audit_events_are_not_deleted BEFORE DELETE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'audit_events is append-only');
END;

CREATE TRIGGER audit_heads_are_not_deleted BEFORE DELETE ON audit_heads
BEGIN
    SELECT RAISE(ABORT, 'a row of audit_heads is never taken away');
END;
