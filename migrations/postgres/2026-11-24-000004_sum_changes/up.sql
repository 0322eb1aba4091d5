-- The number of changes of each sum, so that a release only reads sums changed since the last release.
ALTER TABLE monthly_sums ADD COLUMN changes INTEGER NOT NULL DEFAULT 1;

-- The number of changes of a released month's sums at the latest decision on their figures.
CREATE TABLE judged_sums (
    kommunkod TEXT NOT NULL,
    insats TEXT NOT NULL,
    provider TEXT NOT NULL,
    month TEXT NOT NULL,
    changes BIGINT NOT NULL,
    PRIMARY KEY (kommunkod, insats, provider, month)
);
