"""What can be done by a key, bound to this window, with the keys that this person has chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from clinic_desktop.ui.acts import ACTS, RESERVED, Act
from clinic_desktop.ui.kept import DamagedError, read_kept, write_kept

_TEXT = QKeySequence.SequenceFormat.PortableText
_CONTEXT = Qt.ShortcutContext
_USUAL = "The usual keys work instead; your own can be set again under Keys."


class KeyRefusedError(ValueError):
    """A key can't be an act's; the message says which act has it, and what to do."""


class Actions(QObject):
    """Answers an act of the table (``acts.ACTS``) by its name, as a ``QAction``.

    ``bind`` says what an act does; ``actions["move"]`` is for menus, which show its words and keys
    by themselves; ``tip`` writes a button's tooltip. All three follow a change of keys.

    Signals:
        changed: some act has other keys now.
    """

    changed = Signal()

    def __init__(self, window: QWidget, file: Path) -> None:
        """Take the usual keys, and over them those that the file keeps."""
        super().__init__(window)
        self._window, self._file = window, file
        self._acts = {act.name: act for act in ACTS}
        self._actions = {act.name: self._make(act) for act in ACTS}
        self._chosen: dict[str, str] = {}
        self._bound: set[str] = set()
        self._tips: list[tuple[QWidget, str, str]] = []
        self.trouble = self._read()
        """Why the person's own keys are not all there; empty when they are."""

    def _make(self, act: Act) -> QAction:
        action = QAction(act.words, self)
        action.setAutoRepeat(act.repeats)
        return action

    def __getitem__(self, name: str) -> QAction:
        """Answer an act's action, for menus."""
        return self._actions[name]

    def bind(self, name: str, do: Callable[[], object], *places: QWidget) -> None:
        """Let an act do this: anywhere in the window, or only while one of these has the focus."""
        action = self._actions[name]
        action.triggered.connect(lambda _checked=False: do())
        if places:
            action.setShortcutContext(_CONTEXT.WidgetWithChildrenShortcut)
        for place in places or (self._window,):
            place.addAction(action)
        self._bound.add(name)
        self._give_keys(self._acts[name])
        self._write_tips(name)

    def words(self, act: Act) -> str:
        """Answer what an act is called: by its person, else by the table."""
        return self._actions[act.name].text()

    def set_words(self, name: str, words: str) -> None:
        """Let an act be called otherwise than in the table; as there if empty."""
        self._actions[name].setText(words or self._acts[name].words)

    def is_listed(self, act: Act) -> bool:
        """Tell whether an act belongs on the sheet of keys."""
        return self.is_bound(act) and not (act.named and self.words(act) == act.words)

    def is_bound(self, act: Act) -> bool:
        """Tell whether an act does anything in this window."""
        return act.fixed or act.name in self._bound

    def tip(self, widget: QWidget, name: str, words: str = "") -> None:
        """Keep a widget's tooltip at an act's words (or these) and its keys."""
        self.untip(widget)
        self._tips.append((widget, name, words or self._acts[name].words))
        self._write_tips(name)

    def untip(self, widget: QWidget) -> None:
        """Leave a widget's tooltip to whoever has something else to say."""
        self._tips = [tip for tip in self._tips if tip[0] is not widget]

    def _write_tips(self, only: str = "") -> None:
        """Write the tips of all acts, or of one."""
        self._tips = [tip for tip in self._tips if shiboken6.isValid(tip[0])]
        for widget, name, words in self._tips:
            if only in ("", name):
                keys = self.keys(name)
                widget.setToolTip(f"{words} ({keys})" if keys else words)

    def keys(self, name: str) -> str:
        """Answer an act's keys as people here write them: ``F1 / ?``; empty when it has none."""
        act = self._acts[name]
        return act.shown or " / ".join(_shown(key) for key in self._free_keys(act))

    # The person's own keys

    def is_changed(self, name: str) -> bool:
        """Tell whether an act has another key than the usual one."""
        return name in self._chosen

    def set_key(self, name: str, key: QKeySequence) -> None:
        """Give an act this key and no other, from now on and for good.

        Raises:
            KeyRefusedError: something else has the key; nothing is changed.
            OSError: it works now, but could not be written down.

        """
        text = key.toString(_TEXT)
        self._check(self._acts[name], text)
        if (text,) == self._acts[name].keys:
            self._chosen.pop(name, None)
        else:
            self._chosen[name] = text
        self._keep()

    def reset(self, name: str) -> None:
        """Give an act its usual keys again.

        Raises:
            KeyRefusedError: another act has one of them now; nothing is changed.
            OSError: it works now, but could not be written down.

        """
        for key in self._acts[name].keys:
            self._check(self._acts[name], key)
        self._chosen.pop(name, None)
        self._keep()

    def reset_all(self) -> None:
        """Give every act its usual keys again.

        Raises:
            OSError: it works now, but could not be written down.

        """
        self._chosen.clear()
        self._keep()

    def _keep(self) -> None:
        self._apply()
        write_kept(self._file, {"keys": self._chosen})

    def _check(self, act: Act, key: str) -> None:
        """Refuse a key that is taken where the act works."""
        shown = _shown(key)
        if not shown:
            raise KeyRefusedError("That is no key that can be used.")
        if key in RESERVED:
            raise KeyRefusedError(f"{shown} is “{RESERVED[key]}” everywhere.")
        for other in ACTS:
            rival = other is not act and other.meets(act) and self.is_bound(other)
            if rival and key in self._keys_of(other):
                way = "" if other.fixed else " Give that another key first."
                raise KeyRefusedError(f"{shown} is “{self.words(other)}”.{way}")

    def _keys_of(self, act: Act) -> tuple[str, ...]:
        chosen = self._chosen.get(act.name)
        return (chosen,) if chosen else act.keys

    def _apply(self) -> None:
        for act in ACTS:
            self._give_keys(act)
        self._write_tips()
        self.changed.emit()

    def _give_keys(self, act: Act) -> None:
        """Let an act's keys work."""
        keys = [QKeySequence(key, _TEXT) for key in self._free_keys(act)]
        # Where a sign is typed with Shift, some platforms report the Shift, too.
        signs = [key for key in self._free_keys(act) if len(key) == 1 and not key.isalnum()]
        keys += [QKeySequence(f"Shift+{sign}", _TEXT) for sign in signs]
        self._actions[act.name].setShortcuts(keys)

    def _free_keys(self, act: Act) -> list[str]:
        """Answer the keys that work for an act; what was chosen goes before what is usual."""
        if act.name not in self._bound:
            return []
        taken: set[str] = set()
        if act.name not in self._chosen:
            taken = {key for name, key in self._chosen.items() if self._acts[name].meets(act)}
        return [key for key in self._keys_of(act) if key not in taken]

    def _read(self) -> str:
        """Take what the file keeps, as far as it can be; answer what is to be told of it."""
        try:
            kept = read_kept(self._file).get("keys", {})
        except DamagedError as error:
            return f"{error} {_USUAL}"
        if not isinstance(kept, dict):
            return f"{self._file} is damaged. {_USUAL}"
        refused = [name for name, key in kept.items() if not self._take(name, key)]
        if refused:
            told = "has keys that can\N{RIGHT SINGLE QUOTATION MARK}t be used"
            return f"{self._file} {told}: {', '.join(refused)}. {_USUAL}"
        return ""

    def _take(self, name: str, key: object) -> bool:
        """Take a key that was kept; answer whether it can be this act's."""
        act = self._acts.get(name)
        if act is None or act.fixed or not isinstance(key, str) or not _shown(key):
            return False
        taken = {*RESERVED, *(k for other in ACTS if other.fixed for k in other.keys)}
        taken |= {k for n, k in self._chosen.items() if self._acts[n].meets(act)}
        if key not in taken:
            self._chosen[name] = key
        return key not in taken


def _shown(key: str) -> str:
    """Answer a key as people here write it; empty when it is none."""
    shown = QKeySequence(key, _TEXT).toString(QKeySequence.SequenceFormat.NativeText)
    # Qt tells the two keys apart that keyboards and the table of acts both call Enter.
    return shown.replace("Return", "Enter")
