-- One row. Every change locks it until it commits, so that revisions have no gaps and appear in order.
CREATE TABLE catalogue_head (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    revision BIGINT NOT NULL
);
INSERT INTO catalogue_head (id, revision) VALUES (1, 0);

-- Every change, one document each. A row without a document deletes the object.
CREATE TABLE catalogue_changes (
    revision BIGINT NOT NULL PRIMARY KEY,
    kommunkod TEXT NOT NULL,
    kind TEXT NOT NULL,
    object_key TEXT NOT NULL,
    doc TEXT,
    doc_sha256 TEXT,
    format INTEGER NOT NULL,
    at TIMESTAMP NOT NULL
);

-- The current revision of each object.
CREATE TABLE catalogue_current (
    kommunkod TEXT NOT NULL,
    kind TEXT NOT NULL,
    object_key TEXT NOT NULL,
    revision BIGINT NOT NULL REFERENCES catalogue_changes (revision),
    PRIMARY KEY (kommunkod, kind, object_key)
);
CREATE INDEX catalogue_current_revision ON catalogue_current (revision);

CREATE FUNCTION refuse_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END;
$$;

CREATE TRIGGER catalogue_changes_are_not_changed BEFORE UPDATE OR DELETE ON catalogue_changes
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER catalogue_changes_are_not_truncated BEFORE TRUNCATE ON catalogue_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_append_only();
