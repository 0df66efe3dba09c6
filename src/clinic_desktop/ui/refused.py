"""A failure told in place: what was refused and why, and every way on as a button."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from clinic_desktop.domain.booking import Block
from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.refusals import Reason, Refusal, Unavailable
from clinic_desktop.domain.time import TimeSpan, local_date
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.look import restyle
from clinic_desktop.ui.parts import Label, column, push_button, tab_after
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import at_site, day_text, hours_text, said, when_text

PASSED_BY = {
    "patient_busy": "even_if_busy",
    "block_reserved": "even_if_reserved",
    "do_not_book": "even_if_do_not_book",
}
"""Reasons that a person may pass with a second, deliberate click; the field of a wish that does."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A free time that is offered instead."""

    block_id: int
    doctor_id: int
    doctor: str
    span: TimeSpan
    told: TimeSpan | None = None
    site: str = ""
    """What its site is called, where the clinic has several."""
    """The time that a longer visit would take from there on."""

    @classmethod
    def of_fact(cls, fact: Mapping[str, Any]) -> Offer:
        """Read it from a refusal's facts."""
        start, end = (dt.datetime.fromisoformat(fact[edge]) for edge in ("start", "end"))
        told = TimeSpan(start, dt.datetime.fromisoformat(fact.get("until", fact["end"])))
        block_id, doctor_id = int(fact["id"]), int(fact["doctor_id"])
        site = str(fact.get("site") or "")
        return cls(block_id, doctor_id, str(fact["doctor"]), TimeSpan(start, end), told, site)

    @classmethod
    def of_block(cls, block: Block, minutes: int) -> Offer:
        """Read it from the block that a visit of so many minutes would begin with."""
        each = block.span.minutes
        whole = dt.timedelta(minutes=max(1, -(-minutes // each)) * each)
        told = TimeSpan(block.start, block.start + whole)
        return cls(block.id, block.doctor_id, block.doctor, block.span, told)

    @classmethod
    def of_opening(cls, opening: Opening) -> Offer:
        """Read it from a time at which a visit could begin, as long as it would be told."""
        span = TimeSpan(opening.start, opening.end)
        return cls(opening.block_id, opening.doctor_id, opening.doctor, span, site=opening.site)

    @property
    def place(self) -> str:
        """Whose time it is, and where."""
        return at_site(self.doctor, self.site)

    @property
    def block(self) -> Block:
        """The block that is offered."""
        return Block(self.block_id, self.doctor_id, self.doctor, self.span.start, self.span.end)


def offers_of(error: Exception) -> tuple[Offer, ...]:
    """Answer the free times that a refusal names, of any of its reasons, each once."""
    reasons = error.reasons if isinstance(error, Refusal) else ()
    named = (fact for reason in reasons for fact in reason.facts.get("nearest", ()))
    return tuple(dict.fromkeys(map(Offer.of_fact, named)))


def is_passable(reason: Reason) -> bool:
    """Tell whether whoever is refused may pass a reason: some take a right."""
    return reason.code in PASSED_BY and bool(reason.facts.get("can_pass", True))


def passing(error: Exception | None) -> dict[str, Any]:
    """Answer the fields of a wish that pass all the reasons of a refusal."""
    reasons = error.reasons if isinstance(error, Refusal) else ()
    return {PASSED_BY[reason.code]: True for reason in reasons if is_passable(reason)}


def _told(error: Exception) -> str:
    """Write a failure with all its reasons."""
    reasons = error.reasons if isinstance(error, Refusal) else ()
    return "\n".join(reason.message for reason in reasons) or said(error)


class RefusalBox(QFrame):
    """Says why something was not done, and offers what can be done instead.

    Signals:
        offer_chosen(Offer): take this free time instead.
        anyway_requested: do it although a rule warned.
        retry_requested: try the same again.
        told: something is told, or a way on has the focus: it should be in sight.
    """

    offer_chosen = Signal(object)
    anyway_requested = Signal()
    retry_requested = Signal()
    told = Signal()

    def __init__(self, clinic: Clinic, name: str) -> None:
        """Begin hidden."""
        super().__init__()
        self._clinic = clinic
        self.setProperty("role", "notice")
        self.setAccessibleName(name)
        self.message = Label(clinic.look, role="body", wraps=True)
        self._lead = Label(clinic.look, "Nearest free times", "small", tone="muted")
        self._offers = Flow(clinic.look.px(6))
        self._anyway = push_button("Book anyway")
        self._anyway.clicked.connect(self.anyway_requested)
        self._retry = push_button("Try again")
        self._retry.clicked.connect(self.retry_requested)
        layout = column(
            self.message, self._lead, self._offers, self._anyway, self._retry,
            margins=clinic.look.px(12), spacing=clinic.look.px(8),
        )  # fmt: skip
        self.setLayout(layout)
        clinic.privacy.changed.connect(self._obey_privacy)
        self.error: Exception | None = None
        self._offered: tuple[Offer, ...] = ()
        self.goes_over: Callable[[Exception], bool] = lambda _error: False
        """Tells of a refusal that it can be passed by booking over somebody, for a reason."""
        self.wanted: dt.datetime | None = None
        """The start that was wished for: the offer nearest to it takes the focus."""
        self.clear()

    def clear(self) -> None:
        """Say nothing."""
        self.error = None
        self.message.setText("")
        self._offers.clear()
        self._offered = ()
        self.hide()

    def show_error(self, error: Exception, *, anyway: str = "Book anyway") -> None:
        """Tell a failure, with every way on that it leaves."""
        reasons = error.reasons if isinstance(error, Refusal) else ()
        tone = "warning" if reasons and all(map(is_passable, reasons)) else "danger"
        self._tell(_told(error), tone, offers_of(error))
        self.error = error
        over = self.goes_over(error)
        words = f"{anyway}\N{HORIZONTAL ELLIPSIS}" if over else anyway
        self._anyway.setText(words)
        self._anyway.setAccessibleName(words)
        self._anyway.setVisible(over or tone == "warning")
        self._retry.setVisible(isinstance(error, Unavailable))
        self.told.emit()

    def _obey_privacy(self) -> None:
        """Take what is personal out of what was told before hiding began."""
        if self._clinic.privacy.is_on and self.error is not None:
            self.message.setText(_told(self._clinic.privacy.shown(self.error)))
            for button in self._ways():
                button.setAccessibleDescription("")

    def show_warning(self, text: str, offers: tuple[Offer, ...]) -> None:
        """Tell what would be refused, before it is tried."""
        self._tell(text, "warning", offers)
        self.error = None
        self._anyway.hide()
        self._retry.hide()
        self.told.emit()

    def focus(self) -> None:
        """Go to the offer that is nearest in time, else to the first way on."""
        wanted = self.wanted
        if self._offered and wanted is not None:
            gaps = [abs(offer.span.start - wanted) for offer in self._offered]
            self._go_to(self._offers.widgets[gaps.index(min(gaps))])
            return
        for button in self._ways():
            if not button.isHidden():
                self._go_to(button)
                return

    def _ways(self) -> tuple[QWidget, ...]:
        return (*self._offers.widgets, self._anyway, self._retry)

    def _go_to(self, button: QWidget) -> None:
        """Read the message with the button: what is announced is cut off by the focus."""
        button.setAccessibleDescription(self.message.text())
        button.setFocus()
        self.told.emit()

    def _tell(self, text: str, tone: str, offers: tuple[Offer, ...]) -> None:
        self.setProperty("tone", tone)
        restyle(self)
        self.message.setText(text)
        self._offers.clear()
        self._offered = offers
        self._lead.setVisible(bool(offers))
        zone = self._clinic.zone
        days = [local_date(offer.span.start, zone) for offer in offers]
        if days:
            self._lead.setText(f"Nearest free times, {day_text(days[0])}")
        for offer, day in zip(offers, days, strict=True):
            span = offer.told or offer.span
            when = when_text(span, zone)
            # The lead names the first day: its times are short, and all offers stay in sight.
            short = hours_text(span, zone) if day == days[0] else when
            shown = at_site(short, offer.site)
            button = push_button(shown, name=f"Take {offer.place}, {when}")
            button.clicked.connect(lambda _=False, offer=offer: self.offer_chosen.emit(offer))
            self._offers.addWidget(button)
            # At once, so that the box has its height when it is scrolled to.
            button.show()
        tab_after(self._lead, *self._offers.widgets)
        self.show()
        announce(self, text, urgent=tone == "danger")
