"""What the patient's screen says: one table a language, each with every text.

A text in braces stands for what is filled in: ``{seconds}``.
"""

from __future__ import annotations

from clinic_desktop.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """All texts of one language; ``name`` is the language's own."""

    code: str
    name: str
    begin: str
    step: str
    whose: str
    any_doctor: str
    no_doctors: str
    which_day: str
    earlier: str
    later: str
    no_days: str
    no_days_here: str
    no_day_free: str
    which_time: str
    no_times: str
    who: str
    who_hint: str
    given: str
    family: str
    born: str
    day: str
    month: str
    year: str
    phone: str
    check: str
    doctor: str
    date: str
    time: str
    full_name: str
    book: str
    booking: str
    taken: str
    too_late: str
    others: str
    no_others: str
    unsure: str
    booked: str
    scan: str
    change: str
    code_name: str
    print: str
    printing: str
    printed: str
    not_printed: str
    done: str
    back: str
    next: str
    start_over: str
    still_there: str
    forgetting: str
    forgetting_last: str
    stay: str
    away: str
    lost: str
    retry: str
    ask_reception: str
    closed: str
    need_given: str
    need_family: str
    bad_name: str
    bad_born: str
    future_born: str
    bad_phone: str
    too_long: str
    space: str
    erase: str
    capitals: str
    accents: str
    letters: str
    next_field: str
    keyboard: str
    rows: tuple[str, ...]
    """The letters of the keyboard that people of this language know."""
