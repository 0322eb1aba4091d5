-- A keyed hash of a fixed text. It shows whether a replica has the same secret key as the others, and not which.
CREATE TABLE secret_check (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    hash TEXT NOT NULL
);
