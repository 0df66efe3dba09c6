"""Importing past visits from another program's files.

Every row is imported, unchanged (it was imported before) or refused with its line and the reason.
All in one transaction with one journal row; a file that brings nothing new writes nothing.
"""

from __future__ import annotations

from pathlib import Path

from clinic_desktop.domain.bulk import HistoryImported, ImportHistory, RefusedRow
from clinic_desktop.domain.files import is_the_clinic
from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import zone_named
from clinic_desktop.exchange.fields import RowRefusedError
from clinic_desktop.exchange.files import Beside, Row, Table, opened, read_companions
from clinic_desktop.exchange.mapping import Mapping, read_mapping
from clinic_desktop.exchange.recording import Recorder
from clinic_desktop.exchange.visits import VisitReader
from clinic_desktop.scheduling.picture import the_site
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.loading import roomy

IMPORTED, UNCHANGED = "imported", "unchanged"


def import_history(transaction: Transaction, command: ImportHistory) -> HistoryImported:
    """Import a file of past visits, or with ``preview`` only tell what would become of its rows.

    Raises:
        Refusal: ``unknown_mapping``, ``bad_mapping``, ``missing_column``, ``missing_companion``,
            ``not_a_csv``, ``empty_file``, ``bad_encoding``, ``bad_zip``, ``bad_header``: every
            reason at once, and nothing is imported.
        Unavailable: ``file_unreadable``.

    """
    transaction.require(Action.IMPORT)
    _refuse_the_clinic(transaction, Path(command.mapping).expanduser())
    mapping = read_mapping(command.mapping)
    path = command.file.expanduser()
    for file in (path, *(path.parent / beside.file for beside in mapping.companions)):
        _refuse_the_clinic(transaction, file)
    with opened(path, mapping.form) as table, roomy(transaction.connection):
        reader = _reader(transaction, command, mapping, table)
        recorder = Recorder(transaction, mapping.name, preview=command.preview)
        counts = dict.fromkeys((IMPORTED, UNCHANGED), 0)
        refused = []
        for line, row in table.rows:
            try:
                counts[_take(row, reader, recorder)] += 1
            except RowRefusedError as error:
                refused.append(RefusedRow(line, _sentence(str(error))))
        recorder.finish(placeholder=mapping.placeholder)
    notes = {name: number for name, number in sorted(recorder.notes.items()) if number}
    rows = sum(counts.values()) + len(refused)
    return HistoryImported(rows, counts[IMPORTED], counts[UNCHANGED], tuple(refused), notes)


def _refuse_the_clinic(transaction: Transaction, file: Path) -> None:
    """Import anything but the clinic itself: closing it again would end this process' locks."""
    if is_the_clinic(file, transaction.file):
        message = f"{file} is the clinic itself: there is nothing to import in it. Name another."
        raise Refusal(Reason("not_a_csv", message, {"file": str(file)}))


def _reader(
    transaction: Transaction, command: ImportHistory, mapping: Mapping, table: Table
) -> VisitReader:
    """Bind the mapping to the file and its companions, telling all that is missing at once."""
    reasons: list[Reason] = []
    companions: dict[str, Beside] = {}
    try:
        companions = read_companions(command.file.expanduser(), mapping)
    except Refusal as refusal:
        reasons += refusal.reasons
    zone = zone_named(the_site(transaction, TheSite()).zone)
    if not reasons:
        return VisitReader(mapping, table, companions, zone)
    try:
        # Without its companions every column of theirs would seem to be missing too.
        VisitReader(mapping, table, {}, zone)
    except Refusal as refusal:
        names = {companion.name for companion in mapping.companions}
        reasons += [
            reason
            for reason in refusal.reasons
            if str(reason.facts["column"]).partition(".")[0] not in names
        ]
    raise Refusal(*reasons)


def _take(row: Row, reader: VisitReader, recorder: Recorder) -> str:
    """Import a row unless it is known; answer which of the two it was."""
    visit = reader.visit(row)
    if recorder.is_known(visit):
        return UNCHANGED
    person = None if recorder.patient_is_known(visit.patient) else reader.person(row, visit)
    recorder.add(visit, person, reader.doctor_specialty(row))
    return IMPORTED


def _sentence(reason: str) -> str:
    """Answer a reason as a sentence."""
    return reason[:1].upper() + reason[1:].rstrip(".") + "."
