-- How often each sum has changed, so that a release looks again at none but those that have since the last.
ALTER TABLE monthly_sums ADD COLUMN changes INTEGER NOT NULL DEFAULT 1;

-- How often the sums of a stream's released month had changed when its figures were judged last.
CREATE TABLE judged_sums (
    kommunkod TEXT NOT NULL,
    insats TEXT NOT NULL,
    provider TEXT NOT NULL,
    month TEXT NOT NULL,
    changes BIGINT NOT NULL,
    PRIMARY KEY (kommunkod, insats, provider, month)
);
