DROP TRIGGER releases_raise_the_rules ON releases;
DROP FUNCTION releases_raise_the_rules();
DROP TRIGGER releases_follow_the_rules ON releases;
DROP FUNCTION releases_follow_the_rules();
DROP TABLE imported_releases;
ALTER TABLE statistics_heads DROP COLUMN released_through;
DROP TABLE statistics_state;
