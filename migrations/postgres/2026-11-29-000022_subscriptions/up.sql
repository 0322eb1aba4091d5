-- Who gets which events by webhook, and how far. A subscription has a position among the changes of the catalogue (revision)
-- and one among the municipality's other events (event).
CREATE TABLE subscriptions (
    id TEXT NOT NULL PRIMARY KEY,
    kommunkod TEXT NOT NULL,
    url TEXT NOT NULL,
    kinds TEXT NOT NULL,
    secret TEXT NOT NULL,
    previous_secret TEXT,
    previous_until TIMESTAMP,
    generation TEXT NOT NULL,
    revision BIGINT NOT NULL,
    event BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    next_try_at TIMESTAMP NOT NULL,
    failing_since TIMESTAMP,
    disabled_at TIMESTAMP,
    disabled_because TEXT,
    -- The replica that delivers, until seconds since 1970 by the clock of the database.
    lease_owner TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    deliveries BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX subscriptions_of_municipality ON subscriptions (kommunkod, created_at);

-- Every attempt to deliver, for 30 days.
CREATE TABLE deliveries (
    subscription_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    message_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    at TIMESTAMP NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER,
    millis BIGINT NOT NULL,
    PRIMARY KEY (subscription_id, number)
);
CREATE INDEX deliveries_by_time ON deliveries (at);

-- What happens in a municipality without a change of its catalogue, once for each kind, object and day. The head has the last
-- number, and locks the municipality's events until its transaction commits.
CREATE TABLE municipality_event_heads (
    kommunkod TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL
);
CREATE TABLE municipality_events (
    kommunkod TEXT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    object_key TEXT NOT NULL,
    due_on TEXT,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (kommunkod, number)
);
CREATE UNIQUE INDEX municipality_events_once ON municipality_events (kommunkod, kind, object_key, due_on);

CREATE INDEX catalogue_changes_of_municipality ON catalogue_changes (kommunkod, revision);
