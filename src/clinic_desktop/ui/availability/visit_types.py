"""Kinds of visit in the window: how long, when, with whom, and what they need."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from clinic_desktop.domain.office import Command, Seen
from clinic_desktop.domain.people import (
    COLOURS,
    AddAppointmentType,
    AllEquipment,
    AppointmentType,
    AppointmentTypes,
    ChangeAppointmentType,
    Doctors,
    Rooms,
    is_seen,
)
from clinic_desktop.domain.purposes import Purpose, Purposes
from clinic_desktop.domain.refusals import Mistakes, Misuse, Refusal
from clinic_desktop.domain.typerules import read_rule
from clinic_desktop.ui.availability.fields import Reading, flowing
from clinic_desktop.ui.availability.listed import ListEditor, Picks, State
from clinic_desktop.ui.availability.typed import number_of
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import captioned, column, row

_EMPTY = (
    "No visit types yet. Add the first one below, such as Check-up, 30 minutes: it is offered in "
    "every booking then."
)
_ROOM, _NO_GAPS = 0, 1
_MINUTES, _BUFFER, _GRID = range(1, 24 * 60 + 1), range(241), range(5, 24 * 60 + 1)


class Swatches(QWidget):
    """The usual colours, to be pressed instead of typed.

    Signals:
        chosen(str): this one, as #3B6FE8.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        """Make a button for each."""
        super().__init__()
        line = row(spacing=look.px(2))
        # As high as the line to type in, which stands beside it.
        line.setContentsMargins(0, look.px(2), 0, look.px(2))
        self.setLayout(line)
        self._buttons = [_Swatch(look, colour, name) for name, colour in COLOURS.items()]
        for button in self._buttons:
            button.clicked.connect(lambda _=False, button=button: self.chosen.emit(button.colour))
            line.addWidget(button)
        line.addStretch(1)

    def show_chosen(self, colour: str) -> None:
        """Mark the one that is typed, if it is one of these."""
        for button in self._buttons:
            button.setChecked(button.colour.casefold() == colour.strip().casefold())


class _Swatch(QAbstractButton):
    """One colour, with its name as a tip and for screen readers; a mark says that it is chosen."""

    def __init__(self, look: Look, colour: str, name: str) -> None:
        super().__init__()
        self._look, self.colour = look, colour
        self.setCheckable(True)
        self.setAccessibleName(f"Colour {name}")
        self.setToolTip(f"{name}, {colour}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """Be large enough to be hit."""
        return QSize(self._look.px(26), self._look.px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the colour, the mark, and the ring of the focus."""
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(px(3), px(3), -px(3), -px(3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colour))
        painter.drawRoundedRect(box, px(4), px(4))
        if self.isChecked():
            mark = look.picture("check", "#ffffff", 12)
            inside = (self.width() - px(12)) // 2
            painter.drawPixmap(inside, inside, mark)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.palette.focus), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(5), px(5))
        painter.end()


