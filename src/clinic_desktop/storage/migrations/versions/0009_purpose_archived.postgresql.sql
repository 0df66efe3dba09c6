ALTER TABLE purpose ADD COLUMN archived_at BIGINT
