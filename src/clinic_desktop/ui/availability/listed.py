"""A page with one of the clinic's own lists: what there is, and the form for one of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.domain.office import Command, Done
from clinic_desktop.domain.refusals import Refusal, Unavailable
from clinic_desktop.ui.availability.entries import Entries
from clinic_desktop.ui.availability.fields import Editor, Reading
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import Check, Label, column, push_button, row
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import said

A = TypeVar("A")
State = tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]
"""What stands in the lines of a form, and what is checked in each group of it."""
_UNCHANGED = "Free time does not change by this, and what is booked stays as it is."


class Picks(QWidget):
    """A group of checks under a caption; what is checked stays so while the choices change.

    Signals:
        changed: a hand checked one, or took a check away.
    """

    changed = Signal()

    def __init__(self, look: Look, caption: str, empty: str = "") -> None:
        """Begin without choices; ``empty`` says so."""
        super().__init__()
        self._look = look
        self.setAccessibleName(caption)
        self._empty = Label(look, empty, "small", tone="muted", wraps=True)
        # Shown before it has a parent, it would be a window.
        self._empty.setHidden(True)
        self._place = QWidget()
        self._flow = Flow(look.px(12))
        self._place.setLayout(self._flow)
        self._checks: dict[int, Check] = {}
        self._chosen: tuple[int, ...] = ()
        head = Label(look, caption, "small", tone="muted", wraps=True)
        self.setLayout(column(head, self._empty, self._place, spacing=look.px(4)))
        self._empty.setVisible(bool(empty))

    def set_choices(self, choices: dict[int, str]) -> None:
        """Offer these."""
        if list(choices.items()) == [(n, check.text()) for n, check in self._checks.items()]:
            return
        for check in self._checks.values():
            self._flow.removeWidget(check)
            check.hide()
            check.deleteLater()
        self._checks = {}
        for number, name in choices.items():
            check = Check(self._look, name, f"{self.accessibleName()}: {name}")
            check.setChecked(number in self._chosen)
            check.clicked.connect(self._take)
            self._flow.addWidget(check)
            self._checks[number] = check
        self._empty.setVisible(bool(self._empty.text()) and not choices)
        self._place.setVisible(bool(choices))

    def _take(self) -> None:
        gone = tuple(number for number in self._chosen if number not in self._checks)
        mine = (number for number, check in self._checks.items() if check.isChecked())
        self._chosen = tuple(sorted((*gone, *mine)))
        self.changed.emit()

    @property
    def chosen(self) -> tuple[int, ...]:
        """What is checked, in order."""
        return self._chosen

    def choose(self, chosen: tuple[int, ...]) -> None:
        """Check these and no others."""
        self._chosen = tuple(sorted(chosen))
        for number, check in self._checks.items():
            check.setChecked(number in chosen)


def _merged(before: tuple[A, ...], now: tuple[A, ...], then: tuple[A, ...]) -> tuple[A, ...]:
    """Answer what is typed where it differs from what was there, else what is there by now."""
    return tuple(
        mine if mine != old else new for old, mine, new in zip(before, now, then, strict=True)
    )


class ListEditor(Editor):
    """A list of the clinic and the form for one of it: the marked one, or a new one.

    Whoever is one makes the lines (``field``) and the groups (``picks``), fills them in
    ``state_of``, and reads them in ``wish_of``. What it changes leaves all free time as it is, so
    it is saved here, and not by the effect.

    Signals:
        saved(Done, str): it is stored, and what it is called.
    """

    saved = Signal(object, object)

    def __init__(self, clinic: Clinic, name: str, one: str, empty: str) -> None:
        """Begin with a new one; ``one`` is what it is called, ``empty`` what a bare list says."""
        super().__init__(clinic, name)
        self._one = one
        self._known: dict[int, Any] = {}
        self._current: int | None = None
        self._wanted: int | None = None
        self._filled: State = ((), ())
        self._drafts: dict[int | None, State] = {}
        self._wish: Command[Any] | None = None
        self._sent: Command[Any] | None = None
        self._picks: list[Picks] = []
        self.is_busy = False
        self.there = Entries(self.look, name, empty, "")
        self.there.marked.connect(self._go_to)
        self._title = Label(self.look, role="strong", wraps=True)
        self.new_button = push_button(f"New {one}")
        self.new_button.clicked.connect(self._begin_new)
        self.save_button = push_button("Save", kind="primary")
        self.save_button.clicked.connect(self.save)
        self.confirmed.connect(self.save)

    def _lay_out(self, *form: QWidget) -> None:
        """Put the list above the form."""
        head = row(self.new_button)
        head.addStretch(1)
        foot = row(self.save_button)
        foot.addStretch(1)
        self.body.addWidget(self.there)
        self.body.addLayout(head)
        self.body.addWidget(self._title)
        # Above the fields: below them it would be out of sight in a small window.
        for part in (self.mistake, *form):
            self.body.addWidget(part)
        self.body.addLayout(foot)
        self.body.addStretch(1)
        self._fill()

    def picks(self, caption: str, empty: str = "") -> Picks:
        """Make a group of checks."""
        made = Picks(self.look, caption, empty)
        made.changed.connect(self.look_again)
        self._picks.append(made)
        return made

    # Whoever is one

    def state_of(self, known: Any | None) -> State:  # noqa: ANN401 - what the list is of
        """Answer what the form says of one of the list; None: of a new one."""
        raise NotImplementedError

    def wish_of(self, known: Any | None, reading: Reading) -> Command[Any] | None:  # noqa: ANN401
        """Answer what the form wishes of one of the list; None where it says nothing new."""
        raise NotImplementedError

    # The list

    def show_known(self, known: dict[int, Any], entries: dict[int, tuple[str, str]]) -> None:
        """Show what there is, each in two lines; what hands are at stays."""
        typed, before, now = self.is_typed, self._filled, self._state
        self._known = known
        self.there.show_entries((*lines, number) for number, lines in entries.items())
        if self._wanted in known:
            self._current, self._wanted, typed = self._wanted, None, False
        if self._current is not None and self._current not in known:
            self._current, typed = None, False
        self.there.mark(self._current)
        if typed:
            self._filled = self.state_of(self._known.get(self._current or 0))
            # What no hand has touched says what it is by now.
            self._put(
                (
                    _merged(before[0], now[0], self._filled[0]),
                    _merged(before[1], now[1], self._filled[1]),
                )
            )
            self.look_again()
        else:
            self._fill()

    def _go_to(self, number: int) -> None:
        if number != self._current:
            self._keep_draft()
            self._current = number
            self._fill()

    def _begin_new(self) -> None:
        self._keep_draft()
        self._current = None
        self.there.mark(None)
        self._fill()
        self.focus()

    def _keep_draft(self) -> None:
        """Lose nothing that is typed by looking at another one."""
        if self.is_typed:
            self._drafts[self._current] = self._state

    def _fill(self) -> None:
        known = self._known.get(self._current or 0)
        self._filled = self.state_of(known)
        self._put(self._drafts.pop(self._current, self._filled))
        self._title.setText(f"New {self._one}" if known is None else known.name)
        self._sent = None
        self.look_again()

    @property
    def _state(self) -> State:
        return self.texts, tuple(group.chosen for group in self._picks)

    def _put(self, state: State) -> None:
        texts, groups = state
        for field, text in zip(self._fields, texts, strict=True):
            field.blockSignals(True)
            field.setText(text)
            field.blockSignals(False)
        for group, chosen in zip(self._picks, groups, strict=True):
            group.choose(chosen)

    @property
    def is_typed(self) -> bool:
        """Whether the form says something else than it was filled with."""
        return self._state != self._filled

    @property
    def is_begun(self) -> bool:
        """Whether something is typed, here or of one that was looked at before, and not saved."""
        return self.is_typed or bool(self._drafts)

    @property
    def idle(self) -> str:
        """What is said in place of an effect."""
        return super().idle or (_UNCHANGED if self.saves_itself else "")

    @property
    def saves_itself(self) -> bool:
        """Whether what is in hand is saved here, and not by its effect."""
        return True

    def read(self, reading: Reading) -> TimeChange[object] | None:
        """Answer no change of time; note what is wished of the list."""
        if self._filled == ((), ()):
            return None
        known = self._known.get(self._current or 0)
        self._wish = self.wish_of(known, reading) if self.is_typed else None
        self.save_button.setText("Add" if known is None else "Save")
        self.save_button.setAccessibleName(
            f"Add this {self._one}" if known is None else f"Save {known.name}"
        )
        return None

    def start_anew(self) -> None:
        """Fill the form as the list has it."""
        self._fill()

    def focus(self) -> None:
        """Go to the first line that can be typed in."""
        for field in self._fields:
            if field.isEnabled():
                field.setFocus()
                field.selectAll()
                return

    # Saving

    def save(self) -> None:
        """Send what is wished; else say what is wrong."""
        if self.is_busy or not self.saves_itself:
            return
        if self._current is None and not self.is_typed:
            # Nobody is told what an empty form lacks before it is to be saved.
            reading = Reading()
            self.wish_of(None, reading)
            self._mistakes = reading.mistakes
        if self._mistakes or self._wish is None:
            self.tell_now()
            return
        wish = self._wish
        # After a lost connection the same wish goes out under the same id: it is done once.
        if self._sent is not None and replace(wish, command_id=self._sent.command_id) == self._sent:
            wish = self._sent
        self._sent, self.is_busy = wish, True
        self.clinic.dispatcher.do(wish, self._done, self._fail)

    def _done(self, done: Done[Any]) -> None:
        self.is_busy, self._sent = False, None
        self._filled = self._state
        # What was typed is what is stored; it is filled anew as soon as the list tells it, which
        # may have been before.
        self._wanted = done.answer.id
        if self._wanted in self._known:
            self._current, self._wanted = self._wanted, None
            self.there.mark(self._current)
            self._fill()
        self.saved.emit(done, done.answer.name)

    def _fail(self, error: Exception) -> None:
        """Say why, with every reason; nothing typed is lost."""
        self.is_busy = False
        if not isinstance(error, Unavailable):
            self._sent = None
        reasons = error.reasons if isinstance(error, Refusal) else ()
        text = "\n".join(reason.message for reason in reasons) or said(error)
        self.mistake.setText(text)
        self.mistake.show()
        announce(self.mistake, text, urgent=True)
