CREATE TABLE custom_field (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	allowed TEXT DEFAULT '[]' NOT NULL, 
	alert INTEGER DEFAULT '0' NOT NULL, 
	archived_at INTEGER, 
	version INTEGER DEFAULT '1' NOT NULL, 
	bulk TEXT, 
	CONSTRAINT custom_field_named CHECK (length(name) > 0), 
	CONSTRAINT custom_field_alert CHECK (alert IN (0, 1))
)
 STRICT

ALTER TABLE patient ADD COLUMN custom TEXT DEFAULT '{}' NOT NULL

CREATE TRIGGER custom_field_no_delete BEFORE DELETE ON "custom_field" WHEN 1
BEGIN SELECT RAISE(ABORT, 'custom_field_no_delete'); END

CREATE TRIGGER custom_field_id_kept BEFORE UPDATE OF id ON "custom_field" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'custom_field_id_kept'); END

CREATE TRIGGER custom_field_id_taken BEFORE INSERT ON "custom_field" WHEN EXISTS (SELECT 1 FROM "custom_field" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'custom_field_id_taken'); END

CREATE TRIGGER custom_field_asked_insert BEFORE INSERT ON "custom_field" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'custom_field_asked_insert'); END

CREATE TRIGGER custom_field_asked_update BEFORE UPDATE ON "custom_field" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'custom_field_asked_update'); END

CREATE TRIGGER custom_field_asked_delete BEFORE DELETE ON "custom_field" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'custom_field_asked_delete'); END
