-- The highest k of a month that had a record when a municipality lowered its k.
CREATE TABLE kept_k (
    kommunkod TEXT NOT NULL,
    month TEXT NOT NULL,
    k INTEGER NOT NULL,
    PRIMARY KEY (kommunkod, month)
);

-- The first month whose figures are released by quarter unless the municipality chooses otherwise. A municipality with
-- records or releases from before this could be chosen has one: the first quarter that was not open. Others have none.
CREATE TABLE first_quarters (
    kommunkod TEXT NOT NULL PRIMARY KEY,
    month TEXT NOT NULL
);
INSERT INTO first_quarters (kommunkod, month)
SELECT
    kommunkod,
    CASE
        WHEN substr(last, 6, 2) < '04' THEN substr(last, 1, 4) || '-04'
        WHEN substr(last, 6, 2) < '07' THEN substr(last, 1, 4) || '-07'
        WHEN substr(last, 6, 2) < '10' THEN substr(last, 1, 4) || '-10'
        ELSE (CAST(substr(last, 1, 4) AS INTEGER) + 1) || '-01'
    END
FROM (
    SELECT kommunkod, max(month) AS last
    FROM (SELECT kommunkod, month FROM monthly_sums UNION ALL SELECT kommunkod, month FROM releases)
    GROUP BY kommunkod
);

-- The editions of a version are read by its key.
CREATE INDEX catalogue_changes_object ON catalogue_changes (kommunkod, kind, object_key);
