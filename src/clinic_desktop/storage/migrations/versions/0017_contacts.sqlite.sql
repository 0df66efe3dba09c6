CREATE TABLE contact (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	patient_id INTEGER NOT NULL,
	other_id INTEGER,
	name TEXT DEFAULT '' NOT NULL,
	phone TEXT DEFAULT '' NOT NULL,
	relation TEXT DEFAULT '' NOT NULL,
	archived_at INTEGER,
	version INTEGER DEFAULT '1' NOT NULL,
	CONSTRAINT contact_registered_or_named CHECK ((other_id IS NULL) = (name <> '') AND (other_id IS NULL OR phone = '')),
	CONSTRAINT contact_of_another CHECK (other_id <> patient_id),
	CONSTRAINT contact_relation CHECK (length(relation) <= 40),
	FOREIGN KEY(patient_id) REFERENCES patient (id),
	FOREIGN KEY(other_id) REFERENCES patient (id)
)
 STRICT

CREATE INDEX contact_of ON contact (patient_id)

CREATE INDEX contact_is ON contact (other_id)

CREATE TRIGGER contact_no_delete BEFORE DELETE ON "contact" WHEN 1
BEGIN SELECT RAISE(ABORT, 'contact_no_delete'); END

CREATE TRIGGER contact_id_kept BEFORE UPDATE OF id ON "contact" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'contact_id_kept'); END

CREATE TRIGGER contact_id_taken BEFORE INSERT ON "contact" WHEN EXISTS (SELECT 1 FROM "contact" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'contact_id_taken'); END

CREATE TRIGGER contact_asked_insert BEFORE INSERT ON "contact" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'contact_asked_insert'); END

CREATE TRIGGER contact_asked_update BEFORE UPDATE ON "contact" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'contact_asked_update'); END

CREATE TRIGGER contact_asked_delete BEFORE DELETE ON "contact" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'contact_asked_delete'); END
