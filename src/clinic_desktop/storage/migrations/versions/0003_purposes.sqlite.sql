ALTER TABLE appointment_type ADD COLUMN purposes TEXT DEFAULT '[]' NOT NULL

CREATE TABLE purpose (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL,
	release_hours INTEGER,
	bookable INTEGER DEFAULT '1' NOT NULL,
	version INTEGER DEFAULT '1' NOT NULL,
	bulk TEXT,
	CONSTRAINT purpose_named CHECK (length(name) > 0),
	CONSTRAINT purpose_release CHECK (release_hours BETWEEN 0 AND 8784),
	CONSTRAINT purpose_of_nobody_is_kept CHECK (bookable = 1 OR (bookable = 0 AND release_hours IS NULL)),
	UNIQUE (name)
)
 STRICT

CREATE TRIGGER block_purpose_known_insert BEFORE INSERT ON block WHEN NEW.purpose <> '' AND NOT EXISTS (SELECT 1 FROM purpose p WHERE p.name = NEW.purpose)
BEGIN SELECT RAISE(ABORT, 'block_purpose_known_insert'); END

CREATE TRIGGER block_purpose_known_update BEFORE UPDATE OF purpose ON block WHEN NEW.purpose <> '' AND NOT EXISTS (SELECT 1 FROM purpose p WHERE p.name = NEW.purpose)
BEGIN SELECT RAISE(ABORT, 'block_purpose_known_update'); END

CREATE TRIGGER appointment_type_purposes_known_insert BEFORE INSERT ON appointment_type WHEN NEW.purposes <> '[]' AND EXISTS (SELECT 1 FROM json_each(NEW.purposes) j WHERE j.value NOT IN (SELECT p.name FROM purpose p))
BEGIN SELECT RAISE(ABORT, 'appointment_type_purposes_known_insert'); END

CREATE TRIGGER appointment_type_purposes_known_update BEFORE UPDATE OF purposes ON appointment_type WHEN NEW.purposes <> '[]' AND EXISTS (SELECT 1 FROM json_each(NEW.purposes) j WHERE j.value NOT IN (SELECT p.name FROM purpose p))
BEGIN SELECT RAISE(ABORT, 'appointment_type_purposes_known_update'); END

CREATE TRIGGER purpose_name_kept BEFORE UPDATE OF name ON purpose WHEN OLD.name IS NOT NEW.name
BEGIN SELECT RAISE(ABORT, 'purpose_name_kept'); END

CREATE TRIGGER purpose_name_taken BEFORE INSERT ON purpose WHEN EXISTS (SELECT 1 FROM purpose o WHERE o.name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'purpose_name_taken'); END

CREATE TRIGGER purpose_no_delete BEFORE DELETE ON "purpose" WHEN 1
BEGIN SELECT RAISE(ABORT, 'purpose_no_delete'); END

CREATE TRIGGER purpose_id_kept BEFORE UPDATE OF id ON "purpose" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'purpose_id_kept'); END

CREATE TRIGGER purpose_id_taken BEFORE INSERT ON "purpose" WHEN EXISTS (SELECT 1 FROM "purpose" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'purpose_id_taken'); END

CREATE TRIGGER purpose_asked_insert BEFORE INSERT ON "purpose" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'purpose_asked_insert'); END

CREATE TRIGGER purpose_asked_update BEFORE UPDATE ON "purpose" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'purpose_asked_update'); END

CREATE TRIGGER purpose_asked_delete BEFORE DELETE ON "purpose" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'purpose_asked_delete'); END
