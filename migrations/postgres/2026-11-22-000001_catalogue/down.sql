DROP TABLE catalogue_current;
DROP TABLE catalogue_changes;
DROP TABLE catalogue_head;
DROP FUNCTION refuse_append_only();
