-- The generation of the database: random, and new after a restore, so that no ETag or cursor from before it is accepted.
ALTER TABLE catalogue_state ADD COLUMN generation TEXT NOT NULL DEFAULT '';
UPDATE catalogue_state SET generation = CAST(gen_random_uuid() AS TEXT);
