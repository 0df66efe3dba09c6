ALTER TABLE time_off ADD COLUMN one_site INTEGER DEFAULT '0' NOT NULL CONSTRAINT time_off_at_one_site CHECK (one_site = 0 OR (one_site = 1 AND resource_id IS NULL))

UPDATE time_off SET one_site = 1 WHERE resource_id IS NULL
 AND (SELECT count(*) FROM site WHERE archived_at IS NULL) > 1
