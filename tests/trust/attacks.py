"""Attacks in raw SQL on the clinic of ``world``: each tries to reach a state that must not exist.

Names in braces: ``a0`` to ``a5`` its appointments, ``new`` and ``other`` ids of nobody, ``b0`` to
``b15`` Dr Lee's blocks from 9:00 on (b0 is a0's, b2 to b4 are a1's), ``k0`` to ``k15`` Dr Kay's,
``x`` the over-booked block of a3, ``r`` and ``d`` the room's and the device's of a4, ``t`` nine o'clock in seconds, ``n`` the journal's length.
"""

# ruff: noqa: E501  a table of statements, each as it would be typed

from __future__ import annotations

from dataclasses import dataclass

HALF = 1800


@dataclass(frozen=True, slots=True)
class Attack:
    """Statements of one transaction. ``legal`` ones may succeed, since what they leave is legal."""

    family: str
    name: str
    statements: tuple[str, ...]
    only: str = ""
    legal: bool = False


def visit(  # noqa: PLR0913, PLR0917 - an appointment's columns
    number: str = "new",
    block: str = "{b8}",
    start: str = "{t}+14400",
    end: str = "{t}+16200",
    resource: str = "1",
    holds: int = 1,
    status: str = "booked",
    verb: str = "INSERT INTO",
    patient: int = 1,
) -> str:
    """Write the insertion of an appointment; by default one that fits b8, at 13:00."""
    reason = "'clinic', 'clinic'" if status == "cancelled" else "'', ''"
    return (
        f"{verb} appointment(id, patient_id, status, status_at, holds, block_id, resource_id,"
        " held_from, starts_at, ends_at, held_until, reason, cancelled_by)"
        f" VALUES ('{{{number}}}', {patient}, '{status}', 0, {holds}, {block}, {resource},"
        f" {start}, {start}, {end}, {end}, {reason})"
    )


def claim(
    block: str, holder: str, until: str, *, joins: bool = False, compare: bool = False
) -> str:
    """Write the claim of a block for an appointment."""
    joined = "starts_at" if joins else "NULL"
    free = " AND appointment_id IS NULL" if compare else ""
    return (
        f"UPDATE block SET appointment_id = '{{{holder}}}', until = {until}, joins_at = {joined}"
        f" WHERE id = {{{block}}}{free}"
    )


def release(where: str) -> str:
    """Write the release of blocks."""
    return f"UPDATE block SET appointment_id = NULL, until = NULL, joins_at = NULL WHERE {where}"


def lay(
    start: str, end: str, lane: int = 0, resource: int = 1, holder: str = "", until: str = "",
    number: str = "", verb: str = "INSERT INTO",
) -> str:  # fmt: skip
    """Write the insertion of a block."""
    names, values = "resource_id, lane, starts_at, ends_at", f"{resource}, {lane}, {start}, {end}"
    if holder:
        names, values = (
            f"{names}, appointment_id, until",
            f"{values}, '{{{holder}}}', {until or end}",
        )
    if number:
        names, values = f"id, {names}", f"{number}, {values}"
        if verb.startswith("OVERRIDING"):
            return f"INSERT INTO block({names}) OVERRIDING SYSTEM VALUE VALUES ({values})"
    return f"{verb} block({names}) VALUES ({values})"


def away(
    first: str = "2025-11-02", last: str = "2025-11-02", doctor: str = "1", kind: str = "leave",
    more: str = "",
) -> str:  # fmt: skip
    """Write the insertion of time off; by default one that is as it should be."""
    names, values = "site_id, resource_id, kind, first_day, last_day", f"1, {doctor}, '{kind}'"
    values += f", '{first}', '{last}'"
    for pair in filter(None, more.split(", ")):
        name, value = pair.split(" = ")
        names, values = f"{names}, {name}", f"{values}, {value}"
    return f"INSERT INTO time_off({names}) VALUES ({values})"


CANCEL = "UPDATE appointment SET holds = 0, block_id = NULL, status = 'cancelled', reason = 'clinic', cancelled_by = 'clinic' WHERE id = '{%s}'"
T = "{t}"
DAY_LATER = "{t}+864000"
A0_UNTIL, A1_UNTIL = "{t}+1800", "{t}+9000"

