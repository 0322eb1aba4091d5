-- The most responses to one question of a record, because each response is from a different person.
ALTER TABLE group_records ADD COLUMN peak_responses INTEGER NOT NULL DEFAULT 0;
UPDATE group_records SET peak_responses = COALESCE(
    (SELECT max(json_extract(value, '$.responses')) FROM json_each(doc, '$.evaluation.ratings')), 0
) WHERE responses > 0;

-- Additions to the sums: participations in sessions, the largest number of different people of any two genders, and the
-- same for visits over several sessions, with the number of sessions.
ALTER TABLE monthly_sums ADD COLUMN in_sessions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monthly_sums ADD COLUMN peak_women_men INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monthly_sums ADD COLUMN peak_women_other INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monthly_sums ADD COLUMN peak_men_other INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monthly_sums ADD COLUMN visits_total INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monthly_sums ADD COLUMN visits_women INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monthly_sums ADD COLUMN visits_men INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monthly_sums ADD COLUMN visits_other INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monthly_sums ADD COLUMN visits_women_men INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monthly_sums ADD COLUMN visits_women_other INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monthly_sums ADD COLUMN visits_men_other INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monthly_sums ADD COLUMN visits_sessions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE monthly_sums ADD COLUMN peak_responses INTEGER NOT NULL DEFAULT 0;
UPDATE monthly_sums SET
    in_sessions = counted.in_sessions,
    peak_responses = counted.peak_responses,
    peak_total = counted.peak_total,
    peak_women = counted.peak_women,
    peak_men = counted.peak_men,
    peak_other = counted.peak_other,
    peak_women_men = counted.peak_women_men,
    peak_women_other = counted.peak_women_other,
    peak_men_other = counted.peak_men_other,
    visits_total = counted.visits_total,
    visits_women = counted.visits_women,
    visits_men = counted.visits_men,
    visits_other = counted.visits_other,
    visits_women_men = counted.visits_women_men,
    visits_women_other = counted.visits_women_other,
    visits_men_other = counted.visits_men_other,
    visits_sessions = counted.visits_sessions
FROM (
    SELECT
        kommunkod, insats, provider, month,
        CASE WHEN activity_listed THEN activity ELSE 'other' END AS activity,
        CASE WHEN place_listed THEN place ELSE 'other' END AS place,
        sum(CASE WHEN sessions > 0 THEN total ELSE 0 END) AS in_sessions,
        max(peak_responses) AS peak_responses,
        max(CASE WHEN unit = 'visits' AND sessions <> 1 THEN 0 ELSE total END) AS peak_total,
        max(CASE WHEN unit = 'visits' AND sessions <> 1 THEN 0 ELSE women END) AS peak_women,
        max(CASE WHEN unit = 'visits' AND sessions <> 1 THEN 0 ELSE men END) AS peak_men,
        max(CASE WHEN unit = 'visits' AND sessions <> 1 THEN 0 ELSE other END) AS peak_other,
        max(CASE WHEN unit = 'visits' AND sessions <> 1 THEN 0 ELSE women + men END) AS peak_women_men,
        max(CASE WHEN unit = 'visits' AND sessions <> 1 THEN 0 ELSE women + other END) AS peak_women_other,
        max(CASE WHEN unit = 'visits' AND sessions <> 1 THEN 0 ELSE men + other END) AS peak_men_other,
        max(CASE WHEN unit = 'visits' AND sessions > 1 THEN (total + sessions - 1) / sessions ELSE 0 END) AS visits_total,
        max(CASE WHEN unit = 'visits' AND sessions > 1 THEN (women + sessions - 1) / sessions ELSE 0 END) AS visits_women,
        max(CASE WHEN unit = 'visits' AND sessions > 1 THEN (men + sessions - 1) / sessions ELSE 0 END) AS visits_men,
        max(CASE WHEN unit = 'visits' AND sessions > 1 THEN (other + sessions - 1) / sessions ELSE 0 END) AS visits_other,
        max(CASE WHEN unit = 'visits' AND sessions > 1 THEN (women + men + sessions - 1) / sessions ELSE 0 END) AS visits_women_men,
        max(CASE WHEN unit = 'visits' AND sessions > 1 THEN (women + other + sessions - 1) / sessions ELSE 0 END) AS visits_women_other,
        max(CASE WHEN unit = 'visits' AND sessions > 1 THEN (men + other + sessions - 1) / sessions ELSE 0 END) AS visits_men_other,
        max(CASE WHEN unit = 'visits' AND sessions > 1 THEN sessions ELSE 0 END) AS visits_sessions
    FROM group_records
    GROUP BY 1, 2, 3, 4, 5, 6
) AS counted
WHERE monthly_sums.kommunkod = counted.kommunkod
    AND monthly_sums.insats = counted.insats
    AND monthly_sums.provider = counted.provider
    AND monthly_sums.activity = counted.activity
    AND monthly_sums.place = counted.place
    AND monthly_sums.month = counted.month;
