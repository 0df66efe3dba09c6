"""The doctors in the window, to take one away: only what that does is seen before it is saved."""

from __future__ import annotations

from clinic_desktop.domain.doctors import RemoveDoctor
from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import Doctor, Doctors
from clinic_desktop.ui.availability.entries import Entries
from clinic_desktop.ui.availability.fields import Editor, Reading
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label

_HINT = (
    "Whoever has appointments to come stays until they are moved or cancelled. Past ones keep the "
    "name, and undo brings a doctor back with all hours."
)


class DoctorsEditor(Editor):
    """All doctors, each to be taken away while nobody is booked."""

    def __init__(self, clinic: Clinic) -> None:
        """Make the list."""
        super().__init__(clinic, "All doctors")
        self.there = Entries(
            self.look, "Doctors of the clinic", "No doctors yet: “Add doctor” takes one on.",
            "Remove doctor",
        )  # fmt: skip
        self.there.removal_requested.connect(self._take_away)
        self.body.addWidget(self.there)
        self.body.addWidget(Label(self.look, _HINT, "small", tone="muted", wraps=True))
        self.body.addWidget(self.mistake)
        self.body.addStretch(1)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)

    @property
    def is_settled(self) -> bool:
        """Whether the list is complete."""
        return super().is_settled and self._query.is_settled

    def open(self) -> None:
        """Ask for the doctors, now that somebody looks at them."""
        if self._query.query is None:
            self._query.set_query(Doctors())

    def leave(self) -> None:
        """Ask for nothing any more."""
        self._query.set_query(None)

    def _show(self, seen: Seen[tuple[Doctor, ...]]) -> None:
        self.there.show_entries(
            (one.name, one.specialty or f"number {one.id}", one) for one in seen.answer
        )

    def read(self, _reading: Reading) -> TimeChange[object] | None:
        """Answer no change: the list has no fields."""
        return None

    def _take_away(self, doctor: Doctor) -> None:
        self.wish(RemoveDoctor(doctor_id=doctor.id), f"Taking away: {doctor.name}")

    def start_anew(self) -> None:
        """Wish for nothing."""

    def focus(self) -> None:
        """Go to the list."""
        self.there.rows.setFocus()
