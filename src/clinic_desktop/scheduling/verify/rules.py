"""Every rule about blocks and appointments, each as one question that must have no answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import func, select

from clinic_desktop.scheduling.verify.findings import Findings
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import appointment, block, metadata


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the code and sentence of its breach, and the SQL that finds breaches.

    The SQL's columns become the problem's facts, under their names.
    """

    code: str
    message: str
    sql: str
    only: str = ""


_RUNS = """
SELECT a.id AS appointment, r.resource_id AS resource
  FROM appointment a
  JOIN (SELECT appointment_id, resource_id, min(starts_at) AS starts, max(ends_at) AS ends,
               sum(ends_at - starts_at) AS held,
               sum(CASE WHEN joins_at IS NULL THEN 1 ELSE 0 END) AS heads
          FROM block WHERE appointment_id IS NOT NULL GROUP BY appointment_id, resource_id) r
    ON r.appointment_id = a.id
 WHERE a.holds = 1 AND """

RULES = (
    Rule(
        "overlap",
        "Two blocks of the same doctor and seat overlap.",
        """
SELECT id AS block, resource_id AS resource, starts_at
  FROM (SELECT id, resource_id, starts_at, max(ends_at) OVER (
               PARTITION BY resource_id, lane ORDER BY starts_at
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier_end
          FROM block) q
 WHERE earlier_end > starts_at""",
    ),
    Rule(
        "no_head",
        "An appointment that holds time does not hold the block that it names as its first.",
        """
SELECT a.id AS appointment, a.block_id AS block
  FROM appointment a LEFT JOIN block b ON b.id = a.block_id
 WHERE a.holds = 1 AND (b.id IS NULL OR b.appointment_id IS NULL OR b.appointment_id <> a.id
       OR b.resource_id <> a.resource_id OR b.starts_at <> a.held_from)""",
    ),
    Rule(
        "no_run",
        "An appointment that holds time has no block of its own doctor.",
        """
SELECT a.id AS appointment FROM appointment a
 WHERE a.holds = 1 AND NOT EXISTS (SELECT 1 FROM block b
       WHERE b.appointment_id = a.id AND b.resource_id = a.resource_id)""",
    ),
    Rule(
        "run_times",
        "An appointment's times and its blocks' times differ.",
        _RUNS + "(r.starts <> a.held_from OR r.ends <> a.held_until)",
    ),
    Rule(
        "run_gap",
        "An appointment's blocks do not follow each other without a gap.",
        _RUNS + "r.held <> r.ends - r.starts",
    ),
    Rule("two_heads", "A run of blocks has not exactly one first block.", _RUNS + "r.heads <> 1"),
    Rule(
        "half_joint",
        "A visit does not hold what it says it holds beside its doctor's time, or not as long.",
        """
SELECT a.id AS appointment, p.resource_id AS resource
  FROM appointment_part p JOIN appointment a ON a.id = p.appointment_id
 WHERE p.holds <> a.holds OR p.held_from <> a.held_from OR p.resource_id = a.resource_id
    OR (a.holds = 1 AND (p.until IS NULL OR p.until <> a.held_until OR NOT EXISTS (
        SELECT 1 FROM block b WHERE b.appointment_id = a.id AND b.resource_id = p.resource_id)))""",
    ),
    Rule(
        "stray_claim",
        "A visit holds time of somebody who is no part of it.",
        """
SELECT DISTINCT a.id AS appointment, b.resource_id AS resource
  FROM block b JOIN appointment a ON a.id = b.appointment_id AND a.resource_id <> b.resource_id
  LEFT JOIN appointment_part p ON p.appointment_id = a.id AND p.resource_id = b.resource_id
 WHERE p.appointment_id IS NULL""",
    ),
    Rule(
        "over_units",
        "More of a kind of device is held than there are.",
        """
SELECT b.id AS block, b.resource_id AS resource
  FROM block b JOIN resource r ON r.id = b.resource_id
 WHERE r.kind = 'equipment' AND (b.lane < 0 OR b.lane >= r.units)""",
    ),
    Rule(
        "stray_rule",
        "A block is laid by a rule of somebody else.",
        """
SELECT b.id AS block, b.resource_id AS resource
  FROM block b JOIN availability v ON v.id = b.availability_id
 WHERE v.resource_id <> b.resource_id""",
    ),
    Rule(
        "orphan_block",
        "A block is held by an appointment that does not exist or holds no time.",
        """
SELECT b.id AS block, b.appointment_id AS appointment
  FROM block b LEFT JOIN appointment a ON a.id = b.appointment_id AND a.holds = 1
 WHERE b.appointment_id IS NOT NULL AND a.id IS NULL""",
    ),
    Rule(
        "claim_marks",
        "A block's marks of its claim contradict each other or its appointment.",
        """
SELECT b.id AS block, b.appointment_id AS appointment
  FROM block b LEFT JOIN appointment a ON a.id = b.appointment_id
 WHERE (b.appointment_id IS NULL AND (b.until IS NOT NULL OR b.joins_at IS NOT NULL))
    OR (b.appointment_id IS NOT NULL AND b.until IS NULL)
    OR b.joins_at <> b.starts_at OR b.until <> a.held_until""",
    ),
    Rule(
        "free_overbooking",
        "A block that only over-booking may make is free.",
        "SELECT id AS block FROM block WHERE lane < 0 AND appointment_id IS NULL",
    ),
    Rule(
        "unexplained_overbooking",
        "An appointment is booked over others without a reason.",
        """
SELECT a.id AS appointment, b.id AS block
  FROM block b JOIN appointment a ON a.id = b.appointment_id
 WHERE b.lane < 0 AND a.overbooked = ''""",
    ),
    Rule(
        "unknown_purpose",
        "A block is kept for a purpose that nobody has named.",
        """
SELECT id AS block, purpose FROM block
 WHERE purpose <> '' AND purpose NOT IN (SELECT name FROM purpose)""",
    ),
    Rule(
        "status_holds",
        "An appointment's status and whether it holds time contradict each other.",
        """
SELECT id AS appointment, status FROM appointment
 WHERE status NOT IN ('booked', 'arrived', 'in_progress', 'fulfilled', 'noshow', 'cancelled')
    OR holds NOT IN (0, 1) OR (holds = 1) <> (block_id IS NOT NULL)
    OR (status IN ('booked', 'arrived', 'in_progress') AND holds <> 1)
    OR (status = 'cancelled' AND holds <> 0)""",
    ),
    Rule(
        "cancel_reason",
        "A cancelled appointment lacks its reason, or one that is not cancelled has one.",
        """
SELECT id AS appointment, status FROM appointment
 WHERE (status = 'cancelled') <> (reason <> '') OR (reason = '') <> (cancelled_by = '')""",
    ),
    Rule(
        "parked_nowhere",
        "A visit is parked and not on the pinboard, or on it and not parked.",
        """
SELECT a.id AS appointment FROM appointment a
  LEFT JOIN parked p ON p.appointment_id = a.id AND p.closed_at IS NULL
 WHERE (a.reason = 'parked') <> (p.id IS NOT NULL) OR (p.id IS NOT NULL AND a.holds <> 0)""",
    ),
    Rule(
        "bad_time",
        "A block's times are no whole minutes in order, within a day.",
        """
SELECT id AS block FROM block
 WHERE ends_at <= starts_at OR ends_at - starts_at > 86400 OR starts_at % 60 <> 0
    OR ends_at % 60 <> 0 OR starts_at < 0 OR ends_at > 8589934592""",
    ),
    Rule(
        "bad_time",
        "An appointment's times are not in order, within a day.",
        """
SELECT id AS appointment FROM appointment
 WHERE held_from > starts_at OR starts_at >= ends_at OR ends_at > held_until OR held_from < 0
    OR held_until - held_from > 86400""",
    ),
    Rule(
        "bad_time",
        "A block's time is not stored as whole UTC seconds.",
        """
SELECT id AS block FROM block
 WHERE typeof(starts_at) <> 'integer' OR typeof(ends_at) <> 'integer'""",
        only="sqlite",
    ),
    Rule(
        "bad_time",
        "An appointment's time is not stored as whole UTC seconds.",
        """
SELECT id AS appointment FROM appointment
 WHERE typeof(held_from) <> 'integer' OR typeof(starts_at) <> 'integer'
    OR typeof(ends_at) <> 'integer' OR typeof(held_until) <> 'integer'""",
        only="sqlite",
    ),
)


