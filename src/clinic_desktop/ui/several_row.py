"""One visit of a selection: who and when, where it would go, and what speaks against that."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_desktop.domain.booking import Appointment, AppointmentStatus
from clinic_desktop.domain.refusals import Reason
from clinic_desktop.domain.time import local_date, time_words
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.parts import IconButton, Label, column, push_button, row, tab_after
from clinic_desktop.ui.refused import Offer
from clinic_desktop.ui.words import at_site, hours_text, when_text


class SeveralRow(QWidget):
    """A selected visit, a way to let it go, and what is planned for it.

    Signals:
        let_go(UUID): select it no more.
        offer_chosen(UUID, Offer): have it go there.
    """

    let_go = Signal(object)
    offer_chosen = Signal(object, object)

    def __init__(self, clinic: Clinic, visit: Appointment) -> None:
        """Show a visit as it is."""
        super().__init__()
        look = clinic.look
        self._clinic = clinic
        self.number: UUID = visit.id
        self._visit = visit
        self._who = Label(look, role="medium", wraps=True)
        self._when = Label(look, role="small", tone="muted", wraps=True)
        self._told = Label(look, role="small", wraps=True)
        self._told.hide()
        for label in (self._who, self._when, self._told):
            # As high as its width needs: what it would like beside that is blank room in a list.
            policy = label.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
            label.setSizePolicy(policy)
        self._offers = Flow(look.px(6))
        self.out = IconButton(look, "x", "Let it go", kind="quiet")
        self.out.clicked.connect(lambda: self.let_go.emit(self.number))
        head = row(column(self._who, self._when, spacing=1), self.out)
        head.setStretch(0, 1)
        head.setAlignment(self.out, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(head, self._told, self._offers, spacing=look.px(4)))
        self.show_visit(visit)

    def show_visit(self, visit: Appointment) -> None:
        """Say who comes when, and to whom; nobody's name while patients are hidden."""
        visit = self._visit = self._clinic.privacy.shown(visit)
        when = when_text(visit.span, self._clinic.zone, self._clinic.today)
        self._who.setText(visit.patient)
        booked = visit.status is AppointmentStatus.BOOKED
        stands = "" if booked else f" \N{MIDDLE DOT} {visit.stands}"
        self._when.setText(f"{when}, {visit.with_whom}{stands}")
        self.setAccessibleName(f"{visit.patient}, {self._when.text()}")
        self.out.setAccessibleName(f"Let {visit.patient} go, {when}")
        self.out.setToolTip("Select it no more")

    def forget_plan(self) -> None:
        """Say nothing of where it would go."""
        self._tell("", "")
        self._offers.clear()

    def show_target(self, target: Appointment | None) -> None:
        """Say where it would go; None: it stays where it is."""
        self._offers.clear()
        if target is None:
            self._tell("It stays as it is.", "muted")
            return
        when = when_text(target.span, self._clinic.zone, self._clinic.today)
        self._tell(f"\N{RIGHTWARDS ARROW} {when}, {target.with_whom}", "success")

    def show_against(self, reasons: Iterable[Reason]) -> None:
        """Say what speaks against where it was to go, and offer what the rules offer instead."""
        reasons = tuple(reasons)
        told = f"{self._visit.patient}, {time_words(self._visit.start, self._clinic.zone)}: "
        self._tell("\n".join(one.message.removeprefix(told) for one in reasons), "danger")
        self._offers.clear()
        offered = {
            offer.span.start: offer
            for one in reasons
            for offer in map(Offer.of_fact, one.facts.get("nearest", ()))
        }
        zone = self._clinic.zone
        days = {local_date(at, zone) for at in offered}
        for offer in offered.values():
            span = offer.told or offer.span
            when = when_text(span, zone)
            short = hours_text(span, zone) if len(days) == 1 else when
            name = f"{self._visit.patient}: take {offer.place}, {when}"
            button = push_button(at_site(short, offer.site), name=name)
            button.setToolTip(f"{offer.place}, {when}")
            button.setAccessibleDescription(self._told.text())
            button.clicked.connect(
                lambda _=False, offer=offer: self.offer_chosen.emit(self.number, offer)
            )
            self._offers.addWidget(button)
            button.show()
        tab_after(self.out, *self._offers.widgets)

    def focus_offer(self) -> bool:
        """Go to the first time that is offered instead; answer whether there is one."""
        for button in self._offers.widgets:
            button.setFocus()
            return True
        return False

    def _tell(self, text: str, tone: str) -> None:
        self._told.setText(text)
        self._told.set_tone(tone)
        self._told.setVisible(bool(text))
