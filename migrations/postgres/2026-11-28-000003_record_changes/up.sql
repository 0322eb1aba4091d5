-- The number of the last change of a municipality's group records. Every change locks it until it commits, so that numbers
-- become visible in order. Steps are random, so that a restored database does not reach a number that a reader has.
CREATE TABLE record_heads (
    kommunkod TEXT NOT NULL PRIMARY KEY,
    change BIGINT NOT NULL
);

-- The last change of each group record, also of withdrawn ones. Triggers write it, so that older releases do too.
CREATE TABLE record_changes (
    id TEXT NOT NULL PRIMARY KEY,
    kommunkod TEXT NOT NULL,
    insats TEXT NOT NULL,
    provider TEXT NOT NULL,
    change BIGINT NOT NULL,
    redacted BOOLEAN NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX record_changes_order ON record_changes (kommunkod, change);
CREATE INDEX record_changes_at ON record_changes (kommunkod, at);

-- Takes numbers for changes, and returns the number before the first.
CREATE FUNCTION take_record_changes(of_kommunkod TEXT, how_many BIGINT) RETURNS BIGINT LANGUAGE sql AS $$
    INSERT INTO record_heads AS head (kommunkod, change)
    VALUES (of_kommunkod, CAST(floor(random() * 16777216) AS BIGINT) + how_many)
    ON CONFLICT (kommunkod) DO UPDATE SET change = head.change + excluded.change
    RETURNING change - how_many;
$$;

CREATE FUNCTION number_added_records() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO record_changes (id, kommunkod, insats, provider, change, redacted, at)
    SELECT
        added.id, added.kommunkod, added.insats, added.provider,
        taken.before + row_number() OVER (PARTITION BY added.kommunkod ORDER BY added.date_from, added.id),
        FALSE, added.at
    FROM added
    JOIN (SELECT kommunkod, take_record_changes(kommunkod, count(*)) AS before FROM added GROUP BY kommunkod) AS taken
        ON taken.kommunkod = added.kommunkod;
    RETURN NULL;
END;
$$;

-- A change that keeps the revision of the record is a redaction.
CREATE FUNCTION number_changed_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    redaction BOOLEAN := OLD.record_revision = NEW.record_revision;
BEGIN
    UPDATE record_changes SET
        change = take_record_changes(NEW.kommunkod, 1) + 1,
        redacted = redacted OR redaction,
        at = CASE WHEN redaction THEN clock_timestamp() AT TIME ZONE 'UTC' ELSE NEW.at END
    WHERE id = NEW.id;
    RETURN NULL;
END;
$$;

CREATE FUNCTION number_withdrawn_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE record_changes SET change = take_record_changes(NEW.kommunkod, 1) + 1, at = NEW.at WHERE id = NEW.id;
    RETURN NULL;
END;
$$;

CREATE TRIGGER added_records_have_numbers AFTER INSERT ON group_records
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION number_added_records();

CREATE TRIGGER changed_records_have_numbers AFTER UPDATE ON group_records
    FOR EACH ROW EXECUTE FUNCTION number_changed_record();

CREATE TRIGGER withdrawn_records_have_numbers AFTER INSERT ON group_record_history
    FOR EACH ROW WHEN (NEW.ended_by = 'withdrawal') EXECUTE FUNCTION number_withdrawn_record();

CREATE TRIGGER redacted_history_has_numbers AFTER UPDATE ON group_record_history
    FOR EACH ROW EXECUTE FUNCTION number_changed_record();

INSERT INTO record_changes (id, kommunkod, insats, provider, change, redacted, at)
SELECT id, kommunkod, insats, provider, row_number() OVER (PARTITION BY kommunkod ORDER BY at, id), FALSE, at
FROM (
    SELECT id, kommunkod, insats, provider, at FROM group_records
    UNION ALL
    SELECT id, kommunkod, insats, provider, at FROM group_record_history WHERE ended_by = 'withdrawal'
) AS existing;
INSERT INTO record_heads (kommunkod, change) SELECT kommunkod, max(change) FROM record_changes GROUP BY kommunkod;
