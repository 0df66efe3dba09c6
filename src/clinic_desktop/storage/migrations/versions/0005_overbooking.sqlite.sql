ALTER TABLE appointment ADD COLUMN overbooked TEXT DEFAULT '' NOT NULL

CREATE TRIGGER block_overbooked_insert BEFORE INSERT ON block WHEN NEW.lane < 0 AND EXISTS (SELECT 1 FROM appointment a WHERE a.id = NEW.appointment_id AND a.overbooked = '')
BEGIN SELECT RAISE(ABORT, 'block_overbooked_insert'); END

CREATE TRIGGER block_overbooked_update BEFORE UPDATE OF lane, appointment_id ON block WHEN NEW.lane < 0 AND EXISTS (SELECT 1 FROM appointment a WHERE a.id = NEW.appointment_id AND a.overbooked = '')
BEGIN SELECT RAISE(ABORT, 'block_overbooked_update'); END

CREATE TRIGGER appointment_overbooked_insert BEFORE INSERT ON appointment WHEN NEW.overbooked = '' AND EXISTS (SELECT 1 FROM block b WHERE b.appointment_id = NEW.id AND b.lane < 0)
BEGIN SELECT RAISE(ABORT, 'appointment_overbooked_insert'); END

CREATE TRIGGER appointment_overbooked_update BEFORE UPDATE OF overbooked ON appointment WHEN NEW.overbooked = '' AND EXISTS (SELECT 1 FROM block b WHERE b.appointment_id = NEW.id AND b.lane < 0)
BEGIN SELECT RAISE(ABORT, 'appointment_overbooked_update'); END
