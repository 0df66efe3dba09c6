"""The first page: no clinic yet, so try the demo or set up your own, right here in the window."""

from __future__ import annotations

import zoneinfo

from PySide6.QtCore import QEvent, QObject, Qt, QTimeZone, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.domain.people import is_seen, plain
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.mistakes import show_mistakes
from clinic_desktop.ui.parts import Label, captioned, column, push_button, row
from clinic_desktop.ui.scroller import Scroller
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import said

ZONE_ROWS = 5
OPEN_FILE = "Open another clinic\N{RIGHT SINGLE QUOTATION MARK}s file\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class NewClinic:
    """What a new clinic needs to be known by."""

    name: str
    zone: str


def system_zone() -> str:
    """Answer the system's IANA zone, UTC when it has none."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    if name in ("Etc/UTC", "Etc/UCT", "Zulu"):
        return "UTC"
    return name if name in zoneinfo.available_timezones() else "UTC"


class ZoneField(QWidget):
    """A time zone, found by parts of its name: ``york`` finds America/New_York."""

    def __init__(self) -> None:
        """Begin with the system's zone."""
        super().__init__()
        self._zones = sorted(z for z in zoneinfo.available_timezones() if "/" in z or z == "UTC")
        self.field = QLineEdit(system_zone())
        self.field.setAccessibleName("Time zone")
        self.field.setPlaceholderText("City or region")
        self.field.textEdited.connect(self._filter)
        self.field.installEventFilter(self)
        self._list = QListWidget()
        self._list.setAccessibleName("Time zones found")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(lambda item: self._take(item.text()))
        self._list.hide()
        self.setLayout(column(self.field, self._list, spacing=4))
        self.setFocusProxy(self.field)

    @property
    def zone(self) -> str:
        """The zone as it is typed."""
        return self.field.text().strip()

    def _filter(self, text: str) -> None:
        words = plain(text).replace("_", " ").replace("/", " ").split()
        found = [z for z in self._zones if all(w in plain(z).replace("_", " ") for w in words)]
        self._list.clear()
        self._list.addItems(found[:50])
        self._list.setCurrentRow(0)
        height = max(1, self._list.sizeHintForRow(0)) * min(ZONE_ROWS, max(1, len(found)))
        self._list.setFixedHeight(height + 4)
        self._list.setVisible(bool(found) and bool(words) and found != [text])
        self._tell_row()

    def _tell_row(self) -> None:
        """Have a screen reader say the marked zone: the focus stays in the field."""
        if not self._list.isHidden():
            announce(self.field, str(self._list.currentIndex().data()))

    def _take(self, zone: str) -> None:
        self.field.setText(zone)
        self._list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk and choose in the list from the field."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._list.isVisible()
        ):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if key == Qt.Key.Key_Down else -1
                row_ = self._list.currentRow() + step
                self._list.setCurrentRow(max(0, min(self._list.count() - 1, row_)))
                self._tell_row()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self._list.currentItem()
                if item is not None:
                    self._take(item.text())
                return True
        return super().eventFilter(watched, event)


