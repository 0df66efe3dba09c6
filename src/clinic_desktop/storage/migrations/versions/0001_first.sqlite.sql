CREATE TABLE site (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL
) STRICT

CREATE TABLE user (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    CONSTRAINT user_named CHECK (length(name) > 0),
    UNIQUE (name)
) STRICT

CREATE TABLE patient (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    given TEXT DEFAULT '' NOT NULL,
    family TEXT DEFAULT '' NOT NULL,
    name TEXT NOT NULL,
    born_year INTEGER,
    born_month INTEGER,
    born_day INTEGER,
    sex TEXT DEFAULT '' NOT NULL,
    phones TEXT DEFAULT '[]' NOT NULL,
    email TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    file_number TEXT DEFAULT '' NOT NULL,
    do_not_book TEXT DEFAULT '' NOT NULL,
    merged_into INTEGER,
    archived_at INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    bulk TEXT,
    CONSTRAINT patient_named CHECK (length(name) > 0),
    CONSTRAINT patient_born_partial CHECK ((born_day IS NULL OR born_month IS NOT NULL) AND (born_month IS NULL OR born_year IS NOT NULL)),
    CONSTRAINT patient_born_month CHECK (born_month BETWEEN 1 AND 12),
    CONSTRAINT patient_born_day CHECK (born_day BETWEEN 1 AND 31),
    FOREIGN KEY(merged_into) REFERENCES patient (id)
) STRICT

CREATE INDEX patient_name ON patient (name)

CREATE INDEX patient_born ON patient (born_year, born_month, born_day)

CREATE TABLE appointment_type (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    colour TEXT DEFAULT '' NOT NULL,
    icon TEXT DEFAULT '' NOT NULL,
    archived_at INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    bulk TEXT,
    CONSTRAINT appointment_type_length CHECK (minutes BETWEEN 1 AND 1440),
    CONSTRAINT appointment_type_named CHECK (length(name) > 0)
) STRICT

CREATE TABLE user_right (
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (user_id, name),
    FOREIGN KEY(user_id) REFERENCES user (id)
) STRICT

CREATE TABLE resource (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    site_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    specialty TEXT DEFAULT '' NOT NULL,
    archived_at INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    bulk TEXT,
    CONSTRAINT resource_kind CHECK (kind IN ('doctor', 'room', 'equipment')),
    CONSTRAINT resource_id_range CHECK (id BETWEEN 1 AND 4194302),
    CONSTRAINT resource_named CHECK (length(name) > 0),
    FOREIGN KEY(site_id) REFERENCES site (id)
) STRICT

CREATE TABLE patient_external (
    system TEXT NOT NULL,
    value TEXT NOT NULL,
    patient_id INTEGER NOT NULL,
    PRIMARY KEY (system, value),
    FOREIGN KEY(patient_id) REFERENCES patient (id)
) STRICT

CREATE TABLE patient_word (
    word TEXT NOT NULL,
    patient_id INTEGER NOT NULL,
    PRIMARY KEY (word, patient_id),
    FOREIGN KEY(patient_id) REFERENCES patient (id)
)
 WITHOUT ROWID, STRICT

CREATE INDEX patient_word_of ON patient_word (patient_id)

CREATE TABLE journal (
    sequence INTEGER NOT NULL,
    command_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor_id INTEGER NOT NULL,
    station TEXT NOT NULL,
    run TEXT NOT NULL,
    command TEXT NOT NULL,
    request TEXT NOT NULL,
    undoes INTEGER,
    before_digest TEXT NOT NULL,
    after_digest TEXT NOT NULL,
    previous TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (sequence),
    CONSTRAINT journal_sequence_from_one CHECK (sequence >= 1),
    CONSTRAINT journal_undoes_earlier CHECK (undoes IS NULL OR undoes < sequence),
    UNIQUE (command_id),
    FOREIGN KEY(actor_id) REFERENCES user (id),
    FOREIGN KEY(undoes) REFERENCES journal (sequence)
) STRICT

CREATE INDEX journal_of_station ON journal (actor_id, station, sequence)

CREATE INDEX journal_of_run ON journal (run, sequence)

CREATE UNIQUE INDEX journal_undone ON journal (undoes) WHERE undoes IS NOT NULL

