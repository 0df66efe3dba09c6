DROP TRIGGER block_unit_insert

DROP TRIGGER block_unit_update

CREATE TRIGGER block_unit_insert BEFORE INSERT ON block WHEN NEW.lane <> 0 AND EXISTS (SELECT 1 FROM resource r WHERE r.id = NEW.resource_id AND ((r.kind = 'equipment' AND (NEW.lane < 0 OR NEW.lane >= r.units)) OR (r.kind = 'room' AND NEW.lane > 0 AND NEW.availability_id IS NULL AND NOT EXISTS (SELECT 1 FROM availability v WHERE v.resource_id = r.id))))
BEGIN SELECT RAISE(ABORT, 'block_unit_insert'); END

CREATE TRIGGER block_unit_update BEFORE UPDATE OF resource_id, lane ON block WHEN NEW.lane <> 0 AND EXISTS (SELECT 1 FROM resource r WHERE r.id = NEW.resource_id AND ((r.kind = 'equipment' AND (NEW.lane < 0 OR NEW.lane >= r.units)) OR (r.kind = 'room' AND NEW.lane > 0 AND NEW.availability_id IS NULL AND NOT EXISTS (SELECT 1 FROM availability v WHERE v.resource_id = r.id))))
BEGIN SELECT RAISE(ABORT, 'block_unit_update'); END

CREATE TRIGGER resource_kind_kept BEFORE UPDATE OF kind ON resource WHEN NEW.kind <> OLD.kind
BEGIN SELECT RAISE(ABORT, 'resource_kind_kept'); END

CREATE TRIGGER block_rule_insert BEFORE INSERT ON block WHEN NEW.availability_id IS NOT NULL AND EXISTS (SELECT 1 FROM availability v WHERE v.id = NEW.availability_id AND v.resource_id <> NEW.resource_id)
BEGIN SELECT RAISE(ABORT, 'block_rule_insert'); END

CREATE TRIGGER block_rule_update BEFORE UPDATE OF resource_id, availability_id ON block WHEN NEW.availability_id IS NOT NULL AND EXISTS (SELECT 1 FROM availability v WHERE v.id = NEW.availability_id AND v.resource_id <> NEW.resource_id)
BEGIN SELECT RAISE(ABORT, 'block_rule_update'); END

CREATE TRIGGER availability_resource_kept BEFORE UPDATE OF resource_id ON availability WHEN NEW.resource_id <> OLD.resource_id
BEGIN SELECT RAISE(ABORT, 'availability_resource_kept'); END
