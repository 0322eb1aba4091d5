DROP INDEX catalogue_changes_object;
DROP TABLE kept_k;
DROP TABLE first_quarters;