CREATE TABLE availability (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    resource_id INTEGER NOT NULL,
    site_id INTEGER NOT NULL,
    hours TEXT NOT NULL,
    block_minutes INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    laid_until TEXT,
    archived_at INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    bulk TEXT,
    CONSTRAINT availability_block_length CHECK (block_minutes BETWEEN 5 AND 1440),
    CONSTRAINT availability_dates CHECK (valid_until IS NULL OR valid_from <= valid_until),
    FOREIGN KEY(resource_id) REFERENCES resource (id),
    FOREIGN KEY(site_id) REFERENCES site (id)
) STRICT

CREATE INDEX availability_of ON availability (resource_id)

CREATE TABLE appointment (
    id TEXT NOT NULL,
    patient_id INTEGER NOT NULL,
    type_id INTEGER,
    status TEXT NOT NULL,
    status_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    note TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    cancelled_by TEXT DEFAULT '' NOT NULL,
    origin TEXT DEFAULT '' NOT NULL,
    time_unknown INTEGER DEFAULT '0' NOT NULL,
    replaces TEXT,
    wish TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    bulk TEXT,
    holds INTEGER NOT NULL,
    block_id INTEGER,
    resource_id INTEGER NOT NULL,
    held_from INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    held_until INTEGER NOT NULL,
    holds_until INTEGER GENERATED ALWAYS AS (CASE holds WHEN 1 THEN held_until END) STORED,
    PRIMARY KEY (id),
    CONSTRAINT appointment_holds_until UNIQUE (id, holds_until),
    CONSTRAINT appointment_held_from UNIQUE (id, held_from),
    CONSTRAINT appointment_told_inside_held CHECK (held_from <= starts_at AND starts_at < ends_at AND ends_at <= held_until),
    CONSTRAINT appointment_within_a_day CHECK (held_from >= 0 AND held_until - held_from <= 86400),
    CONSTRAINT appointment_holds_block CHECK (holds IN (0, 1) AND (holds = 1) = (block_id IS NOT NULL)),
    CONSTRAINT appointment_status CHECK (status IN ('booked', 'arrived', 'in_progress', 'fulfilled', 'noshow', 'cancelled')),
    CONSTRAINT appointment_status_holds CHECK ((status NOT IN ('booked', 'arrived', 'in_progress') OR holds = 1) AND (status <> 'cancelled' OR holds = 0)),
    CONSTRAINT appointment_cancel_reason CHECK ((status = 'cancelled') = (reason <> '') AND (reason = '') = (cancelled_by = '')),
    CONSTRAINT appointment_time_unknown CHECK (time_unknown IN (0, 1)),
    CONSTRAINT appointment_id_is_uuid CHECK (id GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    CONSTRAINT appointment_head FOREIGN KEY(block_id, id, resource_id, held_from) REFERENCES block (id, appointment_id, resource_id, starts_at) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT appointment_tail FOREIGN KEY(id, resource_id, holds_until) REFERENCES block (appointment_id, resource_id, ends_at) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(patient_id) REFERENCES patient (id),
    FOREIGN KEY(type_id) REFERENCES appointment_type (id),
    CONSTRAINT appointment_replaces FOREIGN KEY(replaces) REFERENCES appointment (id),
    FOREIGN KEY(resource_id) REFERENCES resource (id)
) STRICT

CREATE INDEX appointment_time ON appointment (resource_id, starts_at)

CREATE INDEX appointment_start ON appointment (starts_at)

CREATE INDEX appointment_patient ON appointment (patient_id, starts_at)

CREATE TABLE journal_touch (
    sequence INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    row_id TEXT NOT NULL,
    resource_id INTEGER,
    starts_at INTEGER,
    ends_at INTEGER,
    PRIMARY KEY (sequence, position),
    FOREIGN KEY(sequence) REFERENCES journal (sequence)
) STRICT

CREATE INDEX journal_touch_of ON journal_touch (kind, row_id)

CREATE TABLE journal_detail (
    sequence INTEGER NOT NULL,
    "before" TEXT,
    "after" TEXT,
    PRIMARY KEY (sequence),
    FOREIGN KEY(sequence) REFERENCES journal (sequence)
) STRICT

CREATE TABLE block (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    resource_id INTEGER NOT NULL,
    availability_id INTEGER,
    purpose TEXT DEFAULT '' NOT NULL,
    lane INTEGER DEFAULT '0' NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    appointment_id TEXT,
    joins_at INTEGER,
    until INTEGER,
    heads_at INTEGER GENERATED ALWAYS AS (CASE WHEN appointment_id IS NOT NULL AND joins_at IS NULL THEN starts_at END) STORED,
    CONSTRAINT block_head UNIQUE (id, appointment_id, resource_id, starts_at),
    CONSTRAINT block_tail UNIQUE (appointment_id, resource_id, ends_at),
    CONSTRAINT block_lane_range CHECK (lane BETWEEN -128 AND 127),
    CONSTRAINT block_overbooked_is_claimed CHECK (lane >= 0 OR appointment_id IS NOT NULL),
    CONSTRAINT block_time_range CHECK (starts_at >= 0 AND ends_at <= 8589934592),
    CONSTRAINT block_whole_minutes CHECK (ends_at > starts_at AND ends_at - starts_at <= 86400 AND starts_at % 60 = 0 AND ends_at % 60 = 0),
    CONSTRAINT block_claim_within CHECK ((appointment_id IS NULL) = (until IS NULL) AND (until IS NULL OR ends_at <= until)),
    CONSTRAINT block_joins_own_start CHECK (joins_at IS NULL OR (joins_at = starts_at AND appointment_id IS NOT NULL)),
    CONSTRAINT block_claimed_by_holder FOREIGN KEY(appointment_id, until) REFERENCES appointment (id, holds_until) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT block_begins_with_holder FOREIGN KEY(appointment_id, heads_at) REFERENCES appointment (id, held_from) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT block_reaches_end FOREIGN KEY(appointment_id, resource_id, until) REFERENCES block (appointment_id, resource_id, ends_at) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT block_joins_previous FOREIGN KEY(appointment_id, resource_id, joins_at) REFERENCES block (appointment_id, resource_id, ends_at) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(resource_id) REFERENCES resource (id),
    FOREIGN KEY(availability_id) REFERENCES availability (id)
) STRICT

CREATE INDEX block_free_at ON block (starts_at, resource_id, ends_at, purpose, appointment_id) WHERE appointment_id IS NULL

CREATE INDEX block_time ON block (resource_id, lane, starts_at)

CREATE UNIQUE INDEX block_one_head ON block (appointment_id, resource_id) WHERE appointment_id IS NOT NULL AND joins_at IS NULL

CREATE INDEX block_free_of ON block (resource_id, starts_at, ends_at, purpose, appointment_id) WHERE appointment_id IS NULL

CREATE TRIGGER block_no_overlap_insert BEFORE INSERT ON block WHEN EXISTS (SELECT 1 FROM block o WHERE o.resource_id = NEW.resource_id AND o.lane = NEW.lane AND o.id IS NOT -1 AND o.starts_at > NEW.starts_at - 86400 AND o.starts_at < NEW.ends_at AND o.ends_at > NEW.starts_at)
BEGIN SELECT RAISE(ABORT, 'block_no_overlap_insert'); END

CREATE TRIGGER block_no_overlap_update BEFORE UPDATE OF resource_id, lane, starts_at, ends_at ON block WHEN EXISTS (SELECT 1 FROM block o WHERE o.resource_id = NEW.resource_id AND o.lane = NEW.lane AND o.id IS NOT OLD.id AND o.starts_at > NEW.starts_at - 86400 AND o.starts_at < NEW.ends_at AND o.ends_at > NEW.starts_at)
BEGIN SELECT RAISE(ABORT, 'block_no_overlap_update'); END

CREATE TRIGGER block_no_steal BEFORE UPDATE ON block WHEN OLD.appointment_id IS NOT NULL AND NEW.appointment_id IS NOT NULL AND (OLD.appointment_id, OLD.resource_id, OLD.lane, OLD.starts_at, OLD.ends_at) IS NOT (NEW.appointment_id, NEW.resource_id, NEW.lane, NEW.starts_at, NEW.ends_at)
BEGIN SELECT RAISE(ABORT, 'block_no_steal'); END

CREATE TRIGGER block_no_drop BEFORE DELETE ON block WHEN OLD.appointment_id IS NOT NULL AND OLD.lane >= 0
BEGIN SELECT RAISE(ABORT, 'block_no_drop'); END

CREATE TRIGGER block_claimed_once_insert BEFORE INSERT ON block WHEN NEW.appointment_id IS NOT NULL AND EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = NEW.appointment_id AND o.resource_id = NEW.resource_id AND o.id IS NOT -1 AND (o.ends_at = NEW.ends_at OR (o.joins_at IS NULL AND NEW.joins_at IS NULL)))
BEGIN SELECT RAISE(ABORT, 'block_claimed_once_insert'); END

