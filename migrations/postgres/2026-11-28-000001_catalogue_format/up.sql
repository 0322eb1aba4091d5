-- The row that every change locks, with the lowest format that every running program evaluates truly.
ALTER TABLE catalogue_head RENAME TO catalogue_state;
ALTER TABLE catalogue_state ADD COLUMN minimum_format INTEGER NOT NULL DEFAULT 1;

-- Release 1.0.0 reads and locks the row by its old name, until `migrate --finish` drops the view.
CREATE VIEW catalogue_head AS SELECT id, revision FROM catalogue_state;
