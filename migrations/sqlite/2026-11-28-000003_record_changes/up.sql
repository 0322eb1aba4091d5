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

CREATE TRIGGER added_records_have_numbers AFTER INSERT ON group_records
BEGIN
    INSERT INTO record_heads (kommunkod, change) VALUES (NEW.kommunkod, 0) ON CONFLICT (kommunkod) DO NOTHING;
    UPDATE record_heads SET change = change + 1 + (random() & 16777215) WHERE kommunkod = NEW.kommunkod;
    INSERT INTO record_changes (id, kommunkod, insats, provider, change, redacted, at)
    SELECT NEW.id, NEW.kommunkod, NEW.insats, NEW.provider, change, FALSE, NEW.at
    FROM record_heads WHERE kommunkod = NEW.kommunkod;
END;

-- A change that keeps the revision of the record is a redaction.
CREATE TRIGGER changed_records_have_numbers AFTER UPDATE ON group_records
BEGIN
    INSERT INTO record_heads (kommunkod, change) VALUES (NEW.kommunkod, 0) ON CONFLICT (kommunkod) DO NOTHING;
    UPDATE record_heads SET change = change + 1 + (random() & 16777215) WHERE kommunkod = NEW.kommunkod;
    UPDATE record_changes SET
        change = (SELECT change FROM record_heads WHERE kommunkod = NEW.kommunkod),
        redacted = redacted OR OLD.record_revision = NEW.record_revision,
        at = CASE WHEN OLD.record_revision = NEW.record_revision THEN strftime('%Y-%m-%d %H:%M:%f', 'now') ELSE NEW.at END
    WHERE id = NEW.id;
END;

CREATE TRIGGER withdrawn_records_have_numbers AFTER INSERT ON group_record_history WHEN NEW.ended_by = 'withdrawal'
BEGIN
    INSERT INTO record_heads (kommunkod, change) VALUES (NEW.kommunkod, 0) ON CONFLICT (kommunkod) DO NOTHING;
    UPDATE record_heads SET change = change + 1 + (random() & 16777215) WHERE kommunkod = NEW.kommunkod;
    UPDATE record_changes SET
        change = (SELECT change FROM record_heads WHERE kommunkod = NEW.kommunkod),
        at = NEW.at
    WHERE id = NEW.id;
END;

CREATE TRIGGER redacted_history_has_numbers AFTER UPDATE ON group_record_history
BEGIN
    INSERT INTO record_heads (kommunkod, change) VALUES (NEW.kommunkod, 0) ON CONFLICT (kommunkod) DO NOTHING;
    UPDATE record_heads SET change = change + 1 + (random() & 16777215) WHERE kommunkod = NEW.kommunkod;
    UPDATE record_changes SET
        change = (SELECT change FROM record_heads WHERE kommunkod = NEW.kommunkod),
        redacted = TRUE,
        at = strftime('%Y-%m-%d %H:%M:%f', 'now')
    WHERE id = NEW.id;
END;

INSERT INTO record_changes (id, kommunkod, insats, provider, change, redacted, at)
SELECT id, kommunkod, insats, provider, row_number() OVER (PARTITION BY kommunkod ORDER BY at, id), FALSE, at
FROM (
    SELECT id, kommunkod, insats, provider, at FROM group_records
    UNION ALL
    SELECT id, kommunkod, insats, provider, at FROM group_record_history WHERE ended_by = 'withdrawal'
) AS existing;
INSERT INTO record_heads (kommunkod, change) SELECT kommunkod, max(change) FROM record_changes GROUP BY kommunkod;
