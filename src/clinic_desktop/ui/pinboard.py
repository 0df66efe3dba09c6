"""The pinboard's panel: every visit that waits for a time, to be booked into a free block.

A pin is dragged onto the calendar, or chosen by the keys, which then pick the block there.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QWidget

from clinic_desktop.domain.booking import CancelledBy, CancelReason
from clinic_desktop.domain.parking import Parked
from clinic_desktop.domain.time import local_date
from clinic_desktop.ui.alerts import Alerts
from clinic_desktop.ui.cancelling import CancelBox
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.look import restyle
from clinic_desktop.ui.parts import Label, Panel, push_button
from clinic_desktop.ui.refused import RefusalBox
from clinic_desktop.ui.two_lines import ITEM, LINES, PARTING, TwoLines, quiet_frame
from clinic_desktop.ui.words import clock_text, day_text, minutes_text

_LEAST = 96
"""Pixels of the list that stay where there is little room: two pins."""
_DOTS = "\N{HORIZONTAL ELLIPSIS}"


class PinList(QListWidget):
    """The pins; one is dragged out of it.

    Signals:
        carried(QPoint): a hand holds the current pin there, in pixels of the screen.
        thrown(QPoint): it lets it go there.
        left: it is not held any more, and was let go nowhere.
    """

    carried = Signal(object)
    thrown = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        """Begin without any."""
        super().__init__()
        self._pressed: QPoint | None = None
        self.is_carrying = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make a pin current, and be ready to drag it."""
        self.let_go()
        super().mousePressEvent(event)
        at = event.position().toPoint()
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = at if left and self.itemAt(at) is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the pressed pin along."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        away = (event.position().toPoint() - self._pressed).manhattanLength()
        if self.is_carrying or away >= QApplication.startDragDistance():
            self.is_carrying = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.carried.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the pin go where the hand is."""
        was_carrying, self.is_carrying, self._pressed = self.is_carrying, False, None
        self.viewport().unsetCursor()
        if was_carrying:
            self.thrown.emit(event.globalPosition().toPoint())
        else:
            super().mouseReleaseEvent(event)

    def let_go(self) -> bool:
        """End a drag without its outcome; answer whether there was one."""
        was_carrying, self.is_carrying, self._pressed = self.is_carrying, False, None
        if was_carrying:
            self.viewport().unsetCursor()
            self.left.emit()
        return was_carrying


class PinboardPanel(Panel):
    """Shows what waits; says of each whose it is, and what can become of it.

    Signals:
        pick_requested(Parked): have a free block picked for it.
        share_requested(Parked): let everyone see it.
        remove_requested(tuple): a ``Parked``, and why and on whose wish it is not wanted any more.
        patient_requested(int): show this patient.
    """

    pick_requested = Signal(object)
    share_requested = Signal(object)
    remove_requested = Signal(object)
    patient_requested = Signal(int)

    def __init__(self, clinic: Clinic) -> None:
        """Make the panel; ``show_pins`` fills it."""
        super().__init__(clinic.look, "Pinboard", "Pinboard")
        self._clinic = clinic
        self._shown: tuple[Parked, ...] | None = None
        look = clinic.look
        keys = clinic.actions.keys("park")
        how = f" press {keys} on it," if keys else ""
        self._empty = Label(
            look,
            f"Nothing waits here. To park a visit, drag it here from the calendar,{how} or use its "
            "menu: its time is free at once, and it waits here for another.",
            tone="muted", wraps=True,
        )  # fmt: skip
        self.pins = PinList()
        self.pins.setAccessibleName("Parked visits")
        self.pins.setItemDelegate(TwoLines(look, self.pins))
        self.pins.setMouseTracking(True)
        self.pins.setMinimumHeight(look.px(_LEAST))
        self.pins.itemActivated.connect(lambda _item: self._ask_to_pick())
        self.pins.currentItemChanged.connect(lambda *_: self._choose_another())
        look.changed.connect(self._dress)
        self._dress()
        self._note = Label(look, role="small", tone="muted", wraps=True)
        self._alerts = Alerts(clinic)
        self.refusal = RefusalBox(clinic, "Refusal")
        self.refusal.told.connect(lambda: self.scroller.reveal(self.refusal))
        self.cancel_box = CancelBox(clinic)
        self.cancel_box.reason_chosen.connect(self._remove)
        for part in (
            self._empty,
            self.pins,
            self._alerts,
            self._note,
            self.refusal,
            self.cancel_box,
        ):
            self.body.addWidget(part, 1 if part is self.pins else 0)
        # Below the box of reasons the list would share its height.
        self._rest = QWidget()
        self.body.addWidget(self._rest, 1)
        self._make_acts()
        self.show_pins(())

    def _make_acts(self) -> None:
        look = self.look
        self._pick = push_button("Pick a free block", kind="primary", name="Pick a free block")
        self._pick.clicked.connect(self._ask_to_pick)
        self._share = push_button("Share with all", name="Share with everyone")
        self._share.setToolTip("Let everyone see it, book it, or take it down")
        self._share.clicked.connect(self._ask_to_share)
        self._down = push_button(f"Take down{_DOTS}", kind="danger", name="Take off the pinboard")
        self._down.clicked.connect(self.ask_reason)
        self._patient = push_button("All visits", name="All visits of this patient")
        self._patient.clicked.connect(self._ask_for_patient)
        acts = Flow(look.px(6), fills=True)
        for act in (self._share, self._down, self._patient):
            acts.addWidget(act)
        self._acts = (self._pick, self._share, self._down, self._patient)
        self.foot.setSpacing(look.px(8))
        self.foot.addWidget(self._pick)
        self.foot.addLayout(acts)

    def _dress(self) -> None:
        self.pins.setStyleSheet(quiet_frame(self.look))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the current pin down by Delete."""
        if event.key() == Qt.Key.Key_Delete and self.pins.hasFocus():
            self.ask_reason()
        else:
            super().keyPressEvent(event)

    @property
    def is_busy(self) -> bool:
        """Whether what was wished is on its way: the panel is closed all the same."""
        return False

    @property
    def is_settled(self) -> bool:
        """Whether nothing is asked: whoever fills this asks what waits."""
        return self._alerts.is_settled

    @property
    def current(self) -> Parked | None:
        """The chosen pin."""
        row = self.pins.currentRow()
        found: Parked | None = self.pins.item(row).data(ITEM) if row >= 0 else None
        return found

    def clear(self) -> None:
        """Tell nothing of what was not done any more."""
        self.refusal.clear()
        self._close_box()

    def focus(self) -> None:
        """Go to the pins, or to the way out where there are none."""
        (self.pins if self.pins.count() else self.close_button).setFocus()

    def set_lit(self, *, lit: bool) -> None:
        """Show that what a hand holds over the calendar would be parked here."""
        if bool(self.property("lit")) != lit:
            self.setProperty("lit", lit)
            restyle(self)

    def holds(self, point: QPoint) -> bool:
        """Tell whether a point of the screen lies on the panel."""
        return self.isVisible() and QRect(QPoint(), self.size()).contains(self.mapFromGlobal(point))

    def show_pins(self, pins: Sequence[Parked]) -> None:
        """Show what waits now; the chosen one stays so, also in the hand that drags it."""
        pins = tuple(pins)
        if pins == self._shown:
            return
        self._shown = pins
        before = self.current
        at = self.pins.currentRow()
        had_focus = self.pins.hasFocus()
        ids = [pin.id for pin in pins]
        if before is None or before.id not in ids:
            self.pins.let_go()
        self.pins.blockSignals(True)
        self.pins.clear()
        for pin in pins:
            self.pins.addItem(self._item(pin))
        row = ids.index(before.id) if before and before.id in ids else min(at, len(ids) - 1)
        self.pins.setCurrentRow(max(row, 0) if ids else -1)
        self.pins.blockSignals(False)
        if before is not None and before.id not in ids:
            self._close_box()
        self._show_current()
        if had_focus and not ids:
            self.focus()

    def choose(self, number: int) -> None:
        """Make a pin the chosen one."""
        for at in range(self.pins.count()):
            pin: Parked = self.pins.item(at).data(ITEM)
            if pin.id == number:
                self.pins.setCurrentRow(at)

    def _item(self, pin: Parked) -> QListWidgetItem:
        zone = self._clinic.zone
        whose = ("shared" if pin.is_own else f"by {pin.owner}") if pin.shared else ""
        was = "no date yet"
        if pin.was is not None:
            was = f"was {day_text(local_date(pin.was, zone))}"
        facts = (pin.doctor or "any doctor", minutes_text(pin.minutes), pin.type, was)
        line = PARTING.join(filter(None, facts))
        item = QListWidgetItem()
        item.setData(LINES, (pin.patient, line, whose))
        item.setData(ITEM, pin)
        item.setText(", ".join(filter(None, (pin.patient, line, whose))))
        item.setToolTip("Drag it onto a free block, or press Enter and pick one")
        return item

    def _choose_another(self) -> None:
        """Show another pin; what was refused was of the one before."""
        self.refusal.clear()
        self._close_box()
        self._show_current()

    def _show_current(self) -> None:
        """Say of the chosen pin what its line has no room for; offer what can become of it."""
        pin, zone = self.current, self._clinic.zone
        has_any = self.pins.count() > 0
        self._empty.setVisible(not has_any)
        self.pins.setVisible(has_any)
        self._rest.setVisible(not has_any)
        for act in self._acts:
            act.setVisible(has_any)
            act.setEnabled(pin is not None)
        self._share.setVisible(pin is not None and not pin.shared)
        self._down.setText(f"Take down{_DOTS}" if pin and pin.appointment_id else "Take down")
        told = []
        self._alerts.set_patients(() if pin is None else (pin.patient_id,))
        if pin is not None:
            told.append(pin.note)
            if pin.was is not None:
                day = day_text(local_date(pin.was, zone))
                told.append(f"Its time was {day}, {clock_text(pin.was, zone)}, with {pin.doctor}.")
            told += pin.phones
        self._note.setText("\n".join(filter(None, told)))
        self._note.setVisible(bool(self._note.text()))

    def _close_box(self) -> None:
        self.cancel_box.hide()

    def _ask_to_pick(self) -> None:
        if self.current is not None:
            self.pick_requested.emit(self.current)

    def _ask_to_share(self) -> None:
        if self.current is not None:
            self.share_requested.emit(self.current)

    def _ask_for_patient(self) -> None:
        if self.current is not None:
            self.patient_requested.emit(self.current.patient_id)

    def ask_reason(self) -> None:
        """Take the chosen pin down; of a visit that was booked it is asked why."""
        pin = self.current
        if pin is None:
            return
        if pin.appointment_id is None:
            self.remove_requested.emit((pin, CancelReason.PATIENT_REQUEST, CancelledBy.PATIENT))
            return
        self.cancel_box.open()
        self.scroller.reveal(self.cancel_box)

    def _remove(self, chosen: tuple[CancelReason, CancelledBy]) -> None:
        pin = self.current
        self._close_box()
        if pin is not None:
            self.remove_requested.emit((pin, *chosen))