CREATE TRIGGER block_claimed_once_update BEFORE UPDATE OF appointment_id, resource_id, ends_at, joins_at ON block WHEN NEW.appointment_id IS NOT NULL AND EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = NEW.appointment_id AND o.resource_id = NEW.resource_id AND o.id IS NOT OLD.id AND (o.ends_at = NEW.ends_at OR (o.joins_at IS NULL AND NEW.joins_at IS NULL)))
BEGIN SELECT RAISE(ABORT, 'block_claimed_once_update'); END

CREATE TRIGGER block_id_kept BEFORE UPDATE OF id ON block WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'block_id_kept'); END

CREATE TRIGGER block_id_taken BEFORE INSERT ON block WHEN EXISTS (SELECT 1 FROM block o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'block_id_taken'); END

CREATE TRIGGER appointment_times_kept BEFORE UPDATE OF resource_id, held_from, starts_at, ends_at, held_until, holds ON appointment WHEN (OLD.resource_id, OLD.held_from, OLD.starts_at, OLD.ends_at, OLD.held_until) IS NOT (NEW.resource_id, NEW.held_from, NEW.starts_at, NEW.ends_at, NEW.held_until) AND (OLD.holds = 0 OR NEW.holds = 0 OR NOT EXISTS (SELECT 1 FROM block b WHERE b.id = NEW.block_id AND b.appointment_id = NEW.id AND b.resource_id = NEW.resource_id AND b.starts_at = NEW.held_from))
BEGIN SELECT RAISE(ABORT, 'appointment_times_kept'); END

