"""The three ways a request fails, each with a code, a sentence for people, and facts for programs.

* ``Refusal``: a rule of the clinic said no. Nothing changed; the sentence says the way out.
* ``Misuse``: the request itself makes no sense (a malformed time, an unknown option).
* ``Unavailable``: the surroundings failed (file locked, server gone, disk full, newer schema).

Anything else that is raised is a bug.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any, TypeVar

from clinic_desktop.domain.values import dataclass

A = TypeVar("A")
Facts = Mapping[str, Any]
"""What a message is made of, in values that JSON knows; it may name patients, so no log gets it."""

WEIGHT = (
    "wrong_user",
    "not_allowed",
    "id_conflict",
    "appointment_changed",
    "patient_changed",
    "unknown_appointment",
    "unknown_block",
    "unknown_doctor",
    "unknown_patient",
    "unknown_type",
    "time_skipped",
    "time_ambiguous",
    "type_not_allowed",
    "block_taken",
    "buffer_taken",
    "other_site",
    "room_taken",
    "equipment_taken",
    "time_off",
    "block_withdrawn",
    "seat_withdrawn",
    "travel",
    "no_block",
    "off_grid",
    "never_booked",
    "block_reserved",
    "nothing_before",
    "too_soon_after",
    "too_often",
    "not_first",
    "do_not_book",
    "patient_busy",
    "too_soon",
    "too_far",
    "too_many",
)
"""Codes that can meet in one refusal, the weightiest first; others come behind, in their order."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that spoke against the request."""

    code: str
    message: str
    facts: Facts = field(default_factory=lambda: MappingProxyType({}))


class Refusal(Exception):  # noqa: N818 - the field's word; it is an answer, not a fault
    """A rule said no; holds every reason, the weightiest in front."""

    def __init__(self, *reasons: Reason) -> None:
        """Sort the reasons by weight; at least one is needed."""
        order = {code: rank for rank, code in enumerate(WEIGHT)}
        self.reasons = tuple(sorted(reasons, key=lambda reason: order.get(reason.code, len(order))))
        super().__init__(self.reasons[0].code)

    @property
    def code(self) -> str:
        """The weightiest reason's code."""
        return self.reasons[0].code

    @property
    def message(self) -> str:
        """The weightiest reason's sentence."""
        return self.reasons[0].message

    @property
    def facts(self) -> Facts:
        """The weightiest reason's facts."""
        return self.reasons[0].facts

    def __str__(self) -> str:
        """Name the codes alone: facts and sentences may name patients, and this reaches logs."""
        return ", ".join(reason.code for reason in self.reasons)


class Misuse(Exception):  # noqa: N818 - see Refusal
    """The request was malformed: wrong usage, not a rule."""

    def __init__(
        self, code: str, message: str, facts: Facts | None = None, others: tuple[Misuse, ...] = ()
    ) -> None:
        """Keep the code, the sentence and the facts, and what else is wrong."""
        self.code, self.message, self.facts = code, message, facts or {}
        self.others = others
        super().__init__(code)

    @property
    def every(self) -> tuple[Misuse, ...]:
        """The one in front, and whatever else is wrong."""
        return (self, *self.others)


class Mistakes:
    """Gathers what speaks against a request, so that all of it is told at once.

    What is malformed goes before a rule, as it does where it is alone.
    """

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self._found: list[Misuse] = []
        self._reasons: list[Reason] = []

    def __bool__(self) -> bool:
        """Tell whether anything is wrong."""
        return bool(self._found or self._reasons)

    def told_by(self, step: Callable[..., A], *given: object) -> A | None:
        """Answer what a step answers, or keep why it refuses and answer None."""
        try:
            return step(*given)
        except Misuse as misuse:
            self._found += misuse.every
        except Refusal as refusal:
            self._reasons += refusal.reasons
        return None

    def add(self, code: str, message: str, facts: Facts | None = None) -> None:
        """Keep what is wrong."""
        self.keep(Misuse(code, message, facts))

    def keep(self, misuse: Misuse) -> None:
        """Keep what is wrong, as it was made."""
        self._found.append(misuse)

    def refuse(self) -> None:
        """Refuse if anything is wrong.

        Raises:
            Misuse: the first that was malformed, with the others, and behind them the rules.
            Refusal: nothing was, and rules said no.

        """
        reasons = Refusal(*self._reasons).reasons if self._reasons else ()
        if self._found:
            first, *others = self._found
            rules = (Misuse(one.code, one.message, one.facts) for one in reasons)
            raise Misuse(first.code, first.message, first.facts, (*others, *rules))
        if reasons:
            raise Refusal(*reasons)


class Unavailable(Exception):  # noqa: N818 - see Refusal
    """The surroundings failed; the sentence says what is safe and what to do next."""

    def __init__(self, code: str, message: str, facts: Facts | None = None) -> None:
        """Keep the code, the sentence and the facts."""
        self.code, self.message, self.facts = code, message, facts or {}
        super().__init__(code)
