"""How many minutes a row of the calendar stands for: the steps, and how a wheel takes them."""

from __future__ import annotations

from PySide6.QtCore import QRect

from clinic_desktop.ui.agenda.canvas import Canvas

ZOOMS = (5, 10, 15, 20, 30, 60)
"""Minutes a row, the largest rows first."""
_NOTCH = 120
"""What a wheel reports for one notch; a touch pad reports parts of it."""


def next_zoom(minutes: float, by: int) -> int:
    """Answer the next step to larger rows (1) or to smaller ones (-1)."""
    if by > 0:
        return max((step for step in ZOOMS if step < minutes), default=ZOOMS[0])
    return min((step for step in ZOOMS if step > minutes), default=ZOOMS[-1])


def zoom(
    canvas: Canvas, minutes: int | None, pixel: int, at: int, grid: QRect
) -> tuple[int, tuple[int, int]]:
    """Lay a canvas out with so many minutes a row (None: as usual).

    Answer where to scroll to, that what was at a pixel is at a height of the viewport again, and
    the pixels above and below the canvas that this needs.
    """
    held = canvas.layout.minute(pixel)
    canvas.zoom = minutes
    canvas.relay()
    top = canvas.layout.pixel(held) - (at - grid.top())
    if minutes is None or canvas.layout.height <= grid.height():
        # As usual, or all of it in sight: there is nothing to scroll to beyond.
        return top, (0, 0)
    most = max(0, canvas.layout.height - grid.height())
    return top, (max(0, -top), max(0, top - most))


class Notches:
    """Gathers a wheel's turns until they are a notch."""

    def __init__(self) -> None:
        """Begin with none."""
        self._turned = 0

    def add(self, delta: int) -> int:
        """Answer the notches that are whole with this turn; turning back begins anew."""
        if delta * self._turned < 0:
            self._turned = 0
        self._turned += delta
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        return notches
