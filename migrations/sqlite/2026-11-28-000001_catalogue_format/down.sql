DROP VIEW IF EXISTS catalogue_head;
ALTER TABLE catalogue_state DROP COLUMN minimum_format;
ALTER TABLE catalogue_state RENAME TO catalogue_head;
