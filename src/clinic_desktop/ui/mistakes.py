"""What is wrong in a form, told all at once: each field marked, each reason said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QLineEdit

from clinic_desktop.ui.look import restyle
from clinic_desktop.ui.parts import Label
from clinic_desktop.ui.speech import announce


def show_mistakes(
    label: Label, fields: Iterable[QLineEdit], mistakes: Mapping[QLineEdit, str]
) -> None:
    """Mark those of the fields that are wrong, say each reason, go to the first; none: clear."""
    for field in fields:
        field.setAccessibleDescription(mistakes.get(field, ""))
        field.setProperty("invalid", field in mistakes)
        restyle(field)
    label.setText("\n".join(mistakes.values()))
    label.setVisible(bool(mistakes))
    announce(label, label.text(), urgent=True)
    for field in tuple(mistakes)[:1]:
        # Now, not before: the focus reads the description.
        field.setFocus()
        field.selectAll()
