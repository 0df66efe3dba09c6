"""What a change of availability would bring about, seen before it is saved, and saved as seen.

Nothing in the window saves such a change but by an ``EffectView``: only what it shows is sent, with
the digest of what was shown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.booking import listed
from clinic_desktop.domain.effect import (
    ALREADY,
    ELSEWHERE,
    KEPT,
    DoctorEffect,
    Effect,
    EffectOf,
    TimeChange,
)
from clinic_desktop.domain.forms import present
from clinic_desktop.domain.office import Done, Seen
from clinic_desktop.domain.refusals import Refusal, Unavailable
from clinic_desktop.ui.availability.hits import HitList
from clinic_desktop.ui.becoming import why_it_stays, why_not_cancelled
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, push_button
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import said, set_apart, when_text

ASK_MS = 250
"""How long hands must rest before a change is asked about."""
_NAMED = 3
"""How many doctors a summary tells one by one."""
NO_CHANGE = "Nothing is changed yet."
_ABOUT = "What it changes"
_ASKING = "Looking what it would change\N{HORIZONTAL ELLIPSIS}"
_NEWS = "Somebody changed this time meanwhile. This is what it would do now."
_GROWN = (
    "Somebody changed this time meanwhile: more are left outside now. The first press on Save only "
    "says so, the next one saves."
)
_SEEN = "Nothing is saved yet: somebody booked just before. Press again to save what is shown now."
_SAVING = "Saving\N{HORIZONTAL ELLIPSIS}"


class EffectView(QFrame):
    """Shows the effect of the change in hand, kept true, and saves the change as it was shown.

    Signals:
        sent: the change in hand is on its way; hands may begin another one from here on.
        saved(Done): what was sent is committed.
        refused(Exception): it was not saved, and this is why.
        refused_elsewhere(Exception): what was sent was not saved; another change is in hand by now.
        shown: the effect of the change in hand is there, or why there is none.
        open_requested(Appointment), move_requested(Appointment), cancel_requested(Appointment):
            what is to be done with a visit that would be left outside.
    """

    sent = Signal()
    saved = Signal(object)
    refused = Signal(object)
    refused_elsewhere = Signal(object)
    shown = Signal()
    open_requested = Signal(object)
    move_requested = Signal(object)
    cancel_requested = Signal(object)

    def __init__(self, clinic: Clinic, save: str = "Save") -> None:
        """Begin without a change; ``save`` is what the button says."""
        super().__init__()
        self._clinic, self._words = clinic, save
        self._change: TimeChange[Any] | None = None
        self._sent: TimeChange[Any] | None = None
        self._idle = NO_CHANGE
        self.effect: Effect | None = None
        """The effect that is shown; None while there is none of the change in hand."""
        self._seen_at = 0
        # Others booked since it was looked at: a hand on its way to the button means less.
        self._has_grown = False
        self.is_busy = False
        self.setAccessibleName("Effect")
        self._make_parts()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ASK_MS)
        self._timer.timeout.connect(self._ask)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self._query.failed.connect(self._fail)
        self._show_nothing()

    def _make_parts(self) -> None:
        look = self._clinic.look
        self._head = Label(look, _ABOUT, "small_strong", tone="muted", wraps=True)
        self.summary = Label(look, role="medium", wraps=True)
        self.news = Label(look, role="body", tone="warning", wraps=True)
        self._about_hits = Label(look, role="body", wraps=True)
        self.hits = HitList(self._clinic)
        self._about_hits.setBuddy(self.hits)
        self.hits.open_requested.connect(self.open_requested)
        self.hits.currentRowChanged.connect(lambda _row: self._offer_ways())
        self.save_button = push_button(self._words, kind="primary")
        self.save_button.clicked.connect(self.save)
        self._whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(look.px(8))
        for part in (self._head, self.news, self.summary, self._about_hits):
            whole.addWidget(part)
        whole.addWidget(self.hits, 1)
        whole.addWidget(self._make_ways())
        whole.addStretch(0)
        whole.addWidget(self.save_button)

    def _make_ways(self) -> QWidget:
        """Make what can be done with the marked visit; to keep it booked needs no click."""
        self._ways = QWidget()
        flow = Flow(self._clinic.look.px(6))
        self._ways.setLayout(flow)
        made = (
            ("Move", "Move this visit", self.move_requested),
            ("Cancel\N{HORIZONTAL ELLIPSIS}", "Cancel this visit", self.cancel_requested),
            ("Open", "Open this visit", self.open_requested),
        )
        self._buttons = []
        for words, name, signal in made:
            button = push_button(words, name=name)
            button.clicked.connect(lambda _=False, signal=signal: self._request(signal))
            flow.addWidget(button)
            self._buttons.append(button)
        return self._ways

    def add_foot(self, button: QPushButton) -> None:
        """Put the button of what saves by itself where else ``save_button`` stands."""
        self._whole.addWidget(button)

    def _request(self, signal: Any) -> None:  # noqa: ANN401 - a bound signal has no type to name
        if self.hits.visit is not None:
            signal.emit(self.hits.visit)

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is the effect of the change in hand."""
        return not self._timer.isActive() and self._query.is_settled and not self.is_busy

    @property
    def change(self) -> TimeChange[Any] | None:
        """The change in hand."""
        return self._change

    def set_change(
        self,
        change: TimeChange[Any] | None,
        *,
        idle: str = NO_CHANGE,
        about: str = "",
        at_once: bool = False,
    ) -> None:
        """Take a change in hand and ask what it would do, when hands rest; None: there is none.

        ``idle`` is what is said where there is no change; ``about`` names the change where nothing
        else on the screen does; ``at_once``: no hands are waited for. The same change again
        changes nothing.
        """
        self._head.setText(about or _ABOUT)
        if change is not None and change == self._same(change):
            return
        self._change, self._idle, self.effect = change, idle, None
        self._has_grown = False
        self._query.set_query(None)
        self._timer.stop()
        if change is None:
            self._show_nothing()
            return
        self.news.hide()
        self._say(_ASKING, "muted")
        self._allow()
        self._timer.start(0 if at_once else ASK_MS)

    def reword(self, change: TimeChange[Any]) -> None:
        """Take the change in hand in other words, which change nothing of its effect."""
        if self._change is not None:
            self._change = change

    def _same(self, change: TimeChange[Any]) -> TimeChange[Any] | None:
        """Answer the change in hand under another's id: two wishes for the same are one."""
        mine = self._change
        if mine is None or type(mine) is not type(change):
            return None
        return replace(mine, command_id=change.command_id)

    def _ask(self) -> None:
        if self._change is not None:
            self._query.set_query(EffectOf(change=self._change))

    def _show_nothing(self) -> None:
        self._say(self._idle, "muted")
        self.news.hide()
        self.hits.show_hits(())
        self._show_parts(hit=False)
        self._allow()

    def _show(self, seen: Seen[Effect]) -> None:
        """Show what it would do; say so when that is another by now, by somebody else's doing."""
        before, self.effect = self.effect, seen.answer
        is_new = before is None or before.digest != self.effect.digest
        known_to = self._clinic.dispatcher
        # What was read before it was heard of may be anybody's.
        by_others = known_to.last_of_others > self._seen_at or seen.sequence > known_to.last_known
        self._seen_at = seen.sequence
        if before is not None and is_new and by_others:
            known = {hit.appointment.id for hit in before.hits}
            grown = any(hit.appointment.id not in known for hit in self.effect.hits)
            self._has_grown = self._has_grown or grown
            self._tell_news(_GROWN if self._has_grown else _NEWS)
        effect = self.effect
        told = [_summary(effect), *_lacking(effect), *self._kept(effect), *self._already(effect)]
        self._say("\n".join(told), "")
        number = len(self.effect.hits)
        many = "1 appointment is" if number == 1 else f"{number} appointments are"
        stay = "It stays" if number == 1 else "They stay"
        self._about_hits.setText(
            f"{many} left {self.effect.left} then. {stay} booked, as an exception, unless you move "
            f"or cancel {'it' if number == 1 else 'them'}."
        )
        self.hits.show_hits(self.effect.hits)
        self._show_parts(hit=bool(number))
        self._allow()
        if is_new:
            about = self._about_hits.text() if number else ""
            announce(self, f"{self.summary.text()} {about}".strip())
        self.shown.emit()

    def _kept(self, effect: Effect) -> list[str]:
        """Tell visits beside time off, and what of it is kept free around them."""
        told = [
            f"{when_text(span, self._clinic.zone, self._clinic.today)}: {set_apart(visit.patient)}"
            for visit in effect.kept
            for span in visit.kept_free
            if span is not None
        ]
        more = [f"and {len(told) - _NAMED} more"] if len(told) > _NAMED else []
        return [f"{KEPT}:", *told[:_NAMED], *more] if told else []

    def _already(self, effect: Effect) -> list[str]:
        """Tell apart who lies outside whatever the change does."""
        zone, today = self._clinic.zone, self._clinic.today
        told = [
            f"{when_text(one.span, zone, today)}: {set_apart(one.patient)}"
            for one in (hit.appointment for hit in effect.already[:_NAMED])
        ]
        more = [f"and {len(effect.already) - _NAMED} more"] if effect.already[_NAMED:] else []
        return [f"{ALREADY}:", *told, *more] if told else []

    def _fail(self, error: Exception) -> None:
        """Say why it can't be known, or can't be done, with every reason."""
        self.effect = None
        self.hits.show_hits(())
        self._show_parts(hit=False)
        self._say(_told(error), "danger")
        self._allow()
        announce(self, self.summary.text(), urgent=True)
        self.shown.emit()

    def _say(self, text: str, tone: str) -> None:
        self.summary.setText(text)
        self.summary.set_tone(tone)

    def _tell_news(self, text: str) -> None:
        self.news.setText(text)
        self.news.show()
        announce(self, text, urgent=True)

    def _show_parts(self, *, hit: bool) -> None:
        focused: QWidget | None = self.window().focusWidget()
        if not hit and self._change is not None and focused in (self.hits, *self._buttons):
            # Hidden, they would hand the keys on to whatever comes next.
            self.save_button.setEnabled(True)
            self.save_button.setFocus()
        for part in (self._about_hits, self.hits, self._ways):
            part.setVisible(hit)
        self._offer_ways()

    def _offer_ways(self) -> None:
        """Switch off what a rule forbids with the marked visit, and say why."""
        visit = self.hits.visit
        whys = (
            ("", "", "") if visit is None else (why_it_stays(visit), why_not_cancelled(visit), "")
        )
        for button, why in zip(self._buttons, whys, strict=True):
            button.setEnabled(visit is not None and not why and not self.is_busy)
            button.setToolTip(why)

    def _allow(self) -> None:
        """Offer to save what is shown, and nothing else; say how many are left outside."""
        effect = self.effect
        words = self._words
        if effect is not None and effect.hits:
            words = f"{words}, {len(effect.hits)} left {effect.left}"
        text = _SAVING if self.is_busy else words
        self.save_button.setText(text)
        self.save_button.setAccessibleName(text)
        may = effect is not None and not self.is_busy
        # Not switched off below the hand that waits for it: the keys would go to whatever comes
        # next, and a second Enter press that.
        waits = self._change is not None and self.window().focusWidget() is self.save_button
        self.save_button.setEnabled(may or waits)

    def save(self) -> None:
        """Save the change, if its effect is shown, exactly as it is shown."""
        change, effect = self._change, self.effect
        if change is None or effect is None or self.is_busy:
            return
        if self._has_grown:
            self._has_grown = False
            self._tell_news(_SEEN)
            return
        wish = replace(change, effect=effect.digest)
        # After a lost connection the same wish goes out under the same id: it is saved once.
        if self._sent is not None and replace(self._sent, effect=wish.effect) == wish != self._sent:
            wish = replace(wish, command_id=uuid4())
        self._sent = wish
        self.is_busy = True
        self.news.hide()
        self._allow()
        self._offer_ways()
        self.sent.emit()
        self._clinic.dispatcher.do(wish, self._done, self._not_saved)

    def _done(self, done: Done[Any]) -> None:
        """Let go of what was saved; what was begun meanwhile stays in hand."""
        self.is_busy = False
        sent, self._sent = self._sent, None
        if sent is None or self._is_in_hand(sent):
            self.set_change(None)
        else:
            self._allow()
            self._offer_ways()
        self.saved.emit(done)

    def _is_in_hand(self, sent: TimeChange[Any]) -> bool:
        """Tell whether what was sent is still the change in hand."""
        bare = replace(sent, effect="")
        return bare == self._same(bare)

    def _not_saved(self, error: Exception) -> None:
        """Say why; where it would do something else by now, show that."""
        self.is_busy = False
        sent = self._sent
        if not isinstance(error, Unavailable):
            self._sent = None
        mine = sent is None or self._is_in_hand(sent)
        if not mine:
            # It is about what stands here no more: whoever listens tells it elsewhere.
            self._allow()
            self._offer_ways()
            self.refused_elsewhere.emit(error)
            return
        self._tell_news(_told(error))
        if isinstance(error, Refusal):
            # Not to be saved again before its effect of now is shown.
            self.effect = None
            self._query.refresh()
        self._allow()
        self._offer_ways()
        self.refused.emit(error)

    def clear(self) -> None:
        """Take no change in hand any more, and ask for nothing."""
        self.set_change(None)

    def focus_hits(self) -> None:
        """Go on with those left outside; where there is nobody any more, to the way to save it."""
        if self.hits.isHidden():
            self.focus()
        else:
            self.hits.setFocus()

    def focus(self) -> None:
        """Go to the way to save it, read with what it does; else to those left outside."""
        if self.save_button.isEnabled():
            about = "" if self._about_hits.isHidden() else self._about_hits.text()
            self.save_button.setAccessibleDescription(f"{self.summary.text()} {about}".strip())
            self.save_button.setFocus()
        elif not self.hits.isHidden():
            self.hits.setFocus()