CREATE TRIGGER journal_appends BEFORE INSERT ON journal WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM journal) OR NEW.previous IS NOT coalesce((SELECT digest FROM journal ORDER BY sequence DESC LIMIT 1), '')
BEGIN SELECT RAISE(ABORT, 'journal_appends'); END

CREATE TRIGGER journal_touch_appends BEFORE INSERT ON journal_touch WHEN NEW.sequence IS NOT (SELECT max(sequence) FROM journal) OR NEW.position IS NOT (SELECT count(*) FROM journal_touch t WHERE t.sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'journal_touch_appends'); END

CREATE TRIGGER journal_detail_appends BEFORE INSERT ON journal_detail WHEN NEW.sequence IS NOT (SELECT max(sequence) FROM journal) OR EXISTS (SELECT 1 FROM journal_detail d WHERE d.sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'journal_detail_appends'); END

CREATE TRIGGER journal_detail_only_erased BEFORE UPDATE ON journal_detail WHEN NEW.sequence IS NOT OLD.sequence OR (NEW.before IS NOT NULL AND NEW.before IS NOT OLD.before) OR (NEW.after IS NOT NULL AND NEW.after IS NOT OLD.after)
BEGIN SELECT RAISE(ABORT, 'journal_detail_only_erased'); END

CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal WHEN 1
BEGIN SELECT RAISE(ABORT, 'journal_no_delete'); END

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal WHEN 1
BEGIN SELECT RAISE(ABORT, 'journal_no_update'); END

CREATE TRIGGER journal_touch_no_delete BEFORE DELETE ON journal_touch WHEN 1
BEGIN SELECT RAISE(ABORT, 'journal_touch_no_delete'); END

CREATE TRIGGER journal_touch_no_update BEFORE UPDATE ON journal_touch WHEN 1
BEGIN SELECT RAISE(ABORT, 'journal_touch_no_update'); END

CREATE TRIGGER journal_detail_no_delete BEFORE DELETE ON journal_detail WHEN 1
BEGIN SELECT RAISE(ABORT, 'journal_detail_no_delete'); END

CREATE TRIGGER site_no_delete BEFORE DELETE ON "site" WHEN 1
BEGIN SELECT RAISE(ABORT, 'site_no_delete'); END

CREATE TRIGGER site_id_kept BEFORE UPDATE OF id ON "site" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'site_id_kept'); END

