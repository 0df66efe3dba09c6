CREATE TABLE site_travel (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	first_id INTEGER NOT NULL,
	second_id INTEGER NOT NULL,
	minutes INTEGER NOT NULL,
	version INTEGER DEFAULT '1' NOT NULL,
	bulk TEXT,
	CONSTRAINT site_travel_once UNIQUE (first_id, second_id),
	CONSTRAINT site_travel_in_order CHECK (first_id < second_id),
	CONSTRAINT site_travel_minutes CHECK (minutes BETWEEN 0 AND 1440),
	FOREIGN KEY(first_id) REFERENCES site (id),
	FOREIGN KEY(second_id) REFERENCES site (id)
)
 STRICT

CREATE TRIGGER site_travel_taken BEFORE INSERT ON site_travel WHEN EXISTS (SELECT 1 FROM site_travel t WHERE t.first_id = NEW.first_id AND t.second_id = NEW.second_id)
BEGIN SELECT RAISE(ABORT, 'site_travel_taken'); END

CREATE TRIGGER site_travel_kept BEFORE UPDATE ON site_travel WHEN OLD.first_id <> NEW.first_id OR OLD.second_id <> NEW.second_id
BEGIN SELECT RAISE(ABORT, 'site_travel_kept'); END

CREATE TRIGGER site_travel_no_delete BEFORE DELETE ON "site_travel" WHEN 1
BEGIN SELECT RAISE(ABORT, 'site_travel_no_delete'); END

CREATE TRIGGER site_travel_id_kept BEFORE UPDATE OF id ON "site_travel" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'site_travel_id_kept'); END

CREATE TRIGGER site_travel_id_taken BEFORE INSERT ON "site_travel" WHEN EXISTS (SELECT 1 FROM "site_travel" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'site_travel_id_taken'); END

CREATE TRIGGER site_travel_asked_insert BEFORE INSERT ON "site_travel" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'site_travel_asked_insert'); END

CREATE TRIGGER site_travel_asked_update BEFORE UPDATE ON "site_travel" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'site_travel_asked_update'); END

CREATE TRIGGER site_travel_asked_delete BEFORE DELETE ON "site_travel" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'site_travel_asked_delete'); END