OVERLAP = (
    ("a free block inside a booked one", [lay("{t}+600", "{t}+1200")]),
    ("the same stretch again", [lay(T, "{t}+1800")]),
    ("one block around the whole day", [lay("{t}-3600", "{t}+72000")]),
    ("a block that begins before and ends inside", [lay("{t}-600", "{t}+600")]),
    ("a free block stretched over the next", ["UPDATE block SET ends_at = ends_at + 600 WHERE id = {b8}"]),
    ("a free block pulled over the one before", ["UPDATE block SET starts_at = starts_at - 600 WHERE id = {b8}"]),
    ("a free block moved onto a booked one", ["UPDATE block SET starts_at = {t}, ends_at = {t}+1800 WHERE id = {b8}"]),
    ("another doctor's free block handed to a booked time", ["UPDATE block SET resource_id = 1 WHERE id = {k0}"]),
    ("many rows in one statement", ["INSERT INTO block(resource_id, starts_at, ends_at) SELECT resource_id, starts_at + 60, ends_at + 60 FROM block"]),
    ("all blocks shifted by ten minutes", ["UPDATE block SET starts_at = starts_at + 600, ends_at = ends_at + 600"]),
    ("two at once in a new lane", [lay(T, "{t}+1800", lane=1), lay("{t}+600", "{t}+1200", lane=1)]),
)  # fmt: skip
STEAL = (
    ("claim a booked block without comparing", [visit(block="{b0}", start=T, end="{t}+1800"), claim("b0", "new", A0_UNTIL)]),
    ("hand a head block to another appointment", [claim("b0", "a1", A1_UNTIL)]),
    ("hand a tail block to another appointment", [claim("b4", "a0", A0_UNTIL)]),
    ("hand a block over and rewrite both", [visit(block="{b0}", start=T, end="{t}+1800"), "UPDATE block SET appointment_id = '{new}' WHERE id = {b0}", CANCEL % "a0"]),
    ("an appointment on another's block", [visit(block="{b0}", start=T, end="{t}+1800")]),
    ("an appointment told to be on another's block", ["UPDATE appointment SET block_id = {b2} WHERE id = '{a0}'"]),
    ("a cancelled one revived on a booked block", ["UPDATE appointment SET holds = 1, block_id = {b0}, status = 'booked', reason = '', cancelled_by = '' WHERE id = '{a2}'"]),
    ("a free block of another doctor", [claim("k8", "a0", A0_UNTIL)]),
    ("another doctor's block of the same time", [claim("k8", "a0", "{t}+16200")]),
)  # fmt: skip
ORPHAN = (
    ("a block held by nobody that exists", [claim("b8", "new", "{t}+16200")]),
    ("a block held by a cancelled appointment", [claim("b6", "a2", "{t}+12600")]),
    ("an appointment without a block", [visit(block="NULL")]),
    ("an appointment on a free block it does not hold", [visit()]),
    ("an appointment on a block that does not exist", [visit(block="999999")]),
    ("the head of a booked appointment freed", [release("id = {b0}")]),
    ("every block freed", [release("appointment_id IS NOT NULL")]),
    ("a block of a doctor who does not exist", [lay(T, "{t}+1800", resource=77)]),
    ("an appointment of a patient who does not exist", [visit(patient=999), claim("b8", "new", "{t}+16200")]),
    ("a claim without its end", ["UPDATE block SET appointment_id = '{a0}' WHERE id = {b8}"]),
    ("an end without a claim", ["UPDATE block SET until = ends_at WHERE id = {b8}"]),
)  # fmt: skip
HALF_CANCEL = (
    ("cancelled, but its block stays held", [CANCEL % "a0"]),
    ("its status alone cancelled", ["UPDATE appointment SET status = 'cancelled', reason = 'clinic', cancelled_by = 'clinic' WHERE id = '{a0}'"]),
    ("its block alone given back", [release("appointment_id = '{a1}'")]),
    ("cancelled without a reason", [release("appointment_id = '{a0}'"), "UPDATE appointment SET holds = 0, block_id = NULL, status = 'cancelled' WHERE id = '{a0}'"]),
    ("booked without holding time", [release("appointment_id = '{a0}'"), "UPDATE appointment SET holds = 0, block_id = NULL WHERE id = '{a0}'"]),
    ("holding without naming a block", ["UPDATE appointment SET block_id = NULL WHERE id = '{a0}'"]),
    ("revived without a claim", ["UPDATE appointment SET holds = 1, block_id = {b6}, status = 'booked', reason = '', cancelled_by = '' WHERE id = '{a2}'"]),
    ("half holding", ["UPDATE appointment SET holds = 2 WHERE id = '{a0}'"]),
    ("a reason on a booked appointment", ["UPDATE appointment SET reason = 'clinic', cancelled_by = 'clinic' WHERE id = '{a0}'"]),
)  # fmt: skip
PURPOSE = (
    ("a block for a purpose that nobody has named", ["UPDATE block SET purpose = 'urgent' WHERE id = {b8}"]),
    ("a new block for a purpose that nobody has named", ["INSERT INTO block(resource_id, starts_at, ends_at, purpose) VALUES (3, {t}, {t}+1800, 'urgent')"]),
    ("a type for a purpose that nobody has named", ["INSERT INTO appointment_type(name, minutes, purposes) VALUES ('x', 30, '[\"urgent\"]')"]),
    ("a purpose without a name", ["INSERT INTO purpose(name) VALUES ('')"]),
    ("a purpose that is let go after its blocks' start", ["INSERT INTO purpose(name, release_hours) VALUES ('x', -1)"]),
    ("what is nobody's let go", ["INSERT INTO purpose(name, bookable, release_hours) VALUES ('x', 0, 1)"]),
    ("two purposes of one name", ["INSERT INTO purpose(name) VALUES ('x')", "INSERT INTO purpose(name) VALUES ('x')"]),
    ("a purpose renamed under its blocks", ["INSERT INTO purpose(name) VALUES ('x')", "UPDATE purpose SET name = 'y'"]),
    ("a purpose deleted under its blocks", ["INSERT INTO purpose(name) VALUES ('x')", "DELETE FROM purpose"]),
)  # fmt: skip
GAP = (
    ("the middle of a run freed", [release("id = {b3}")]),
    ("the tail of a run freed", [release("id = {b4}")]),
    ("a run that leaves one out", [visit(end="{t}+19800"), claim("b8", "new", "{t}+19800"), claim("b10", "new", "{t}+19800", joins=True)]),
    ("two heads", [claim("b8", "a0", A0_UNTIL)]),
    ("two heads of a run that touch", [visit(end="{t}+18000"), claim("b8", "new", "{t}+18000"), claim("b9", "new", "{t}+18000")]),
    ("a run without a head", [visit(), claim("b8", "new", "{t}+16200", joins=True)]),
    ("a run over two doctors", [visit(end="{t}+18000"), claim("b8", "new", "{t}+18000"), claim("k9", "new", "{t}+18000", joins=True)]),
    ("a block added behind its end", [claim("b5", "a1", A1_UNTIL, joins=True)]),
    ("a block joined to no other", [claim("b12", "a1", "{t}+23400", joins=True)]),
    ("a second doctor's run that is too short", [claim("k2", "a1", A1_UNTIL)]),
    ("a second doctor's run that begins late", [claim("k3", "a1", A1_UNTIL), claim("k4", "a1", A1_UNTIL, joins=True)]),
)  # fmt: skip
RETIME = (
    ("a booked block moved by days", ["UPDATE block SET starts_at = {t}+864000, ends_at = {t}+865800 WHERE id = {b0}"]),
    ("a booked block lengthened", ["UPDATE block SET ends_at = ends_at - 600 WHERE id = {b0}"]),
    ("a booked block given to another doctor", ["UPDATE block SET resource_id = 2, starts_at = {t}+864000, ends_at = {t}+865800 WHERE id = {b0}"]),
    ("a booked block put into another lane", ["UPDATE block SET lane = 5 WHERE id = {b0}"]),
    ("an appointment told on another day", ["UPDATE appointment SET held_from = held_from+86400, starts_at = starts_at+86400, ends_at = ends_at+86400, held_until = held_until+86400 WHERE id = '{a0}'"]),
    ("an appointment that begins before its block", ["UPDATE appointment SET held_from = held_from-600, starts_at = starts_at-600 WHERE id = '{a0}'"]),
    ("an appointment that ends later than its run", ["UPDATE appointment SET ends_at = ends_at+1800, held_until = held_until+1800 WHERE id = '{a1}'"]),
    ("an appointment and its run that tell an earlier end", ["UPDATE appointment SET ends_at = ends_at-1800, held_until = held_until-1800 WHERE id = '{a1}'", "UPDATE block SET until = until-1800 WHERE appointment_id = '{a1}' AND id <> {b4}"]),
    ("an appointment of another doctor on paper", ["UPDATE appointment SET resource_id = 2 WHERE id = '{a0}'"]),
    ("a cancelled one told on another day", ["UPDATE appointment SET held_from = held_from+86400, starts_at = starts_at+86400, ends_at = ends_at+86400, held_until = held_until+86400 WHERE id = '{a2}'"]),
    ("cancelled and retimed in one statement", [release("id = {b0}"), "UPDATE appointment SET holds = 0, block_id = NULL, status = 'cancelled', reason = 'clinic', cancelled_by = 'clinic', held_from = held_from+86400, starts_at = starts_at+86400, ends_at = ends_at+86400, held_until = held_until+86400 WHERE id = '{a0}'"]),
    ("told outside what it holds", ["UPDATE appointment SET ends_at = held_until+600 WHERE id = '{a0}'"]),
    ("a block's id changed", ["UPDATE block SET id = 999999 WHERE id = {b8}"]),
)  # fmt: skip
DELETE = (
    ("a booked appointment", ["DELETE FROM appointment WHERE id = '{a0}'"]),
    ("a cancelled appointment", ["DELETE FROM appointment WHERE id = '{a2}'"]),
    ("every appointment and its claims", [release("appointment_id IS NOT NULL AND lane >= 0"), "DELETE FROM appointment"]),
    ("a booked block", ["DELETE FROM block WHERE id = {b0}"]),
    ("the tail of a run", ["DELETE FROM block WHERE id = {b4}"]),
    ("an over-booked block alone", ["DELETE FROM block WHERE id = {x}"]),
    ("every block", ["DELETE FROM block"]),
    ("a doctor", ["DELETE FROM resource WHERE id = 1"]),
    ("a patient", ["DELETE FROM patient WHERE id = 1"]),
    ("an appointment by another id", ["UPDATE appointment SET id = '{new}' WHERE id = '{a2}'"]),
    ("a patient by another id", ["UPDATE patient SET id = 999 WHERE id = 4"]),
    ("hours that were set", ["DELETE FROM availability"]),
    ("a user", ['DELETE FROM "user"']),
)  # fmt: skip
TIME_OFF = (
    ("leave that ends before it begins", [away(first="2025-11-05")]),
    ("leave of no minute", [away(more="start_minute = 600, end_minute = 600")]),
    ("leave that begins behind the day", [away(last="2025-11-05", more="start_minute = 1440")]),
    ("leave of a doctor who does not exist", [away(doctor="77")]),
    ("a holiday of one doctor", [away(kind="holiday")]),
    ("leave of everybody", [away(doctor="NULL")]),
    ("a kind that is none", [away(kind="nap")]),
    ("leave that was taken deleted", [away(), "DELETE FROM time_off"]),
    ("leave by another id", [away(), "UPDATE time_off SET id = id + 900"]),
    ("hours of a date over two days", ["UPDATE availability SET overrides = 1, valid_until = '2025-11-04'"]),
    ("hours of a date without end", ["UPDATE availability SET overrides = 1, valid_until = NULL"]),
    ("blocks that begin before the last one ends", ["UPDATE availability SET grid_minutes = block_minutes - 5"]),
    ("blocks without a seat", ["UPDATE availability SET seats = 0"]),
    ("a type with a buffer below nothing", ["INSERT INTO appointment_type(name, minutes, buffer_after) VALUES ('X', 30, -5)"]),
)  # fmt: skip
_A4 = "appointment_id = '{a4}'"
_PART_OF = "INSERT INTO appointment_part(appointment_id, resource_id, holds, held_from, until) VALUES ('{%s}', %s, 1, {t}, {t}+1800)"
_A4_UNTIL = "{t}+25200"
_LAID = "INSERT INTO block(resource_id, lane, availability_id, starts_at, ends_at) VALUES (%s, %s, %s, {t}+32400, {t}+34200)"
OVER = (
    "INSERT INTO appointment(id, patient_id, status, status_at, holds, block_id, resource_id, held_from, starts_at, ends_at, held_until, overbooked)"
    " VALUES ('{new}', 1, 'booked', 0, 1, (SELECT max(id) FROM block), %s, %s, %s, %s, %s, 'pain')"
)
JOINT = (
    ("the room alone given back", [release("id = {r}")]),
    ("the doctor's time alone given back", [release("appointment_id = '{a4}' AND resource_id = 2")]),
    ("the device given back, the visit told without it", [release("id = {d}"), f"UPDATE appointment_part SET holds = 0, until = NULL WHERE {_A4} AND resource_id = 4"]),
    ("the visit told without its room, which is free", [release("id = {r}"), f"DELETE FROM appointment_part WHERE {_A4} AND resource_id = 3"]),
    ("cancelled, its parts told to be held", [release(_A4), CANCEL % "a4"]),
    ("cancelled, told to hold no room, the room kept", [release("appointment_id = '{a4}' AND resource_id <> 3"), f"UPDATE appointment_part SET holds = 0, until = NULL WHERE {_A4}", CANCEL % "a4"]),
    ("a cancelled one revived without its room", ["UPDATE appointment SET holds = 1, block_id = {k14}, status = 'booked', reason = '', cancelled_by = '' WHERE id = '{a5}'", claim("k14", "a5", "{t}+27000")]),
    ("a cancelled one's part told to hold", ["UPDATE appointment_part SET holds = 1, until = {t}+27000 WHERE appointment_id = '{a5}'"]),
    ("a cancelled one told in another room", ["UPDATE appointment_part SET resource_id = 1 WHERE appointment_id = '{a5}'"]),
    ("a part at another time", [f"UPDATE appointment_part SET held_from = held_from + 600 WHERE {_A4}"]),
    ("another room on paper", [f"UPDATE appointment_part SET resource_id = 1 WHERE {_A4} AND resource_id = 3"]),
    ("another room, the first one kept", [f"UPDATE appointment_part SET resource_id = 1 WHERE {_A4} AND resource_id = 3", claim("b12", "a4", _A4_UNTIL), claim("b13", "a4", _A4_UNTIL, joins=True)]),
    ("a visit joined by whom it does not hold", [_PART_OF % ("a0", 2)]),
    ("a visit joined by its own doctor", [_PART_OF % ("a0", 1)]),
    ("a whole second run that is no part", [claim("k0", "a0", A0_UNTIL)]),
    ("a room held that is no part", [lay(T, A0_UNTIL, resource=3, holder="a0")]),
    ("a visit moved to the doctor who is its part", ["UPDATE appointment SET resource_id = 3, block_id = {r} WHERE id = '{a4}'"]),
    ("a third device of two", [lay("{t}+21600", "{t}+25200", resource=4, lane=1), lay("{t}+21600", "{t}+25200", resource=4, lane=2)]),
    ("a third device of two, laid by a doctor's rule", [_LAID % ("4", "2", "1")]),
    ("a device that nobody counts", [lay("{t}+21600", "{t}+25200", resource=4, lane=-1, holder="new"), OVER % ("4", "{t}+21600", "{t}+21600", "{t}+25200", "{t}+25200")]),
    ("a device moved to a third of two", ["UPDATE block SET lane = 2 WHERE id = {d}"]),
    ("a free device moved to a third of two", [lay("{t}+21600", "{t}+25200", resource=4), "UPDATE block SET lane = 2 WHERE resource_id = 4 AND appointment_id IS NULL"]),
    ("a doctor's third seat made a device's", [lay("{t}+21600", "{t}+25200", resource=2, lane=2), "UPDATE block SET resource_id = 4 WHERE lane = 2"]),
    ("a device that calls itself a doctor meanwhile", ["UPDATE resource SET kind = 'room', units = 1 WHERE id = 4"]),
    ("a doctor with seats made a device", [lay("{t}+21600", "{t}+25200", resource=1, lane=5), "UPDATE resource SET kind = 'equipment' WHERE id = 1"]),
    ("a second seat in a room, laid by a doctor's rule", [_LAID % ("3", "1", "1")]),
    ("a block laid by another doctor's rule", [_LAID % ("2", "1", "1")]),
    ("a block handed to another doctor's rule", ["UPDATE block SET availability_id = 1 WHERE id = {k1}"]),
    ("a free block handed over with its rule", ["UPDATE block SET resource_id = 2, starts_at = starts_at+864000, ends_at = ends_at+864000 WHERE id = {b8}"]),
    ("a rule handed over under its blocks", ["UPDATE availability SET resource_id = 2 WHERE id = 1"]),
    ("a second seat in a room", [lay("{t}+21600", "{t}+23400", resource=3, lane=1)]),
    ("fewer devices than are held", ["UPDATE resource SET units = 1 WHERE id = 4"]),
    ("a type that names nobody who exists", ["INSERT INTO type_resource(type_id, resource_id) VALUES (1, 1)"]),
)  # fmt: skip
_WAY = "INSERT INTO site_travel(first_id, second_id, minutes) VALUES"
_NORTH = "INSERT INTO site(name, zone, created_at) VALUES ('North', 'America/New_York', 0)"
TRAVEL = (
    ("a doctor's leave at one site alone", [away(more="one_site = 1")]),
    ("a closing at half a site", [away(doctor="NULL", kind="closed", more="one_site = 2")]),
    ("a way from a site to itself", [f"{_WAY} (1, 1, 5)"]),
    ("a way to nowhere", [f"{_WAY} (1, 77, 5)"]),
    ("a way that takes longer than a day", [_NORTH, f"{_WAY} (1, (SELECT max(id) FROM site), 1441)"]),
    ("a way told twice", [_NORTH, f"{_WAY} (1, (SELECT max(id) FROM site), 5)", f"{_WAY} (1, (SELECT max(id) FROM site), 9)"]),
    ("a way told backwards", [_NORTH, f"{_WAY} ((SELECT max(id) FROM site), 1, 5)"]),
    ("a way deleted", [_NORTH, f"{_WAY} (1, (SELECT max(id) FROM site), 5)", "DELETE FROM site_travel"]),
    ("a way that leads elsewhere", [_NORTH, _NORTH, f"{_WAY} (1, (SELECT max(id) FROM site), 5)", "UPDATE site_travel SET second_id = second_id - 1"]),
    ("a visit told to be elsewhere", [_NORTH, "UPDATE appointment SET site_id = (SELECT max(id) FROM site) WHERE id = '{a0}'"]),
    ("a visit that is nowhere any more", ["UPDATE appointment SET site_id = NULL WHERE id = '{a0}'"]),
    ("a visit at a site that is not there", ["UPDATE appointment SET site_id = 77, held_from = held_from + 60 WHERE id = '{a0}'"]),
)  # fmt: skip
_SERIES = "INSERT INTO series(id, rule, first_day, wish) VALUES ('{other}', 'FREQ=DAILY;COUNT=1', '2025-11-02', 'x')"
_OF_SERIES = (
    "INSERT INTO appointment(id, patient_id, status, status_at, holds, resource_id, held_from, starts_at, ends_at, held_until, reason, cancelled_by, series_id)"
    " VALUES ('{new}', 1, 'cancelled', 0, 0, 1, {t}, {t}, {t}+1800, {t}+1800, 'clinic', 'clinic', '{other}')"
)
SERIES = (
    ("a series deleted", [_SERIES, "DELETE FROM series"]),
    ("a series that says nothing", [_SERIES.replace("FREQ=DAILY;COUNT=1", "")]),
    ("a visit made one of a series afterwards", [_SERIES, "UPDATE appointment SET series_id = '{other}' WHERE id = '{a0}'"]),
    ("a visit taken out of its series", [_SERIES, _OF_SERIES, "UPDATE appointment SET series_id = NULL WHERE id = '{new}'"]),
    ("a visit of a series that is not there", [_OF_SERIES]),
)  # fmt: skip
_PIN = "INSERT INTO parked(owner_id, shared, parked_at, appointment_id) VALUES (1, 0, 0, '{%s}')"
PARKED = (
    ("a visit on the board that holds its time", [_PIN % "a0"]),
    ("a visit twice on the board", [_PIN % "a2", _PIN % "a2"]),
    ("a visit on the board that holds time again", [_PIN % "a5", "UPDATE parked SET appointment_id = '{a0}'"]),
    ("a visit of nobody on the board", ["INSERT INTO parked(owner_id, shared, parked_at) VALUES (1, 0, 0)"]),
    ("a pin that says two things", [(_PIN % "a2").replace("appointment_id)", "appointment_id, patient_id, minutes)").replace("'{a2}')", "'{a2}', 1, 30)")]),
    ("a pin given to somebody else", [_PIN % "a2", "UPDATE parked SET owner_id = owner_id + 1"]),
    ("a pin that was booked and hangs on", [(_PIN % "a2").replace("appointment_id)", "appointment_id, booked_id)").replace("'{a2}')", "'{a2}', '{a0}')")]),
    ("a pin deleted", [_PIN % "a2", "DELETE FROM parked"]),
)  # fmt: skip
REPLACE = (
    ("a pin by another", [_PIN % "a2", (_PIN % "a2").replace("INSERT", "INSERT OR REPLACE")]),
    ("a way", [_NORTH, f"{_WAY} (1, (SELECT max(id) FROM site), 5)", f"{_WAY.replace('INSERT', 'INSERT OR REPLACE')} (1, (SELECT max(id) FROM site), 9)"]),
    ("a part", [f"INSERT OR REPLACE INTO appointment_part(appointment_id, resource_id, holds, held_from, until) SELECT appointment_id, resource_id, 0, held_from, NULL FROM appointment_part WHERE {_A4}"]),
    ("a part by another", [release("id = {r}"), f"UPDATE OR REPLACE appointment_part SET resource_id = 4 WHERE {_A4} AND resource_id = 3"]),
    ("leave that was taken", [away(), "INSERT OR REPLACE INTO time_off(id, site_id, resource_id, kind, first_day, last_day) SELECT max(id), 1, 2, 'sick', '2025-11-02', '2025-11-02' FROM time_off"]),
    ("a booked block by a free one", [lay(T, "{t}+1800", number="{b0}", verb="INSERT OR REPLACE INTO")]),
    ("a booked block's id for another time", [lay(DAY_LATER, "{t}+865800", resource=2, number="{b0}", verb="INSERT OR REPLACE INTO")]),
    ("without recursive triggers", ["PRAGMA recursive_triggers = OFF", lay(DAY_LATER, "{t}+865800", resource=2, number="{b0}", verb="INSERT OR REPLACE INTO")]),
    ("an appointment", [visit("a0", block="NULL", holds=0, status="cancelled", verb="INSERT OR REPLACE INTO")]),
    ("a cancelled appointment", [visit("a2", block="NULL", holds=0, status="cancelled", verb="REPLACE INTO")]),
    ("a block's id by update", ["UPDATE OR REPLACE block SET id = {b0} WHERE id = {b8}"]),
    ("an appointment's id by update", ["UPDATE OR REPLACE appointment SET id = '{a0}' WHERE id = '{a2}'"]),
    ("a claimed block by one in another lane", [lay(T, "{t}+1800", lane=4, holder="a0", verb="INSERT OR REPLACE INTO")]),
    ("a claimed block by claiming another for it", ["UPDATE OR REPLACE block SET appointment_id = '{a0}', until = {t}+1800 WHERE id = {b8}"]),
    ("an overlap that is ignored", ["INSERT OR IGNORE INTO block(resource_id, starts_at, ends_at) VALUES (1, {t}+600, {t}+1200)"]),
    ("a patient", ["INSERT OR REPLACE INTO patient(id, name) VALUES (1, 'Nobody')"]),
    ("a user", ["INSERT OR REPLACE INTO user(id, name) VALUES (77, 'tester')"]),
    ("a journal row by its command", ["INSERT OR REPLACE INTO journal SELECT {n}+1, command_id, at, actor_id, station, run, command, request, NULL, before_digest, after_digest, digest, digest FROM journal WHERE sequence = {n}"]),
)  # fmt: skip
UPSERT = (
    ("a part", [f"INSERT INTO appointment_part(appointment_id, resource_id, holds, held_from, until) SELECT appointment_id, resource_id, 1, held_from, until FROM appointment_part WHERE {_A4} ON CONFLICT (appointment_id, resource_id) DO UPDATE SET holds = 0, until = NULL"]),
    ("a booked block by a free one", [lay(T, "{t}+1800", number="{b0}", verb="OVERRIDING") + " ON CONFLICT (id) DO UPDATE SET appointment_id = NULL, until = NULL"]),
    ("a booked block's id for another time", [lay(T, "{t}+1800", number="{b0}", verb="OVERRIDING") + " ON CONFLICT (id) DO UPDATE SET starts_at = {t}+864000, ends_at = {t}+865800"]),
    ("an appointment", [visit("a0") + " ON CONFLICT (id) DO UPDATE SET patient_id = 2, starts_at = 0"]),
    ("an appointment's cancellation", [visit("a0") + " ON CONFLICT (id) DO UPDATE SET holds = 0, block_id = NULL, status = 'cancelled', reason = 'clinic', cancelled_by = 'clinic'"]),
    ("a cancelled appointment's times", [visit("a2") + " ON CONFLICT (id) DO UPDATE SET starts_at = 0, held_from = 0"]),
    ("blocks by merge", ["MERGE INTO block b USING (SELECT {b0} AS id) s ON b.id = s.id WHEN MATCHED THEN UPDATE SET appointment_id = NULL, until = NULL"]),
    ("a booked block deleted by merge", ["MERGE INTO block b USING (SELECT {b0} AS id) s ON b.id = s.id WHEN MATCHED THEN DELETE"]),
    ("an appointment deleted by merge", ["MERGE INTO appointment a USING (SELECT 1 AS one) s ON a.id = '{a0}' WHEN MATCHED THEN DELETE"]),
    ("an overlap by merge", ["MERGE INTO block b USING (SELECT 0 AS id) s ON b.id = s.id WHEN NOT MATCHED THEN INSERT (resource_id, starts_at, ends_at) VALUES (1, {t}+600, {t}+1200)"]),
    ("a journal row", ["INSERT INTO journal SELECT * FROM journal WHERE sequence = 1 ON CONFLICT (sequence) DO UPDATE SET command = 'Nothing'"]),
    ("a copied overlap", ["INSERT INTO block(resource_id, starts_at, ends_at) SELECT 1, {t}+600, {t}+1200 ON CONFLICT DO NOTHING"], True),
)  # fmt: skip
JOURNAL_EDIT = (
    ("who did it", ["UPDATE journal SET actor_id = actor_id + 1 WHERE sequence = 3"]),
    ("what was done", ["UPDATE journal SET command = 'Nothing' WHERE sequence = 3"]),
    ("when it was done", ["UPDATE journal SET at = at - 60"]),
    ("the digest", ["UPDATE journal SET digest = previous WHERE sequence = 3"]),
    ("what it touched", ["UPDATE journal_touch SET row_id = '2' WHERE sequence = 3"]),
    ("another touch", ["INSERT INTO journal_touch(sequence, position, kind, row_id) VALUES (3, 9, 'patient', '1')"]),
    ("its details", ["UPDATE journal_detail SET after = '{{}}' WHERE sequence = 3"]),
    ("other details for it", ["INSERT INTO journal_detail(sequence, before, after) VALUES (3, '{{}}', '{{}}')"]),
    ("details put back after erasing", ["UPDATE journal_detail SET after = NULL WHERE sequence = 3", "UPDATE journal_detail SET after = '{{}}' WHERE sequence = 3"]),
    ("details erased", ["UPDATE journal_detail SET before = NULL, after = NULL WHERE sequence = 5"], True),
)  # fmt: skip
JOURNAL_DELETE = (
    ("a row from the middle", ["DELETE FROM journal WHERE sequence = 3"]),
    ("a row with all that belongs to it", ["DELETE FROM journal_touch WHERE sequence = 3", "DELETE FROM journal_detail WHERE sequence = 3", "DELETE FROM journal WHERE sequence = 3"]),
    ("what a row touched", ["DELETE FROM journal_touch WHERE sequence = 3"]),
    ("a row's details", ["DELETE FROM journal_detail WHERE sequence = 3"]),
    ("the whole journal", ["DELETE FROM journal_touch", "DELETE FROM journal_detail", "DELETE FROM journal"]),
)  # fmt: skip
_COPY = (
    "command_id, at, actor_id, station, run, command, request, undoes, before_digest, after_digest"
)
JOURNAL_REORDER = (
    ("two rows swapped", ["UPDATE journal SET sequence = 999 WHERE sequence = 3", "UPDATE journal SET sequence = 3 WHERE sequence = 4", "UPDATE journal SET sequence = 4 WHERE sequence = 999"]),
    ("all rows one further", ["UPDATE journal SET sequence = sequence + 1"]),
    ("a row before the first", [f"INSERT INTO journal(sequence, {_COPY}, previous, digest) SELECT 0, '{{other}}', at, actor_id, station, run, command, request, NULL, before_digest, after_digest, '', digest FROM journal WHERE sequence = 1"]),
    ("a row that leaves numbers out", [f"INSERT INTO journal(sequence, {_COPY}, previous, digest) SELECT {{n}}+9, '{{other}}', at, actor_id, station, run, command, request, NULL, before_digest, after_digest, digest, digest FROM journal WHERE sequence = {{n}}"]),
    ("a row that follows another than the last", [f"INSERT INTO journal(sequence, {_COPY}, previous, digest) SELECT {{n}}+1, '{{other}}', at, actor_id, station, run, command, request, NULL, before_digest, after_digest, digest, digest FROM journal WHERE sequence = 3"]),
    ("a row under a command's id again", [f"INSERT INTO journal(sequence, {_COPY}, previous, digest) SELECT {{n}}+1, command_id, at, actor_id, station, run, command, request, NULL, before_digest, after_digest, digest, digest FROM journal WHERE sequence = {{n}}"]),
)  # fmt: skip
JOURNAL_CUT = (
    ("the last row", ["DELETE FROM journal WHERE sequence = {n}"]),
    ("the last row with all that belongs to it", ["DELETE FROM journal_touch WHERE sequence = {n}", "DELETE FROM journal_detail WHERE sequence = {n}", "DELETE FROM journal WHERE sequence = {n}"]),
    ("all but the first rows", ["DELETE FROM journal_touch WHERE sequence > 3", "DELETE FROM journal_detail WHERE sequence > 3", "DELETE FROM journal WHERE sequence > 3"]),
    ("the last row renumbered away", ["UPDATE journal SET sequence = -sequence WHERE sequence = {n}"]),
)  # fmt: skip
TIMES = (
    ("an end before the start", [lay(DAY_LATER, "{t}+860000")]),
    ("no length at all", [lay(DAY_LATER, DAY_LATER)]),
    ("odd seconds", [lay("{t}+864001", "{t}+864601")]),
    ("a time before 1970", [lay("-86400", "-84600")]),
    ("a time behind all others", [lay("8589934560", "8589934620")]),
    ("longer than a day", [lay(DAY_LATER, "{t}+864000+90000")]),
    ("no time", ["INSERT INTO block(resource_id, starts_at, ends_at) VALUES (1, NULL, NULL)"]),
    ("a time as text", ["INSERT INTO block(resource_id, starts_at, ends_at) VALUES (1, '2025-11-02 11:00:00', '2025-11-02 12:00:00')"]),
    ("a fraction of a second", ["INSERT INTO block(resource_id, starts_at, ends_at) VALUES (1, {t}+864000.5, {t}+865800.5)"]),
    ("an appointment that ends before it starts", [visit(block="NULL", holds=0, status="noshow", end="{t}")]),
    ("a past visit of nobody's block", [visit(block="NULL", holds=0, status="booked", start="60", end="1860")]),
    ("a past visit as history", [visit(block="NULL", holds=0, status="noshow", start="60", end="1860")], True),
)  # fmt: skip
OVER_BOOKING = (
    ("a free block below zero", [lay("{t}+14400", "{t}+16200", lane=-1)]),
    ("an over-booking that nobody gave a reason for", [lay("{t}+14400", "{t}+16200", lane=-1, holder="new"), visit(block="(SELECT max(id) FROM block)")]),
    ("an over-booking whose reason comes never", [visit(block="(SELECT max(id)+1 FROM block)"), lay("{t}+14400", "{t}+16200", lane=-1, holder="new")]),
    ("the reason of an over-booking taken away", ["UPDATE appointment SET overbooked = '' WHERE id = '{a3}'"]),
    ("two over-bookings of one lane", [visit(start="{t}+600", end="{t}+1200", block="(SELECT max(id)+1 FROM block)"), lay("{t}+600", "{t}+1200", lane=-1, holder="new")]),
    ("an over-booking given back, its block kept", [release("id = {x}")]),
    ("an over-booked block moved above zero", ["UPDATE block SET lane = 0 WHERE id = {x}"]),
    ("an over-booked block stretched", ["UPDATE block SET ends_at = ends_at + 1800, until = until + 1800 WHERE id = {x}"]),
    ("a lane below all others", [lay("{t}+14400", "{t}+16200", lane=-129)]),
    ("an over-booking without an appointment", [lay("{t}+14400", "{t}+16200", lane=-1, holder="new")]),
    ("a second seat for the same appointment", [lay(T, "{t}+1800", lane=2, holder="a0")]),
    ("a free seat beside a booked one", [lay(T, "{t}+1800", lane=1)], True),
)  # fmt: skip
NOT_A_UUID = (
    ("a name for an id", ["INSERT INTO appointment(id, patient_id, status, status_at, holds, resource_id, held_from, starts_at, ends_at, held_until) VALUES ('one', 1, 'noshow', 0, 0, 1, 0, 0, 60, 60)"]),
    ("an id of the right length", ["INSERT INTO appointment(id, patient_id, status, status_at, holds, resource_id, held_from, starts_at, ends_at, held_until) VALUES ('zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz', 1, 'noshow', 0, 0, 1, 0, 0, 60, 60)"]),
    ("the same id again", [visit("a0")]),
    ("a column that the database derives", ["UPDATE appointment SET holds_until = 5 WHERE id = '{a0}'"]),
    ("a block's derived column", ["UPDATE block SET heads_at = NULL WHERE id = {b0}"]),
)  # fmt: skip
GUARDS_OFF = (
    ("checks ignored", ["PRAGMA ignore_check_constraints = ON", lay("{t}+864001", "{t}+864601")]),
    ("foreign keys off in the middle", ["PRAGMA foreign_keys = OFF", "DELETE FROM block WHERE id = {b0}"]),
    ("foreign keys deferred", ["PRAGMA defer_foreign_keys = ON", visit(patient=999), claim("b8", "new", "{t}+16200")]),
)  # fmt: skip
ROLE = (
    ("constraints deferred", ["SET CONSTRAINTS ALL DEFERRED", CANCEL % "a0"]),
    ("triggers switched off for the session", ["SET session_replication_role = replica", "DELETE FROM appointment WHERE id = '{a0}'"]),
    ("all triggers of a table disabled", ["ALTER TABLE block DISABLE TRIGGER ALL", "DELETE FROM block WHERE id = {b0}"]),
    ("own triggers disabled, the tail deleted", ["ALTER TABLE block DISABLE TRIGGER USER", "DELETE FROM block WHERE id = {b4}"]),
    ("everything truncated", ["TRUNCATE block CASCADE"]),
    ("the journal truncated", ["TRUNCATE journal, journal_touch, journal_detail"]),
)  # fmt: skip

