"""Users and the rights that they were granted beyond everyone's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select

from clinic_desktop.domain.people import AllowRight, DisallowRight, User, Users
from clinic_desktop.domain.refusals import Mistakes, Misuse, Reason, Refusal
from clinic_desktop.domain.rights import GRANTABLE, Action
from clinic_desktop.scheduling.people import clean_name
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.tables import user, user_right


def users(read: Read, _query: Users) -> tuple[User, ...]:
    """Answer everybody who has acted or was granted a right, by name."""
    rights: dict[int, list[str]] = {}
    for number, name in read.connection.execute(select(user_right).order_by(user_right.c.name)):
        rights.setdefault(number, []).append(name)
    rows = read.connection.execute(select(user).order_by(user.c.name))
    return tuple(User(row.id, row.name, tuple(rights.get(row.id, ()))) for row in rows)


def allow_right(transaction: Transaction, command: AllowRight) -> User:
    """Grant a user a right; the user need not have acted yet.

    Raises:
        Misuse: ``unknown_right``, ``bad_name``.

    """
    transaction.require(Action.MANAGE_USERS)
    wrong = Mistakes()
    name = wrong.told_by(clean_name, command.user, "user") or ""
    wrong.told_by(_check, command.right)
    wrong.refuse()
    row = _found(transaction, name)
    if row is None:
        added = insert(user).values(name=name).returning(*user.c)
        row = transaction.connection.execute(added).one()
    lock(transaction, row.id)
    wanted = {*_rights(transaction, row.id), command.right}
    return User(row.id, name, tuple(put_rights(transaction, row.id, wanted)))


def disallow_right(transaction: Transaction, command: DisallowRight) -> User:
    """Take a right back that a user was granted.

    Raises:
        Refusal: ``unknown_user``.
        Misuse: ``unknown_right``.

    """
    transaction.require(Action.MANAGE_USERS)
    wrong = Mistakes()
    wrong.told_by(_check, command.right)
    if wrong:
        wrong.told_by(_the_user, transaction, command.user)
        wrong.refuse()
    row = _the_user(transaction, command.user)
    lock(transaction, row.id)
    left = {*_rights(transaction, row.id)} - {command.right}
    return User(row.id, row.name, tuple(put_rights(transaction, row.id, left)))


def put_rights(transaction: Transaction, number: int, wanted: Iterable[str]) -> list[str]:
    """Let a user, whom the caller has locked, have just these rights; record what that changes."""
    connection = transaction.connection
    before, after = _rights(transaction, number), sorted(wanted)
    if before != after:
        connection.execute(delete(user_right).where(user_right.c.user_id == number))
        if after:
            connection.execute(
                insert(user_right), [{"user_id": number, "name": name} for name in after]
            )
        transaction.entry.touch("user", number)
        transaction.entry.record("user", number, {"rights": before}, {"rights": after})
    return after


def lock(transaction: Transaction, number: int) -> None:
    """Lock a user: two grants at once do not undo each other."""
    this = select(user.c.id).where(user.c.id == number)
    transaction.connection.execute(this.with_for_update())


def _check(right: str) -> None:
    if right not in GRANTABLE:
        message = f"“{right}” can't be granted. Choose one of: {', '.join(GRANTABLE)}."
        raise Misuse("unknown_right", message, {"right": right, "rights": list(GRANTABLE)})


def _the_user(transaction: Transaction, name: str) -> Any:  # noqa: ANN401 - a row
    row = _found(transaction, name.strip())
    if row is None:
        message = f"There is no user “{name}”. Nothing was changed."
        raise Refusal(Reason("unknown_user", message, {"user": name}))
    return row


def _found(transaction: Transaction, name: str) -> Any:  # noqa: ANN401 - a row, or None
    return transaction.connection.execute(select(user).where(user.c.name == name)).one_or_none()


def _rights(read: Read, number: int) -> list[str]:
    granted = select(user_right.c.name).where(user_right.c.user_id == number)
    return sorted(read.connection.execute(granted).scalars())
