ALTER TABLE catalogue_state DROP COLUMN generation;
