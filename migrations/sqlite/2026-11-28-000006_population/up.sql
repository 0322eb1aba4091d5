-- The residents of a municipality on 31 December of a year, by sex and age, from Statistics Sweden. A new import of the
-- year replaces them. The edition is random, so that caches notice it.
CREATE TABLE population (
    kommunkod TEXT NOT NULL,
    year INTEGER NOT NULL,
    doc TEXT NOT NULL,
    edition TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (kommunkod, year)
);
