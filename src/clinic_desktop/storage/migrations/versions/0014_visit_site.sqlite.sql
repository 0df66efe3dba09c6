ALTER TABLE appointment ADD COLUMN site_id INTEGER REFERENCES site (id)

UPDATE appointment SET site_id = coalesce(
 (SELECT v.site_id FROM block b JOIN availability v ON v.id = b.availability_id WHERE b.id = appointment.block_id),
 (SELECT near.site_id FROM (
  SELECT v.site_id, b.id, b.starts_at, max(0, b.starts_at - appointment.held_until, appointment.held_from - b.ends_at) AS away
  FROM block b JOIN availability v ON v.id = b.availability_id
  WHERE b.resource_id = appointment.resource_id AND b.ends_at > appointment.held_from - 43200
  AND b.starts_at > appointment.held_from - 129600 AND b.starts_at < appointment.held_until + 43200
 ) near ORDER BY near.away, near.starts_at, near.id LIMIT 1),
 (SELECT min(v.site_id) FROM availability v WHERE v.resource_id = appointment.resource_id
  GROUP BY v.resource_id HAVING min(v.site_id) = max(v.site_id))
) WHERE holds = 1 AND bulk IS NULL

CREATE TRIGGER appointment_site_kept BEFORE UPDATE OF site_id ON appointment WHEN OLD.site_id IS NOT NULL AND OLD.site_id IS NOT NEW.site_id AND OLD.resource_id = NEW.resource_id AND OLD.held_from = NEW.held_from
BEGIN SELECT RAISE(ABORT, 'appointment_site_kept'); END
