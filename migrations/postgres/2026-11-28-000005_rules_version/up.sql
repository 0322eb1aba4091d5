-- What every release must follow: the lowest version of the rules that may release, and whether the database was restored
-- and nobody has said yet which releases the copy lacks.
CREATE TABLE statistics_state (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    lowest_rules INTEGER NOT NULL,
    awaits_restored BOOLEAN NOT NULL
);
INSERT INTO statistics_state SELECT 1, COALESCE(MAX(rules_version), 1), FALSE FROM releases;

-- The last month whose release is known to be public, also if the database lost it.
ALTER TABLE statistics_heads ADD COLUMN released_through TEXT;

-- The releases that came from their public answers.
CREATE TABLE imported_releases (
    kommunkod TEXT NOT NULL,
    month TEXT NOT NULL,
    client_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (kommunkod, month)
);
CREATE TRIGGER imported_releases_is_append_only BEFORE UPDATE OR DELETE ON imported_releases
    FOR EACH ROW EXECUTE FUNCTION refuse_append_only();
CREATE TRIGGER imported_releases_is_not_truncated BEFORE TRUNCATE ON imported_releases
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_append_only();

-- Triggers refuse, because older programs know none of this.
CREATE FUNCTION releases_follow_the_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM imported_releases WHERE kommunkod = NEW.kommunkod AND month = NEW.month)
        AND (
            EXISTS (SELECT 1 FROM statistics_state WHERE lowest_rules > NEW.rules_version OR awaits_restored)
            OR EXISTS (SELECT 1 FROM statistics_heads WHERE kommunkod = NEW.kommunkod AND released_through >= NEW.month)
        )
    THEN
        RAISE EXCEPTION 'the release does not follow the rules of this database';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER releases_follow_the_rules BEFORE INSERT ON releases
    FOR EACH ROW EXECUTE FUNCTION releases_follow_the_rules();

CREATE FUNCTION releases_raise_the_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE statistics_state SET lowest_rules = NEW.rules_version WHERE lowest_rules < NEW.rules_version;
    RETURN NULL;
END $$;
CREATE TRIGGER releases_raise_the_rules AFTER INSERT ON releases
    FOR EACH ROW EXECUTE FUNCTION releases_raise_the_rules();
