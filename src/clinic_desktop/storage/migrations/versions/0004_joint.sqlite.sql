ALTER TABLE resource ADD COLUMN units INTEGER DEFAULT '1' NOT NULL CONSTRAINT resource_units CHECK (units >= 1 AND units <= 100 AND (units = 1 OR kind = 'equipment'))

ALTER TABLE appointment_type ADD COLUMN needs_room INTEGER DEFAULT '0' NOT NULL CONSTRAINT appointment_type_needs_room CHECK (needs_room IN (0, 1))

CREATE UNIQUE INDEX appointment_holding ON appointment (id, holds)

CREATE TABLE appointment_part (
	appointment_id TEXT NOT NULL,
	resource_id INTEGER NOT NULL,
	holds INTEGER NOT NULL,
	held_from INTEGER NOT NULL,
	until INTEGER,
	PRIMARY KEY (appointment_id, resource_id),
	CONSTRAINT appointment_part_holds CHECK (holds IN (0, 1) AND (holds = 1) = (until IS NOT NULL)),
	CONSTRAINT appointment_part_as_visit FOREIGN KEY(appointment_id, holds) REFERENCES appointment (id, holds) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT appointment_part_from_visit FOREIGN KEY(appointment_id, held_from) REFERENCES appointment (id, held_from) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT appointment_part_tail FOREIGN KEY(appointment_id, resource_id, until) REFERENCES block (appointment_id, resource_id, ends_at) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(resource_id) REFERENCES resource (id)
)
 WITHOUT ROWID,
 STRICT

CREATE INDEX appointment_part_time ON appointment_part (resource_id, held_from)

CREATE TABLE type_resource (
	type_id INTEGER NOT NULL,
	resource_id INTEGER NOT NULL,
	PRIMARY KEY (type_id, resource_id),
	FOREIGN KEY(type_id) REFERENCES appointment_type (id),
	FOREIGN KEY(resource_id) REFERENCES resource (id)
)
 WITHOUT ROWID,
 STRICT

CREATE TRIGGER block_of_holder_insert BEFORE INSERT ON block WHEN NEW.appointment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = NEW.resource_id) AND EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = NEW.appointment_id AND o.resource_id <> NEW.resource_id AND NOT EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = o.resource_id))
BEGIN SELECT RAISE(ABORT, 'block_of_holder_insert'); END

CREATE TRIGGER block_of_holder_update BEFORE UPDATE OF appointment_id, resource_id ON block WHEN NEW.appointment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = NEW.resource_id) AND EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = NEW.appointment_id AND o.resource_id <> NEW.resource_id AND NOT EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = o.resource_id))
BEGIN SELECT RAISE(ABORT, 'block_of_holder_update'); END

CREATE TRIGGER block_unit_insert BEFORE INSERT ON block WHEN NEW.lane > 0 AND NEW.availability_id IS NULL AND EXISTS (SELECT 1 FROM resource r WHERE r.id = NEW.resource_id AND r.kind <> 'doctor' AND NEW.lane >= r.units)
BEGIN SELECT RAISE(ABORT, 'block_unit_insert'); END

CREATE TRIGGER block_unit_update BEFORE UPDATE OF resource_id, lane ON block WHEN NEW.lane > 0 AND NEW.availability_id IS NULL AND EXISTS (SELECT 1 FROM resource r WHERE r.id = NEW.resource_id AND r.kind <> 'doctor' AND NEW.lane >= r.units)
BEGIN SELECT RAISE(ABORT, 'block_unit_update'); END

CREATE TRIGGER resource_units_kept BEFORE UPDATE OF units ON resource WHEN NEW.units < OLD.units
BEGIN SELECT RAISE(ABORT, 'resource_units_kept'); END

CREATE TRIGGER appointment_part_no_delete BEFORE DELETE ON appointment_part WHEN 1
BEGIN SELECT RAISE(ABORT, 'appointment_part_no_delete'); END

CREATE TRIGGER appointment_part_kept BEFORE UPDATE ON appointment_part WHEN OLD.appointment_id <> NEW.appointment_id OR (OLD.resource_id <> NEW.resource_id AND (OLD.holds = 0 OR NEW.holds = 0 OR EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = OLD.appointment_id AND o.resource_id = OLD.resource_id) OR EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = NEW.resource_id))) OR (OLD.holds = 0 AND NEW.holds = 1 AND NOT EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = NEW.appointment_id AND o.resource_id = NEW.resource_id))
BEGIN SELECT RAISE(ABORT, 'appointment_part_kept'); END

CREATE TRIGGER appointment_part_taken BEFORE INSERT ON appointment_part WHEN EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = NEW.resource_id)
BEGIN SELECT RAISE(ABORT, 'appointment_part_taken'); END

CREATE TRIGGER appointment_part_no_doctor_insert BEFORE INSERT ON appointment_part WHEN EXISTS (SELECT 1 FROM appointment a WHERE a.id = NEW.appointment_id AND a.resource_id = NEW.resource_id)
BEGIN SELECT RAISE(ABORT, 'appointment_part_no_doctor_insert'); END

CREATE TRIGGER appointment_part_no_doctor_update BEFORE UPDATE OF resource_id ON appointment_part WHEN EXISTS (SELECT 1 FROM appointment a WHERE a.id = NEW.appointment_id AND a.resource_id = NEW.resource_id)
BEGIN SELECT RAISE(ABORT, 'appointment_part_no_doctor_update'); END

CREATE TRIGGER appointment_no_part BEFORE UPDATE OF resource_id ON appointment WHEN EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.id AND p.resource_id = NEW.resource_id)
BEGIN SELECT RAISE(ABORT, 'appointment_no_part'); END

CREATE TRIGGER appointment_part_asked_insert BEFORE INSERT ON "appointment_part" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'appointment_part_asked_insert'); END

CREATE TRIGGER appointment_part_asked_update BEFORE UPDATE ON "appointment_part" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'appointment_part_asked_update'); END

CREATE TRIGGER appointment_part_asked_delete BEFORE DELETE ON "appointment_part" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'appointment_part_asked_delete'); END

CREATE TRIGGER type_resource_asked_insert BEFORE INSERT ON "type_resource" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'type_resource_asked_insert'); END

CREATE TRIGGER type_resource_asked_update BEFORE UPDATE ON "type_resource" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'type_resource_asked_update'); END

CREATE TRIGGER type_resource_asked_delete BEFORE DELETE ON "type_resource" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'type_resource_asked_delete'); END