CREATE TRIGGER site_id_taken BEFORE INSERT ON "site" WHEN EXISTS (SELECT 1 FROM "site" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'site_id_taken'); END

CREATE TRIGGER user_no_delete BEFORE DELETE ON "user" WHEN 1
BEGIN SELECT RAISE(ABORT, 'user_no_delete'); END

CREATE TRIGGER user_id_kept BEFORE UPDATE OF id ON "user" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'user_id_kept'); END

CREATE TRIGGER user_id_taken BEFORE INSERT ON "user" WHEN EXISTS (SELECT 1 FROM "user" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'user_id_taken'); END

CREATE TRIGGER resource_no_delete BEFORE DELETE ON "resource" WHEN 1
BEGIN SELECT RAISE(ABORT, 'resource_no_delete'); END

CREATE TRIGGER resource_id_kept BEFORE UPDATE OF id ON "resource" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'resource_id_kept'); END

CREATE TRIGGER resource_id_taken BEFORE INSERT ON "resource" WHEN EXISTS (SELECT 1 FROM "resource" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'resource_id_taken'); END

CREATE TRIGGER patient_no_delete BEFORE DELETE ON "patient" WHEN 1
BEGIN SELECT RAISE(ABORT, 'patient_no_delete'); END

CREATE TRIGGER patient_id_kept BEFORE UPDATE OF id ON "patient" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'patient_id_kept'); END

CREATE TRIGGER patient_id_taken BEFORE INSERT ON "patient" WHEN EXISTS (SELECT 1 FROM "patient" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'patient_id_taken'); END

CREATE TRIGGER appointment_type_no_delete BEFORE DELETE ON "appointment_type" WHEN 1
BEGIN SELECT RAISE(ABORT, 'appointment_type_no_delete'); END

CREATE TRIGGER appointment_type_id_kept BEFORE UPDATE OF id ON "appointment_type" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'appointment_type_id_kept'); END

CREATE TRIGGER appointment_type_id_taken BEFORE INSERT ON "appointment_type" WHEN EXISTS (SELECT 1 FROM "appointment_type" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'appointment_type_id_taken'); END

CREATE TRIGGER availability_no_delete BEFORE DELETE ON "availability" WHEN 1
BEGIN SELECT RAISE(ABORT, 'availability_no_delete'); END

CREATE TRIGGER availability_id_kept BEFORE UPDATE OF id ON "availability" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'availability_id_kept'); END

CREATE TRIGGER availability_id_taken BEFORE INSERT ON "availability" WHEN EXISTS (SELECT 1 FROM "availability" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'availability_id_taken'); END

CREATE TRIGGER appointment_no_delete BEFORE DELETE ON "appointment" WHEN 1
BEGIN SELECT RAISE(ABORT, 'appointment_no_delete'); END

CREATE TRIGGER appointment_id_kept BEFORE UPDATE OF id ON "appointment" WHEN OLD.id IS NOT NEW.id
BEGIN SELECT RAISE(ABORT, 'appointment_id_kept'); END

CREATE TRIGGER appointment_id_taken BEFORE INSERT ON "appointment" WHEN EXISTS (SELECT 1 FROM "appointment" o WHERE o.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'appointment_id_taken'); END

CREATE TRIGGER site_asked_insert BEFORE INSERT ON "site" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'site_asked_insert'); END

CREATE TRIGGER site_asked_update BEFORE UPDATE ON "site" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'site_asked_update'); END

CREATE TRIGGER site_asked_delete BEFORE DELETE ON "site" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'site_asked_delete'); END

CREATE TRIGGER user_asked_insert BEFORE INSERT ON "user" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'user_asked_insert'); END

CREATE TRIGGER user_asked_update BEFORE UPDATE ON "user" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'user_asked_update'); END

CREATE TRIGGER user_asked_delete BEFORE DELETE ON "user" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'user_asked_delete'); END

CREATE TRIGGER user_right_asked_insert BEFORE INSERT ON "user_right" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'user_right_asked_insert'); END

CREATE TRIGGER user_right_asked_update BEFORE UPDATE ON "user_right" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'user_right_asked_update'); END

CREATE TRIGGER user_right_asked_delete BEFORE DELETE ON "user_right" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'user_right_asked_delete'); END

