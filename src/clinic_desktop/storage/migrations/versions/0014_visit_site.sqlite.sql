ALTER TABLE appointment ADD COLUMN site_id INTEGER REFERENCES site (id)

UPDATE appointment SET site_id = coalesce(
 (SELECT v.site_id FROM block b JOIN availability v ON v.id = b.availability_id WHERE b.id = appointment.block_id),
 (SELECT r.site_id FROM resource r WHERE r.id = appointment.resource_id)
) WHERE holds = 1 AND bulk IS NULL

CREATE TRIGGER appointment_site_kept BEFORE UPDATE OF site_id ON appointment WHEN OLD.site_id IS NOT NULL AND OLD.site_id IS NOT NEW.site_id AND OLD.resource_id = NEW.resource_id AND OLD.held_from = NEW.held_from
BEGIN SELECT RAISE(ABORT, 'appointment_site_kept'); END
