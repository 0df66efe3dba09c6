"""The doctors as a checked, coloured list: whose columns the calendar shows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import AllEquipment, Doctor, Doctors, Equipment, Room, Rooms
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.look import Role, draw_words
from clinic_desktop.ui.palette import hue_of
from clinic_desktop.ui.parts import Label, column, hair_line, push_button, row, tab_after
from clinic_desktop.ui.scroller import Scroller


class DoctorCheck(QAbstractButton):
    """One doctor: a check in the doctor's colour, the name, the specialty."""

    def __init__(self, clinic: Clinic, doctor: Doctor) -> None:
        """Begin checked."""
        super().__init__()
        self._clinic, self.doctor = clinic, doctor
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"Show {doctor.name}")
        self.setToolTip(f"Show {doctor.name}; double-click shows nobody else")
        clinic.look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Ask for one or two lines."""
        px = self._clinic.look.px
        return QSize(px(160), px(36 if self.doctor.specialty else 28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the check and the words."""
        look, palette = self._clinic.look, self._clinic.look.palette
        px = look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse():
            painter.setBrush(QColor(palette.hover))
            painter.drawRoundedRect(self.rect(), px(6), px(6))
        hue, side = QColor(hue_of(self.doctor.id)), px(16)
        left = self.width() - px(8) - side if self.isRightToLeft() else px(8)
        box = QRectF(left, (self.height() - side) / 2, side, side)
        painter.setPen(hue if self.isChecked() else QColor(palette.faint))
        painter.setBrush(hue if self.isChecked() else QColor(palette.surface))
        painter.drawRoundedRect(box, px(4), px(4))
        if self.isChecked():
            mark = look.picture("check", "#ffffff", 12)
            inset = (side - px(12)) // 2
            painter.drawPixmap(int(box.x()) + inset, int(box.y()) + inset, mark)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(palette.focus))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(6), px(6))
        self._draw_words(painter)
        painter.end()

    def _draw_words(self, painter: QPainter) -> None:
        look, palette = self._clinic.look, self._clinic.look.palette
        used, edge = look.px(34), look.px(4)
        left = edge if self.isRightToLeft() else used
        room = self.width() - used - edge
        ink = palette.ink if self.isChecked() else palette.muted
        lines: list[tuple[str, Role, str]] = [(self.doctor.name, "medium", ink)]
        if self.doctor.specialty:
            lines.append((self.doctor.specialty, "small", palette.muted))
        each = (self.height() - look.px(6)) // len(lines)
        top = look.px(3)
        for text, role, ink in lines:
            painter.setFont(look.font(role))
            painter.setPen(QColor(ink))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            draw_words(painter, QRect(left, top, room, each), shown)
            top += each


