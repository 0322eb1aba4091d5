DROP TABLE judged_sums;
ALTER TABLE monthly_sums DROP COLUMN changes;
