"""A program that books and kills itself; its words are DATABASE, POINT and BLOCK.

POINT counts the moments before and after each statement of the booking, and before and after its
commit; at that moment the process ends by SIGKILL. A booking that was acknowledged is printed.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Sequence

from sqlalchemy import Engine, event

from clinic_desktop import compose
from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.settings import Settings


def main(words: Sequence[str]) -> int:
    """Book one block; answer 0 when the point lies behind the end."""
    database, point, block = words[0], int(words[1]), int(words[2])
    office = compose.open_office(Settings.load(database), feed=False)
    moments = itertools.count()

    def moment(*_: object) -> None:
        if next(moments) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def committed(driver: object, kept: object) -> None:
        moment()
        kept(driver)  # type: ignore[operator]
        moment()

    for name in ("before_cursor_execute", "after_cursor_execute"):
        event.listen(Engine, name, moment)
    engine = office._database.writer._engine  # type: ignore[attr-defined]  # noqa: SLF001 - the moments
    kept = engine.dialect.do_commit
    engine.dialect.do_commit = lambda driver: committed(driver, kept)
    try:
        done = office.do(BookBlock(patient_id=1, block_id=block, even_if_busy=True)).result(60)
        sys.stdout.write(f"{done.answer.appointment.id}\n")
        sys.stdout.flush()
        moment()
    finally:
        office.close()
    return 0
