ALTER TABLE appointment ADD COLUMN overbooked TEXT DEFAULT '' NOT NULL

CREATE FUNCTION block_overbooked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF NEW.lane < 0 AND EXISTS (SELECT 1 FROM appointment a WHERE a.id = NEW.appointment_id AND a.overbooked = '') THEN RAISE EXCEPTION 'block_overbooked' USING ERRCODE = '23000', CONSTRAINT = 'block_overbooked'; END IF;
 RETURN NEW;
END $$

CREATE CONSTRAINT TRIGGER block_overbooked AFTER INSERT OR UPDATE ON block DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.lane < 0) EXECUTE FUNCTION block_overbooked()

CREATE FUNCTION appointment_overbooked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF NEW.overbooked = '' AND EXISTS (SELECT 1 FROM block b WHERE b.appointment_id = NEW.id AND b.lane < 0) THEN RAISE EXCEPTION 'appointment_overbooked' USING ERRCODE = '23000', CONSTRAINT = 'appointment_overbooked'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER appointment_overbooked BEFORE UPDATE ON "appointment" FOR EACH ROW WHEN (NEW.overbooked = '' AND OLD.overbooked <> '') EXECUTE FUNCTION appointment_overbooked()