class TypesEditor(ListEditor):
    """The kinds of visit, and the form for one."""

    def __init__(self, clinic: Clinic) -> None:
        """Make the form."""
        super().__init__(clinic, "Visit types", "visit type", _EMPTY)
        self.name, name = self.field("Name of the visit type", hint="Check-up")
        self.minutes, minutes = self.field("Length", hint="minutes", wide=70)
        self.before, before = self.field("Buffer before", hint="none", wide=90)
        self.after, after = self.field("Buffer after", hint="none", wide=90)
        self.grid, grid = self.field("Begins every", hint="any block", wide=90)
        self.colour, colour = self.field("Colour", hint="the next one", wide=90)
        self.rules, rules = self.field("Rules", hint="7 days after Surgery; once a year")
        self.rules.setToolTip(
            "What of a patient's other visits stands in the way: “7 days after Surgery”, “once a "
            "year”, “first visit”; several are parted by semicolons"
        )
        self.minutes.setToolTip("Minutes that the patient is told")
        for line in (self.before, self.after):
            line.setToolTip("Minutes that hold the doctor, and that the patient is not told")
        self.grid.setToolTip("Minutes from one start to the next, from the beginning of the hours")
        self.swatches = Swatches(self.look)
        self.swatches.chosen.connect(self.colour.put)
        self.colour.textChanged.connect(self.swatches.show_chosen)
        self.doctors = self.picks("Doctors it may be with (nobody checked: all)")
        self.rooms = self.picks("Rooms it may be in (none checked: all)", "There are no rooms.")
        self.needs = self.picks("It needs")
        self.gaps = self.picks("When it is offered")
        self.gaps.set_choices({_NO_GAPS: "Only where it leaves no rest that nothing fits in"})
        self.purposes = self.picks(
            "Kept time that it may use", "No hours are kept for a purpose yet: see Purposes."
        )
        self._of: dict[str, tuple[LiveQuery, Any]] = {}
        self._names: dict[int, str] = {}
        self._kinds: dict[int, str] = {}
        self._known_purposes: tuple[Purpose, ...] = ()
        self.needs.set_choices({_ROOM: "A room"})
        top = QWidget()
        top.setLayout(column(name))
        ruled = QWidget()
        ruled.setLayout(column(rules))
        lines = flowing(self.look.px(10), minutes, before, after, grid)
        hue = flowing(
            self.look.px(10), colour, captioned(self.look, "Usual colours", self.swatches)
        )
        self._lay_out(
            top, lines, ruled, hue, self.doctors, self.rooms, self.needs, self.gaps, self.purposes
        )
        for query, show in (
            (AppointmentTypes(), self._show),
            (Doctors(), lambda seen: self._offer(self.doctors, seen.answer)),
            (Rooms(), lambda seen: self._offer(self.rooms, seen.answer)),
            (AllEquipment(), self._offer_devices),
            (Purposes(), self._offer_purposes),
        ):
            live = LiveQuery(clinic.dispatcher, self)
            live.loaded.connect(show)
            self._of[type(query).__name__] = live, query

    @property
    def is_settled(self) -> bool:
        """Whether what there is is shown, and nothing is on its way."""
        lives = (live for live, _ in self._of.values())
        return super().is_settled and not self.is_busy and all(live.is_settled for live in lives)

    def open(self) -> None:
        """Ask for what there is, now that somebody looks at it."""
        for live, query in self._of.values():
            if live.query is None:
                live.set_query(query)

    def leave(self) -> None:
        """Ask for nothing any more."""
        for live, _ in self._of.values():
            live.set_query(None)

    def _offer(self, picks: Picks, known: tuple[Any, ...]) -> None:
        picks.set_choices({one.id: one.name for one in known if not one.archived})

    def _offer_devices(self, seen: Seen[tuple[Any, ...]]) -> None:
        devices = {one.id: one.name for one in seen.answer if not one.archived}
        self._names = devices
        self.needs.set_choices({_ROOM: "A room", **devices})

    def _offer_purposes(self, seen: Seen[tuple[Purpose, ...]]) -> None:
        self._known_purposes = seen.answer
        self.purposes.set_choices({one.id: one.name for one in seen.answer if one.bookable})
        # Which of them a type may use is told by their names.
        self.show_again()

    def _show(self, seen: Seen[tuple[AppointmentType, ...]]) -> None:
        kinds = [one for one in seen.answer if not one.archived]
        self._kinds = {one.id: one.name for one in kinds}
        entries = {one.id: (one.name, _told(one)) for one in kinds}
        self.show_known({one.id: one for one in kinds}, entries)

    def state_of(self, known: AppointmentType | None) -> State:
        """Answer what the form says of a kind of visit."""
        if known is None:
            return ("", "30", "", "", "", "", ""), ((), (), (), (), ())
        needs = ((_ROOM,) if known.needs_room else ()) + tuple(known.equipment_ids)
        named = tuple(one.id for one in self._known_purposes if one.name in known.purposes)
        numbers = (known.buffer_before, known.buffer_after, known.grid_minutes)
        texts = (known.name, str(known.minutes), *(str(n) if n else "" for n in numbers))
        gaps = (_NO_GAPS,) if known.no_gaps else ()
        groups = (known.doctor_ids, known.room_ids, needs, gaps, named)
        return (*texts, known.colour, "; ".join(known.rules)), tuple(
            tuple(sorted(group)) for group in groups
        )

    def wish_of(self, known: Any | None, reading: Reading) -> Command[Any] | None:  # noqa: ANN401 - a kind
        """Answer the kind to add, or what is another by now of one."""
        name = self.name.text().strip()
        if not is_seen(name):
            reading.mistakes[self.name] = "The visit type needs a name, for example “Check-up”."
        wide: dict[str, Any] = {
            "minutes": reading.take(self.minutes, _minutes, 1),
            "buffer_before": reading.take(self.before, _buffer, 0),
            "buffer_after": reading.take(self.after, _buffer, 0),
            "grid_minutes": reading.take(self.grid, _grid, 0),
            "colour": reading.take(self.colour, _colour, ""),
            "rules": reading.take(self.rules, self._rules_of, tuple[str, ...]()),
            "purposes": self._purposes_of(known),
            "needs_room": _ROOM in self.needs.chosen,
            "no_gaps": _NO_GAPS in self.gaps.chosen,
            "doctor_ids": self.doctors.chosen,
            "room_ids": self.rooms.chosen,
            "equipment_ids": tuple(one for one in self.needs.chosen if one != _ROOM),
        }
        if known is None:
            wide["grid_minutes"] = wide["grid_minutes"] or None
            return AddAppointmentType(name=name, **wide)
        if not wide["colour"]:
            wide.pop("colour")
        # What somebody else changed meanwhile, and this form does not, stays.
        wide["name"] = name
        other = {field: value for field, value in wide.items() if value != _now(known, field)}
        return ChangeAppointmentType(type_id=known.id, **other) if other else None

    def _rules_of(self, text: str) -> tuple[str, ...]:
        """Read rules as they are written.

        Raises:
            Misuse: ``bad_rule``.

        """
        rules, mistakes = [], Mistakes()
        for one in filter(str.strip, text.split(";")):
            try:
                rules.append(read_rule(one, self._kinds))
            except Misuse as misuse:
                mistakes.keep(misuse)
            except Refusal as refusal:
                mistakes.add("bad_rule", refusal.message, refusal.facts)
        mistakes.refuse()
        return tuple(sorted(one.written(self._kinds) for one in rules))

    def _purposes_of(self, known: AppointmentType | None) -> tuple[str, ...]:
        """Answer the purposes that are checked, by name, and those that it has unknown to here."""
        names = {one.id: one.name for one in self._known_purposes}
        kept = set(known.purposes if known is not None else ()) - set(names.values())
        return tuple(sorted(kept | {names[one] for one in self.purposes.chosen if one in names}))


