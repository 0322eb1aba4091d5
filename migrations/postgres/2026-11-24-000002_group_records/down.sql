DROP TABLE idempotency_keys;
DROP TABLE completions;
DROP TABLE monthly_sums;
DROP TABLE group_record_history;
DROP TABLE group_records;
DROP TABLE record_streams;
