"""Who may do what: until people sign in, everyone all but the few things that need a grant."""

from __future__ import annotations

from enum import StrEnum

from clinic_desktop.domain.office import Query
from clinic_desktop.domain.values import dataclass


class Action(StrEnum):
    """What a use case asks leave for."""

    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"
    SET_STATUS = "set_status"
    UNDO = "undo"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_HOURS = "manage_hours"
    MANAGE_USERS = "manage_users"
    IMPORT = "import"
    PASS_RESERVED = "pass_reserved"  # noqa: S105 - a right, no password
    OVERBOOK = "overbook"
    PASS_DO_NOT_BOOK = "pass_do_not_book"  # noqa: S105 - a right, no password


GRANTABLE = (Action.OVERBOOK, Action.PASS_DO_NOT_BOOK)
"""The rights that nobody has before ``clinic user allow`` grants them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyRights(Query[frozenset[str]]):
    """The rights of ``GRANTABLE`` that whoever asks has."""


def allowed(granted: frozenset[str], action: Action, doctor_id: int | None = None) -> bool:  # noqa: ARG001 - doctors' own limits come with sign-in
    """Tell whether an actor with these granted rights may do this with this doctor's time."""
    return action not in GRANTABLE or action in granted