def _told(error: Exception) -> str:
    """Write a failure with all its reasons."""
    reasons = error.reasons if isinstance(error, Refusal) else ()
    return "\n".join(reason.message for reason in reasons) or said(error)


def _summary(effect: Effect) -> str:
    """Say how many free blocks come and go, and when; of many doctors together."""
    told = [one for one in effect.doctors if one.changes]
    if not told:
        return "No free time comes or goes."
    if len(told) <= _NAMED:
        named = len(effect.doctors) > 1
        return "\n".join(f"{one.doctor}: {_goes(one)}" if named else _goes(one) for one in told)
    whole = DoctorEffect(
        0, "", effect.blocks_added, effect.blocks_removed,
        min(one.first for one in told if one.first), max(one.last for one in told if one.last),
        effect.times_added, effect.times_removed, effect.blocks_elsewhere,
    )  # fmt: skip
    return f"{len(told)} calendars: {_goes(whole)}"


def _lacking(effect: Effect) -> list[str]:
    """Tell hours in which nobody is offered: too short for a block, elsewhere, or on the way."""
    short = [f"{one.words}." for one in effect.too_short]
    told = [one.words for one in effect.left_out[:_NAMED]]
    more = len(effect.left_out) - _NAMED
    told += [f"and {more} more"] if more > 0 else []
    return [*short, f"{ELSEWHERE}:", *told] if told else short


def _goes(one: DoctorEffect) -> str:
    """Say it of one doctor."""
    goes = listed(
        [
            f"{_blocks(count, times)} {verbs[count > 1]}"
            for count, times, verbs in (
                (one.blocks_added, one.times_added, ("comes", "come")),
                (one.blocks_removed, one.times_removed, ("goes", "go")),
                (one.blocks_elsewhere, 0, ("is at another site then", "are at another site then")),
            )
            if count
        ]
    )
    if one.first is None or one.last is None:
        return f"{goes}."
    same = one.first == one.last
    when = present().date(one.first) if same else present().days(one.first, one.last)
    return f"{goes} ({when})."


def _blocks(count: int, times: int) -> str:
    """Count blocks; where they have several seats, the seats and the blocks."""
    if times and times != count:
        return f"{count:,} free seats in {'1 block' if times == 1 else f'{times:,} blocks'}"
    return "1 free block" if count == 1 else f"{count:,} free blocks"
