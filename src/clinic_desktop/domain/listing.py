"""A list of visits as text: what its columns say, how it is searched, and its CSV form."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.files import is_the_clinic, write_whole
from clinic_desktop.domain.refusals import Reason, Refusal, Unavailable

CSV_COLUMNS = ("start", "end", "patient", "doctor", "type", "status", "note", "phone")
"""A clinic of several sites has ``site`` behind them."""
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""What a spreadsheet knows UTF-8 by: without it, it shows José as JosÃ©."""

_SIGN = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
_FORMULA = re.compile(rf"^[\s\ufeff]*{_SIGN}|^[\t\r\n]")
_INSIDE = re.compile(rf'(?<=[;\t\r\n])(?=[\s\ufeff"]*{_SIGN})')
_NUMBER = re.compile(r"^[+-]?[\d\s()./-]*(?:, \+?[\d\s()./-]*)*$")


def guarded(cell: str) -> str:
    """Answer a cell that no spreadsheet takes for a formula.

    What begins as a formula does (``=``, ``+``, ``-``, ``@``, also in full width or behind spaces,
    or a tab or line break) gets an apostrophe in front, which spreadsheets read as “this is text”.
    So does what stands behind a semicolon, tab or line break: where commas are decimal points,
    spreadsheets part cells there. A number, or phone numbers, stay as they are: of figures alone no
    harm can be made.
    """
    cell = _INSIDE.sub("'", cell)
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell


def csv_text(
    visits: Iterable[Appointment],
    zone: dt.tzinfo,
    sites: Mapping[int, str] | None = None,
    fields: Sequence[str] = (),
) -> str:
    """Write visits in the order they come as CSV (RFC 4180); times are ISO 8601 with the offset.

    ``sites`` are the names of several sites by their ids. Behind the columns that all lists have
    there is one for each of the clinic's own fields, which visits name, and ``fields`` where there
    are no visits.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    several = list(visits)
    own = [one.name for one in several[0].custom] if several else fields
    common = (*CSV_COLUMNS, *(["site"] if sites else []))
    # No two columns have one name.
    named = (f"{one} (field)" if one.casefold() in common else one for one in own)
    writer.writerow((*common, *map(guarded, named)))
    for visit in several:
        cells = (
            visit.patient,
            visit.with_whom,
            visit.type,
            visit.status.value,
            visit.note,
            ", ".join(visit.phones),
            *([sites.get(visit.site_id or 0, "")] if sites else []),
            *(one.said for one in visit.custom),
        )
        times = (at.astimezone(zone).isoformat() for at in (visit.start, visit.end))
        writer.writerow((*times, *map(guarded, cells)))
    return out.getvalue()


def save_visits(
    file: Path, visits: Sequence[Appointment], zone: dt.tzinfo, database: Path | None,
    sites: Mapping[int, str] | None = None, fields: Sequence[str] = (),
) -> int:  # fmt: skip
    """Write visits into a CSV file, whole or not at all; answer how many they are.

    For a thread that may wait: a disk that hangs holds it up.

    Raises:
        Refusal: ``not_a_list``, what has that name is the clinic itself.
        Unavailable: ``not_written``; whatever the file held before it holds still.

    """
    text = BYTE_ORDER_MARK + csv_text(visits, zone, sites, fields)
    try:
        if is_the_clinic(file, database):
            message = f"{file} is the clinic itself, so it is kept. Name another file."
            raise Refusal(Reason("not_a_list", message, {"file": str(file)}))
        write_whole(file, text.encode("utf-8"))
    except OSError as error:
        message = (
            f"The list could not be written to {file}: {error.strerror or error}. "
            "What was there before is unchanged. Choose another place."
        )
        raise Unavailable("not_written", message, {"file": str(file)}) from error
    return len(visits)
