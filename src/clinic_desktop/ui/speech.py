"""What a screen reader is told beside names and focus; costs nothing while nobody listens.

``QAccessible`` is imported late: Python's side of its many enumerations takes 2.5 ms to make.
"""

from __future__ import annotations

from PySide6.QtCore import QObject


def is_heard() -> bool:
    """Tell whether a screen reader, or another client like it, listens."""
    from PySide6.QtGui import QAccessible

    return QAccessible.isActive()


def announce(about: QObject, text: str, *, urgent: bool = False) -> None:
    """Have a sentence read aloud; an urgent one cuts off what is being read."""
    if not text or not is_heard():
        return
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    event = QAccessibleAnnouncementEvent(about, text)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
