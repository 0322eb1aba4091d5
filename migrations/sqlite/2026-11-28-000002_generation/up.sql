-- The generation of the database: random, and new after a restore, so that no ETag or cursor from before it is accepted.
ALTER TABLE catalogue_state ADD COLUMN generation TEXT NOT NULL DEFAULT '';
UPDATE catalogue_state SET generation = lower(
    hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)
    || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))
);
