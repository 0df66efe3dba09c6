ALTER TABLE appointment_type ADD COLUMN no_gaps SMALLINT DEFAULT '0' NOT NULL CONSTRAINT appointment_type_no_gaps CHECK (no_gaps IN (0, 1))
