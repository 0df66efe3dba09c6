CREATE TABLE parked (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	owner_id INTEGER NOT NULL,
	shared INTEGER NOT NULL,
	parked_at INTEGER NOT NULL,
	closed_at INTEGER,
	booked_id TEXT,
	appointment_id TEXT,
	patient_id INTEGER,
	type_id INTEGER,
	resource_id INTEGER,
	minutes INTEGER,
	note TEXT DEFAULT '' NOT NULL,
	version INTEGER DEFAULT '1' NOT NULL,
	holds INTEGER GENERATED ALWAYS AS (CASE WHEN closed_at IS NULL THEN 0 END) STORED,
	CONSTRAINT parked_shared CHECK (shared IN (0, 1)),
	CONSTRAINT parked_length CHECK (minutes BETWEEN 1 AND 1440),
	CONSTRAINT parked_visit_or_planned CHECK ((appointment_id IS NULL) = (patient_id IS NOT NULL) AND (patient_id IS NULL) = (minutes IS NULL) AND (patient_id IS NOT NULL OR (type_id IS NULL AND resource_id IS NULL AND note = ''))),
	CONSTRAINT parked_or_booked CHECK (booked_id IS NULL OR closed_at IS NOT NULL),
	CONSTRAINT parked_visit FOREIGN KEY(appointment_id) REFERENCES appointment (id),
	CONSTRAINT parked_holds_nothing FOREIGN KEY(appointment_id, holds) REFERENCES appointment (id, holds) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(owner_id) REFERENCES user (id),
	FOREIGN KEY(booked_id) REFERENCES appointment (id),
	FOREIGN KEY(patient_id) REFERENCES patient (id),
	FOREIGN KEY(type_id) REFERENCES appointment_type (id),
	FOREIGN KEY(resource_id) REFERENCES resource (id)
)
 STRICT

CREATE UNIQUE INDEX parked_once ON parked (appointment_id) WHERE closed_at IS NULL

CREATE INDEX parked_of ON parked (appointment_id, holds)

CREATE TRIGGER parked_kept BEFORE UPDATE OF owner_id, appointment_id ON parked WHEN OLD.owner_id IS NOT NEW.owner_id OR OLD.appointment_id IS NOT NEW.appointment_id
BEGIN SELECT RAISE(ABORT, 'parked_kept'); END

CREATE TRIGGER parked_twice_insert BEFORE INSERT ON parked WHEN NEW.closed_at IS NULL AND EXISTS (SELECT 1 FROM parked o WHERE o.closed_at IS NULL AND o.appointment_id = NEW.appointment_id AND o.id <> -1)
BEGIN SELECT RAISE(ABORT, 'parked_twice_insert'); END

CREATE TRIGGER parked_twice_update BEFORE UPDATE OF closed_at ON parked WHEN NEW.closed_at IS NULL AND EXISTS (SELECT 1 FROM parked o WHERE o.closed_at IS NULL AND o.appointment_id = NEW.appointment_id AND o.id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'parked_twice_update'); END

CREATE TRIGGER parked_no_delete BEFORE DELETE ON "parked" WHEN 1
BEGIN SELECT RAISE(ABORT, 'parked_no_delete'); END

CREATE TRIGGER parked_id_kept BEFORE UPDATE OF id ON "parked" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'parked_id_kept'); END

CREATE TRIGGER parked_id_taken BEFORE INSERT ON "parked" WHEN EXISTS (SELECT 1 FROM "parked" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'parked_id_taken'); END

CREATE TRIGGER parked_asked_insert BEFORE INSERT ON "parked" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'parked_asked_insert'); END

CREATE TRIGGER parked_asked_update BEFORE UPDATE ON "parked" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'parked_asked_update'); END

CREATE TRIGGER parked_asked_delete BEFORE DELETE ON "parked" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'parked_asked_delete'); END
