"""The five faults behind the origin case, planted one by one: each turns its check red."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NoReturn
from uuid import UUID

import pytest
from sqlalchemy import bindparam, update
from sqlalchemy.exc import DBAPIError

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.office import Office
from clinic_desktop.domain.people import AddDoctor, AddPatient, Name
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.scheduling import booking, runs
from clinic_desktop.scheduling.wanted import Run
from clinic_desktop.storage.tables import block
from tests.engines import Place
from tests.trust.origin import book_and_check
from tests.trust.world import answered, schedule

RED = (AssertionError, Refusal, DBAPIError, LookupError)
"""How the check may turn red: its own word, a refusal, or the database's."""
Patch = pytest.MonkeyPatch


@contextmanager
def two_offices(place: Place) -> Iterator[tuple[Office, Office]]:
    """Open the origin's clinic twice: Dr Lee, Sunday 9 to 17 in blocks of an hour, Ann Smith."""
    with place.office() as office, place.office() as another:
        answered(office.do(AddDoctor(name="Dr Lee")))
        answered(office.do(AddPatient(name=Name("Ann", "Smith"))))
        day = dt.date(2025, 11, 2)
        hours = WeeklyHours.parse("Sun 9-17")
        wish = SetWeeklyHours(doctor_id=1, hours=hours, block_minutes=60, start=day, until=day)
        answered(office.do(wish))
        yield office, another


def no_commit(patch: Patch) -> None:
    """What was written is never committed, and the answer says that it was."""
    from sqlalchemy.engine.base import RootTransaction

    patch.setattr(RootTransaction, "commit", lambda self: self.rollback())


def by_time(patch: Patch) -> None:
    """The block is looked up again by its times, which lost their zone on the way."""
    # Eleven o'clock in the clinic, taken for eleven o'clock UTC.
    head = update(block).where(
        block.c.appointment_id.is_(None),
        block.c.starts_at == bindparam("naive"),
    )
    claimed = head.values(appointment_id=bindparam("holder"), until=bindparam("held_until"))

    def claim(transaction: Any, run: Run, appointment_id: UUID) -> None:  # noqa: ANN401 - a transaction
        naive = run.span.start - dt.timedelta(hours=5)
        values = {"naive": naive, "holder": appointment_id, "held_until": run.span.end}
        if transaction.connection.execute(claimed, values).rowcount != 1:
            message = "no block matched"
            raise LookupError(message)

    patch.setattr(booking, "claim", claim)


def no_block_id(patch: Patch) -> None:
    """The appointment does not name its block."""
    held: Callable[[Run], dict[str, object]] = booking.held_columns
    patch.setattr(booking, "held_columns", lambda *run: {**held(*run), "block_id": None})


def going_on(patch: Patch) -> None:
    """The booking goes on although no block was claimed."""
    patch.setattr(booking, "claim", lambda _transaction, _run, _appointment_id: None)


def swallowed(patch: Patch) -> None:
    """The claim fails, the error is swallowed, and the answer says that all is well."""

    def failing(*_: object) -> NoReturn:
        message = "the claim failed"
        raise RuntimeError(message)

    def claim(*wanted: object) -> None:
        try:
            failing(*wanted)
        except RuntimeError:
            return

    patch.setattr(booking, "claim", claim)


FAULTS = (no_commit, by_time, no_block_id, going_on, swallowed)


def test_without_a_fault_the_origin_case_holds(place: Place) -> None:
    with two_offices(place) as offices:
        book_and_check(*offices)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_each_planted_fault_turns_the_check_red(
    place: Place, fault: Callable[[Patch], None], monkeypatch: Patch
) -> None:
    with two_offices(place) as offices:
        with monkeypatch.context() as patch:
            fault(patch)
            with pytest.raises(RED):
                book_and_check(*offices)
        # Whatever went wrong, nothing half is left, and without the fault the booking works.
        assert schedule(place) == {}
        book_and_check(*offices)


def test_a_claim_that_matches_nothing_is_refused(place: Place, monkeypatch: Patch) -> None:
    found = runs.find_run

    def stale(*wanted: Any) -> tuple[Any, Any]:  # noqa: ANN401 - as of the real one
        """Answer a block that is gone by the time when it is claimed."""
        run, reasons = found(*wanted)
        assert run is not None
        return replace(run, block_ids=(run.block_ids[0] + 1000,)), reasons

    with two_offices(place) as offices:
        with monkeypatch.context() as patch:
            patch.setattr(booking, "find_run", stale)
            with pytest.raises(Refusal, match="block_taken"):
                book_and_check(*offices)
        assert schedule(place) == {}
        book_and_check(*offices)
