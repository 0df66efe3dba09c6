CREATE TABLE series (
	id TEXT NOT NULL,
	rule TEXT NOT NULL,
	first_day TEXT NOT NULL,
	wish TEXT NOT NULL,
	version INTEGER DEFAULT '1' NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT series_told CHECK (rule <> '' AND wish <> ''),
	CONSTRAINT series_id_is_uuid CHECK (id GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]')
)
 STRICT

ALTER TABLE appointment ADD COLUMN series_id TEXT REFERENCES series (id)

CREATE INDEX appointment_series ON appointment (series_id, starts_at) WHERE series_id IS NOT NULL

CREATE TRIGGER appointment_series_kept BEFORE UPDATE OF series_id ON appointment WHEN OLD.series_id IS NOT NEW.series_id
BEGIN SELECT RAISE(ABORT, 'appointment_series_kept'); END

CREATE TRIGGER series_no_delete BEFORE DELETE ON "series" WHEN 1
BEGIN SELECT RAISE(ABORT, 'series_no_delete'); END

CREATE TRIGGER series_id_kept BEFORE UPDATE OF id ON "series" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'series_id_kept'); END

CREATE TRIGGER series_id_taken BEFORE INSERT ON "series" WHEN EXISTS (SELECT 1 FROM "series" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'series_id_taken'); END

CREATE TRIGGER series_asked_insert BEFORE INSERT ON "series" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'series_asked_insert'); END

CREATE TRIGGER series_asked_update BEFORE UPDATE ON "series" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'series_asked_update'); END

CREATE TRIGGER series_asked_delete BEFORE DELETE ON "series" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'series_asked_delete'); END