CREATE TRIGGER resource_asked_insert BEFORE INSERT ON "resource" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'resource_asked_insert'); END

CREATE TRIGGER resource_asked_update BEFORE UPDATE ON "resource" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'resource_asked_update'); END

CREATE TRIGGER resource_asked_delete BEFORE DELETE ON "resource" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'resource_asked_delete'); END

CREATE TRIGGER patient_asked_insert BEFORE INSERT ON "patient" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'patient_asked_insert'); END

CREATE TRIGGER patient_asked_update BEFORE UPDATE ON "patient" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'patient_asked_update'); END

CREATE TRIGGER patient_asked_delete BEFORE DELETE ON "patient" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'patient_asked_delete'); END

CREATE TRIGGER patient_external_asked_insert BEFORE INSERT ON "patient_external" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'patient_external_asked_insert'); END

CREATE TRIGGER patient_external_asked_update BEFORE UPDATE ON "patient_external" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'patient_external_asked_update'); END

CREATE TRIGGER patient_external_asked_delete BEFORE DELETE ON "patient_external" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'patient_external_asked_delete'); END

CREATE TRIGGER patient_word_asked_insert BEFORE INSERT ON "patient_word" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'patient_word_asked_insert'); END

CREATE TRIGGER patient_word_asked_update BEFORE UPDATE ON "patient_word" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'patient_word_asked_update'); END

CREATE TRIGGER patient_word_asked_delete BEFORE DELETE ON "patient_word" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'patient_word_asked_delete'); END

CREATE TRIGGER appointment_type_asked_insert BEFORE INSERT ON "appointment_type" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'appointment_type_asked_insert'); END

CREATE TRIGGER appointment_type_asked_update BEFORE UPDATE ON "appointment_type" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'appointment_type_asked_update'); END

CREATE TRIGGER appointment_type_asked_delete BEFORE DELETE ON "appointment_type" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'appointment_type_asked_delete'); END

CREATE TRIGGER availability_asked_insert BEFORE INSERT ON "availability" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'availability_asked_insert'); END

CREATE TRIGGER availability_asked_update BEFORE UPDATE ON "availability" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'availability_asked_update'); END

CREATE TRIGGER availability_asked_delete BEFORE DELETE ON "availability" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'availability_asked_delete'); END

CREATE TRIGGER appointment_asked_insert BEFORE INSERT ON "appointment" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'appointment_asked_insert'); END

CREATE TRIGGER appointment_asked_update BEFORE UPDATE ON "appointment" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'appointment_asked_update'); END

CREATE TRIGGER appointment_asked_delete BEFORE DELETE ON "appointment" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'appointment_asked_delete'); END

CREATE TRIGGER block_asked_insert BEFORE INSERT ON "block" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'block_asked_insert'); END

CREATE TRIGGER block_asked_update BEFORE UPDATE ON "block" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'block_asked_update'); END

CREATE TRIGGER block_asked_delete BEFORE DELETE ON "block" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'block_asked_delete'); END

CREATE TRIGGER journal_asked_insert BEFORE INSERT ON "journal" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'journal_asked_insert'); END

CREATE TRIGGER journal_asked_update BEFORE UPDATE ON "journal" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'journal_asked_update'); END

CREATE TRIGGER journal_asked_delete BEFORE DELETE ON "journal" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'journal_asked_delete'); END

CREATE TRIGGER journal_touch_asked_insert BEFORE INSERT ON "journal_touch" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'journal_touch_asked_insert'); END

CREATE TRIGGER journal_touch_asked_update BEFORE UPDATE ON "journal_touch" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'journal_touch_asked_update'); END

CREATE TRIGGER journal_touch_asked_delete BEFORE DELETE ON "journal_touch" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'journal_touch_asked_delete'); END

CREATE TRIGGER journal_detail_asked_insert BEFORE INSERT ON "journal_detail" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'journal_detail_asked_insert'); END

CREATE TRIGGER journal_detail_asked_update BEFORE UPDATE ON "journal_detail" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'journal_detail_asked_update'); END

CREATE TRIGGER journal_detail_asked_delete BEFORE DELETE ON "journal_detail" WHEN (SELECT foreign_keys FROM pragma_foreign_keys) = 0 OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1
BEGIN SELECT RAISE(ABORT, 'journal_detail_asked_delete'); END
