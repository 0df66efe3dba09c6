"""``clinic self-booking``: what patients may book by themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from clinic_desktop.cli.parser import Words
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.domain.selfbooking import SelfBooking, SetSelfBooking, TheSelfBooking


def self_booking(session: Session, words: Words) -> Answer:
    """Tell what patients may book by themselves; change it first where that is wished."""
    wish = SetSelfBooking(
        notice_minutes=words["notice"], days_ahead=words["ahead"], most=words["most"]
    )
    given = (wish.notice_minutes, wish.days_ahead, wish.most) != (None, None, None)
    rules = session.do(wish) if given else session.ask(TheSelfBooking())
    told = {
        "notice_minutes": rules.notice_minutes,
        "days_ahead": rules.days_ahead,
        "most": rules.most,
    }
    return Answer({"self_booking": told}, lambda: _text(rules))


def _text(rules: SelfBooking) -> str:
    return (
        f"Patients book by themselves {rules.notice_minutes} minutes or more before a visit, up to "
        f"{rules.days_ahead} days ahead, and have at most {rules.most} such visits before them."
    )


HANDLERS: Mapping[str, Callable[[Session, Words], Answer]] = {"self-booking": self_booking}
"""The functions behind these commands."""
