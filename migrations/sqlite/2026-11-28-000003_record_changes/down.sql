DROP TRIGGER redacted_history_has_numbers;
DROP TRIGGER withdrawn_records_have_numbers;
DROP TRIGGER changed_records_have_numbers;
DROP TRIGGER added_records_have_numbers;
DROP TABLE record_changes;
DROP TABLE record_heads;
