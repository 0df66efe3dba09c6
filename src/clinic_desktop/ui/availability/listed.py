"""A page with one of the clinic's own lists: what there is, and the form for one of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

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


class _Typed(NamedTuple):
    """What stands in a form that hands are at, and what they typed it over (None: all is new)."""

    over: State | None
    state: State


class _Sending(NamedTuple):
    """What is on its way: of which one of the list (None: a new one), and what it is called."""

    number: int | None
    state: State
    name: str


def _merged(
    before: tuple[A, ...] | None,
    now: tuple[A, ...],
    then: tuple[A, ...],
    parts: Sequence[QWidget],
    form: QWidget,
) -> tuple[A, ...]:
    """Answer what is typed where it differs from what was there, else what is there by now.

    What can't be typed any more is what is there.
    """
    return tuple(
        mine if mine != old and part.isEnabledTo(form) else new
        for old, mine, new, part in zip(before or (None,) * len(now), now, then, parts, strict=True)
    )


class ListEditor(Editor):
    """A list of the clinic and the form for one of it: the marked one, or a new one.

    Whoever is one makes the lines (``field``) and the groups (``picks``), fills them in
    ``state_of``, and reads them in ``wish_of``. What it changes leaves all free time as it is, so
    it is saved by a button of its own, ``save_button``, which stands where the effect has that.

    Signals:
        saved(Done, str): it is stored, and what it is called.
        failed_elsewhere(str): why one was not saved that the form does not show any more.
    """

    saved = Signal(object, object)
    failed_elsewhere = Signal(object)

    def __init__(self, clinic: Clinic, name: str, one: str, empty: str) -> None:
        """Begin with a new one; ``one`` is what it is called, ``empty`` what a bare list says."""
        super().__init__(clinic, name)
        self._one = one
        self._known: dict[int, Any] = {}
        self._current: int | None = None
        self._wanted: int | None = None
        self._filled: State = ((), ())
        self._drafts: dict[int | None, _Typed] = {}
        self._wish: Command[Any] | None = None
        self._sent: Command[Any] | None = None
        self._sending = _Sending(None, self._filled, "")
        self._refused: tuple[int | None, State, str] | None = None
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
        self.body.addWidget(self.there)
        self.body.addLayout(head)
        self.body.addWidget(self._title)
        # Above the fields: below them it would be out of sight in a small window.
        for part in (self.mistake, *form):
            self.body.addWidget(part)
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
        typed = self._typed
        self._known = known
        self.there.show_entries((*lines, number) for number, lines in entries.items())
        if self._wanted in known:
            self._current, self._wanted = self._wanted, None
        if self._current is not None and self._current not in known:
            # Somebody took it back: what is typed of it may be added anew.
            self._current, typed = None, typed and _Typed(None, typed.state)
        for number in [each for each in self._drafts if each is not None and each not in known]:
            self._drafts.setdefault(None, _Typed(None, self._drafts.pop(number).state))
        self.there.mark(self._current)
        self._fill(typed)

    def show_again(self) -> None:
        """Fill the form anew, as more is known by now; what hands are at stays."""
        self._fill(self._typed)

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
        self._wanted = None
        if self.is_typed:
            self._drafts[self._current] = _Typed(self._filled, self._state)

    @property
    def _typed(self) -> _Typed | None:
        """What hands are at; None where the form says what the list does."""
        return _Typed(self._filled, self._state) if self.is_typed else None

    def _fill(self, typed: _Typed | None = None) -> None:
        """Fill the form as the list has it, but for what is typed.

        What no hand has touched says what it is by now.
        """
        known = self._known.get(self._current or 0)
        self._filled = self.state_of(known)
        if typed is None and not self.is_busy:
            self._sent = None
        typed = typed or self._drafts.pop(self._current, None)
        if typed is None:
            self._put(self._filled)
        else:
            texts, groups = typed.over or (None, None)
            self._put(
                (
                    _merged(texts, typed.state[0], self._filled[0], self._fields, self),
                    _merged(groups, typed.state[1], self._filled[1], self._picks, self),
                )
            )
        self._title.setText(f"New {self._one}" if known is None else known.name)
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
        known = self._known.get(self._current or 0)
        name = f"the new {self._one}" if known is None else known.name
        self._sending = _Sending(self._current, self._state, name)
        self._refused = None
        self.clinic.dispatcher.do(wish, self._done, self._fail)

    @property
    def _shows_sent(self) -> bool:
        """Whether the form is about what was sent: hands may have gone on to another one."""
        return self._current == self._sending.number

    def _done(self, done: Done[Any]) -> None:
        """Take what was sent as what is stored; what was typed since stays, and is not saved."""
        self.is_busy, self._sent = False, None
        sent, stored = self._sending, done.answer.id
        if self._shows_sent:
            self._filled = sent.state
            # It is filled anew as soon as the list tells it, which may have been before.
            self._wanted = stored
            if stored in self._known:
                typed, self._wanted = self._typed, None
                self._current = stored
                self.there.mark(stored)
                self._fill(typed)
        else:
            draft = self._drafts.pop(sent.number, None)
            if draft is not None and draft.state != sent.state:
                self._drafts[stored] = _Typed(sent.state, draft.state)
        self.saved.emit(done, done.answer.name)

    def _fail(self, error: Exception) -> None:
        """Say why, with every reason; nothing typed is lost."""
        self.is_busy = False
        if not isinstance(error, Unavailable):
            self._sent = None
        reasons = error.reasons if isinstance(error, Refusal) else ()
        text = "\n".join(reason.message for reason in reasons) or said(error)
        self._refused = self._sending.number, self._sending.state, text
        if self._shows_sent and self.isVisible():
            self._tell_mistakes()
            announce(self.mistake, text, urgent=True)
        else:
            self.failed_elsewhere.emit(f"Not saved: {self._sending.name}. {text}")

    def _tell_mistakes(self) -> None:
        """Say what is wrong, else why just this was not saved."""
        super()._tell_mistakes()
        if self._refused is not None and self._refused[:2] == (self._current, self._state):
            self.mistake.setText(self._refused[2])
            self.mistake.show()