class DoctorList(QWidget):
    """All doctors, below them rooms and equipment; which are checked is remembered while it stands.

    A new doctor comes checked, all else unchecked: most rooms have no hours of their own.

    Signals:
        shown_changed(tuple): the checked ``Doctor`` values, in their order.
        hours_requested(int): show the hours of the doctor with this id.
    """

    shown_changed = Signal(object)
    hours_requested = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Ask for the doctors."""
        super().__init__()
        self._clinic = clinic
        self._checks: dict[int, DoctorCheck] = {}
        self._hidden: set[int] = set()
        self._doctors: tuple[Doctor, ...] = ()
        self._rooms: tuple[Doctor, ...] = ()
        self._devices: tuple[Doctor, ...] = ()
        self._rooms_title = Label(clinic.look, "Rooms", "small_strong", tone="muted")
        self._rooms_title.setContentsMargins(0, clinic.look.px(10), 0, clinic.look.px(4))
        self._rooms_title.hide()
        self.is_loaded = False
        self.setAccessibleName("Doctors")
        self._all = push_button("All", kind="link", name="Show all doctors")
        self._all.clicked.connect(self.show_all)
        head = row(Label(clinic.look, "Doctors", "small_strong", tone="muted"), self._all)
        head.setStretch(0, 1)
        own = clinic.own
        told = "No doctors yet." if own is None else f"{own.name} was taken away from this clinic."
        self._empty = Label(clinic.look, told, "small", tone="muted", wraps=True)
        self._empty.hide()
        content = QWidget()
        content.setProperty("role", "panel")
        self._list = QVBoxLayout(content)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addWidget(self._rooms_title)
        self._list.addStretch(1)
        scroller = Scroller(content)
        # Four of them: where there is less room the whole side scrolls.
        scroller.setMinimumHeight(clinic.look.px(144))
        self.legend = push_button("Colours and marks", kind="quiet", name="Show colours and marks")
        clinic.actions.tip(self.legend, "legend")
        foot = row(self.legend)
        foot.addStretch(1)
        self._edge = hair_line(level=True)
        self.setLayout(column(head, self._empty, scroller, self._edge, foot, spacing=2))
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self._query.set_query(Doctors())
        self._of_rooms = LiveQuery(clinic.dispatcher, self)
        self._of_rooms.loaded.connect(self._show_rooms)
        self._of_devices = LiveQuery(clinic.dispatcher, self)
        self._of_devices.loaded.connect(self._show_devices)
        if clinic.own is None:
            self._of_rooms.set_query(Rooms())
            self._of_devices.set_query(AllEquipment())

    @property
    def is_settled(self) -> bool:
        """Whether the list is complete."""
        queries = (self._query, self._of_rooms, self._of_devices)
        return all(query.is_settled for query in queries)

    @property
    def is_empty(self) -> bool:
        """Whether the clinic has no doctors at all; a doctor's own window never says so."""
        return self.is_loaded and not self._doctors and self._clinic.own is None

    @property
    def shown(self) -> tuple[Doctor, ...]:
        """The checked doctors, in their order, then the checked rooms and equipment."""
        return tuple(check.doctor for check in self._checks.values() if check.isChecked())

    @property
    def everyone(self) -> tuple[Doctor, ...]:
        """All doctors, checked or not, in their order."""
        return self._doctors

    @property
    def rooms(self) -> tuple[Doctor, ...]:
        """All rooms, checked or not, in their order."""
        return self._rooms

    def show_these(self, doctor_ids: set[int]) -> None:
        """Check these, doctors or rooms, and none else."""
        self._hidden = set(self._checks) - doctor_ids
        self._apply()

    def show_all(self) -> None:
        """Check all doctors; rooms stay as they are."""
        self._hidden.difference_update(doctor.id for doctor in self._doctors)
        self._apply()

    def show_only(self, doctor_id: int) -> None:
        """Check one alone."""
        self.show_these({doctor_id})

    def ensure_shown(self, doctor_id: int) -> None:
        """Check one more."""
        if doctor_id in self._hidden:
            self._hidden.discard(doctor_id)
            self._apply()

    def focus(self) -> None:
        """Go to the first doctor."""
        for check in self._checks.values():
            check.setFocus()
            return

    def _apply(self) -> None:
        for number, check in self._checks.items():
            check.setChecked(number not in self._hidden)
        self.shown_changed.emit(self.shown)

    def _toggled(self, check: DoctorCheck) -> None:
        (self._hidden.discard if check.isChecked() else self._hidden.add)(check.doctor.id)
        self.shown_changed.emit(self.shown)

    def _show(self, seen: Seen[tuple[Doctor, ...]]) -> None:
        """Show the doctors there are now."""
        own = self._clinic.own
        mine = tuple(one for one in seen.answer if own is None or one.id == own.id)
        anew = mine != self._doctors or not mine
        self.is_loaded, self._doctors = True, mine
        if anew:
            self._fill()

    def _show_rooms(self, seen: Seen[tuple[Room, ...]]) -> None:
        """Show the rooms there are now."""
        rooms = tuple(room.as_doctor for room in seen.answer if not room.archived)
        if rooms != self._rooms:
            self._hide_new(rooms, self._rooms)
            self._rooms = rooms
            self._fill_if_loaded()

    def _show_devices(self, seen: Seen[tuple[Equipment, ...]]) -> None:
        """Show the equipment there is now."""
        devices = tuple(one.as_doctor for one in seen.answer if not one.archived)
        if devices != self._devices:
            self._hide_new(devices, self._devices)
            self._devices = devices
            self._fill_if_loaded()

    def _hide_new(self, now: tuple[Doctor, ...], before: tuple[Doctor, ...]) -> None:
        self._hidden.update({one.id for one in now} - {one.id for one in before})

    def _fill_if_loaded(self) -> None:
        if self.is_loaded:
            self._fill()

    def _fill(self) -> None:
        """Make the checks anew; the focus stays with whom it was."""
        focused = next((each for each, check in self._checks.items() if check.hasFocus()), None)
        for check in self._checks.values():
            self._list.removeWidget(check)
            check.hide()
            check.deleteLater()
        self._list.removeWidget(self._rooms_title)
        self._checks = {}
        below = (*self._rooms, *self._devices)
        for doctor in (*self._doctors, *below):
            check = _Check(self._clinic, doctor, self)
            check.setChecked(doctor.id not in self._hidden)
            check.clicked.connect(lambda _=False, check=check: self._toggled(check))
            if below and doctor is below[0]:
                self._list.insertWidget(self._list.count() - 1, self._rooms_title)
            self._list.insertWidget(self._list.count() - 1, check)
            self._checks[doctor.id] = check
        kinds = ("Rooms" if self._rooms else "", "Equipment" if self._devices else "")
        self._rooms_title.setText(" and ".join(filter(None, kinds)).capitalize())
        self._rooms_title.setVisible(bool(below))
        tab_after(self._all, *self._checks.values())
        self._empty.setVisible(not self._doctors)
        for way in (self._all, self._edge, self.legend):
            way.setVisible(bool(self._doctors))
        if focused in self._checks:
            self._checks[focused].setFocus()
        self.shown_changed.emit(self.shown)


class _Check(DoctorCheck):
    """A doctor's check that a double click makes the only one."""

    def __init__(self, clinic: Clinic, doctor: Doctor, owner: DoctorList) -> None:
        super().__init__(clinic, doctor)
        self._owner = owner

    def mouseDoubleClickEvent(self, _event: object) -> None:
        """Show nobody else."""
        self._owner.show_only(self.doctor.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a doctor."""
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self._owner)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(f"What can be done with {self.doctor.name}")
        owner, doctor_id = self._owner, self.doctor.id
        hours = menu.addAction("Hours and time off\N{HORIZONTAL ELLIPSIS}")
        hours.triggered.connect(lambda _=False: owner.hours_requested.emit(doctor_id))
        only = menu.addAction("Show nobody else")
        only.triggered.connect(lambda _=False: owner.show_only(doctor_id))
        menu.popup(event.globalPos())