CREATE INDEX monthly_sums_month ON monthly_sums (kommunkod, month);

-- The revision of a municipality's released statistics. Changes lock it.
CREATE TABLE statistics_heads (
    kommunkod TEXT NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL
);

-- The release of one month. Content other than figures is a document.
CREATE TABLE releases (
    kommunkod TEXT NOT NULL,
    month TEXT NOT NULL,
    k INTEGER NOT NULL,
    rules_version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    client_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (kommunkod, month)
);

-- The total of one stream released at one time, with its cells and their first values. Identified by its last month.
CREATE TABLE release_cells (
    kommunkod TEXT NOT NULL,
    insats TEXT NOT NULL,
    provider TEXT NOT NULL,
    month TEXT NOT NULL,
    released_in TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (kommunkod, insats, provider, month)
);

-- New values of those cells, from a later release.
CREATE TABLE release_corrections (
    kommunkod TEXT NOT NULL,
    insats TEXT NOT NULL,
    provider TEXT NOT NULL,
    month TEXT NOT NULL,
    released_in TEXT NOT NULL,
    cell_values TEXT NOT NULL,
    PRIMARY KEY (kommunkod, insats, provider, month, released_in)
);

-- Withdrawn cells or groups of cells.
CREATE TABLE figure_withdrawals (
    kommunkod TEXT NOT NULL,
    cell TEXT NOT NULL,
    reason TEXT NOT NULL,
    client_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (kommunkod, cell)
);

CREATE TRIGGER releases_is_not_changed BEFORE UPDATE ON releases
BEGIN
    SELECT RAISE(ABORT, 'releases is append-only');
END;
CREATE TRIGGER releases_is_not_deleted BEFORE DELETE ON releases
BEGIN
    SELECT RAISE(ABORT, 'releases is append-only');
END;

CREATE TRIGGER release_cells_is_not_changed BEFORE UPDATE ON release_cells
BEGIN
    SELECT RAISE(ABORT, 'release_cells is append-only');
END;
CREATE TRIGGER release_cells_is_not_deleted BEFORE DELETE ON release_cells
BEGIN
    SELECT RAISE(ABORT, 'release_cells is append-only');
END;

CREATE TRIGGER release_corrections_is_not_changed BEFORE UPDATE ON release_corrections
BEGIN
    SELECT RAISE(ABORT, 'release_corrections is append-only');
END;
CREATE TRIGGER release_corrections_is_not_deleted BEFORE DELETE ON release_corrections
BEGIN
    SELECT RAISE(ABORT, 'release_corrections is append-only');
END;

CREATE TRIGGER figure_withdrawals_is_not_changed BEFORE UPDATE ON figure_withdrawals
BEGIN
    SELECT RAISE(ABORT, 'figure_withdrawals is append-only');
END;
CREATE TRIGGER figure_withdrawals_is_not_deleted BEFORE DELETE ON figure_withdrawals
BEGIN
    SELECT RAISE(ABORT, 'figure_withdrawals is append-only');
END;
