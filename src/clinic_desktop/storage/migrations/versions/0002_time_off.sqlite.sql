ALTER TABLE appointment_type ADD COLUMN buffer_before INTEGER DEFAULT '0' NOT NULL CONSTRAINT appointment_type_before CHECK (buffer_before BETWEEN 0 AND 240)

ALTER TABLE appointment_type ADD COLUMN buffer_after INTEGER DEFAULT '0' NOT NULL CONSTRAINT appointment_type_after CHECK (buffer_after BETWEEN 0 AND 240)

ALTER TABLE appointment_type ADD COLUMN grid_minutes INTEGER CONSTRAINT appointment_type_grid CHECK (grid_minutes BETWEEN 5 AND 1440)

ALTER TABLE availability ADD COLUMN grid_minutes INTEGER CONSTRAINT availability_block_grid CHECK (grid_minutes BETWEEN block_minutes AND 1440)

ALTER TABLE availability ADD COLUMN seats INTEGER DEFAULT '1' NOT NULL CONSTRAINT availability_seats CHECK (seats BETWEEN 1 AND 100)

ALTER TABLE availability ADD COLUMN anchor TEXT

ALTER TABLE availability ADD COLUMN overrides INTEGER DEFAULT '0' NOT NULL CONSTRAINT availability_overrides_a_day CHECK (overrides = 0 OR (overrides = 1 AND valid_until IS NOT NULL AND valid_until = valid_from))

CREATE INDEX availability_seated ON availability (seats) WHERE seats > 1

CREATE TABLE time_off (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	site_id INTEGER NOT NULL,
	resource_id INTEGER,
	kind TEXT NOT NULL,
	note TEXT DEFAULT '' NOT NULL,
	first_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	start_minute INTEGER DEFAULT '0' NOT NULL,
	end_minute INTEGER DEFAULT '1440' NOT NULL,
	recurrence TEXT DEFAULT '' NOT NULL,
	archived_at INTEGER,
	version INTEGER DEFAULT '1' NOT NULL,
	bulk TEXT,
	CONSTRAINT time_off_kind CHECK ((resource_id IS NULL) = (kind IN ('closed', 'holiday')) AND kind IN ('leave', 'sick', 'training', 'blocked', 'other', 'closed', 'holiday')),
	CONSTRAINT time_off_in_order CHECK (first_day <= last_day AND (first_day < last_day OR start_minute < end_minute)),
	CONSTRAINT time_off_begins CHECK (start_minute BETWEEN 0 AND 1439),
	CONSTRAINT time_off_ends CHECK (end_minute BETWEEN 1 AND 1440),
	FOREIGN KEY(site_id) REFERENCES site (id),
	FOREIGN KEY(resource_id) REFERENCES resource (id)
)
 STRICT

CREATE INDEX time_off_of ON time_off (resource_id)

CREATE TRIGGER time_off_no_delete BEFORE DELETE ON "time_off" WHEN 1
BEGIN SELECT RAISE(ABORT, 'time_off_no_delete'); END

CREATE TRIGGER time_off_id_kept BEFORE UPDATE OF id ON "time_off" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'time_off_id_kept'); END

CREATE TRIGGER time_off_id_taken BEFORE INSERT ON "time_off" WHEN EXISTS (SELECT 1 FROM "time_off" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'time_off_id_taken'); END

CREATE TRIGGER time_off_asked_insert BEFORE INSERT ON "time_off" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'time_off_asked_insert'); END

CREATE TRIGGER time_off_asked_update BEFORE UPDATE ON "time_off" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'time_off_asked_update'); END

CREATE TRIGGER time_off_asked_delete BEFORE DELETE ON "time_off" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'time_off_asked_delete'); END