class FirstPage(QWidget):
    """Two choices, and how far the chosen one is.

    Signals:
        demo_requested: make the demo clinic and open it.
        clinic_requested(NewClinic): make this clinic and open it.
        file_wanted: a clinic that is there already is to be found and opened.
    """

    demo_requested = Signal()
    clinic_requested = Signal(object)
    file_wanted = Signal()

    def __init__(self, look: Look) -> None:
        """Make both cards."""
        super().__init__()
        self._look = look
        self.setAccessibleName("First page")
        self.demo_button = push_button("Try the demo clinic", kind="primary")
        self.demo_button.clicked.connect(self.demo_requested)
        self.name = QLineEdit()
        self.name.setAccessibleName("Clinic name")
        self.name.setPlaceholderText("Riverside Family Practice")
        self.zone = ZoneField()
        self.create_button = push_button("Set up your clinic", kind="primary")
        self.create_button.clicked.connect(self._create)
        self._mistakes: dict[QLineEdit, Label] = {}
        for field in (self.name, self.zone.field):
            field.returnPressed.connect(self._create)
            self._mistakes[field] = Label(look, "", "small", tone="danger", wraps=True)
            self._mistakes[field].hide()
        self.open_button = push_button(OPEN_FILE, kind="link")
        self.open_button.clicked.connect(self.file_wanted)
        self._failure = Label(look, tone="danger", wraps=True)
        self._failure.hide()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(look.px(4))
        self._step = Label(look, tone="muted")
        self._step.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._working = QWidget()
        self._working.setLayout(column(self._progress, self._step))
        self._working.hide()
        self._lay_out()

    def say_missing(self, place: str) -> None:
        """Say where there is no clinic: whoever mistyped its name sees it here."""
        self._lead.setText(f"There is no clinic yet at {place}.\nHow do you want to begin?")

    def _lay_out(self) -> None:
        look = self._look
        title = Label(look, "Welcome to Clinic Desktop", "title")
        self._lead = Label(look, "How do you want to begin?", tone="muted", wraps=True)
        for label in (title, self._lead):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        demo = self._card(
            "flask-conical",
            "Try the demo clinic",
            "A believable practice with doctors, patients and a full calendar. It has its own file "
            "and can be deleted at any time.",
            (),
            self.demo_button,
        )
        own = self._card(
            "hospital",
            "Set up your clinic",
            "Begin empty. All times are shown in the zone that you choose here.",
            (("Name", self.name), ("Time zone", self.zone)),
            self.create_button,
        )
        cards = row(demo, own, spacing=look.px(20))
        cards.setStretch(0, 1)
        cards.setStretch(1, 1)
        middle = column(title, self._lead, cards, self._failure, spacing=look.px(14))
        middle.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addWidget(self._working)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.addStretch(2)
        inside = QWidget()
        inside.setLayout(middle)
        inside.setMaximumWidth(look.px(760))
        across = row(inside)
        across.insertStretch(0, 1)
        across.addStretch(1)
        across.setStretch(1, 10)
        whole.addLayout(across)
        whole.addStretch(3)
        self.setLayout(column(Scroller(page)))

    def _card(
        self,
        icon: str,
        title: str,
        text: str,
        fields: tuple[tuple[str, QWidget], ...],
        button: QPushButton,
    ) -> QFrame:
        """Make one choice."""
        look = self._look
        card = QFrame()
        card.setProperty("role", "card")
        card.setAccessibleName(title)
        picture = QLabel()
        picture.setPixmap(look.picture(icon, look.palette.accent, 24))
        layout = column(
            picture, Label(look, title, "heading"), Label(look, text, tone="muted", wraps=True),
            margins=look.px(20), spacing=look.px(8),
        )  # fmt: skip
        for caption, field in fields:
            layout.addSpacing(look.px(4))
            layout.addLayout(captioned(look, caption, field, spacing=look.px(5)))
            layout.addWidget(self._mistakes[self.zone.field if field is self.zone else self.name])
        layout.addSpacing(look.px(8))
        layout.addStretch(1)
        layout.addWidget(button)
        card.setLayout(layout)
        return card

    def _create(self) -> None:
        """Ask for the clinic, or say what is missing."""
        name, zone = self.name.text().strip(), self.zone.zone
        wrong: dict[QLineEdit, str] = {}
        if not is_seen(name):
            wrong[self.name] = "Give your clinic a name."
        if zone not in zoneinfo.available_timezones():
            wrong[self.zone.field] = "Pick the time zone of your clinic from the list."
        # The first one last: it is to have the focus.
        for field, label in reversed(self._mistakes.items()):
            mine = {field: wrong[field]} if field in wrong else {}
            show_mistakes(label, (field,), mine)
        if not wrong:
            self.clinic_requested.emit(NewClinic(name, zone))

    def show_working(self, text: str) -> None:
        """Say what is being made; the choices rest."""
        self._failure.hide()
        self._step.setText(text)
        self._progress.setRange(0, 0)
        self._working.show()
        announce(self, text)
        self._set_choices(enabled=False)

    def show_progress(self, done: float) -> None:
        """Show how far it is, 0 to 1."""
        self._progress.setRange(0, 1000)
        self._progress.setValue(round(done * 1000))

    def show_error(self, error: Exception) -> None:
        """Say why nothing was made; everything can be tried again."""
        self._working.hide()
        self._set_choices(enabled=True)
        self._failure.setText(said(error))
        self._failure.show()
        announce(self, self._failure.text(), urgent=True)

    def _set_choices(self, *, enabled: bool) -> None:
        choices = self.demo_button, self.create_button, self.open_button, self.name, self.zone
        for widget in choices:
            widget.setEnabled(enabled)
