ALTER TABLE resource ADD COLUMN units INTEGER DEFAULT '1' NOT NULL CONSTRAINT resource_units CHECK (units >= 1 AND units <= 100 AND (units = 1 OR kind = 'equipment'))

ALTER TABLE appointment_type ADD COLUMN needs_room SMALLINT DEFAULT '0' NOT NULL CONSTRAINT appointment_type_needs_room CHECK (needs_room IN (0, 1))

CREATE UNIQUE INDEX appointment_holding ON appointment (id, holds)

CREATE TABLE appointment_part (
	appointment_id UUID NOT NULL,
	resource_id BIGINT NOT NULL,
	holds SMALLINT NOT NULL,
	held_from BIGINT NOT NULL,
	until BIGINT,
	PRIMARY KEY (appointment_id, resource_id),
	CONSTRAINT appointment_part_holds CHECK (holds IN (0, 1) AND (holds = 1) = (until IS NOT NULL)),
	CONSTRAINT appointment_part_as_visit FOREIGN KEY(appointment_id, holds) REFERENCES appointment (id, holds) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT appointment_part_from_visit FOREIGN KEY(appointment_id, held_from) REFERENCES appointment (id, held_from) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT appointment_part_tail FOREIGN KEY(appointment_id, resource_id, until) REFERENCES block (appointment_id, resource_id, ends_at) DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY(resource_id) REFERENCES resource (id)
)

CREATE INDEX appointment_part_time ON appointment_part (resource_id, held_from)

CREATE TABLE type_resource (
	type_id BIGINT NOT NULL,
	resource_id BIGINT NOT NULL,
	PRIMARY KEY (type_id, resource_id),
	FOREIGN KEY(type_id) REFERENCES appointment_type (id),
	FOREIGN KEY(resource_id) REFERENCES resource (id)
)

CREATE FUNCTION block_claimed_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF NEW.appointment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = NEW.resource_id) AND EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = NEW.appointment_id AND o.resource_id <> NEW.resource_id AND NOT EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = o.resource_id)) THEN RAISE EXCEPTION 'block_of_holder' USING ERRCODE = '23000', CONSTRAINT = 'block_of_holder'; END IF;
 IF NEW.lane > 0 AND NEW.availability_id IS NULL AND EXISTS (SELECT 1 FROM resource r WHERE r.id = NEW.resource_id AND r.kind <> 'doctor' AND NEW.lane >= r.units) THEN RAISE EXCEPTION 'block_unit' USING ERRCODE = '23000', CONSTRAINT = 'block_unit'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER block_claimed_insert BEFORE INSERT ON "block" FOR EACH ROW WHEN (NEW.appointment_id IS NOT NULL OR NEW.lane > 0) EXECUTE FUNCTION block_claimed_insert()

CREATE FUNCTION block_claimed_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF NEW.appointment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = NEW.resource_id) AND EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = NEW.appointment_id AND o.resource_id <> NEW.resource_id AND NOT EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = o.resource_id)) THEN RAISE EXCEPTION 'block_of_holder' USING ERRCODE = '23000', CONSTRAINT = 'block_of_holder'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER block_claimed_update BEFORE UPDATE ON "block" FOR EACH ROW WHEN (OLD.appointment_id IS NULL AND NEW.appointment_id IS NOT NULL) EXECUTE FUNCTION block_claimed_update()

CREATE FUNCTION block_unit_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF NEW.lane > 0 AND NEW.availability_id IS NULL AND EXISTS (SELECT 1 FROM resource r WHERE r.id = NEW.resource_id AND r.kind <> 'doctor' AND NEW.lane >= r.units) THEN RAISE EXCEPTION 'block_unit' USING ERRCODE = '23000', CONSTRAINT = 'block_unit'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER block_unit_update BEFORE UPDATE ON "block" FOR EACH ROW WHEN (OLD.lane <> NEW.lane OR OLD.resource_id <> NEW.resource_id) EXECUTE FUNCTION block_unit_update()

CREATE FUNCTION resource_units() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF true THEN RAISE EXCEPTION 'resource_units_kept' USING ERRCODE = '23000', CONSTRAINT = 'resource_units_kept'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER resource_units BEFORE UPDATE ON "resource" FOR EACH ROW WHEN (NEW.units < OLD.units) EXECUTE FUNCTION resource_units()

CREATE FUNCTION appointment_part_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF true THEN RAISE EXCEPTION 'appointment_part_no_delete' USING ERRCODE = '23000', CONSTRAINT = 'appointment_part_no_delete'; END IF;
 RETURN OLD;
END $$

CREATE TRIGGER appointment_part_delete BEFORE DELETE ON "appointment_part" FOR EACH ROW EXECUTE FUNCTION appointment_part_delete()

CREATE FUNCTION appointment_part_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF EXISTS (SELECT 1 FROM appointment a WHERE a.id = NEW.appointment_id AND a.resource_id = NEW.resource_id) THEN RAISE EXCEPTION 'appointment_part_no_doctor' USING ERRCODE = '23000', CONSTRAINT = 'appointment_part_no_doctor'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER appointment_part_insert BEFORE INSERT ON "appointment_part" FOR EACH ROW EXECUTE FUNCTION appointment_part_insert()

CREATE FUNCTION appointment_part_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF OLD.appointment_id <> NEW.appointment_id OR (OLD.resource_id <> NEW.resource_id AND (OLD.holds = 0 OR NEW.holds = 0 OR EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = OLD.appointment_id AND o.resource_id = OLD.resource_id) OR EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = NEW.resource_id))) OR (OLD.holds = 0 AND NEW.holds = 1 AND NOT EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = NEW.appointment_id AND o.resource_id = NEW.resource_id)) THEN RAISE EXCEPTION 'appointment_part_kept' USING ERRCODE = '23000', CONSTRAINT = 'appointment_part_kept'; END IF;
 IF EXISTS (SELECT 1 FROM appointment a WHERE a.id = NEW.appointment_id AND a.resource_id = NEW.resource_id) THEN RAISE EXCEPTION 'appointment_part_no_doctor' USING ERRCODE = '23000', CONSTRAINT = 'appointment_part_no_doctor'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER appointment_part_update BEFORE UPDATE ON "appointment_part" FOR EACH ROW EXECUTE FUNCTION appointment_part_update()

CREATE FUNCTION appointment_resource() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.id AND p.resource_id = NEW.resource_id) THEN RAISE EXCEPTION 'appointment_no_part' USING ERRCODE = '23000', CONSTRAINT = 'appointment_no_part'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER appointment_resource BEFORE UPDATE ON "appointment" FOR EACH ROW WHEN (OLD.resource_id <> NEW.resource_id) EXECUTE FUNCTION appointment_resource()

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "appointment_part" EXECUTE FUNCTION no_truncate()
