CREATE OR REPLACE FUNCTION block_claimed_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF NEW.appointment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = NEW.resource_id) AND EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = NEW.appointment_id AND o.resource_id <> NEW.resource_id AND NOT EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id AND p.resource_id = o.resource_id)) THEN RAISE EXCEPTION 'block_of_holder' USING ERRCODE = '23000', CONSTRAINT = 'block_of_holder'; END IF;
 IF NEW.lane <> 0 AND EXISTS (SELECT 1 FROM resource r WHERE r.id = NEW.resource_id AND ((r.kind = 'equipment' AND (NEW.lane < 0 OR NEW.lane >= r.units)) OR (r.kind = 'room' AND NEW.lane > 0 AND NEW.availability_id IS NULL AND NOT EXISTS (SELECT 1 FROM availability v WHERE v.resource_id = r.id)))) THEN RAISE EXCEPTION 'block_unit' USING ERRCODE = '23000', CONSTRAINT = 'block_unit'; END IF;
 RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION block_unit_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF NEW.lane <> 0 AND EXISTS (SELECT 1 FROM resource r WHERE r.id = NEW.resource_id AND ((r.kind = 'equipment' AND (NEW.lane < 0 OR NEW.lane >= r.units)) OR (r.kind = 'room' AND NEW.lane > 0 AND NEW.availability_id IS NULL AND NOT EXISTS (SELECT 1 FROM availability v WHERE v.resource_id = r.id)))) THEN RAISE EXCEPTION 'block_unit' USING ERRCODE = '23000', CONSTRAINT = 'block_unit'; END IF;
 RETURN NEW;
END $$

CREATE FUNCTION resource_kind() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF true THEN RAISE EXCEPTION 'resource_kind_kept' USING ERRCODE = '23000', CONSTRAINT = 'resource_kind_kept'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER resource_kind BEFORE UPDATE ON "resource" FOR EACH ROW WHEN (NEW.kind <> OLD.kind) EXECUTE FUNCTION resource_kind()

CREATE FUNCTION block_rule_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF EXISTS (SELECT 1 FROM made m JOIN availability v ON v.id = m.availability_id WHERE v.resource_id <> m.resource_id) THEN RAISE EXCEPTION 'block_rule' USING ERRCODE = '23000', CONSTRAINT = 'block_rule'; END IF;
 RETURN NULL;
END $$

CREATE TRIGGER block_rule_insert AFTER INSERT ON block REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION block_rule_insert()

CREATE FUNCTION block_rule_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF NEW.availability_id IS NOT NULL AND EXISTS (SELECT 1 FROM availability v WHERE v.id = NEW.availability_id AND v.resource_id <> NEW.resource_id) THEN RAISE EXCEPTION 'block_rule' USING ERRCODE = '23000', CONSTRAINT = 'block_rule'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER block_rule_update BEFORE UPDATE ON "block" FOR EACH ROW WHEN (NEW.availability_id IS DISTINCT FROM OLD.availability_id OR NEW.resource_id <> OLD.resource_id) EXECUTE FUNCTION block_rule_update()

CREATE FUNCTION availability_resource() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF true THEN RAISE EXCEPTION 'availability_resource_kept' USING ERRCODE = '23000', CONSTRAINT = 'availability_resource_kept'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER availability_resource BEFORE UPDATE ON "availability" FOR EACH ROW WHEN (NEW.resource_id <> OLD.resource_id) EXECUTE FUNCTION availability_resource()