_FAMILIES: dict[str, tuple[tuple[str, list[str]] | tuple[str, list[str], bool], ...]] = {
    "overlap": OVERLAP,
    "steal": STEAL,
    "orphan": ORPHAN,
    "half cancel": HALF_CANCEL,
    "purpose": PURPOSE,
    "gap": GAP,
    "retime": RETIME,
    "delete": DELETE,
    "time off": TIME_OFF,
    "joint": JOINT,
    "travel": TRAVEL,
    "series": SERIES,
    "parked": PARKED,
    "journal edit": JOURNAL_EDIT,
    "journal delete": JOURNAL_DELETE,
    "journal reorder": JOURNAL_REORDER,
    "journal cut": JOURNAL_CUT,
    "times": TIMES,
    "over-booking": OVER_BOOKING,
    "keys": NOT_A_UUID,
    "replace sqlite": REPLACE,
    "guards off sqlite": GUARDS_OFF,
    "replace postgresql": UPSERT,
    "role postgresql": ROLE,
}


def attacks(engine: str) -> list[Attack]:
    """Answer the attacks on an engine."""
    made = []
    for family, told in _FAMILIES.items():
        only = next((one for one in ("sqlite", "postgresql") if family.endswith(one)), "")
        if only in ("", engine):
            named = family.removesuffix(only).strip()
            made += [Attack(named, one[0], tuple(one[1]), only, len(one) > 2) for one in told]
    return made
