DROP INDEX catalogue_changes_of_municipality;
DROP TABLE municipality_events;
DROP TABLE municipality_event_heads;
DROP TABLE deliveries;
DROP TABLE subscriptions;
