CREATE TABLE series (
	id UUID NOT NULL,
	rule TEXT NOT NULL,
	first_day TEXT NOT NULL,
	wish TEXT NOT NULL,
	version INTEGER DEFAULT '1' NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT series_told CHECK (rule <> '' AND wish <> '')
)

ALTER TABLE appointment ADD COLUMN series_id UUID

ALTER TABLE appointment ADD FOREIGN KEY(series_id) REFERENCES series (id)

CREATE INDEX appointment_series ON appointment (series_id, starts_at) WHERE series_id IS NOT NULL

CREATE FUNCTION appointment_series() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF true THEN RAISE EXCEPTION 'appointment_series_kept' USING ERRCODE = '23000', CONSTRAINT = 'appointment_series_kept'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER appointment_series BEFORE UPDATE ON "appointment" FOR EACH ROW WHEN (OLD.series_id IS DISTINCT FROM NEW.series_id) EXECUTE FUNCTION appointment_series()

CREATE FUNCTION series_kept_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF true THEN RAISE EXCEPTION 'series_no_delete' USING ERRCODE = '23000', CONSTRAINT = 'series_no_delete'; END IF;
 RETURN OLD;
END $$

CREATE TRIGGER series_kept_delete BEFORE DELETE ON "series" FOR EACH ROW EXECUTE FUNCTION series_kept_delete()

CREATE FUNCTION series_kept_id() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 IF OLD.id <> NEW.id THEN RAISE EXCEPTION 'series_id_kept' USING ERRCODE = '23000', CONSTRAINT = 'series_id_kept'; END IF;
 RETURN NEW;
END $$

CREATE TRIGGER series_kept_id BEFORE UPDATE ON "series" FOR EACH ROW EXECUTE FUNCTION series_kept_id()

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "series" EXECUTE FUNCTION no_truncate()