def _now(known: AppointmentType, field: str) -> object:
    value = getattr(known, field)
    if field == "grid_minutes":
        return value or 0
    return tuple(sorted(value)) if isinstance(value, tuple) else value


def _told(kind: AppointmentType) -> str:
    """Say how long it is, and what else it takes."""
    parts = [f"{kind.minutes} minutes"]
    if kind.buffer_before or kind.buffer_after:
        parts.append(f"buffers {kind.buffer_before} and {kind.buffer_after}")
    if kind.grid_minutes:
        parts.append(f"every {kind.grid_minutes} minutes")
    parts += ["a room"] if kind.needs_room else []
    parts += ["leaves no gaps"] if kind.no_gaps else []
    parts += kind.rules
    return ", ".join([*parts, *(f"may use {name}" for name in kind.purposes)])


def _minutes(text: str) -> int:
    return number_of(text, _MINUTES, "The length in minutes")


def _buffer(text: str) -> int:
    return number_of(text, _BUFFER, "A buffer in minutes") if text.strip() else 0


def _grid(text: str) -> int:
    return number_of(text, _GRID, "Minutes between starts") if text.strip() else 0


def _colour(text: str) -> str:
    typed = text.strip()
    shown = QColor(typed if typed.startswith("#") else f"#{typed}")
    if typed and (len(typed.removeprefix("#")) != 6 or not shown.isValid()):
        message = f"“{typed}” is no colour. Write it as #3B6FE8, or press one of these."
        raise Misuse("bad_colour", message, {"text": typed})
    return f"#{typed.removeprefix('#')}" if typed else ""