def _hold(rule: Rule, read: Read, findings: Findings) -> None:
    """Ask for a rule's breaches."""
    if rule.only not in ("", read.dialect):
        return
    sql = rule.sql.replace("%", "%%") if read.dialect == "postgresql" else rule.sql
    for row in read.connection.exec_driver_sql(sql).mappings():
        findings.add(rule.code, rule.message, **{name: _told(row[name]) for name in row})


def _told(value: object) -> object:
    """Write a fact as JSON knows it."""
    return value if value is None or isinstance(value, int | str) else str(value)


def _refer(read: Read, findings: Findings) -> None:
    """Look for rows that refer to rows which do not exist; on SQLite its own check has done it."""
    if read.dialect == "sqlite":
        return
    for table in metadata.tables.values():
        for column in table.c:
            for key in column.foreign_keys:
                parent = key.column.table
                constraint = key.constraint
                if constraint is not None and len(constraint.columns) > 1:
                    continue
                other = parent.alias("other")
                statement = select(func.count()).where(
                    column.is_not(None),
                    ~select(1).where(other.c[key.column.name] == column).exists(),
                )
                lost = read.connection.execute(statement.select_from(table)).scalar()
                if lost:
                    message = f"Rows of {table.name} refer to rows of {parent.name} that are gone."
                    findings.add(
                        "broken_reference", message, table=table.name, parent=parent.name, rows=lost
                    )


def _count(read: Read, findings: Findings) -> None:
    """Say how much was looked at."""
    for name, table in (("blocks", block), ("appointments", appointment)):
        number = read.connection.execute(select(func.count()).select_from(table)).scalar()
        findings.count(name, number or 0)


CHECKS: tuple[Callable[[Read, Findings], None], ...] = (
    *(partial(_hold, rule) for rule in RULES),
    _refer,
    _count,
)
