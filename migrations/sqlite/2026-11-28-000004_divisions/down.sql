DROP TABLE kept_k;
DROP TABLE first_quarters;
