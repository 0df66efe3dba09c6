"""The tables and their constraints, for SQLite and PostgreSQL alike.

Time belongs to ``block``: a stretch of one resource's time that is free while its
``appointment_id`` is NULL, so double booking has no representation. While an appointment holds
time, deferred composite foreign keys tie its times to its run of blocks at head and tail, without
gaps. What foreign keys and checks cannot say stands in ``triggers.py``, the journal in
``journal_tables.py``, and what a visit holds beside its doctor in ``joint_tables.py``.

The migrations create all this; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from clinic_desktop.domain.purposes import LONGEST_RELEASE
from clinic_desktop.domain.selfbooking import FURTHEST, LONGEST_NOTICE, MOST, SelfBooking
from clinic_desktop.domain.time import LONGEST_SECONDS
from clinic_desktop.storage.columns import (
    NUMBERED,
    STRICT,
    Big,
    Instant,
    Json,
    Key,
    LocalDay,
    Small,
    Word,
    bulk,
    later,
    own_id,
    version,
)

MAX_SECONDS = LONGEST_SECONDS
"""No block and no appointment is longer: so an overlap search starts a day before its span."""

metadata = MetaData()

site = Table(
    "site",
    metadata,
    own_id(),
    Column("name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    version(),
    # Since when it is not there any more: it was added by mistake, and nothing was ever there.
    Column("archived_at", Instant, info=later()),
    # What patients may book by themselves, told by the first site alone: how many minutes before a
    # visit, how many days ahead, and how many visits each.
    *(
        Column(
            f"patients_{name}",
            Integer,
            CheckConstraint(f"patients_{name} BETWEEN {lowest} AND {highest}", name=f"site_{name}"),
            nullable=False,
            server_default=str(usual),
            info=later(usual),
        )
        for name, lowest, highest, usual in (
            ("notice", 0, LONGEST_NOTICE, SelfBooking().notice_minutes),
            ("ahead", 0, FURTHEST, SelfBooking().days_ahead),
            ("most", 1, MOST, SelfBooking().most),
        )
    ),
    **NUMBERED,
)

user = Table(
    "user",
    metadata,
    own_id(),
    Column("name", Text, nullable=False, unique=True),
    CheckConstraint("length(name) > 0", name="user_named"),
    **NUMBERED,
)

user_right = Table(
    "user_right",
    metadata,
    Column("user_id", ForeignKey("user.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    **STRICT,
)

resource = Table(
    "resource",
    metadata,
    own_id(),
    Column("kind", Text, nullable=False),
    Column("site_id", ForeignKey("site.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("specialty", Text, nullable=False, server_default=""),
    Column("archived_at", Instant),
    version(),
    bulk(),
    # How many there are of it: so many visits may have a kind of device at once.
    Column(
        "units",
        Integer,
        CheckConstraint(
            "units >= 1 AND units <= 100 AND (units = 1 OR kind = 'equipment')",
            name="resource_units",
        ),
        nullable=False,
        server_default="1",
        info=later(1),
    ),
    CheckConstraint("kind IN ('doctor', 'room', 'equipment')", name="resource_kind"),
    # The overlap constraint of PostgreSQL packs id, lane and time into one number range.
    CheckConstraint("id BETWEEN 1 AND 4194302", name="resource_id_range"),
    CheckConstraint("length(name) > 0", name="resource_named"),
    **NUMBERED,
)

patient = Table(
    "patient",
    metadata,
    own_id(),
    Column("given", Text, nullable=False, server_default=""),
    Column("family", Text, nullable=False, server_default=""),
    Column("name", Text, nullable=False),
    Column("born_year", Integer),
    Column("born_month", Integer),
    Column("born_day", Integer),
    Column("sex", Text, nullable=False, server_default=""),
    Column("phones", Json, nullable=False, server_default="[]"),
    Column("email", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("file_number", Text, nullable=False, server_default=""),
    Column("do_not_book", Text, nullable=False, server_default=""),
    Column("merged_into", ForeignKey("patient.id")),
    Column("archived_at", Instant),
    version(),
    bulk(),
    CheckConstraint("length(name) > 0", name="patient_named"),
    CheckConstraint(
        "(born_day IS NULL OR born_month IS NOT NULL)"
        " AND (born_month IS NULL OR born_year IS NOT NULL)",
        name="patient_born_partial",
    ),
    # What the clinic's own fields say of them, by the ids of fields (``custom_tables``).
    Column("custom", Json, nullable=False, server_default="{}", info=later({})),
    CheckConstraint("born_month BETWEEN 1 AND 12", name="patient_born_month"),
    CheckConstraint("born_day BETWEEN 1 AND 31", name="patient_born_day"),
    **NUMBERED,
)
Index("patient_name", patient.c.name)
Index("patient_born", patient.c.born_year, patient.c.born_month, patient.c.born_day)

patient_external = Table(
    "patient_external",
    metadata,
    Column("system", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("patient_id", ForeignKey("patient.id"), nullable=False),
    **STRICT,
)

patient_word = Table(
    "patient_word",
    metadata,
    Column("word", Word, primary_key=True),
    Column("patient_id", ForeignKey("patient.id"), primary_key=True),
    sqlite_with_rowid=False,
    **STRICT,
)
Index("patient_word_of", patient_word.c.patient_id)

# What blocks are kept for: how many hours before its start one is let go (NULL: never), and whether
# anybody is ever booked there.
purpose = Table(
    "purpose",
    metadata,
    own_id(),
    Column("name", Text, nullable=False, unique=True),
    Column("release_hours", Integer),
    Column("bookable", Small, nullable=False, server_default="1"),
    version(),
    bulk(),
    CheckConstraint("length(name) > 0", name="purpose_named"),
    CheckConstraint(f"release_hours BETWEEN 0 AND {LONGEST_RELEASE}", name="purpose_release"),
    CheckConstraint(
        "bookable = 1 OR (bookable = 0 AND release_hours IS NULL)", name="purpose_of_nobody_is_kept"
    ),
    # Since when it is not there any more: it was added by mistake, and nothing ever named it.
    Column("archived_at", Instant, info=later()),
    **NUMBERED,
)

appointment_type = Table(
    "appointment_type",
    metadata,
    own_id(),
    Column("name", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("colour", Text, nullable=False, server_default=""),
    Column("icon", Text, nullable=False, server_default=""),
    Column("archived_at", Instant),
    version(),
    bulk(),
    # What the doctor needs before and after, beyond what the patient is told.
    *(
        Column(
            f"buffer_{side}",
            Integer,
            CheckConstraint(f"buffer_{side} BETWEEN 0 AND 240", name=f"appointment_type_{side}"),
            nullable=False,
            server_default="0",
            info=later(0),
        )
        for side in ("before", "after")
    ),
    # How far apart its starts are, from the beginning of the hours; NULL: wherever a block begins.
    Column(
        "grid_minutes",
        Integer,
        CheckConstraint("grid_minutes BETWEEN 5 AND 1440", name="appointment_type_grid"),
        info=later(),
    ),
    # The names of the purposes whose blocks it may use.
    Column("purposes", Json, nullable=False, server_default="[]", info=later([])),
    # Its rules about other visits of a patient: kind, days, after which type.
    Column("rules", Json, nullable=False, server_default="[]", info=later([])),
    # Whether it takes place in a room: any that is free, or one of those that it may have.
    Column(
        "needs_room",
        Small,
        CheckConstraint("needs_room IN (0, 1)", name="appointment_type_needs_room"),
        nullable=False,
        server_default="0",
        info=later(0),
    ),
    # Whether it is offered only where it leaves no rest that nothing could be booked in.
    Column(
        "no_gaps",
        Small,
        CheckConstraint("no_gaps IN (0, 1)", name="appointment_type_no_gaps"),
        nullable=False,
        server_default="0",
        info=later(0),
    ),
    CheckConstraint("minutes BETWEEN 1 AND 1440", name="appointment_type_length"),
    CheckConstraint("length(name) > 0", name="appointment_type_named"),
    **NUMBERED,
)

availability = Table(
    "availability",
    metadata,
    own_id(),
    Column("resource_id", ForeignKey("resource.id"), nullable=False),
    Column("site_id", ForeignKey("site.id"), nullable=False),
    Column("hours", Text, nullable=False),
    Column("block_minutes", Integer, nullable=False),
    Column("valid_from", LocalDay, nullable=False),
    Column("valid_until", LocalDay),
    Column("laid_until", LocalDay),
    Column("archived_at", Instant),
    version(),
    bulk(),
    # When blocks begin, where it is not one behind the other.
    Column(
        "grid_minutes",
        Integer,
        CheckConstraint(
            "grid_minutes BETWEEN block_minutes AND 1440", name="availability_block_grid"
        ),
        info=later(),
    ),
    # How many patients may have each block: a group, or a planned double booking.
    Column(
        "seats",
        Integer,
        CheckConstraint("seats BETWEEN 1 AND 100", name="availability_seats"),
        nullable=False,
        server_default="1",
        info=later(1),
    ),
    # A day in the first of alternating weeks.
    Column("anchor", LocalDay, info=later()),
    # The hours of one date, which replace the weekly ones there.
    Column(
        "overrides",
        Small,
        CheckConstraint(
            "overrides = 0 OR (overrides = 1 AND valid_until IS NOT NULL"
            " AND valid_until = valid_from)",
            name="availability_overrides_a_day",
        ),
        nullable=False,
        server_default="0",
        info=later(0),
    ),
    CheckConstraint("block_minutes BETWEEN 5 AND 1440", name="availability_block_length"),
    CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="availability_dates"),
    **NUMBERED,
)
Index("availability_of", availability.c.resource_id)
_SEVERAL = text("seats > 1")
Index("availability_seated", availability.c.seats, sqlite_where=_SEVERAL, postgresql_where=_SEVERAL)

# Of one resource, or (NULL) of everybody: the clinic is closed, at every site that there ever is or
# at one alone. From a minute of the first day to one of the last, local, once or as the recurrence
# says.
time_off = Table(
    "time_off",
    metadata,
    own_id(),
    Column("site_id", ForeignKey("site.id"), nullable=False),
    Column("resource_id", ForeignKey("resource.id")),
    Column("kind", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("first_day", LocalDay, nullable=False),
    Column("last_day", LocalDay, nullable=False),
    Column("start_minute", Integer, nullable=False, server_default="0"),
    Column("end_minute", Integer, nullable=False, server_default="1440"),
    Column("recurrence", Text, nullable=False, server_default=""),
    Column("archived_at", Instant),
    version(),
    bulk(),
    # Whether the clinic is closed at its site alone.
    Column(
        "one_site",
        Small,
        CheckConstraint(
            "one_site = 0 OR (one_site = 1 AND resource_id IS NULL)", name="time_off_at_one_site"
        ),
        nullable=False,
        server_default="0",
        info=later(0),
    ),
    CheckConstraint(
        "(resource_id IS NULL) = (kind IN ('closed', 'holiday')) AND kind IN"
        " ('leave', 'sick', 'training', 'blocked', 'other', 'closed', 'holiday')",
        name="time_off_kind",
    ),
    CheckConstraint(
        "first_day <= last_day AND (first_day < last_day OR start_minute < end_minute)",
        name="time_off_in_order",
    ),
    CheckConstraint("start_minute BETWEEN 0 AND 1439", name="time_off_begins"),
    CheckConstraint("end_minute BETWEEN 1 AND 1440", name="time_off_ends"),
    **NUMBERED,
)
Index("time_off_of", time_off.c.resource_id)

_HEX = "[0-9a-f]"
UUID_GLOB = "-".join(_HEX * count for count in (8, 4, 4, 4, 12))

appointment = Table(
    "appointment",
    metadata,
    Column("id", Key, primary_key=True),
    Column("patient_id", ForeignKey("patient.id"), nullable=False),
    Column("type_id", ForeignKey("appointment_type.id")),
    Column("status", Text, nullable=False),
    Column("status_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("note", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("cancelled_by", Text, nullable=False, server_default=""),
    Column("origin", Text, nullable=False, server_default=""),
    Column("time_unknown", Small, nullable=False, server_default="0"),
    Column("replaces", ForeignKey("appointment.id", name="appointment_replaces")),
    Column("wish", Text, nullable=False, server_default=""),
    version(),
    bulk(),
    # Why it was booked over others, in a lane below 0.
    Column("overbooked", Text, nullable=False, server_default="", info=later("")),
    # The series that it is a visit of, for good.
    Column("series_id", ForeignKey("series.id"), info=later()),
    # Where it was booked, whatever becomes of the hours there. NULL: of an older schema, or it
    # never held time; then it is where its blocks are.
    Column("site_id", ForeignKey("site.id"), info=later()),
    Column("holds", Small, nullable=False),
    Column("block_id", Big),
    Column("resource_id", ForeignKey("resource.id"), nullable=False),
    Column("held_from", Instant, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("held_until", Instant, nullable=False),
    Column(
        "holds_until",
        Instant,
        Computed("CASE holds WHEN 1 THEN held_until END", persisted=True),
    ),
    UniqueConstraint("id", "holds_until", name="appointment_holds_until"),
    UniqueConstraint("id", "held_from", name="appointment_held_from"),
    CheckConstraint(
        "held_from <= starts_at AND starts_at < ends_at AND ends_at <= held_until",
        name="appointment_told_inside_held",
    ),
    CheckConstraint(
        f"held_from >= 0 AND held_until - held_from <= {MAX_SECONDS}",
        name="appointment_within_a_day",
    ),
    CheckConstraint(
        "holds IN (0, 1) AND (holds = 1) = (block_id IS NOT NULL)", name="appointment_holds_block"
    ),
    CheckConstraint(
        "status IN ('booked', 'arrived', 'in_progress', 'fulfilled', 'noshow', 'cancelled')",
        name="appointment_status",
    ),
    CheckConstraint(
        "(status NOT IN ('booked', 'arrived', 'in_progress') OR holds = 1)"
        " AND (status <> 'cancelled' OR holds = 0)",
        name="appointment_status_holds",
    ),
    CheckConstraint(
        "(status = 'cancelled') = (reason <> '') AND (reason = '') = (cancelled_by = '')",
        name="appointment_cancel_reason",
    ),
    CheckConstraint("time_unknown IN (0, 1)", name="appointment_time_unknown"),
    # Written in any other way, an id would be another key here than on PostgreSQL.
    CheckConstraint(f"id GLOB '{UUID_GLOB}'", name="appointment_id_is_uuid").ddl_if(
        dialect="sqlite"
    ),
    ForeignKeyConstraint(
        ["block_id", "id", "resource_id", "held_from"],
        ["block.id", "block.appointment_id", "block.resource_id", "block.starts_at"],
        name="appointment_head",
        deferrable=True,
        initially="DEFERRED",
        use_alter=True,
    ),
    ForeignKeyConstraint(
        ["id", "resource_id", "holds_until"],
        ["block.appointment_id", "block.resource_id", "block.ends_at"],
        name="appointment_tail",
        deferrable=True,
        initially="DEFERRED",
        use_alter=True,
    ),
    **STRICT,
)
Index("appointment_time", appointment.c.resource_id, appointment.c.starts_at)
Index("appointment_start", appointment.c.starts_at)
Index("appointment_patient", appointment.c.patient_id, appointment.c.starts_at)
_OF_A_SERIES = text("series_id IS NOT NULL")
Index(
    "appointment_series", appointment.c.series_id, appointment.c.starts_at,
    sqlite_where=_OF_A_SERIES, postgresql_where=_OF_A_SERIES,
)  # fmt: skip
# What the parts of a joint visit refer to.
Index("appointment_holding", appointment.c.id, appointment.c.holds, unique=True)

_FREE = text("appointment_id IS NULL")
_HEAD = text("appointment_id IS NOT NULL AND joins_at IS NULL")
# Resource, lane and time in one number, so that one range column forbids every overlap without an
# extension: 33 bits of seconds, 8 bits of lane, 22 bits of resource.
_PACKED = "(resource_id::bigint * 256 + lane + 128) * 8589934592"

block = Table(
    "block",
    metadata,
    own_id(),
    Column("resource_id", ForeignKey("resource.id"), nullable=False),
    Column("availability_id", ForeignKey("availability.id")),
    Column("purpose", Text, nullable=False, server_default=""),
    Column("lane", Small, nullable=False, server_default="0"),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("appointment_id", Key),
    # On the second and later blocks of a run their own start, NULL on the head.
    Column("joins_at", Instant),
    # On a claimed block the end of its appointment's held span.
    Column("until", Instant),
    # On the head of a run its start: the run begins when its appointment does.
    Column(
        "heads_at",
        Instant,
        Computed(
            "CASE WHEN appointment_id IS NOT NULL AND joins_at IS NULL THEN starts_at END",
            persisted=True,
        ),
    ),
    UniqueConstraint("id", "appointment_id", "resource_id", "starts_at", name="block_head"),
    UniqueConstraint("appointment_id", "resource_id", "ends_at", name="block_tail"),
    CheckConstraint("lane BETWEEN -128 AND 127", name="block_lane_range"),
    CheckConstraint("lane >= 0 OR appointment_id IS NOT NULL", name="block_overbooked_is_claimed"),
    CheckConstraint("starts_at >= 0 AND ends_at <= 8589934592", name="block_time_range"),
    CheckConstraint(
        f"ends_at > starts_at AND ends_at - starts_at <= {MAX_SECONDS}"
        " AND starts_at % 60 = 0 AND ends_at % 60 = 0",
        name="block_whole_minutes",
    ),
    CheckConstraint(
        "(appointment_id IS NULL) = (until IS NULL) AND (until IS NULL OR ends_at <= until)",
        name="block_claim_within",
    ),
    CheckConstraint(
        "joins_at IS NULL OR (joins_at = starts_at AND appointment_id IS NOT NULL)",
        name="block_joins_own_start",
    ),
    ForeignKeyConstraint(
        ["appointment_id", "until"],
        ["appointment.id", "appointment.holds_until"],
        name="block_claimed_by_holder",
        deferrable=True,
        initially="DEFERRED",
    ),
    # Of every resource that an appointment holds, a run lasts the whole of its held span.
    ForeignKeyConstraint(
        ["appointment_id", "heads_at"],
        ["appointment.id", "appointment.held_from"],
        name="block_begins_with_holder",
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["appointment_id", "resource_id", "until"],
        ["block.appointment_id", "block.resource_id", "block.ends_at"],
        name="block_reaches_end",
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["appointment_id", "resource_id", "joins_at"],
        ["block.appointment_id", "block.resource_id", "block.ends_at"],
        name="block_joins_previous",
        deferrable=True,
        initially="DEFERRED",
    ),
    ExcludeConstraint(
        (text(f"int8range({_PACKED} + starts_at, {_PACKED} + ends_at)"), "&&"),
        using="gist",
        name="block_no_overlap",
    ).ddl_if(dialect="postgresql"),
    **NUMBERED,
)
# The last column is always NULL there, but without it SQLite looks it up in the table.
Index(
    "block_free_of", block.c.resource_id, block.c.starts_at, block.c.ends_at, block.c.purpose,
    block.c.appointment_id, sqlite_where=_FREE, postgresql_where=_FREE,
)  # fmt: skip
Index(
    "block_free_at", block.c.starts_at, block.c.resource_id, block.c.ends_at, block.c.purpose,
    block.c.appointment_id, sqlite_where=_FREE, postgresql_where=_FREE,
)  # fmt: skip
Index("block_time", block.c.resource_id, block.c.lane, block.c.starts_at)
Index(
    "block_one_head", block.c.appointment_id, block.c.resource_id, unique=True,
    sqlite_where=_HEAD, postgresql_where=_HEAD,
)  # fmt: skip
