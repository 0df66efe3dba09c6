"""Pictures of the patient's own screen: from the greeting to the card, in several languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.ui.kiosk.countdown import IDLE_SECONDS, WARNED_SECONDS

if TYPE_CHECKING:
    from clinic_desktop.domain.openings import Opening
    from tests.visitor import Visitor

Shoot = Callable[[str], None]
_FIELDS = ("given", "family", "day", "month", "year", "phone")
_WHO = ("Antônia", "Araújo", "12", "3", "1944", "+1 212 555 0144")


def kiosk(visitor: Visitor, shoot: Shoot) -> None:
    """Book as a patient does, be too slow once, and lose a time to somebody else."""
    window = visitor.window
    shoot("90_kiosk_welcome")
    for code in ("de", "en"):
        (language,) = (one for one in window.languages if one.texts.code == code)
        texts = language.texts
        visitor.tap(f"{texts.begin} {texts.name}")
        shoot(f"91_kiosk_doctors_{code}")
        visitor.tap(texts.any_doctor)
        day = language.day(dt.date(2025, 11, 7))
        visitor.wait_for(lambda day=day: visitor.can_tap(day))  # type: ignore[misc] # of this turn
        shoot(f"92_kiosk_days_{code}")
        visitor.tap(day)
        shoot(f"93_kiosk_times_{code}")
        first = next(one for one in visitor.buttons() if one.accessibleName()[:1].isdigit())
        visitor.tap(first.accessibleName())
        visitor.wait_for(lambda texts=texts: visitor.says(texts.who))  # type: ignore[misc] # as above
        visitor.tap(texts.next)
        shoot(f"94_kiosk_wrong_{code}")
        for name, text in zip(_FIELDS, _WHO, strict=True):
            visitor.line(getattr(texts, name)).setText(text)
        shoot(f"94_kiosk_person_{code}")
        for _ in range(IDLE_SECONDS - WARNED_SECONDS):
            window.tick()
        shoot(f"95_kiosk_countdown_{code}")
        visitor.tap(texts.stay)
        visitor.tap(texts.next)
        visitor.wait_for(lambda texts=texts: visitor.can_tap(texts.book))  # type: ignore[misc] # as above
        shoot(f"96_kiosk_check_{code}")
        if code == "de":
            visitor.tap(texts.start_over)
    _lose(visitor, window.opening)
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.can_tap("7 Nov"))
    shoot("97_kiosk_taken")
    visitor.tap("7 Nov")
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("Your appointment is booked"))
    shoot("98_kiosk_card")
    visitor.tap("Done")


def _lose(visitor: Visitor, opening: Opening | None) -> None:
    """Have somebody else book what the visitor is about to."""
    assert opening is not None
    office = visitor.app.dispatcher.office
    office.do(BookBlock(patient_id=2, block_id=opening.block_id)).result()
